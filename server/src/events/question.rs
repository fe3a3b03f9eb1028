//! What is followed, from the address.

use model::{Failure, FailureKind, LogGroup, LogQuery, UserId};
use url::form_urlencoded;

/// The query, and the event that the page knows already.
pub(super) fn read(query: &str) -> Result<(LogQuery, Option<String>), Failure> {
    let (mut asked, mut last) = (LogQuery::default(), None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = value.into_owned();
        match &*name {
            "user" => asked.user_id = Some(UserId::from(value)),
            "q" => asked.q = value,
            "kind" => asked.groups.push(group(&value)?),
            "client" => asked.client_id = Some(value),
            "connection" => asked.connection = Some(value),
            "ip" => asked.ip = Some(value),
            "last" => last = Some(value),
            _ => {
                let message = "Of this address there are user, q, kind, client, connection, ip and last";
                return Err(Failure::new(FailureKind::Invalid, message));
            }
        }
    }
    Ok((asked, last))
}

fn group(name: &str) -> Result<LogGroup, Failure> {
    let known = || LogGroup::ALL.map(LogGroup::as_str).join(", ");
    LogGroup::parse(name).ok_or_else(|| Failure::new(FailureKind::Invalid, format!("kind: one of {}", known())))
}
