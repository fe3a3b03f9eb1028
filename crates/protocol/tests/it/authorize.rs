use proptest::prelude::*;
use protocol::authorize::{Prompt, ResponseMode, ResponseType};
use protocol::{AuthorizationRequest, OAuthError, Parameters};

const CODE: &str = "response_type=code&client_id=c&redirect_uri=https%3A%2F%2Fa.example%2Fcb&scope=openid+email&state=s\
    &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

fn parse(text: &str) -> Result<AuthorizationRequest, OAuthError> {
    AuthorizationRequest::parse(&Parameters::parse(text).unwrap())
}

#[test]
fn what_auth0_spa_js_asks_is_read() {
    let request = parse(&format!(
        "{CODE}&audience=https%3A%2F%2Fapi&nonce=n&response_mode=web_message&prompt=none&max_age=60&login_hint=ada%40a.example\
         &ui_locales=de+en&connection=db&screen_hint=signup&ext-theme=dark&auth0Client=eyJ9&foo=bar&organization=org_1"
    ))
    .unwrap();
    assert_eq!(request.response_type, ResponseType::Code);
    assert_eq!(request.response_mode, ResponseMode::WebMessage);
    assert_eq!(request.client_id, "c");
    assert_eq!(request.redirect_uri.as_deref(), Some("https://a.example/cb"));
    assert_eq!(request.scope.to_string(), "openid email");
    assert_eq!((request.state.as_deref(), request.nonce.as_deref()), (Some("s"), Some("n")));
    assert_eq!((request.max_age, request.login_hint.as_deref()), (Some(60), Some("ada@a.example")));
    assert!(request.prompts(Prompt::None) && !request.prompts(Prompt::Login));
    assert_eq!(request.extensions.into_iter().collect::<Vec<_>>(), [("ext-theme".to_owned(), "dark".to_owned())]);
}

/// The name is seen by administrators: nothing in it may hide, turn the text around, or fill the page.
#[test]
fn a_device_may_have_a_name() {
    let name = |text: &str| parse(&format!("{CODE}&device={text}")).unwrap().device;
    assert_eq!(name("Ada%27s+phone").as_deref(), Some("Ada's phone"));
    assert_eq!(name("+a%07%0Ab%E2%80%AEc%E2%80%8B+").as_deref(), Some("abc"));
    assert_eq!(name("%C3%A4".repeat(150).as_str()), Some("ä".repeat(100)));
    assert_eq!((name(""), name("%0A+"), parse(CODE).unwrap().device), (None, None, None));
}

#[test]
fn a_stored_request_is_the_same_request() {
    let request = parse(&format!("{CODE}&prompt=login+consent&ext-a=b&max_age=0")).unwrap();
    let json = serde_json::to_string(&request).unwrap();
    assert_eq!(serde_json::from_str::<AuthorizationRequest>(&json).unwrap(), request);
    assert!(json.contains(r#""response_type":"code""#) && json.contains(r#""prompt":["login","consent"]"#), "{json}");
}

/// S-110: these five, in any order of their words.
#[test]
fn response_types_are_these_and_no_others() {
    for (text, expected) in [
        ("code", ResponseType::Code),
        ("token", ResponseType::Token),
        ("id_token", ResponseType::IdToken),
        ("id_token token", ResponseType::IdTokenToken),
        ("token id_token", ResponseType::IdTokenToken),
        ("id_token code", ResponseType::CodeIdToken),
    ] {
        assert_eq!(ResponseType::parse(text), Ok(expected));
        assert_eq!(ResponseType::parse(expected.as_str()), Ok(expected));
        assert_eq!(expected.is_front_channel(), text != "code");
    }
    for text in ["", "none", "CODE", "code token", "code id_token token", "code code", "code,token", "id_token\ttoken"]
    {
        assert_eq!(ResponseType::parse(text).unwrap_err().code, "unsupported_response_type", "{text}");
    }
    assert_eq!(parse("client_id=c").unwrap_err().description, "Missing required parameter: response_type");
    assert_eq!(parse("response_type=code").unwrap_err().description, "Missing required parameter: client_id");
}

#[test]
fn tokens_do_not_travel_in_a_query() {
    for response_type in ["token", "id_token", "code%20id_token"] {
        let asked = |mode: &str| parse(&format!("response_type={response_type}&client_id=c&nonce=n{mode}"));
        assert_eq!(asked("").unwrap().response_mode, ResponseMode::Fragment);
        assert_eq!(asked("&response_mode=form_post").unwrap().response_mode, ResponseMode::FormPost);
        assert_eq!(asked("&response_mode=query").unwrap_err().code, "invalid_request");
    }
    assert_eq!(parse(CODE).unwrap().response_mode, ResponseMode::Query);
    for mode in ["FORM_POST", "query.jwt", "%3Cscript%3E"] {
        assert_eq!(parse(&format!("{CODE}&response_mode={mode}")).unwrap_err().code, "invalid_request", "{mode}");
    }
}

/// OpenID Connect Core §3.2.2.1
#[test]
fn an_id_token_past_the_browser_needs_a_nonce() {
    for response_type in ["id_token", "id_token+token", "code+id_token"] {
        let error = parse(&format!("response_type={response_type}&client_id=c")).unwrap_err();
        assert_eq!(error.description, "Missing required parameter: nonce");
    }
    assert!(parse("response_type=token&client_id=c").is_ok());
}

/// S-131, S-132, N-018
#[test]
fn a_code_needs_pkce_unless_the_administrator_said_otherwise() {
    let without = parse("response_type=code&client_id=c").unwrap();
    assert_eq!(without.check_pkce(false).unwrap_err().code, "invalid_request");
    assert_eq!(without.check_pkce(true), Ok(()));
    assert_eq!(parse(CODE).unwrap().check_pkce(false), Ok(()));
    assert_eq!(parse("response_type=id_token&client_id=c&nonce=n").unwrap().check_pkce(false), Ok(()));
    let hybrid = parse("response_type=code+id_token&client_id=c&nonce=n").unwrap();
    assert_eq!(hybrid.check_pkce(false).unwrap_err().code, "invalid_request");
    assert_eq!(parse(&CODE.replace("S256", "plain")).unwrap_err().code, "invalid_request");
    assert_eq!(parse(&CODE.replace("&code_challenge_method=S256", "")).unwrap_err().code, "invalid_request");
}

/// S-121
#[test]
fn request_objects_are_refused_and_never_fetched() {
    for (parameter, code) in [
        ("request=eyJ9", "request_not_supported"),
        ("request_uri=http%3A%2F%2F169.254.169.254%2F", "request_uri_not_supported"),
        ("registration=%7B%7D", "registration_not_supported"),
    ] {
        assert_eq!(parse(&format!("{CODE}&{parameter}")).unwrap_err().code, code);
    }
}

/// S-241
#[test]
fn prompt_none_stands_alone() {
    for prompt in ["none+login", "login+none", "none+unknown"] {
        assert_eq!(parse(&format!("{CODE}&prompt={prompt}")).unwrap_err().code, "invalid_request", "{prompt}");
    }
    assert!(parse(&format!("{CODE}&prompt=unknown+select_account")).unwrap().prompts(Prompt::SelectAccount));
    assert!(parse(&format!("{CODE}&prompt=none+none")).unwrap().prompts(Prompt::None));
}

#[test]
fn max_age_is_a_number_of_seconds() {
    for bad in ["-1", "1.5", "x", "1e3", "99999999999999999999", "%2B1", "+1"] {
        assert_eq!(parse(&format!("{CODE}&max_age={bad}")).unwrap_err().code, "invalid_request", "{bad}");
    }
    assert_eq!(parse(&format!("{CODE}&max_age=0")).unwrap().max_age, Some(0));
}

/// S-246
#[test]
fn hints_are_bounded() {
    let long = "x".repeat(2049);
    for name in ["login_hint", "connection", "ui_locales", "acr_values", "nonce", "audience", "screen_hint"] {
        let error = parse(&format!("{CODE}&{name}={long}")).unwrap_err();
        assert_eq!(error.description, format!("{name}: at most 2048 bytes, 2049 given"));
    }
}

proptest! {
    /// S-246: any bytes are safe.
    #[test]
    fn no_value_makes_the_parser_panic(name in "(prompt|max_age|scope|response_mode|response_type|login_hint|ui_locales|state|ext-a)", value in "\\PC{0,60}") {
        let pair = url::form_urlencoded::Serializer::new(String::new()).append_pair(&name, &value).finish();
        if let Ok(parameters) = Parameters::parse(&format!("client_id=c&{pair}")).and_then(|mut parameters| {
            if name != "response_type" { parameters = parameters.join(Parameters::parse("response_type=code")?)?; }
            Ok(parameters)
        }) && let Ok(request) = AuthorizationRequest::parse(&parameters) {
            let json = serde_json::to_string(&request).unwrap();
            prop_assert_eq!(serde_json::from_str::<AuthorizationRequest>(&json).unwrap(), request);
        }
    }
}
