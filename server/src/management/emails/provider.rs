//! SMTP settings as Auth0 writes them.

use directory::Scope;
use model::{JsonObject, SmtpSecurity, SmtpSettings};
use serde_json::{Value, json};

use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema, refuse};
use crate::management::refusal::Refusal;

/// As it is answered: without the password, and partly where `fields` are named.
const PROVIDER: Kind = Kind::Named(
    "EmailProvider",
    &Kind::Nested(&Schema {
        properties: &[
            ("credentials", Kind::Nested(&SHOWN_CREDENTIALS)),
            ("default_from_address", Kind::Text),
            ("enabled", Kind::Flag),
            ("name", Kind::Choice(&["smtp"])),
            ("settings", Kind::Nested(&SETTINGS)),
        ],
        required: &[],
    }),
);
const SHOWN_CREDENTIALS: Schema = Schema {
    properties: &[("smtp_host", Kind::Text), ("smtp_port", Kind::Integer), ("smtp_user", Kind::Text)],
    required: &["smtp_host", "smtp_port", "smtp_user"],
};

pub(super) const GET: Operation = Operation::new("get_provider", "Get how mails are sent")
    .any(&[Scope::ReadEmailProvider])
    .fields()
    .gives(200, PROVIDER)
    .refuses(&[404]);

pub(super) const POST: Operation = Operation::new("post_provider", "Say how mails are to be sent")
    .any(&[Scope::CreateEmailProvider])
    .body(Kind::Nested(&CREATE))
    .example(r#"{ "name": "smtp", "credentials": { "smtp_host": "smtp.example.com", "smtp_port": 587 } }"#)
    .gives(201, PROVIDER)
    .refuses(&[409]);

pub(super) const PATCH: Operation = Operation::new("patch_provider", "Change how mails are sent")
    .any(&[Scope::UpdateEmailProvider])
    .body(Kind::Nested(&UPDATE))
    .example(r#"{ "enabled": false }"#)
    .gives(200, PROVIDER)
    .refuses(&[404, 409]);

pub(super) const DELETE: Operation =
    Operation::new("delete_provider", "Send no mails from now on, and keep them to be read here")
        .any(&[Scope::DeleteEmailProvider])
        .gives_nothing(204);

macro_rules! schema {
    ($required:expr) => {
        Schema {
            properties: &[
                ("credentials", Kind::Nested(&CREDENTIALS)),
                ("default_from_address", Kind::TextOrNull),
                ("enabled", Kind::Flag),
                ("name", Kind::Text),
                ("settings", Kind::OrNull(&Kind::Nested(&SETTINGS))),
            ],
            required: $required,
        }
    };
}

pub(super) const CREATE: Schema = schema!(&["name", "credentials"]);
pub(super) const UPDATE: Schema = schema!(&[]);
const CREDENTIALS: Schema = Schema {
    properties: &[
        ("smtp_host", Kind::Text),
        ("smtp_pass", Kind::TextOrNull),
        ("smtp_port", Kind::Integer),
        ("smtp_user", Kind::TextOrNull),
    ],
    required: &[],
};
/// Auth0 keeps headers for certain servers there; how the connection is made safe is Roster's own.
const SETTINGS: Schema =
    Schema { properties: &[("security", Kind::Choice(&["start_tls", "tls", "plain"]))], required: &[] };

/// What is asked in a body that was looked at.
pub(super) struct Asked {
    fields: JsonObject,
    port: Option<u16>,
}

/// What is asked in a body.
///
/// # Errors
/// 400 for what is unknown or of another type, and for another provider than SMTP.
pub(super) fn read(body: &[u8], schema: &Schema) -> Result<Asked, Refusal> {
    let mut fields = payload::object(body)?;
    // Told before what is strange to SMTP in the credentials of another one.
    if let Some(Value::String(name)) = fields.get("name")
        && name != "smtp"
    {
        let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
        let message =
            format!("'No enum match for: {shown}, expected smtp: mails are sent over SMTP alone' on property name");
        return Err(refuse(&message));
    }
    // No headers are no wish.
    if let Some(Value::Object(settings)) = fields.get_mut("settings")
        && settings.get("headers").is_some_and(|headers| *headers == json!({}) || headers.is_null())
    {
        settings.remove("headers");
    }
    payload::check(&fields, schema)?;
    let port = match fields.get("credentials").and_then(|credentials| credentials.get("smtp_port")) {
        None => None,
        Some(port) => match port.as_u64().and_then(|port| u16::try_from(port).ok()) {
            Some(port) => Some(port),
            None => return Err(refuse("'A number from 1 to 65535' on property credentials.smtp_port")),
        },
    };
    Ok(Asked { fields, port })
}

impl Asked {
    /// The settings with what is asked, and the password if one is given. Auth0 knows no setting for TLS: another port says
    /// what it is usually used for.
    pub(super) fn apply(self, before: SmtpSettings) -> (SmtpSettings, Option<String>) {
        let mut after = before;
        let credentials = self.fields.get("credentials");
        let text = |value: Option<&Value>| value.map(|value| value.as_str().unwrap_or_default().to_owned());
        let credential = |name: &str| text(credentials.and_then(|credentials| credentials.get(name)));
        if let Some(port) = self.port.filter(|port| *port != after.port) {
            after.security = if port == 465 { SmtpSecurity::Tls } else { SmtpSecurity::StartTls };
            after.port = port;
        }
        if let Some(security) = self.fields.get("settings").and_then(|settings| settings.get("security")) {
            after.security = serde_json::from_value(security.clone()).unwrap_or_default();
        }
        after.host = credential("smtp_host").unwrap_or(after.host);
        after.username = credential("smtp_user").unwrap_or(after.username);
        after.from = text(self.fields.get("default_from_address")).unwrap_or(after.from);
        after.enabled = self.fields.get("enabled").and_then(Value::as_bool).unwrap_or(after.enabled);
        (after, credential("smtp_pass").filter(|password| !password.is_empty()))
    }
}

/// The password is in no answer.
pub(super) fn answer(settings: &SmtpSettings) -> Value {
    json!({
        "name": "smtp",
        "enabled": settings.enabled,
        "default_from_address": settings.from,
        "credentials": {
            "smtp_host": settings.host,
            "smtp_port": settings.port,
            "smtp_user": settings.username,
        },
        "settings": { "security": settings.security },
    })
}

/// What Auth0 calls a field of the settings.
pub(super) fn name_of(field: &'static str) -> &'static str {
    match field {
        "from" => "default_from_address",
        "host" => "credentials.smtp_host",
        "port" => "credentials.smtp_port",
        "username" => "credentials.smtp_user",
        "password" => "credentials.smtp_pass",
        "security" => "settings.security",
        other => other,
    }
}
