//! Seeing that a user logged in from where they cannot be by now.

use model::{LogEvent, Place, Timestamp, Travel, UserId};
use serde_json::{Value, json};
use store::Conn;
use store::places::LastLogin;

use crate::events::log_id;
use crate::{Directory, Result};

impl Directory {
    /// The event that tells of it, where the login `event` came from too far away from the one before. It keeps nobody out:
    /// a phone and a computer of one person may stand in different countries, as far as their addresses tell.
    pub(crate) async fn impossible_travel(
        &self,
        conn: &mut Conn,
        tenant: &str,
        event: &LogEvent,
    ) -> Result<Option<LogEvent>> {
        let (Some(_), Some(user)) = (&event.location_info, &event.user_id) else { return Ok(None) };
        let user = UserId::from(user.as_str());
        let Some(last) = store::places::last_login(conn, tenant, &user).await? else { return Ok(None) };
        Ok(travel_event(&last, event, log_id(event.date, self.random())))
    }
}

/// The event of that id that tells of it, where nobody can have gone from `last` to where `event` was.
pub(crate) fn travel_event(last: &LastLogin, event: &LogEvent, log_id: String) -> Option<LogEvent> {
    let place = event.location_info.as_ref()?;
    let travel = Travel::between(&last.place, last.date, place, event.date);
    if !travel.is_impossible() {
        return None;
    }
    let description = format!(
        "From {} to {}: {:.0} km in {:.1} hours",
        last.place.label(),
        place.label(),
        travel.distance_km,
        travel.hours
    );
    let details = json!({
        "from": end(&last.log_id, last.date, &last.place),
        "to": end(&event.log_id, event.date, place),
        "distance_km": travel.distance_km.round(),
        "hours": (travel.hours * 1000.0).round() / 1000.0,
        "speed_kmh": travel.speed().round(),
    });
    Some(LogEvent {
        log_id,
        kind: "impossible_travel".to_owned(),
        description: Some(description),
        details: Some(details),
        ..event.clone()
    })
}

fn end(log_id: &str, date: Timestamp, place: &Place) -> Value {
    json!({ "log_id": log_id, "date": date, "location_info": place })
}
