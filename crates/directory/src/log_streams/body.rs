//! What a receiver is sent.

use std::collections::{BTreeMap, VecDeque};

use aws_lc_rs::hmac;
use model::{ContentFormat, LogEvent, LogStream};
use serde_json::json;
use store::Conn;
use store::log_streams::{self, Position};

use super::categories::category;
use crate::logs::with_connections;
use crate::random::hex;
use crate::{Directory, Result};

/// The most events of a request.
const EVENTS: usize = 100;
/// A body that is longer is sent without more events.
const LONGEST: usize = 512 * 1024;

/// Some events, and how far a stream is when they are sent.
pub(super) struct Batch {
    /// What is posted; none where the stream's categories pass all of them by.
    pub(super) body: Option<Vec<u8>>,
    /// The last number of each chain.
    pub(super) to: BTreeMap<i64, i64>,
    /// The last event.
    pub(super) last: String,
}

impl Directory {
    /// The next events of a stream, none where there is nothing new. Those of several chains are put together by their ids,
    /// so that they come in the order of their times, but for those that were written late.
    pub(super) async fn next_batch(&self, conn: &mut Conn, tenant: &str, stream: &LogStream) -> Result<Option<Batch>> {
        let mut chains = Vec::new();
        for chain in log_streams::ahead(conn, tenant, &stream.id).await? {
            let limit = i64::try_from(EVENTS).unwrap_or(1);
            let events = log_streams::events(conn, tenant, chain.chain, chain.sent, limit).await?;
            chains.push(VecDeque::from(events));
        }
        let merged = merged(chains);
        let (mut positions, mut events) = (Vec::new(), Vec::new());
        for (position, event) in merged {
            positions.push(position);
            events.push(event);
        }
        let mut batch = Batch { body: None, to: BTreeMap::new(), last: String::new() };
        let mut items: Vec<String> = Vec::new();
        let mut length = 0;
        for (position, record) in positions.into_iter().zip(with_connections(conn, tenant, events).await?) {
            let event = &record.event;
            let is_wanted =
                stream.categories.is_empty() || stream.categories.iter().any(|wanted| wanted == category(&event.kind));
            if is_wanted {
                let item = json!({ "log_id": event.log_id, "data": record.shaped() }).to_string();
                let is_full = match stream.sink.http_content_format {
                    ContentFormat::Object => !items.is_empty(),
                    ContentFormat::Array | ContentFormat::Lines => !items.is_empty() && length + item.len() > LONGEST,
                };
                if is_full {
                    break;
                }
                length += item.len();
                items.push(item);
            }
            batch.to.insert(position.chain, position.number);
            batch.last.clone_from(&record.event.log_id);
        }
        if !items.is_empty() {
            batch.body = Some(joined(&items, stream.sink.http_content_format).into_bytes());
        }
        Ok((!batch.to.is_empty()).then_some(batch))
    }
}

/// One after the other, always the chain's next one with the least id.
fn merged(mut chains: Vec<VecDeque<(Position, LogEvent)>>) -> Vec<(Position, LogEvent)> {
    let mut merged = Vec::new();
    while merged.len() < EVENTS {
        let next = chains.iter_mut().filter(|chain| !chain.is_empty());
        let next = next.min_by(|one, other| id_of(one).cmp(id_of(other)));
        let Some(event) = next.and_then(VecDeque::pop_front) else { break };
        merged.push(event);
    }
    merged
}

fn id_of(chain: &VecDeque<(Position, LogEvent)>) -> &str {
    chain.front().map_or("", |(_, event)| event.log_id.as_str())
}

fn joined(items: &[String], format: ContentFormat) -> String {
    match format {
        ContentFormat::Array => format!("[{}]", items.join(",")),
        ContentFormat::Lines | ContentFormat::Object => items.join("\n"),
    }
}

/// The header that shows a receiver from whom a request is, and when it was sent (S-602): HMAC-SHA256 of the time in
/// seconds, a dot, and the body.
pub(super) fn signature(secret: &str, seconds: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut signed = hmac::Context::with_key(&key);
    signed.update(format!("{seconds}.").as_bytes());
    signed.update(body);
    format!("t={seconds},v1={}", hex(signed.sign().as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with `printf '1700000000.[]' | openssl dgst -sha256 -hmac secret`.
    #[test]
    fn a_signature_is_what_others_compute() {
        let expected = "74f76d8933679a54d6be8c7560a5233b124658241ca5a3b0f09af80d3ea60d78";
        assert_eq!(signature("secret", 1_700_000_000, b"[]"), format!("t=1700000000,v1={expected}"));
    }
}
