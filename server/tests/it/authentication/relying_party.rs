//! The `openidconnect` crate as relying party: a client that nobody here wrote, which checks all that it is given.

use std::future::Future;
use std::pin::Pin;

use axum::body::Body;
use http_body_util::BodyExt as _;
use model::{AppType, Client, TokenEndpointAuthMethod};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims};
use openidconnect::{
    AccessTokenHash, AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse as _,
};
use tower::ServiceExt as _;

use super::shop::{CALLBACK, SECRET, Shop, issuer};
use crate::test_app::{Ask, PASSWORD, TestApp};

/// Sends what the crate wants to send to the router.
struct Wire<'a>(&'a TestApp);

impl<'c> AsyncHttpClient<'c> for Wire<'_> {
    type Error = std::convert::Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Self::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        let router = self.0.router();
        Box::pin(async move {
            let response = router.oneshot(request.map(Body::from)).await.unwrap();
            let (parts, body) = response.into_parts();
            Ok(HttpResponse::from_parts(parts, body.collect().await.unwrap().to_bytes().to_vec()))
        })
    }
}

/// What a person does in a browser, from the application's redirect until the address that they come back with.
async fn log_in(app: &TestApp, authorize: &str) -> url::Url {
    let path = authorize.strip_prefix(issuer().trim_end_matches('/')).unwrap();
    let asked = app.send(Ask::get(path)).await;
    assert!(asked.status.is_redirection(), "{} {}", asked.status, asked.body);
    let page = app.send(Ask::get(asked.location())).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let cookies: Vec<&str> = page.cookies().into_iter().filter_map(|cookie| cookie.split(';').next()).collect();
    let (token, state) = (page.hidden("form_token"), page.hidden("state"));
    let fields = [
        ("form_token", token.as_str()),
        ("state", state.as_str()),
        ("username", "ada@example.com"),
        ("password", PASSWORD),
    ];
    let sent = app.send(Ask::form("/u/login", &fields).cookie(&cookies.join("; "))).await;
    // S-105
    assert_eq!(sent.status, 303, "{}", sent.body);
    let session = sent.cookie("roster-login").expect("a session");
    let mut answer = app.send(Ask::get(sent.location()).cookie(&session)).await;
    while answer.location().starts_with('/') {
        answer = app.send(Ask::get(answer.location()).cookie(&session)).await;
    }
    url::Url::parse(answer.location()).unwrap_or_else(|_| panic!("{} {}", answer.status, answer.body))
}

fn parameter(url: &url::Url, name: &str) -> String {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// S-141, S-244, S-245
#[tokio::test]
async fn a_strict_relying_party_logs_in_refreshes_and_asks_for_the_profile() {
    let shop = Shop::open().await;
    let wire = Wire(&shop.app);
    let metadata = CoreProviderMetadata::discover_async(IssuerUrl::new(issuer()).unwrap(), &wire).await.unwrap();
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new("web".to_owned()),
        Some(ClientSecret::new(SECRET.to_owned())),
    )
    .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());

    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .add_scope(Scope::new("email".to_owned()))
        .add_scope(Scope::new("profile".to_owned()))
        .add_scope(Scope::new("offline_access".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let back = log_in(&shop.app, url.as_str()).await;
    assert_eq!(parameter(&back, "state"), *state.secret());
    assert_eq!(parameter(&back, "iss"), issuer());

    let code = AuthorizationCode::new(parameter(&back, "code"));
    let verifier = PkceCodeVerifier::new(verifier.secret().clone());
    let tokens = client.exchange_code(code).unwrap().set_pkce_verifier(verifier).request_async(&wire).await.unwrap();
    let checker = client.id_token_verifier();
    let now = shop.app.clock.now().0 / 1000;
    let checker = checker.set_time_fn(move || chrono_at(now));
    let id_token = tokens.id_token().unwrap();
    let claims = id_token.claims(&checker, &nonce).unwrap();
    assert_eq!(claims.subject().as_str(), shop.user.as_str());
    assert_eq!(claims.email().unwrap().as_str(), "ada@example.com");
    let hash = AccessTokenHash::from_token(
        tokens.access_token(),
        id_token.signing_alg().unwrap(),
        id_token.signing_key(&checker).unwrap(),
    )
    .unwrap();
    assert_eq!(Some(&hash), claims.access_token_hash());

    let subject = Some(claims.subject().clone());
    let profile: CoreUserInfoClaims =
        client.user_info(tokens.access_token().clone(), subject).unwrap().request_async(&wire).await.unwrap();
    assert_eq!(profile.email().unwrap().as_str(), "ada@example.com");

    let refreshed =
        client.exchange_refresh_token(tokens.refresh_token().unwrap()).unwrap().request_async(&wire).await.unwrap();
    assert_ne!(refreshed.refresh_token().unwrap().secret(), tokens.refresh_token().unwrap().secret());
}

/// The moment at which the test's clock stands.
fn chrono_at(seconds: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(seconds, 0).unwrap()
}

#[tokio::test]
async fn each_algorithm_is_believed_by_the_relying_party() {
    for alg in [model::SigningAlgorithm::RS256, model::SigningAlgorithm::ES256, model::SigningAlgorithm::EdDSA] {
        let shop = Shop::open().await;
        let plain = Shop::client("signed", AppType::RegularWeb, TokenEndpointAuthMethod::ClientSecretPost);
        let jwt_configuration = model::JwtConfiguration { alg, ..plain.jwt_configuration.clone() };
        shop.add(Client { jwt_configuration, ..plain }).await;
        let wire = Wire(&shop.app);
        let metadata = CoreProviderMetadata::discover_async(IssuerUrl::new(issuer()).unwrap(), &wire).await.unwrap();
        let secret = Some(ClientSecret::new(SECRET.to_owned()));
        let client = CoreClient::from_provider_metadata(metadata, ClientId::new("signed".to_owned()), secret)
            .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, _, nonce) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge)
            .url();
        let back = log_in(&shop.app, url.as_str()).await;
        let code = AuthorizationCode::new(parameter(&back, "code"));
        let tokens =
            client.exchange_code(code).unwrap().set_pkce_verifier(verifier).request_async(&wire).await.unwrap();
        // A key is made when it is first needed, so the set is read once more, as clients do that meet an unknown `kid`.
        let metadata = CoreProviderMetadata::discover_async(IssuerUrl::new(issuer()).unwrap(), &wire).await.unwrap();
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new("signed".to_owned()),
            Some(ClientSecret::new(SECRET.to_owned())),
        );
        let now = shop.app.clock.now().0 / 1000;
        let checker = client.id_token_verifier().set_time_fn(move || chrono_at(now)).set_allowed_algs([
            openidconnect::core::CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            openidconnect::core::CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            openidconnect::core::CoreJwsSigningAlgorithm::EdDsa,
        ]);
        tokens.id_token().unwrap().claims(&checker, &nonce).unwrap_or_else(|error| panic!("{alg:?}: {error}"));
    }
}
