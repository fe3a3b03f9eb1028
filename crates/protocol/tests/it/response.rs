use proptest::prelude::*;
use protocol::authorize::ResponseMode;
use protocol::response::{AuthorizationResponse, Granted, ReturnAddress};
use protocol::{OAuthError, Parameters, Scope};

const ISSUER: &str = "https://id.example/";

fn address(mode: ResponseMode, redirect_uri: &str, state: Option<&str>) -> ReturnAddress {
    ReturnAddress { redirect_uri: redirect_uri.to_owned(), state: state.map(str::to_owned), mode }
}

fn code(to: &ReturnAddress) -> AuthorizationResponse {
    AuthorizationResponse::success(ISSUER, to, Granted { code: Some("c0de".to_owned()), ..Granted::default() })
}

fn pairs(text: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

#[test]
fn a_code_goes_into_the_query() {
    let location = code(&address(ResponseMode::Query, "https://a.example/cb", Some("s"))).location();
    assert_eq!(location, "https://a.example/cb?code=c0de&state=s&iss=https%3A%2F%2Fid.example%2F");
}

#[test]
fn a_query_that_was_registered_stays() {
    let location = |uri: &str| code(&address(ResponseMode::Query, uri, None)).location();
    assert!(location("https://a.example/cb?x=1").starts_with("https://a.example/cb?x=1&code=c0de&iss="));
    assert!(location("https://a.example/cb?").starts_with("https://a.example/cb?code=c0de&iss="));
    assert!(location("com.example.app:/cb").starts_with("com.example.app:/cb?code=c0de&iss="));
}

#[test]
fn tokens_go_into_the_fragment() {
    let granted = Granted {
        code: None,
        access_token: Some(("at".to_owned(), 7200, Scope::parse("openid email").unwrap())),
        id_token: Some("a.b.c".to_owned()),
    };
    let to = address(ResponseMode::Fragment, "https://a.example/cb?x=1", Some("s"));
    let location = AuthorizationResponse::success(ISSUER, &to, granted).location();
    assert_eq!(
        location,
        "https://a.example/cb?x=1#access_token=at&token_type=Bearer&expires_in=7200&scope=openid%20email&id_token=a.b.c\
         &state=s&iss=https%3A%2F%2Fid.example%2F"
    );
}

/// S-141
#[test]
fn every_answer_says_who_it_is_from_errors_too() {
    for mode in ResponseMode::ALL {
        let to = address(mode, "https://a.example/cb", Some("s"));
        for response in [code(&to), AuthorizationResponse::error(ISSUER, &to, &OAuthError::login_required())] {
            assert!(response.fields().contains(&("iss", ISSUER.to_owned())));
            assert!(response.fields().contains(&("state", "s".to_owned())));
            assert_eq!(response.web_message()["response"]["iss"], ISSUER);
        }
    }
}

#[test]
fn an_error_goes_back_as_it_is_called() {
    let to = address(ResponseMode::Query, "https://a.example/cb", None);
    let location = AuthorizationResponse::error(ISSUER, &to, &OAuthError::blocked_user_at_authorize()).location();
    assert!(location.contains("error=unauthorized&error_description=user%20is%20blocked&iss="), "{location}");
    assert!(!location.contains("state"));
}

#[test]
fn a_request_that_cannot_be_read_is_answered_as_far_as_it_can() {
    for (query, mode) in [
        ("response_type=code&state=s", ResponseMode::Query),
        ("response_type=code&response_mode=form_post&state=s", ResponseMode::FormPost),
        ("response_type=token&state=s", ResponseMode::Fragment),
        ("response_type=token&response_mode=query&state=s", ResponseMode::Fragment),
        ("response_type=nonsense&response_mode=nonsense&state=s", ResponseMode::Query),
        ("state=s", ResponseMode::Query),
    ] {
        let to = ReturnAddress::guess(&Parameters::parse(query).unwrap(), "https://a.example/cb");
        assert_eq!(to, address(mode, "https://a.example/cb", Some("s")), "{query}");
    }
}

const HOSTILE: &str = "\"'><script>alert(1)</script><!--\r\nSet-Cookie: a=b\u{2028}&lt;\\x3c}]);//";

/// N-012
#[test]
fn hostile_values_cannot_leave_the_form() {
    let to = address(ResponseMode::FormPost, "https://a.example/cb?a=1&b='\"><script>", Some(HOSTILE));
    let page = code(&to).form_post_page("n0nce");
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    assert_eq!(page.matches("</script>").count(), 1, "{page}");
    assert_eq!(page.matches("<input").count(), 3, "{page}");
    assert!(page.contains(r#"action="https://a.example/cb?a=1&amp;b=&#39;&quot;&gt;&lt;script&gt;""#), "{page}");
    assert!(page.contains("&quot;&#39;&gt;&lt;script&gt;") && page.contains("&#13;&#10;"), "{page}");
    assert!(page.contains(r#"<script nonce="n0nce">"#) && page.contains("<noscript><button>"), "{page}");
}

/// N-012, S-119
#[test]
fn hostile_values_cannot_leave_the_message() {
    let to = address(ResponseMode::WebMessage, "https://a.example:8443/cb", Some(HOSTILE));
    let response = code(&to);
    let page = response.web_message_page("n0nce").unwrap();
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    assert_eq!(page.matches("</script>").count(), 1, "{page}");
    assert!(!page.contains("<!--\\r") && !page.contains('\u{2028}') && !page.contains('\n'), "{page}");
    assert!(page.contains(r#","https://a.example:8443")</script>"#), "the target is one origin: {page}");
    assert!(!page.contains("\"*\""), "{page}");

    let start = page.find("postMessage(").unwrap() + "postMessage(".len();
    let end = page.rfind(",\"https://a.example:8443\")").unwrap();
    let message: serde_json::Value = serde_json::from_str(&page[start..end]).unwrap();
    assert_eq!(message, response.web_message());
    assert_eq!(message["type"], "authorization_response");
    assert_eq!(message["response"]["state"], HOSTILE);
}

/// S-119
#[test]
fn an_applications_own_scheme_gets_no_message() {
    let response = code(&address(ResponseMode::WebMessage, "com.example.app:/cb", None));
    assert_eq!(response.web_message_page("n"), None);
    assert_eq!(response.origin(), None);
}

proptest! {
    #[test]
    fn a_location_is_a_header_and_its_values_come_back(state in "\\PC{1,60}", is_fragment in any::<bool>()) {
        let mode = if is_fragment { ResponseMode::Fragment } else { ResponseMode::Query };
        let location = code(&address(mode, "https://a.example/cb", Some(&state))).location();
        prop_assert!(location.bytes().all(|b| b.is_ascii_graphic()));
        let url = url::Url::parse(&location).unwrap();
        prop_assert_eq!((url.host_str(), url.path()), (Some("a.example"), "/cb"));
        let text = if is_fragment { url.fragment() } else { url.query() };
        prop_assert_eq!(pairs(text.unwrap()).into_iter().find(|(name, _)| name == "state").unwrap().1, state);
    }

    #[test]
    fn no_value_opens_a_tag(state in "[<>\"'&/a-z!=\u{2028} -]{0,40}") {
        let to = address(ResponseMode::FormPost, "https://a.example/cb", Some(&state));
        prop_assert_eq!(code(&to).form_post_page("n").matches('<').count(), code(&address(ResponseMode::FormPost, "https://a.example/cb", Some("s"))).form_post_page("n").matches('<').count());
        let page = code(&to).web_message_page("n").unwrap();
        prop_assert_eq!(page.matches('<').count(), code(&address(ResponseMode::FormPost, "https://a.example/cb", Some("s"))).web_message_page("n").unwrap().matches('<').count());
    }
}
