use protocol::OAuthError;

/// SDKs compare these statuses and words.
#[test]
fn errors_have_auth0s_statuses_and_words() {
    for (error, status, code, description) in [
        (OAuthError::invalid_code(), 403, "invalid_grant", "Invalid authorization code"),
        (OAuthError::wrong_code_verifier(), 403, "invalid_grant", "Failed to verify code verifier"),
        (OAuthError::wrong_password(), 403, "invalid_grant", "Wrong email or password."),
        (OAuthError::invalid_refresh_token(), 403, "invalid_grant", "Unknown or invalid refresh token."),
        (OAuthError::user_is_blocked(), 403, "invalid_grant", "user is blocked"),
        (OAuthError::blocked_user_at_authorize(), 403, "unauthorized", "user is blocked"),
        (OAuthError::invalid_client(), 401, "invalid_client", "Unauthorized"),
        (
            OAuthError::grant_not_allowed("password"),
            403,
            "unauthorized_client",
            "Grant type 'password' not allowed for the client.",
        ),
        (OAuthError::unknown_audience("https://x"), 403, "access_denied", "Service not found: https://x"),
        (OAuthError::missing_parameter("code"), 400, "invalid_request", "Missing required parameter: code"),
    ] {
        assert_eq!((error.status, error.code, error.description.as_str()), (status, code, description));
    }
    assert!(OAuthError::no_client_grant("a").description.starts_with("Client is not authorized to access \"a\"."));
    assert_eq!(OAuthError::too_many_attempts().status, 429);
}

#[test]
fn an_error_is_json_as_rfc_6749_has_it() {
    let json = serde_json::to_value(OAuthError::invalid_code()).unwrap();
    assert_eq!(json, serde_json::json!({"error": "invalid_grant", "error_description": "Invalid authorization code"}));
}

/// S-246: what was sent is said back short, and in the characters of RFC 6749 §4.1.2.1.
#[test]
fn what_was_sent_is_said_back_harmless() {
    let hostile = format!("\"><script>\r\n\u{202e}\\{}", "x".repeat(5000));
    for error in [
        OAuthError::unknown_audience(&hostile),
        OAuthError::no_client_grant(&hostile),
        OAuthError::grant_not_allowed(&hostile),
        OAuthError::unsupported_grant_type(&hostile),
        OAuthError::unsupported_response_type(&hostile),
    ] {
        assert!(error.description.len() < 300, "{error}");
        assert!(error.description.bytes().all(|b| (b' '..=b'~').contains(&b) && b != b'\\'), "{error}");
        assert!(!error.description.contains("\"><"), "{error}");
    }
}
