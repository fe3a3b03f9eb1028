//! A template as Auth0 writes it.

use directory::{RESET_LIFETIME, Scope, UNBLOCK_LIFETIME, VERIFY_LIFETIME};
use model::{JsonObject, MailKind, MailTemplate, TemplatePatch};
use serde_json::{Value, json};

use crate::management::fixed::{self, Fixed};
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema, refuse};
use crate::management::refusal::Refusal;

const PATH: &[&str] = &["templateName"];
const TEMPLATE: Kind = Kind::Named("EmailTemplate", &Kind::Whole(&PART, FIXED));

pub(super) const GET: Operation =
    Operation::new("get_email-templates_by_templateName", "Get the template of a mail, where it has one of its own")
        .path(PATH)
        .any(&[Scope::ReadEmailTemplates])
        .gives(200, TEMPLATE);

pub(super) const POST: Operation = Operation::new("post_email-templates", "Give a mail a template of its own")
    .any(&[Scope::CreateEmailTemplates])
    .body(Kind::Whole(&WHOLE, FIXED))
    .gives(200, TEMPLATE)
    .refuses(&[404, 409]);

pub(super) const PATCH: Operation =
    Operation::new("patch_email-templates_by_templateName", "Change parts of the template of a mail")
        .path(PATH)
        .any(&[Scope::UpdateEmailTemplates])
        .body(Kind::Whole(&PART, FIXED))
        .gives(200, TEMPLATE);

pub(super) const PUT: Operation =
    Operation::new("put_email-templates_by_templateName", "Replace the template of a mail")
        .path(PATH)
        .any(&[Scope::UpdateEmailTemplates])
        .body(Kind::Whole(&WHOLE, FIXED))
        .example(
            r#"{ "template": "welcome_email", "body": "<p>Hi</p>", "from": "", "subject": "Hi", "enabled": true }"#,
        )
        .gives(200, TEMPLATE);

/// Every name that Auth0 has.
const NAMES: &[&str] = &[
    "verify_email",
    "verify_email_by_code",
    "auth_email_by_code",
    "reset_email",
    "reset_email_by_code",
    "welcome_email",
    "blocked_account",
    "stolen_credentials",
    "enrollment_email",
    "mfa_oob_code",
    "user_invitation",
    "change_password",
    "password_reset",
    "async_approval",
];

macro_rules! schema {
    ($required:expr) => {
        Schema {
            properties: &[
                ("body", Kind::TextOrNull),
                ("enabled", Kind::OrNull(&Kind::Flag)),
                ("from", Kind::TextOrNull),
                ("subject", Kind::TextOrNull),
                ("template", Kind::Choice(NAMES)),
                ("urlLifetimeInSeconds", Kind::OrNull(&Kind::Integer)),
            ],
            required: $required,
        }
    };
}

/// What a whole template has; `syntax`, which is fixed, need not be said.
pub(super) const WHOLE: Schema = schema!(&["template", "body", "from", "subject", "enabled"]);
pub(super) const PART: Schema = schema!(&[]);

const FIXED: &[Fixed] = &[
    Fixed::shown("includeEmailInRedirect", "false"),
    Fixed::shown("resultUrl", r#""""#),
    Fixed::shown("syntax", r#""liquid""#),
];

/// What is asked, and of which of the mails that Roster writes.
pub(super) struct Asked {
    pub(super) kind: Option<MailKind>,
    pub(super) patch: TemplatePatch,
}

/// The mail of that name. Auth0's older ones for a change of the password are of flows that Roster does not have.
pub(super) fn kind(name: &str) -> Option<MailKind> {
    MailKind::parse(name).filter(|kind| NAMES.contains(&kind.as_str()))
}

/// What is asked in a body, of the template of that name.
///
/// # Errors
/// 400 for what is unknown, of another type, or not supported.
pub(super) fn read(body: &[u8], schema: &Schema, name: Option<&str>) -> Result<Asked, Refusal> {
    let asked = fixed::read(body, schema, FIXED)?;
    let text = |name: &str| asked.get(name).and_then(Value::as_str).map(str::to_owned);
    let given = text("template");
    if let (Some(name), Some(given)) = (name, &given)
        && name != given
    {
        return Err(refuse(&format!("'Only {name} is supported' on property template")));
    }
    let kind = kind(name.or(given.as_deref()).unwrap_or_default());
    check_lifetime(kind, &asked)?;
    let enabled = asked.get("enabled").and_then(Value::as_bool);
    let from = asked.contains_key("from").then(|| text("from").unwrap_or_default());
    Ok(Asked { kind, patch: TemplatePatch { enabled, from, subject: text("subject"), html: text("body") } })
}

/// How long the link of a mail works is not to be chosen; in a mail without a link it means nothing.
fn check_lifetime(kind: Option<MailKind>, asked: &JsonObject) -> Result<(), Refusal> {
    let given = asked.get("urlLifetimeInSeconds").and_then(Value::as_i64);
    match (kind.and_then(lifetime), given) {
        (Some(is), Some(given)) if is != given => {
            Err(payload::refuse(&format!("'Only {is} is supported' on property urlLifetimeInSeconds")))
        }
        _ => Ok(()),
    }
}

pub(super) fn answer(kind: MailKind, template: &MailTemplate) -> JsonObject {
    let whole = json!({
        "template": kind,
        "body": template.html,
        "from": template.from,
        "subject": template.subject,
        "enabled": template.enabled,
        "urlLifetimeInSeconds": lifetime(kind),
    });
    let Value::Object(mut answer) = whole else { return JsonObject::new() };
    answer.retain(|_, value| !value.is_null());
    fixed::add(&mut answer, FIXED);
    answer
}

/// How many seconds the link of a mail works.
fn lifetime(kind: MailKind) -> Option<i64> {
    match kind {
        MailKind::VerifyEmail => Some(VERIFY_LIFETIME / 1000),
        MailKind::ResetEmail => Some(RESET_LIFETIME / 1000),
        MailKind::BlockedAccount => Some(UNBLOCK_LIFETIME / 1000),
        _ => None,
    }
}
