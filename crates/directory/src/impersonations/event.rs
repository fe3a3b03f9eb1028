//! Events that tell of administrators in the place of users.

use model::{Impersonator, LogEvent};
use serde_json::{Value, json};
use store::impersonations::Impersonation;

use super::Impersonated;
use crate::events::cut;
use crate::{Directory, Origin};

impl Directory {
    /// An event of an impersonation: in the user's History, and the administrator's by its actor.
    pub(super) fn impersonation_event(
        &self,
        it: &Impersonation,
        kind: &str,
        description: &str,
        actor: &Value,
        origin: &Origin,
    ) -> LogEvent {
        let mut event = self.visit(origin, kind, description);
        event.user_id = Some(it.user_id.as_str().to_owned());
        event.user_name = Some(cut(&it.user_name));
        event.client_id = Some(it.client_id.clone());
        event.client_name = Some(cut(&it.client_name));
        event.connection = Some(it.connection.clone());
        event.details = Some(json!({
            "actor": actor,
            "impersonation": it.id,
            "impersonator": named(&it.impersonator),
            "reason": it.reason,
            "view_only": it.is_view_only,
        }));
        event
    }
}

/// The administrator as events name them.
pub(super) fn named(impersonator: &Impersonator) -> Value {
    json!({ "id": impersonator.user_id, "email": impersonator.email })
}

/// The administrator as the actor of an event.
pub(super) fn as_actor(impersonator: &Impersonator) -> Value {
    json!({ "type": "administrator", "id": impersonator.user_id, "name": impersonator.email })
}

impl Impersonated {
    /// Says in an event that it was not the user who did it.
    pub(crate) fn mark_event(&self, event: &mut LogEvent) {
        let details = event.details.get_or_insert_with(|| json!({}));
        details["impersonator"] = named(&self.impersonator);
        details["impersonation"] = Value::String(self.id.clone());
    }
}
