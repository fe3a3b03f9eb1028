//! What a call of a server function can be about.

use directory::{DEFAULT_TENANT, Origin};
use model::{ImpersonationParameters, Impersonator, Timestamp};
use serde_json::{Value, json};
use store::impersonations::Impersonation;

use super::functions::sink;
use crate::management::jobs::{FORM, form, work};
use crate::test_app::{Ask, CONNECTION, PASSWORD, TestApp};

/// What a call can be about; made anew for each.
pub(super) struct Given {
    /// The id of a user.
    pub(super) user: String,
    /// The id of a connection without users.
    pub(super) connection: String,
    /// The id of an application that may call the API.
    pub(super) client: String,
    /// The id of an API.
    pub(super) api: String,
    /// The API's identifier.
    pub(super) audience: String,
    /// The id of the application's grant at the API.
    pub(super) grant: String,
    /// The id of an event of the user's.
    pub(super) event: String,
    /// The id of a session of the user.
    pub(super) session: String,
    /// The id of what the user allowed the application.
    pub(super) allowed: String,
    /// The id of a mail to the user.
    pub(super) mail: String,
    /// The id of a key that signs.
    pub(super) key: String,
    /// The id of another administrator.
    pub(super) administrator: String,
    /// The id of an impersonation that was offered to them.
    pub(super) impersonation: String,
    /// The id of the one log stream.
    pub(super) log_stream: String,
    /// The id of a dry run that is done.
    pub(super) checked: String,
    /// The id of an import that waits.
    pub(super) job: String,
    /// The id of the one saved search.
    pub(super) saved_search: String,
    /// Unlike that of any other call.
    pub(super) name: String,
}

/// The form of a job's id.
const NO_JOB: &str = "job_0000000000000000";

impl Given {
    pub(super) async fn new(app: &TestApp, owner: &str, name: &str) -> Self {
        let id = |value: &Value, key: &str| value[key].as_str().unwrap().to_owned();
        let user = app.create_user(owner, &format!("{name}@example.com")).await;
        let connection = json!({ "connection": { "name": name, "enable_all_clients": true } });
        let connection = id(&app.call(owner, "connections/create", connection).await, "id");
        let client = json!({ "client": { "name": name, "app_type": "non_interactive" } });
        let client = id(&app.call(owner, "clients/create", client).await["client"], "client_id");
        let audience = format!("https://{name}.example/");
        let api = json!({ "name": name, "identifier": audience, "scopes": [{ "value": "read:orders" }] });
        let api = id(&app.call(owner, "resource-servers/create", json!({ "resource_server": api })).await, "id");
        let grant = json!({ "client_id": client, "audience": audience, "scope": ["read:orders"] });
        let grant = id(&app.call(owner, "client-grants/save", grant).await, "id");
        let mail = id(&app.call(owner, "mails/list", json!({})).await["mails"][0], "id");
        let user = id(&user, "user_id");
        let events = app.call(owner, "logs/search", json!({ "query": { "user_id": user } })).await;
        let event = id(&events["events"][0], "log_id");
        let (session, allowed) = logged_in(app, &user, &client, name).await;
        let keys = app.call(owner, "keys/rotate", json!({ "alg": "ES256" })).await;
        let key = keys.as_array().unwrap().iter().find(|key| key["alg"] == "ES256" && key["state"] == "current");
        let key = id(key.unwrap(), "kid");
        let helper = json!({ "email": format!("{name}@helpers.example"), "password": PASSWORD, "role": "viewer" });
        let all = app.call(owner, "administrators/add", json!({ "administrator": helper })).await;
        let helper = all.as_array().unwrap().iter().find(|it| it["email"] == helper["email"]).unwrap();
        let administrator = id(helper, "id");
        let impersonation = offered(app, &administrator, &user, name).await;
        let log_stream = log_stream(app, name).await;
        let saved_search = saved_search(app, name).await;
        let name = name.to_owned();
        Self {
            checked: NO_JOB.to_owned(),
            job: NO_JOB.to_owned(),
            log_stream,
            saved_search,
            user,
            connection,
            client,
            api,
            audience,
            event,
            grant,
            session,
            allowed,
            key,
            mail,
            administrator,
            impersonation,
            name,
        }
    }

    /// Begins jobs, for what is done with those: it takes longer than all the rest.
    pub(super) async fn begin_jobs(&mut self, app: &TestApp, owner: &str) {
        work(&app.directory).await;
        self.checked = begin(app, owner, &self.connection, "true").await;
        work(&app.directory).await;
        self.job = begin(app, owner, &self.connection, "false").await;
    }

    /// All that a call could have changed.
    pub(super) async fn state(&self, app: &TestApp, owner: &str) -> Value {
        let get = async |function: &str, arguments: Value| {
            app.send(Ask::call(function, &arguments).cookie(owner)).await.json()
        };
        let mut streams = get("log-streams/list", json!({})).await;
        // Each refusal that stands in the log waits to be sent.
        streams.as_array_mut().unwrap().iter_mut().for_each(|stream| stream["health"] = Value::Null);
        json!([
            get("users/get", json!({ "id": self.user })).await,
            get("access/of-user", json!({ "id": self.user })).await,
            get("connections/list", json!({})).await,
            get("connections/clients", json!({ "id": self.connection })).await,
            get("clients/get", json!({ "id": self.client })).await,
            get("resource-servers/get", json!({ "id": self.api })).await,
            get("client-grants/list", json!({ "query": { "audience": self.audience } })).await,
            get("mails/list", json!({})).await,
            get("mails/templates", json!({})).await,
            get("mails/settings", json!({})).await,
            get("keys/list", json!({})).await,
            get("administrators/list", json!({})).await,
            streams,
            get("saved-searches/list", json!({})).await,
            get("impersonations/list", json!({ "after": null })).await,
            get("jobs/list", json!({})).await,
        ])
    }
}

/// A stream in the place of all others: a tenant has not very many.
async fn log_stream(app: &TestApp, name: &str) -> String {
    let (operator, streams) = (directory::Actor::operator(DEFAULT_TENANT), app.directory.log_streams());
    for stream in streams.list(&operator).await.unwrap() {
        streams.delete(&operator, &stream.id).await.unwrap();
    }
    let new = model::NewLogStream {
        name: name.to_owned(),
        sink: serde_json::from_value(sink()).unwrap(),
        http_authorization: String::new(),
        categories: Vec::new(),
        start_from: None,
    };
    streams.create(&operator, new).await.unwrap().stream.id
}

/// Begins an import of nobody; the job's id.
async fn begin(app: &TestApp, session: &str, connection: &str, is_dry: &str) -> String {
    let fields = [("connection_id", connection), ("dry_run", is_dry), ("send_completion_email", "false")];
    let ask = Ask::post("/files/imports", FORM, form(&fields, Some(b"[]"))).cookie(session);
    let answer = app.send(ask).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// A search in the place of all others, for the same reason.
async fn saved_search(app: &TestApp, name: &str) -> String {
    let (operator, searches) = (directory::Actor::operator(DEFAULT_TENANT), app.directory.saved_searches());
    for search in searches.list(&operator).await.unwrap() {
        searches.delete(&operator, &search.id).await.unwrap();
    }
    let query = model::UserQuery { q: "blocked:true".to_owned(), ..model::UserQuery::default() };
    searches.create(&operator, name, query).await.unwrap().id
}

/// The name of their device.
pub(super) const DEVICE: &str = "Ada's phone";

/// A session of the user, a device, and something that they allowed the application; the ids of the first and the last.
async fn logged_in(app: &TestApp, user: &str, client: &str, name: &str) -> (String, String) {
    let (user, now) = (model::UserId::from(user), app.clock.now());
    let sessions = app.directory.user_sessions();
    let session =
        sessions.begin(DEFAULT_TENANT, &user, CONNECTION, client, &Origin::default()).await.unwrap().session.id;
    let ends_at = model::Timestamp(now.0 + 86_400_000);
    let family = store::refresh_tokens::RefreshToken {
        id: format!("family-{name}"),
        authorization_id: format!("authorization-{name}"),
        user_id: user.clone(),
        client_id: client.to_owned(),
        session_id: Some(session.clone()),
        audience: String::new(),
        scope: "openid offline_access".to_owned(),
        device_name: DEVICE.to_owned(),
        user_agent: None,
        initial_ip: None,
        last_ip: None,
        last_place: None,
        token_hash: format!("hash-{name}"),
        previous_hash: None,
        successor_salt: None,
        rotated_at: None,
        is_rotating: true,
        created_at: now,
        last_used_at: now,
        idle_expires_at: ends_at,
        expires_at: ends_at,
        revoked_at: None,
        metadata: None,
    };
    let grant = model::Grant {
        id: format!("grt_{name}"),
        user_id: user,
        client_id: client.to_owned(),
        audience: String::new(),
        scope: vec!["openid".to_owned()],
        created_at: now,
    };
    let authorization = store::authorizations::Authorization {
        id: family.authorization_id.clone(),
        code_hash: String::new(),
        code_expires_at: now,
        redeemed_at: Some(now),
        revoked_at: None,
        user_id: family.user_id.clone(),
        client_id: client.to_owned(),
        connection: CONNECTION.to_owned(),
        session_id: family.session_id.clone(),
        audience: String::new(),
        scope: family.scope.clone(),
        details: json!({ "authenticated_at": now.0 }),
        created_at: now,
        expires_at: ends_at,
    };
    let mut tx = app.db.begin().await.unwrap();
    store::authorizations::insert(&mut tx, DEFAULT_TENANT, &authorization).await.unwrap();
    store::refresh_tokens::insert(&mut tx, DEFAULT_TENANT, &family).await.unwrap();
    store::grants::save(&mut tx, DEFAULT_TENANT, &grant).await.unwrap();
    tx.commit().await.unwrap();
    (session, grant.id)
}

/// Kept as a link that was just made.
async fn offered(app: &TestApp, administrator: &str, user: &str, name: &str) -> String {
    let now = app.clock.now();
    let new = Impersonation {
        id: format!("imp_{:013}{name}", now.0),
        impersonator: Impersonator { user_id: administrator.to_owned(), email: "helper@example.com".to_owned() },
        administrator_session: None,
        user_id: user.into(),
        user_name: name.to_owned(),
        client_id: "shop".to_owned(),
        client_name: "Shop".to_owned(),
        connection: CONNECTION.to_owned(),
        reason: "A ticket".to_owned(),
        is_view_only: false,
        parameters: ImpersonationParameters::default(),
        created_at: now,
        expires_at: Timestamp(now.0 + 60_000),
        opened_at: None,
        ended_at: None,
        end_reason: None,
    };
    let mut tx = app.db.begin().await.unwrap();
    store::impersonations::insert(&mut tx, DEFAULT_TENANT, name, &new).await.unwrap();
    tx.commit().await.unwrap();
    new.id
}
