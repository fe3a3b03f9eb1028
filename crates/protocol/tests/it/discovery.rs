use protocol::authorize::{ResponseMode, ResponseType};
use protocol::discovery::metadata;
use serde_json::json;

/// S-117
#[test]
fn metadata_names_what_works_and_nothing_else() {
    let metadata = metadata("https://id.example:8443/");
    assert_eq!(metadata["issuer"], "https://id.example:8443/");
    assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], true);
    assert_eq!(metadata["backchannel_logout_supported"], true);
    assert_eq!(metadata["backchannel_logout_session_supported"], true);
    for name in metadata["response_types_supported"].as_array().unwrap() {
        assert_eq!(ResponseType::parse(name.as_str().unwrap()).unwrap().as_str(), name);
    }
    for name in metadata["response_modes_supported"].as_array().unwrap() {
        assert!(ResponseMode::choose(name.as_str(), ResponseType::Code).is_ok(), "{name}");
    }
    for missing in ["registration_endpoint", "mfa_challenge_endpoint", "introspection_endpoint"] {
        assert_eq!(metadata.get(missing), None, "{missing}");
    }
}

#[test]
fn endpoints_stand_where_auth0_has_them() {
    let metadata = metadata("http://localhost:8080/");
    for (name, path) in [
        ("authorization_endpoint", "authorize"),
        ("token_endpoint", "oauth/token"),
        ("userinfo_endpoint", "userinfo"),
        ("jwks_uri", ".well-known/jwks.json"),
        ("revocation_endpoint", "oauth/revoke"),
        ("end_session_endpoint", "oidc/logout"),
        ("device_authorization_endpoint", "oauth/device/code"),
        ("pushed_authorization_request_endpoint", "oauth/par"),
    ] {
        assert_eq!(metadata[name], format!("http://localhost:8080/{path}"));
    }
}
