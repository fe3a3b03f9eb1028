//! roster client

use clap::{Args, Subcommand, ValueEnum};
use directory::{Actor, DEFAULT_TENANT, Directory};
use model::{AppType, Client, ClientGrant, ClientGrantQuery, ClientPatch, Failure, OidcLogout, ResourceServer};
use serde_json::{Value, json};

use super::admin::explained;
use super::directory;
use crate::config::StorageArgs;

#[derive(Subcommand, Debug)]
pub(super) enum ClientCommand {
    /// Register an application and print it as JSON, with its secret, this once
    Create(NewClient),
    /// List the applications
    List,
    /// Print an application and what it may do at APIs
    Show {
        /// Its client id
        client_id: String,
    },
    /// Delete an application, and everything that was given to it
    Delete {
        /// Its client id
        client_id: String,
    },
}

#[derive(Args, Debug)]
pub(super) struct NewClient {
    /// What users see at login
    name: String,
    /// What kind of application it is
    #[arg(long = "type", value_name = "TYPE", value_enum)]
    kind: Kind,
    /// Where logins may answer to, byte for byte; may be given several times, as the next ones
    #[arg(long = "callback", value_name = "URL")]
    callbacks: Vec<String>,
    /// Where logouts may return to
    #[arg(long = "logout-url", value_name = "URL")]
    logout_urls: Vec<String>,
    /// Where the application is told that a user was logged out (OpenID Connect Back-Channel Logout)
    #[arg(long = "backchannel-logout-url", value_name = "URL")]
    backchannel_logout_url: Option<String>,
    /// Origins whose pages may ask for tokens from the browser
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
    /// Where it begins a login that somebody else asks for
    #[arg(long = "login-uri", value_name = "URL")]
    login_uri: Option<String>,
    /// How it may get tokens, instead of what its type has at first
    #[arg(long = "grant", value_name = "GRANT")]
    grants: Vec<String>,
    /// An API that it may call without a user: an identifier, or `management`
    #[arg(long, value_name = "API")]
    audience: Option<String>,
    /// What it may do there: scopes with a space between, or `all`
    #[arg(long, value_name = "SCOPES", requires = "audience", default_value = "", hide_default_value = true)]
    scope: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Runs on a server and keeps a secret
    Web,
    /// Runs in a browser
    Spa,
    /// Is installed on a device
    Native,
    /// A program without a user
    Machine,
}

impl From<Kind> for AppType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Web => Self::RegularWeb,
            Kind::Spa => Self::Spa,
            Kind::Native => Self::Native,
            Kind::Machine => Self::NonInteractive,
        }
    }
}

/// Does it, and prints what came of it.
pub(super) async fn run(storage: &StorageArgs, command: ClientCommand) -> Result<(), String> {
    let (db, directory) = directory(storage).await?;
    let operator = Actor::operator(DEFAULT_TENANT);
    let done = match command {
        ClientCommand::Create(new) => create(&directory, &operator, new).await,
        ClientCommand::List => list(&directory, &operator).await,
        ClientCommand::Show { client_id } => show(&directory, &operator, &client_id).await,
        ClientCommand::Delete { client_id } => {
            let deleted = directory.clients().delete(&operator, &client_id).await;
            deleted.map(|()| json!({ "client_id": client_id, "deleted": true })).map_err(Failure::from)
        }
    };
    let printed = done.map_err(|failure| explained(&failure))?;
    db.close().await;
    println!("{printed:#}");
    Ok(())
}

/// The API and its scopes are looked at first: an application that may not do what it was made for is of no use.
async fn create(directory: &Directory, operator: &Actor, new: NewClient) -> Result<Value, Failure> {
    let access = match &new.audience {
        Some(audience) => {
            let api = api(directory, operator, audience).await?;
            let scope = scopes(&api, &new.scope)?;
            Some((api.identifier, scope))
        }
        None => None,
    };
    let app_type = AppType::from(new.kind);
    let mut grants = if new.grants.is_empty() { Client::default_grants(app_type) } else { new.grants };
    if access.is_some() && !grants.iter().any(|grant| grant == "client_credentials") {
        grants.push("client_credentials".to_owned());
    }
    let patch = ClientPatch {
        name: Some(new.name),
        app_type: Some(app_type),
        callbacks: Some(new.callbacks),
        allowed_logout_urls: Some(new.logout_urls),
        oidc_logout: new.backchannel_logout_url.map(|url| OidcLogout { backchannel_logout_urls: vec![url] }),
        web_origins: Some(new.origins),
        initiate_login_uri: new.login_uri,
        grant_types: Some(grants),
        ..ClientPatch::default()
    };
    let created = directory.clients().create(operator, patch).await?;
    let id = created.client.client_id.clone();
    let mut given = Vec::new();
    if let Some((audience, scope)) = access {
        given.push(directory.client_grants().save(operator, &id, &audience, &scope).await?);
    }
    Ok(printable(&created.client, created.client_secret, Some(given)))
}

async fn list(directory: &Directory, operator: &Actor) -> Result<Value, Failure> {
    let mut clients = Vec::new();
    let mut after = None;
    loop {
        let page = directory.clients().list(operator, after.as_deref()).await?;
        clients.extend(page.clients.iter().map(|client| printable(client, None, None)));
        after = page.next;
        if after.is_none() {
            return Ok(Value::Array(clients));
        }
    }
}

async fn show(directory: &Directory, operator: &Actor, id: &str) -> Result<Value, Failure> {
    let client = directory.clients().get(operator, id).await?;
    let query = ClientGrantQuery { client_id: Some(id.to_owned()), audience: None };
    let grants = directory.client_grants().list(operator, &query).await?;
    Ok(printable(&client, None, Some(grants)))
}

async fn api(directory: &Directory, operator: &Actor, audience: &str) -> Result<ResourceServer, Failure> {
    if audience == "management" {
        return Ok(directory.resource_servers().management(operator).await?);
    }
    let found = directory.find_resource_server(DEFAULT_TENANT, audience).await?;
    found.ok_or_else(|| directory::Error::NotFound("No API has this identifier (--audience)").into())
}

fn scopes(api: &ResourceServer, asked: &str) -> Result<Vec<String>, Failure> {
    let all = api.scopes.iter().map(|scope| scope.value.clone());
    if asked == "all" {
        return Ok(all.collect());
    }
    let all: Vec<String> = all.collect();
    match asked.split_whitespace().find(|scope| !all.iter().any(|known| known == scope)) {
        Some(unknown) => {
            Err(directory::Error::Invalid(format!("The API {} has no scope {unknown} (--scope)", api.name)).into())
        }
        None => Ok(asked.split_whitespace().map(str::to_owned).collect()),
    }
}

/// The application's fields, with what is not in them.
fn printable(client: &Client, secret: Option<String>, grants: Option<Vec<ClientGrant>>) -> Value {
    let mut value = json!(client);
    if let Some(secret) = secret {
        value["client_secret"] = secret.into();
    }
    if let Some(grants) = grants {
        value["client_grants"] = json!(grants);
    }
    value
}
