//! Reading what an application sent: a form or JSON, whichever it likes, and its name and secret in a header.

use axum::extract::{FromRequest, Request};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use directory::ClientProof;
use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http_body_util::BodyExt as _;
use percent_encoding::percent_decode_str;
use protocol::{OAuthError, Parameters};

use super::mistaken;

/// The parameters of a request that is sent by POST.
pub(super) struct Sent {
    /// Of the body.
    pub(super) parameters: Parameters,
    /// Name and password of the `Authorization` header.
    basic: Option<(String, String)>,
}

impl Sent {
    /// What shows which application it is.
    pub(super) fn proof<'a>(&'a self, endpoint: &'a str) -> ClientProof<'a> {
        let basic = self.basic.as_ref().map(|(id, secret)| (id.as_str(), secret.as_str()));
        ClientProof { parameters: &self.parameters, basic, endpoint }
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        read(request).await.map_err(|mistake| mistaken(&mistake))
    }
}

async fn read(request: Request) -> Result<Sent, OAuthError> {
    // S-111, S-115: addresses end in logs.
    if request.uri().query().is_some_and(|query| !query.is_empty()) {
        return Err(OAuthError::invalid_request("Parameters are sent in the body, not in the address"));
    }
    let basic = basic(request.headers())?;
    Ok(Sent { parameters: body(request).await?, basic })
}

/// The parameters of a body.
pub(super) async fn body(request: Request) -> Result<Parameters, OAuthError> {
    let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or("?").to_ascii_lowercase());
    let kind = kind.as_deref().map(|kind| kind.split(';').next().unwrap_or_default().trim().to_owned());
    let ended = |_| OAuthError::invalid_request("The request ended early");
    let bytes = request.into_body().collect().await.map_err(ended)?.to_bytes();
    match kind.as_deref() {
        Some("application/json") => Parameters::parse_json(&bytes),
        Some("application/x-www-form-urlencoded") => Parameters::parse_form(&bytes),
        None if bytes.is_empty() => Ok(Parameters::default()),
        _ => Err(OAuthError::invalid_request(
            "Content-Type must be application/x-www-form-urlencoded or application/json",
        )),
    }
}

/// RFC 6749 §2.3.1: both are form-encoded before they are joined. Other schemes are none of this door's.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, OAuthError> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (value, second) = (values.next(), values.next());
    if second.is_some() {
        return Err(OAuthError::invalid_request("More than one Authorization header"));
    }
    let Some((scheme, encoded)) = value.and_then(|value| value.to_str().ok()).and_then(|text| text.split_once(' '))
    else {
        return Ok(None);
    };
    if !scheme.eq_ignore_ascii_case("basic") {
        return Ok(None);
    }
    let decoded = STANDARD.decode(encoded.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let pair = decoded.as_deref().and_then(|text| text.split_once(':')).ok_or_else(OAuthError::invalid_client)?;
    Ok(Some((plain(pair.0), plain(pair.1))))
}

/// What was not encoded as it should be is taken as it is: many clients do not encode at all.
fn plain(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().map_or_else(|_| text.to_owned(), |text| text.into_owned())
}
