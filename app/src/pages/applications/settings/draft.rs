//! What was typed in the form, and what is wrong with it.

use leptos::prelude::*;
use model::{
    AppType, Client, ClientPatch, ClientPublicKey, FieldMistake, JsonObject, OidcLogout, RotationType,
    SigningAlgorithm, TokenEndpointAuthMethod,
};
use serde_json::Value;

use crate::components::lines;
use crate::functions::Refusal;
use crate::pages::applications::current::CurrentClient;

/// The fields as they are typed; numbers are text until they are read.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) current: CurrentClient,
    pub(super) name: RwSignal<String>,
    pub(super) description: RwSignal<String>,
    pub(super) logo_uri: RwSignal<String>,
    pub(super) kind: RwSignal<String>,
    pub(super) is_first_party: RwSignal<bool>,
    pub(super) callbacks: RwSignal<String>,
    pub(super) logout_urls: RwSignal<String>,
    pub(super) backchannel_logout: RwSignal<String>,
    pub(super) web_origins: RwSignal<String>,
    pub(super) origins: RwSignal<String>,
    pub(super) initiate_login_uri: RwSignal<String>,
    pub(super) grants: RwSignal<Vec<String>>,
    pub(super) auth_method: RwSignal<String>,
    pub(super) public_key: RwSignal<String>,
    pub(super) id_token_lifetime: RwSignal<String>,
    pub(super) id_token_alg: RwSignal<String>,
    pub(super) rotates: RwSignal<bool>,
    pub(super) leeway: RwSignal<String>,
    pub(super) token_lifetime: RwSignal<String>,
    pub(super) idle_lifetime: RwSignal<String>,
    pub(super) never_ends: RwSignal<bool>,
    pub(super) never_idles: RwSignal<bool>,
    pub(super) missing_pkce: RwSignal<bool>,
    pub(super) token_in_query: RwSignal<bool>,
    pub(super) metadata: RwSignal<String>,
    pub(super) is_dirty: Memo<bool>,
    pub(super) is_busy: RwSignal<bool>,
    /// What could not be read at the last try.
    pub(super) unread: RwSignal<Vec<FieldMistake>>,
    pub(super) refused: RwSignal<Option<Refusal>>,
}

impl Draft {
    pub(super) fn new(current: CurrentClient) -> Self {
        let text = || RwSignal::new(String::new());
        let flag = || RwSignal::new(false);
        let mut draft = Self {
            current,
            name: text(),
            description: text(),
            logo_uri: text(),
            kind: text(),
            is_first_party: flag(),
            callbacks: text(),
            logout_urls: text(),
            backchannel_logout: text(),
            web_origins: text(),
            origins: text(),
            initiate_login_uri: text(),
            grants: RwSignal::new(Vec::new()),
            auth_method: text(),
            public_key: text(),
            id_token_lifetime: text(),
            id_token_alg: text(),
            rotates: flag(),
            leeway: text(),
            token_lifetime: text(),
            idle_lifetime: text(),
            never_ends: flag(),
            never_idles: flag(),
            missing_pkce: flag(),
            token_in_query: flag(),
            metadata: text(),
            is_dirty: Memo::new(|_| false),
            is_busy: flag(),
            unread: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
        };
        draft.reset();
        draft.is_dirty = Memo::new(move |_| {
            let stored = current.client.with(patch_of);
            // What cannot be read was typed.
            draft.patch().map_or(true, |patch| patch != stored)
        });
        draft
    }

    /// Begins anew from what is stored.
    pub(super) fn reset(self) {
        let client = self.current.client.get_untracked();
        self.name.set(client.name);
        self.description.set(client.description);
        self.logo_uri.set(client.logo_uri);
        self.kind.set(code(&client.app_type));
        self.is_first_party.set(client.is_first_party);
        self.callbacks.set(client.callbacks.join("\n"));
        self.logout_urls.set(client.allowed_logout_urls.join("\n"));
        self.backchannel_logout.set(client.oidc_logout.backchannel_logout_urls.join("\n"));
        self.web_origins.set(client.web_origins.join("\n"));
        self.origins.set(client.allowed_origins.join("\n"));
        self.initiate_login_uri.set(client.initiate_login_uri);
        self.grants.set(client.grant_types);
        self.auth_method.set(code(&client.token_endpoint_auth_method));
        self.public_key.set(client.public_keys.first().map(|key| key.pem.clone()).unwrap_or_default());
        self.id_token_lifetime.set(client.jwt_configuration.lifetime_in_seconds.to_string());
        self.id_token_alg.set(code(&client.jwt_configuration.alg));
        let refresh = client.refresh_token;
        self.rotates.set(refresh.rotation_type == RotationType::Rotating);
        self.leeway.set(refresh.leeway.to_string());
        self.token_lifetime.set(refresh.token_lifetime.to_string());
        self.idle_lifetime.set(refresh.idle_token_lifetime.to_string());
        self.never_ends.set(refresh.infinite_token_lifetime);
        self.never_idles.set(refresh.infinite_idle_token_lifetime);
        self.missing_pkce.set(client.allows_missing_pkce);
        self.token_in_query.set(client.allows_token_in_query);
        self.metadata.set(serde_json::to_string_pretty(&client.client_metadata).unwrap_or_default());
        self.unread.set(Vec::new());
        self.refused.set(None);
    }

    /// What the form says.
    pub(super) fn patch(self) -> Result<ClientPatch, Vec<FieldMistake>> {
        let mut patch = self.current.client.with(patch_of);
        let mut mistakes = Vec::new();
        let text = |signal: RwSignal<String>| Some(signal.with(|text| text.trim().to_owned()));
        let list = |signal: RwSignal<String>| Some(signal.with(|text| lines(text)));
        let mut number = |field: &str, signal: RwSignal<String>| {
            signal.with(|text| text.trim().parse::<i64>()).unwrap_or_else(|_| {
                mistakes
                    .push(FieldMistake { field: field.to_owned(), message: "A whole number of seconds".to_owned() });
                0
            })
        };
        patch.name = text(self.name);
        patch.description = text(self.description);
        patch.logo_uri = text(self.logo_uri);
        patch.app_type = self.kind.with(|kind| decode(kind));
        patch.is_first_party = Some(self.is_first_party.get());
        patch.callbacks = list(self.callbacks);
        patch.allowed_logout_urls = list(self.logout_urls);
        patch.oidc_logout =
            Some(OidcLogout { backchannel_logout_urls: self.backchannel_logout.with(|text| lines(text)) });
        patch.web_origins = list(self.web_origins);
        patch.allowed_origins = list(self.origins);
        patch.initiate_login_uri = text(self.initiate_login_uri);
        patch.grant_types = Some(self.grants.get());
        patch.token_endpoint_auth_method = self.auth_method.with(|method| decode(method));
        patch.public_keys = Some(self.public_keys());
        if let Some(jwt) = &mut patch.jwt_configuration {
            jwt.lifetime_in_seconds = number("jwt_configuration", self.id_token_lifetime);
            jwt.alg = self.id_token_alg.with(|alg| decode(alg)).unwrap_or(SigningAlgorithm::RS256);
        }
        if let Some(refresh) = &mut patch.refresh_token {
            let is_rotating = self.rotates.get();
            refresh.rotation_type = if is_rotating { RotationType::Rotating } else { RotationType::NonRotating };
            refresh.leeway = number("leeway", self.leeway);
            refresh.token_lifetime = number("token_lifetime", self.token_lifetime);
            refresh.idle_token_lifetime = number("idle_token_lifetime", self.idle_lifetime);
            refresh.infinite_token_lifetime = self.never_ends.get();
            refresh.infinite_idle_token_lifetime = self.never_idles.get();
        }
        patch.allows_missing_pkce = Some(self.missing_pkce.get());
        patch.allows_token_in_query = Some(self.token_in_query.get());
        match self.metadata.with(|text| object(text)) {
            Ok(metadata) => patch.client_metadata = Some(metadata),
            Err(message) => mistakes.push(FieldMistake { field: "client_metadata".to_owned(), message }),
        }
        if mistakes.is_empty() { Ok(patch) } else { Err(mistakes) }
    }

    /// The key in the form takes the place of the first; others stay.
    fn public_keys(self) -> Vec<ClientPublicKey> {
        let mut keys = self.current.client.with(|client| client.public_keys.clone());
        let pem = self.public_key.with(|pem| pem.trim().to_owned());
        let is_with_keys = self.auth_method.with(|method| method == "private_key_jwt");
        let is_none_used = keys.iter().all(|key| key.is_unused);
        match (keys.first_mut(), pem.is_empty()) {
            (Some(_), true) => {
                keys.remove(0);
            }
            // An application that is to authenticate with keys needs one that counts.
            (Some(key), false) if key.pem.trim() == pem => key.is_unused &= !(is_with_keys && is_none_used),
            (Some(key), false) => {
                let (name, alg) = (std::mem::take(&mut key.name), std::mem::take(&mut key.alg));
                *key = ClientPublicKey { name, alg, pem, ..ClientPublicKey::default() };
            }
            (None, true) => {}
            (None, false) => keys.push(ClientPublicKey {
                name: "Key".to_owned(),
                pem,
                alg: "RS256".to_owned(),
                ..ClientPublicKey::default()
            }),
        }
        keys
    }

    /// What is wrong with a field.
    pub(super) fn mistake(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let unread = self.unread.with(|unread| {
                unread.iter().find(|mistake| mistake.field == field).map(|mistake| mistake.message.clone())
            });
            unread.or_else(|| self.refused.with(|refused| refused.as_ref()?.field(field).map(str::to_owned)))
        })
    }
}

/// A patch that says of every setting what it is.
fn patch_of(client: &Client) -> ClientPatch {
    ClientPatch {
        name: Some(client.name.clone()),
        description: Some(client.description.clone()),
        logo_uri: Some(client.logo_uri.clone()),
        app_type: Some(client.app_type),
        is_first_party: Some(client.is_first_party),
        callbacks: Some(client.callbacks.clone()),
        allowed_logout_urls: Some(client.allowed_logout_urls.clone()),
        oidc_logout: Some(client.oidc_logout.clone()),
        web_origins: Some(client.web_origins.clone()),
        allowed_origins: Some(client.allowed_origins.clone()),
        initiate_login_uri: Some(client.initiate_login_uri.clone()),
        grant_types: Some(client.grant_types.clone()),
        token_endpoint_auth_method: Some(client.token_endpoint_auth_method),
        public_keys: Some(client.public_keys.clone()),
        jwt_configuration: Some(client.jwt_configuration.clone()),
        refresh_token: Some(client.refresh_token.clone()),
        allows_missing_pkce: Some(client.allows_missing_pkce),
        allows_token_in_query: Some(client.allows_token_in_query),
        client_metadata: Some(client.client_metadata.clone()),
    }
}

/// A value of a list as it stands on the wire.
fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn decode<T: serde::de::DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(Value::String(code.to_owned())).ok()
}

fn object(text: &str) -> Result<JsonObject, String> {
    if text.trim().is_empty() {
        return Ok(JsonObject::new());
    }
    serde_json::from_slice(text.as_bytes()).map_err(|mistake| format!("Not a JSON object: {mistake}"))
}

/// The kinds, for a list to choose from.
pub(super) fn kinds() -> Vec<(String, String)> {
    use crate::pages::applications::kinds::{KINDS, kind_name};
    KINDS.iter().map(|kind: &AppType| (code(kind), kind_name(*kind).to_owned())).collect()
}

/// The ways to authenticate, for a list to choose from.
pub(super) fn methods() -> Vec<(String, String)> {
    use crate::pages::applications::credentials::method_name;
    use TokenEndpointAuthMethod::{ClientSecretBasic, ClientSecretPost, None, PrivateKeyJwt};
    [None, ClientSecretPost, ClientSecretBasic, PrivateKeyJwt]
        .iter()
        .map(|method| (code(method), method_name(*method).to_owned()))
        .collect()
}
