//! What a stream may be.

use model::{HttpSink, LOG_STREAM_CATEGORIES, LogStreamPatch, LogStreamStatus};
use protocol::redirect_uri::check_web_address;
use store::log_streams::StoredStream;

use crate::outbound::{self, Reach, is_header_name, is_header_value};
use crate::{Error, Result};

/// The longest name, in characters.
const NAME: usize = 150;
/// The longest name of a header.
const HEADER: usize = 100;
/// The longest of what a header says.
const VALUE: usize = 4_096;
/// The most headers.
const HEADERS: usize = 20;
/// Headers that Roster writes itself, or that say how a request is to be read.
const OWN: [&str; 16] = [
    "accept",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-roster-signature",
];

/// The stream with what is asked.
///
/// # Errors
/// `Field` for what is wrong.
pub(super) fn apply(mut stored: StoredStream, patch: LogStreamPatch, reach: Reach) -> Result<StoredStream> {
    let stream = &mut stored.stream;
    if let Some(text) = patch.name {
        stream.name = name(&text)?;
    }
    if let Some(status) = patch.status {
        if status == LogStreamStatus::Suspended && stream.status != status {
            return Err(Error::field("status", "Only Roster suspends a stream; stop it with paused"));
        }
        stream.status = status;
    }
    if let Some(asked) = patch.sink {
        stream.sink = sink(asked.applied(stream.sink.clone()), reach)?;
    }
    if let Some(asked) = patch.categories {
        stream.categories = categories(&asked)?;
    }
    if let Some(asked) = patch.http_authorization {
        stream.has_authorization = !asked.is_empty();
        stored.http_authorization = authorization(asked)?;
    }
    Ok(stored)
}

pub(super) fn name(text: &str) -> Result<String> {
    let name = text.trim();
    let length = name.chars().count();
    if !(1..=NAME).contains(&length) || name.chars().any(char::is_control) {
        return Err(Error::field("name", format!("1 to {NAME} characters, {length} given")));
    }
    Ok(name.to_owned())
}

/// Where to: an address of the internet, or, for a Roster of this machine alone, of this machine (S-601). A name is looked
/// at again whenever something is sent.
pub(super) fn sink(sink: HttpSink, reach: Reach) -> Result<HttpSink> {
    let wrong = |message: String| Error::field("sink.httpEndpoint", message);
    check_web_address(&sink.http_endpoint).map_err(|mistake| wrong(format!("The address {mistake}")))?;
    outbound::check(&sink.http_endpoint, reach).map_err(wrong)?;
    let content_type = &sink.http_content_type;
    if !(1..=HEADER).contains(&content_type.len()) || !is_header_value(content_type) {
        return Err(Error::field("sink.httpContentType", "A media type like application/json"));
    }
    if sink.http_custom_headers.len() > HEADERS {
        return Err(Error::field("sink.httpCustomHeaders", format!("At most {HEADERS} headers")));
    }
    for header in &sink.http_custom_headers {
        let (name, value) = (&header.header, &header.value);
        if name.len() > HEADER || !is_header_name(name) || OWN.contains(&name.to_ascii_lowercase().as_str()) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
            let message = format!("{shown:?} is not a header that can be chosen");
            return Err(Error::field("sink.httpCustomHeaders", message));
        }
        if value.len() > VALUE || !is_header_value(value) {
            let message = format!("What {name} says must be at most {VALUE} letters, digits and signs of ASCII");
            return Err(Error::field("sink.httpCustomHeaders", message));
        }
    }
    Ok(sink)
}

/// None where it is empty.
pub(super) fn authorization(text: String) -> Result<Option<String>> {
    if text.len() > VALUE || !is_header_value(&text) {
        let message = format!("At most {VALUE} letters, digits and signs of ASCII");
        return Err(Error::field("sink.httpAuthorization", message));
    }
    Ok((!text.is_empty()).then_some(text))
}

/// Each once, in Auth0's order.
pub(super) fn categories(asked: &[String]) -> Result<Vec<String>> {
    if let Some(unknown) = asked.iter().find(|name| !LOG_STREAM_CATEGORIES.contains(&name.as_str())) {
        let shown: String = unknown.chars().filter(|c| !c.is_control()).take(80).collect();
        return Err(Error::field("filters", format!("There is no category {shown:?} of events")));
    }
    let chosen = LOG_STREAM_CATEGORIES.iter().filter(|name| asked.iter().any(|asked| asked == *name));
    Ok(chosen.map(|name| (*name).to_owned()).collect())
}
