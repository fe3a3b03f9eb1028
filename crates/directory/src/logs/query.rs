//! What a question about the log means.

use model::lucene::parse_query;
use model::{LogQuery, Timestamp};
use store::logs::{Filter, Search};

use crate::{Error, Result};

/// The longest value that a filter is compared with.
const LONGEST: usize = 512;

/// The filter that `query` asks for at `now`.
pub(super) fn filter(query: &LogQuery, now: Timestamp) -> Result<Filter> {
    let recent = query.hours.map(|hours| Timestamp(now.0 - i64::from(hours) * 3_600_000));
    Ok(Filter {
        user_id: value("user_id", query.user_id.as_ref().map(model::UserId::as_str))?,
        kinds: query.groups.iter().flat_map(|group| group.codes()).map(|code| (*code).to_owned()).collect(),
        client_id: value("client_id", query.client_id.as_deref())?,
        connection: value("connection", query.connection.as_deref())?,
        ip: value("ip", query.ip.as_deref())?,
        from: query.from.max(recent),
        until: query.to,
        search: search(&query.q)?,
    })
}

fn value(field: &'static str, value: Option<&str>) -> Result<Option<String>> {
    let Some(value) = value else { return Ok(None) };
    if value.len() > LONGEST || value.contains('\0') {
        return Err(Error::field(field, format!("At most {LONGEST} bytes, none of them NUL")));
    }
    Ok(Some(value.to_owned()))
}

fn search(text: &str) -> Result<Search> {
    if let Some(at) = text.chars().position(|char| char == '\0') {
        return Err(Error::field("q", format!("Position {}: the character NUL is in no event", at + 1)));
    }
    let query = parse_query(text).and_then(|query| Search::read(&query));
    query.map_err(|mistake| Error::field("q", mistake.to_string()))
}
