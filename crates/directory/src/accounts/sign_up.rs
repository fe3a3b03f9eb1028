//! Signing up.

use model::{Client, Connection, JsonObject, MetadataKind, NewUser, UserProfile, check_metadata};
use serde_json::json;
use store::identifiers::Kind;
use store::users::Inserted;

use super::Accounts;
use crate::events::cut;
use crate::{Error, Origin, PasswordMistake, Result};

/// What somebody signs up with. Only the first three must be given.
#[derive(Clone, Debug, Default)]
pub struct SignUp {
    /// Name of the connection.
    pub connection: String,
    /// Their address.
    pub email: String,
    /// The password, as typed.
    pub password: String,
    /// Where the connection asks for one.
    pub username: Option<String>,
    /// Their whole name.
    pub name: Option<String>,
    /// Their first name.
    pub given_name: Option<String>,
    /// Their last name.
    pub family_name: Option<String>,
    /// What they are called.
    pub nickname: Option<String>,
    /// URL of a picture.
    pub picture: Option<String>,
    /// What the application wants to remember; at most ten texts.
    pub user_metadata: Option<JsonObject>,
}

/// Why nobody was signed up.
#[derive(Debug, thiserror::Error)]
pub enum SignUpRefusal {
    /// The connection takes no sign-ups.
    #[error("public signup is disabled")]
    Disabled,
    /// There is no such connection, or it is switched off for the application; which of them is not told.
    #[error("the connection is not enabled")]
    NoConnection,
    /// Somebody has the address. In words that do not say so (N-062).
    #[error("Invalid sign up")]
    Taken,
    /// Somebody has the user name; whoever chooses one must know.
    #[error("The username provided is in use already.")]
    UsernameTaken,
    /// The password is not one that the connection accepts.
    #[error("{0}")]
    Password(Box<PasswordMistake>),
    /// A field is wrong.
    #[error("{message}")]
    Field {
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// It could not be done.
    #[error(transparent)]
    Failed(Error),
}

impl From<Error> for SignUpRefusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Password(mistake) => Self::Password(mistake),
            Error::Field { field, message } => Self::Field { field, message },
            error => Self::Failed(error),
        }
    }
}

impl From<store::Error> for SignUpRefusal {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// The longest name, in characters.
const NAME: usize = 150;
/// The longest address of a picture, in bytes.
const PICTURE: usize = 2_048;

impl Accounts<'_> {
    /// Makes a user for an application, and writes the mail with which they confirm their address. A used address is
    /// refused after the same time and in the same words as other mistakes (S-331, S-332).
    ///
    /// # Errors
    /// A [`SignUpRefusal`].
    pub async fn sign_up(
        &self,
        tenant: &str,
        client: &Client,
        new: SignUp,
        origin: &Origin,
    ) -> Result<UserProfile, SignUpRefusal> {
        let (connection, email) = (cut(&new.connection), cut(new.email.trim()));
        let done = self.try_sign_up(tenant, client, new, origin).await;
        if let Err(refusal) = &done
            && !matches!(refusal, SignUpRefusal::Failed(_))
        {
            let mut event = self.event(Some(client), origin, "fs", &refusal.to_string());
            event.connection = Some(connection);
            event.user_name = Some(email);
            self.record(tenant, &event).await?;
        }
        done
    }

    async fn try_sign_up(
        &self,
        tenant: &str,
        client: &Client,
        new: SignUp,
        origin: &Origin,
    ) -> Result<UserProfile, SignUpRefusal> {
        let connection = self.open_connection(tenant, client, &new.connection).await?;
        if connection.options.disable_signup {
            return Err(SignUpRefusal::Disabled);
        }
        let user = self.new_profile(&new, &connection)?;
        let password = self.0.new_password(tenant, &connection.options, &user, &new.password).await?;
        let mut tx = self.0.db().begin().await?;
        if !store::connections::keep(&mut tx, tenant, &connection.id).await? {
            return Err(SignUpRefusal::NoConnection);
        }
        match store::users::insert(&mut tx, tenant, &user).await? {
            Inserted::Done => {}
            Inserted::Taken(Kind::Username) => return Err(SignUpRefusal::UsernameTaken),
            Inserted::Taken(_) | Inserted::IdTaken => return Err(SignUpRefusal::Taken),
        }
        password.save(&mut tx, tenant, &user.user_id, user.created_at).await?;
        let mut event = self.event(Some(client), origin, "ss", "");
        event.connection = Some(connection.name);
        event.user_id = Some(user.user_id.as_str().to_owned());
        event.user_name = user.email.as_deref().map(cut);
        store::logs::append(&mut tx, tenant, &event).await?;
        self.0.queue_verification(&mut tx, tenant, &user, &client.name).await?;
        tx.commit().await?;
        Ok(user)
    }

    async fn open_connection(&self, tenant: &str, client: &Client, name: &str) -> Result<Connection, SignUpRefusal> {
        if name.contains('\0') {
            return Err(SignUpRefusal::NoConnection);
        }
        let mut conn = self.0.db().read().await?;
        let is_enabled = store::connection_clients::is_enabled(&mut conn, tenant, name, &client.client_id).await?;
        if is_enabled != Some(true) {
            return Err(SignUpRefusal::NoConnection);
        }
        let connection = store::connections::find(&mut conn, tenant, name).await?;
        connection.filter(|connection| connection.strategy == "auth0").ok_or(SignUpRefusal::NoConnection)
    }

    fn new_profile(&self, new: &SignUp, connection: &Connection) -> Result<UserProfile, SignUpRefusal> {
        let account = NewUser {
            connection: connection.name.clone(),
            email: new.email.clone(),
            username: new.username.clone().filter(|name| !name.is_empty()),
            ..NewUser::default()
        };
        let mut user = self.0.users().profile(&account, connection)?;
        user.name = text("name", &new.name)?.or(user.name);
        user.given_name = text("given_name", &new.given_name)?;
        user.family_name = text("family_name", &new.family_name)?;
        user.nickname = text("nickname", &new.nickname)?.or(user.nickname);
        user.picture = picture(&new.picture)?;
        user.user_metadata = metadata(new.user_metadata.as_ref())?;
        Ok(user)
    }
}

fn wrong(field: &'static str, message: impl Into<String>) -> SignUpRefusal {
    SignUpRefusal::Field { field, message: message.into() }
}

fn text(field: &'static str, value: &Option<String>) -> Result<Option<String>, SignUpRefusal> {
    let Some(value) = value.as_deref().map(str::trim).filter(|value| !value.is_empty()) else { return Ok(None) };
    if value.chars().count() > NAME || value.chars().any(char::is_control) {
        return Err(wrong(field, format!("At most {NAME} characters, none of them a control character")));
    }
    Ok(Some(value.to_owned()))
}

fn picture(value: &Option<String>) -> Result<Option<String>, SignUpRefusal> {
    let Some(value) = value.as_deref().filter(|value| !value.is_empty()) else { return Ok(None) };
    let is_https = value.starts_with("https://") && value.len() <= PICTURE && url::Url::parse(value).is_ok();
    if is_https { Ok(Some(value.to_owned())) } else { Err(wrong("picture", "An https:// address")) }
}

/// Auth0: at most ten fields, each a text of at most 500 characters.
fn metadata(value: Option<&JsonObject>) -> Result<Option<JsonObject>, SignUpRefusal> {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(None) };
    let is_small = |value: &serde_json::Value| value.as_str().is_some_and(|text| text.chars().count() <= 500);
    if value.len() > 10 || !value.values().all(is_small) || value.keys().any(|key| key.len() > 100) {
        return Err(wrong("user_metadata", "At most 10 fields, each a text of at most 500 characters"));
    }
    check_metadata(MetadataKind::User, value).map_err(|mistake| wrong("user_metadata", mistake))?;
    if json!(value).to_string().contains("\\u0000") {
        return Err(wrong("user_metadata", "A character with the code 0 cannot be kept"));
    }
    Ok(Some(value.clone()))
}
