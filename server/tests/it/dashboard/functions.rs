//! Every server function, and a call of it that works.

use directory::{DEFAULT_TENANT, Origin};
use model::{ImpersonationParameters, Impersonator, Role, Timestamp};
use serde_json::{Value, json};
use store::impersonations::Impersonation;

use crate::management::jobs::{FORM, form, work};
use crate::test_app::{Ask, CONNECTION, PASSWORD, TestApp};

/// A server function.
pub(super) struct Function {
    /// Its path below `/fn/`.
    pub(super) path: &'static str,
    /// The weakest role that may call it; none for what is given to a person.
    pub(super) least_role: Option<Role>,
    /// Arguments that work on what is given.
    pub(super) arguments: fn(&Given) -> Value,
}

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

/// S-501: a function that is not in this list fails `roles::every_function_is_in_the_list`.
pub(super) const FUNCTIONS: &[Function] = &[
    read("session/whoami", |_| json!({})),
    setting("administrators/list", |_| json!({})),
    setting("administrators/add", |given| json!({ "administrator": administrator(given) })),
    setting(
        "administrators/update",
        |given| json!({ "id": given.administrator, "role": "editor", "may_impersonate": true }),
    ),
    setting("administrators/remove", |given| json!({ "id": given.administrator })),
    read("impersonations/list", |_| json!({ "after": null })),
    read("impersonations/options", |given| json!({ "id": given.user })),
    given("impersonations/offer", |given| json!({ "request": impersonation(given), "password": null })),
    setting("impersonations/end", |given| json!({ "id": given.impersonation })),
    read("jobs/list", |_| json!({})),
    read("jobs/get", |given| json!({ "id": given.job })),
    read("jobs/errors", |given| json!({ "id": given.checked, "after": [1, 2] })),
    change("jobs/cancel", |given| json!({ "id": given.job })),
    change("jobs/import-checked", |given| json!({ "id": given.checked })),
    change("jobs/export", |_| {
        json!({ "export": {
        "connection_id": null, "format": "csv", "limit": 3, "fields": [{ "name": "email", "export_as": "Mail" }], "full": false,
    } })
    }),
    read("access/of-user", |given| json!({ "id": given.user })),
    change("access/unlink", |given| json!({ "id": given.user, "name": DEVICE, "agent": "Unknown device" })),
    change("access/end-session", |given| json!({ "session": given.session })),
    change("access/sign-out", |given| json!({ "id": given.user })),
    change("access/revoke-grant", |given| json!({ "grant": given.allowed })),
    read("connections/list", |_| json!({})),
    read("connections/get", |given| json!({ "id": given.connection })),
    read("connections/clients", |given| json!({ "id": given.connection })),
    setting(
        "connections/create",
        |given| json!({ "connection": { "name": format!("{}-new", given.name), "options": options(), "enable_all_clients": true } }),
    ),
    setting(
        "connections/update",
        |given| json!({ "id": given.connection, "edit": { "base": {}, "value": options() } }),
    ),
    setting(
        "connections/set-client",
        |given| json!({ "id": given.connection, "client_id": given.client, "enabled": true }),
    ),
    setting("connections/delete", |given| json!({ "id": given.connection })),
    read("tenant/issuer", |_| json!({})),
    read("tenant/settings", |_| json!({})),
    setting("tenant/update", |_| json!({ "edit": { "base": tenant(), "settings": tenant() } })),
    read("clients/list", |given| json!({ "after": format!("{}.{}", given.client, given.name) })),
    read("clients/get", |given| json!({ "id": given.client })),
    change("clients/create", |given| json!({ "client": client(given) })),
    change(
        "clients/create-machine",
        |given| json!({ "name": given.name, "audience": given.audience, "scope": ["read:orders"] }),
    ),
    change("clients/update", |given| json!({ "id": given.client, "patch": client(given) })),
    change("clients/rotate-secret", |given| json!({ "id": given.client })),
    change("clients/delete", |given| json!({ "id": given.client })),
    read("resource-servers/list", |given| json!({ "after": given.audience })),
    read("resource-servers/get", |given| json!({ "id": given.api })),
    change("resource-servers/create", |given| {
        let identifier = format!("{}new", given.audience);
        json!({ "resource_server": resource_server(&identifier) })
    }),
    change("resource-servers/update", |given| json!({ "id": given.api, "patch": resource_server(&given.audience) })),
    change("resource-servers/delete", |given| json!({ "id": given.api })),
    read("client-grants/list", |given| json!({ "query": { "client_id": given.client, "audience": given.audience } })),
    change(
        "client-grants/save",
        |given| json!({ "client_id": given.client, "audience": given.audience, "scope": ["read:orders"] }),
    ),
    change("client-grants/delete", |given| json!({ "id": given.grant })),
    read("mails/templates", |_| json!({})),
    read("mails/preview-template", |_| json!({ "kind": "reset_email", "template": template() })),
    read("mails/settings", |_| json!({})),
    change("mails/list", |_| json!({ "after": null })),
    change("mails/get", |given| json!({ "id": given.mail })),
    change("mails/send-again", |given| json!({ "id": given.mail })),
    change("mails/send-test", |_| json!({ "to": "ada@example.com" })),
    change("mails/update-template", |_| json!({ "kind": "reset_email", "template": template() })),
    change("mails/reset-template", |_| json!({ "kind": "reset_email" })),
    change("mails/update-settings", |_| json!({ "settings": { "port": 587 }, "password": null })),
    read("keys/list", |_| json!({})),
    setting("keys/rotate", |_| json!({ "alg": "EdDSA" })),
    setting("keys/revoke", |given| json!({ "kid": given.key })),
    read("user-blocks/list", |given| json!({ "id": given.user })),
    change("user-blocks/remove", |given| json!({ "id": given.user })),
    read("users/list", |_| json!({ "query": query() })),
    read("users/count", |_| json!({ "query": query() })),
    read("users/get", |given| json!({ "id": given.user })),
    read("users/metadata-names", |_| json!({ "prefix": "user_metadata." })),
    read("saved-searches/list", |_| json!({})),
    change("saved-searches/create", |given| json!({ "name": format!("New {}", given.name), "query": query() })),
    change(
        "saved-searches/rename",
        |given| json!({ "id": given.saved_search, "name": format!("Other {}", given.name) }),
    ),
    change("saved-searches/delete", |given| json!({ "id": given.saved_search })),
    read("log-streams/list", |_| json!({})),
    setting("log-streams/create", |given| {
        json!({ "stream": {
        "name": format!("New {}", given.name), "sink": sink(), "http_authorization": "x", "categories": [],
        "start_from": null,
    } })
    }),
    setting("log-streams/set-status", |given| json!({ "id": given.log_stream, "status": "paused" })),
    setting("log-streams/delete", |given| json!({ "id": given.log_stream })),
    read("logs/chart", |_| json!({ "hours": 24 })),
    read("logs/get", |given| json!({ "log_id": given.event })),
    read("logs/search", |given| json!({ "query": log_query(given) })),
    read("users/what-ends", |given| json!({ "id": given.user })),
    read("users/block-of", |given| json!({ "id": given.user })),
    change(
        "users/block",
        |given| json!({ "id": given.user, "block": { "reason": "Lost phone", "until": "2027-01-01T00:00:00.000Z" } }),
    ),
    change("users/create", |given| {
        json!({ "user": {
        "connection": CONNECTION, "email": format!("{}@new.example", given.name), "password": PASSWORD, "username": null,
        "idempotency_key": format!("key-{}", given.name),
    } })
    }),
    read("users/locations", |given| json!({ "id": given.user, "from": null, "to": 30_000 })),
    change("users/set-blocked", |given| json!({ "id": given.user, "blocked": true })),
    change(
        "users/edit-metadata",
        |given| json!({ "id": given.user, "edit": { "kind": "user", "base": {}, "value": { "plan": "gold" } } }),
    ),
    change(
        "users/change-email",
        |given| json!({ "id": given.user, "email": format!("{}@other.example", given.name), "verified": true }),
    ),
    change("users/change-password", |given| json!({ "id": given.user, "password": "Another-Horse-9" })),
    change("users/send-verification-mail", |given| json!({ "id": given.user })),
    change("users/send-password-reset", |given| json!({ "id": given.user })),
    change("users/verify-email", |given| json!({ "id": given.user })),
    change(
        "users/bulk",
        |given| json!({ "request": { "action": "block", "selection": { "ids": [given.user] }, "after": null, "reason": "r" } }),
    ),
    change("users/delete", |given| json!({ "id": given.user })),
];

fn sink() -> Value {
    json!({
        "httpEndpoint": "https://logs.example.com/", "httpContentType": "application/json",
        "httpContentFormat": "JSONARRAY", "httpCustomHeaders": [],
    })
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

const DEVICE: &str = "Ada's phone";

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

const fn read(path: &'static str, arguments: fn(&Given) -> Value) -> Function {
    Function { path, least_role: Some(Role::Viewer), arguments }
}

const fn change(path: &'static str, arguments: fn(&Given) -> Value) -> Function {
    Function { path, least_role: Some(Role::Editor), arguments }
}

const fn setting(path: &'static str, arguments: fn(&Given) -> Value) -> Function {
    Function { path, least_role: Some(Role::Owner), arguments }
}

/// S-221: what no role includes.
const fn given(path: &'static str, arguments: fn(&Given) -> Value) -> Function {
    Function { path, least_role: None, arguments }
}

fn administrator(given: &Given) -> Value {
    let email = format!("{}@new.example", given.name);
    json!({ "email": email, "password": PASSWORD, "role": "viewer", "may_impersonate": true })
}

fn impersonation(given: &Given) -> Value {
    let parameters = json!({
        "response_type": "code", "response_mode": "query", "scope": "openid", "state": "s",
        "redirect_uri": "https://shop.example/callback", "nonce": "n",
    });
    json!({
        "user_id": given.user, "client_id": given.client, "reason": "A ticket", "is_view_only": true,
        "parameters": parameters,
    })
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

fn template() -> Value {
    json!({ "enabled": true, "from": "", "subject": "S", "text": "{{ url }}", "html": "{{ url }}" })
}

fn query() -> Value {
    json!({
        "q": "ada", "connection": CONNECTION, "status": "pending", "created_from": "2020-01-01", "created_to": "2030-01-01",
        "login_from": null, "login_to": null, "sort": "name", "order": "asc", "cursor": null, "page_size": 25,
    })
}

fn log_query(given: &Given) -> Value {
    json!({
        "user_id": given.user, "q": "type:s* AND NOT client_name:\"Shop\"", "groups": ["logins", "administrators"],
        "client_id": given.client, "connection": CONNECTION, "ip": "203.0.113.7", "hours": 48,
        "from": "2026-01-01T00:00:00.000Z", "to": "2026-12-31T00:00:00.000Z", "after": given.event,
    })
}

/// As the first start makes it.
fn tenant() -> Value {
    json!({ "friendly_name": "Default" })
}

fn options() -> Value {
    json!({
        "passwordPolicy": "excellent", "password_complexity_options": { "min_length": 12 },
        "password_history": { "enable": true, "size": 3 },
        "password_dictionary": { "enable": true, "dictionary": ["roster"] },
        "password_no_personal_info": { "enable": true }, "requires_username": true,
        "validation": { "username": { "min": 2, "max": 20 } }, "disable_signup": true,
        "disable_self_service_change_password": true, "brute_force_protection": false,
    })
}

fn client(given: &Given) -> Value {
    json!({
        "name": format!("{} shop", given.name), "description": "Sells", "logo_uri": "https://shop.example/logo.png",
        "app_type": "regular_web", "is_first_party": false, "callbacks": ["https://shop.example/callback"],
        "allowed_logout_urls": ["https://shop.example/"], "web_origins": ["https://shop.example"],
        "oidc_logout": { "backchannel_logout_urls": ["https://shop.example/logged-out"] },
        "allowed_origins": ["https://shop.example"], "initiate_login_uri": "https://shop.example/login",
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_method": "client_secret_basic", "public_keys": [],
        "jwt_configuration": { "lifetime_in_seconds": 600, "alg": "ES256" },
        "refresh_token": {
            "rotation_type": "rotating", "leeway": 0, "token_lifetime": 2_000, "idle_token_lifetime": 1_000,
            "infinite_token_lifetime": false, "infinite_idle_token_lifetime": false,
        },
        "allows_missing_pkce": false, "allows_token_in_query": false, "client_metadata": { "team": "shop" },
    })
}

fn resource_server(identifier: &str) -> Value {
    json!({
        "name": "Orders", "identifier": identifier,
        "scopes": [{ "value": "read:orders", "description": "Read orders" }, { "value": "write:orders", "description": "" }],
        "token_lifetime": 600, "token_lifetime_for_web": 300, "allow_offline_access": true, "signing_alg": "EdDSA",
        "skip_consent_for_verifiable_first_party_clients": false,
    })
}
