//! What an application asks for at /authorize (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1).

mod response_mode;
mod response_type;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::pkce::Challenge;
use crate::{OAuthError, Parameters, Scope};

pub use response_mode::ResponseMode;
pub use response_type::ResponseType;

/// What a hint or a name may measure (S-246); `state` and `id_token_hint` may be as long as any parameter.
const LONGEST_HINT: usize = 2048;
/// The longest name of a device, in characters.
const LONGEST_DEVICE: usize = 100;

/// A request at /authorize, well formed. Whether its client and its redirect URI are good is another question, and the
/// one to ask first: until then nothing is sent there, an error neither (S-104).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// What is to be answered.
    pub response_type: ResponseType,
    /// How it is answered: as asked, or what is usual for the response type.
    pub response_mode: ResponseMode,
    /// Who asks.
    pub client_id: String,
    /// Where the answer goes.
    pub redirect_uri: Option<String>,
    /// What is asked for.
    pub scope: Scope,
    /// Given back as it is.
    pub state: Option<String>,
    /// Goes into the ID token.
    pub nonce: Option<String>,
    /// The API that the access token is for.
    pub audience: Option<String>,
    /// PKCE.
    pub code_challenge: Option<Challenge>,
    /// What the user must, or must not, be shown.
    #[serde(default)]
    pub prompt: BTreeSet<Prompt>,
    /// Seconds; if the last login is longer ago, the user logs in again.
    pub max_age: Option<i64>,
    /// What to fill into the login form.
    pub login_hint: Option<String>,
    /// `signup`: show the sign-up form first.
    pub screen_hint: Option<String>,
    /// Log in by this connection.
    pub connection: Option<String>,
    /// Languages that the user reads, best first.
    pub ui_locales: Option<String>,
    /// An ID token of the user who should be logged in.
    pub id_token_hint: Option<String>,
    /// How sure the client wants to be.
    pub acr_values: Option<String>,
    /// An organization's id or name.
    pub organization: Option<String>,
    /// What the device is called, where refresh tokens are listed: Auth0's own.
    #[serde(default)]
    pub device: Option<String>,
    /// Parameters `ext-*`, which the hosted pages may read.
    #[serde(default)]
    pub extensions: BTreeMap<String, String>,
}

/// Values of `prompt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// Show nothing: answer at once or with an error (S-241).
    None,
    /// Ask for the password even if somebody is logged in (S-242).
    Login,
    /// Ask for consent even if it was given.
    Consent,
    /// Let the user choose an account.
    SelectAccount,
    /// Show the sign-up form first.
    Create,
}

impl AuthorizationRequest {
    /// Reads a request.
    ///
    /// # Errors
    /// What RFC 6749 and OpenID Connect say for each parameter; mostly `invalid_request`.
    pub fn parse(parameters: &Parameters) -> Result<Self, OAuthError> {
        refuse_request_objects(parameters)?;
        let response_type = ResponseType::parse(parameters.require("response_type")?)?;
        let response_mode = ResponseMode::choose(parameters.get("response_mode"), response_type)?;
        let request = Self {
            response_type,
            response_mode,
            client_id: parameters.require("client_id")?.to_owned(),
            redirect_uri: short(parameters, "redirect_uri")?,
            scope: Scope::parse(parameters.get("scope").unwrap_or_default())?,
            state: parameters.get("state").map(str::to_owned),
            nonce: short(parameters, "nonce")?,
            audience: short(parameters, "audience")?,
            code_challenge: Challenge::parse(
                parameters.get("code_challenge"),
                parameters.get("code_challenge_method"),
            )?,
            prompt: prompts(parameters.get("prompt").unwrap_or_default())?,
            max_age: parameters.get("max_age").map(seconds).transpose()?,
            login_hint: short(parameters, "login_hint")?,
            screen_hint: short(parameters, "screen_hint")?,
            connection: short(parameters, "connection")?,
            ui_locales: short(parameters, "ui_locales")?,
            id_token_hint: parameters.get("id_token_hint").map(str::to_owned),
            acr_values: short(parameters, "acr_values")?,
            organization: short(parameters, "organization")?,
            device: parameters.get("device").and_then(device_name),
            extensions: extensions(parameters),
        };
        request.check_nonce()?;
        Ok(request)
    }

    /// PKCE is demanded of whoever asks for a code (S-131), but of a confidential client whose administrator said so.
    ///
    /// # Errors
    /// `invalid_request` if it is missing.
    pub fn check_pkce(&self, may_be_missing: bool) -> Result<(), OAuthError> {
        if self.response_type.has_code() && self.code_challenge.is_none() && !may_be_missing {
            return Err(OAuthError::invalid_request(
                "Parameter 'code_challenge' is required: this client must use PKCE with S256",
            ));
        }
        Ok(())
    }

    /// Whether `prompt` has that value.
    pub fn prompts(&self, prompt: Prompt) -> bool {
        self.prompt.contains(&prompt)
    }

    /// An ID token that comes past the browser is bound to the browser's session by it (OpenID Connect Core §3.2.2.1).
    fn check_nonce(&self) -> Result<(), OAuthError> {
        if self.response_type.has_id_token() && self.nonce.is_none() {
            return Err(OAuthError::missing_parameter("nonce"));
        }
        Ok(())
    }
}

/// Request objects could be fetched from anywhere (S-121), and `request_uri` of a pushed request was resolved before.
fn refuse_request_objects(parameters: &Parameters) -> Result<(), OAuthError> {
    for (name, code) in [
        ("request", "request_not_supported"),
        ("request_uri", "request_uri_not_supported"),
        ("registration", "registration_not_supported"),
    ] {
        if parameters.get(name).is_some() {
            return Err(OAuthError::new(400, code, format!("Parameter {name} is not supported")));
        }
    }
    Ok(())
}

/// What an application calls a device, fit to be shown: one line without what is invisible, at most 100 characters.
/// Nothing where nothing is left.
pub fn device_name(text: &str) -> Option<String> {
    let is_shown = |c: &char| !c.is_control() && !"\u{200b}\u{200e}\u{200f}\u{2028}\u{2029}\u{feff}".contains(*c);
    let is_turned = |c: &char| ('\u{202a}'..='\u{202e}').contains(c) || ('\u{2066}'..='\u{2069}').contains(c);
    let name: String = text.chars().filter(|c| is_shown(c) && !is_turned(c)).collect();
    let name: String = name.trim().chars().take(LONGEST_DEVICE).collect();
    (!name.is_empty()).then_some(name)
}

fn short(parameters: &Parameters, name: &str) -> Result<Option<String>, OAuthError> {
    match parameters.get(name) {
        Some(value) if value.len() > LONGEST_HINT => {
            Err(OAuthError::invalid_request(format!("{name}: at most {LONGEST_HINT} bytes, {} given", value.len())))
        }
        value => Ok(value.map(str::to_owned)),
    }
}

/// Unknown values are passed over, as OpenID Connect Core §3.1.2.1 allows.
fn prompts(text: &str) -> Result<BTreeSet<Prompt>, OAuthError> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    if words.contains(&"none") && words.iter().any(|word| *word != "none") {
        return Err(OAuthError::invalid_request("prompt: none cannot stand with another value"));
    }
    Ok(words.into_iter().filter_map(prompt).collect())
}

fn prompt(word: &str) -> Option<Prompt> {
    Some(match word {
        "none" => Prompt::None,
        "login" => Prompt::Login,
        "consent" => Prompt::Consent,
        "select_account" => Prompt::SelectAccount,
        "create" => Prompt::Create,
        _ => return None,
    })
}

fn seconds(text: &str) -> Result<i64, OAuthError> {
    let digits = text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit());
    let number = if digits { text.parse().ok() } else { None };
    number.ok_or_else(|| OAuthError::invalid_request("max_age: a number of seconds, please"))
}

fn extensions(parameters: &Parameters) -> BTreeMap<String, String> {
    parameters
        .iter()
        .filter(|(name, value)| name.starts_with("ext-") && name.len() + value.len() <= LONGEST_HINT)
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
