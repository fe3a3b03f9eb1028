use proptest::prelude::*;
use protocol::Parameters;

/// S-114
#[test]
fn a_parameter_that_stands_twice_is_refused() {
    for text in [
        "client_id=a&client_id=b",
        "client_id=a&client_id=a",
        "client_id=&client_id=a",
        "client_id&client_id=a",
        "client_id=a&x=1&client%5Fid=b",
        "client%5fid=a&client%5Fid=b",
        "a=1&a",
    ] {
        let error = Parameters::parse(text).unwrap_err();
        assert_eq!((error.code, error.status), ("invalid_request", 400), "{text}");
        assert!(error.description.contains("more than once"), "{text}: {error}");
    }
}

/// S-114
#[test]
fn a_parameter_in_both_query_and_body_is_refused() {
    let query = Parameters::parse("client_id=a").unwrap();
    assert!(query.clone().join(Parameters::parse("client_id=a").unwrap()).is_err());
    let joined = query.join(Parameters::parse("scope=openid").unwrap()).unwrap();
    assert_eq!((joined.get("client_id"), joined.get("scope")), (Some("a"), Some("openid")));
}

/// S-114
#[test]
fn a_key_that_stands_twice_in_json_is_refused() {
    for text in [r#"{"client_id":"a","client_id":"b"}"#, r#"{"a":"1","\u0061":"2"}"#] {
        assert_eq!(Parameters::parse_json(text.as_bytes()).unwrap_err().code, "invalid_request", "{text}");
    }
}

#[test]
fn spaces_and_escapes_are_read_as_forms_write_them() {
    let parameters = Parameters::parse("a=x+y%2Bz&&b=%C3%A9&c=1=2&d").unwrap();
    assert_eq!(parameters.get("a"), Some("x y+z"));
    assert_eq!(parameters.get("b"), Some("é"));
    assert_eq!(parameters.get("c"), Some("1=2"));
    assert_eq!(parameters.get("d"), None);
}

/// RFC 6749 §3.1
#[test]
fn an_empty_value_counts_as_left_out() {
    let parameters = Parameters::parse("scope=&client_id=a").unwrap();
    assert_eq!(parameters.get("scope"), None);
    assert_eq!(parameters.require("scope").unwrap_err().description, "Missing required parameter: scope");
    assert_eq!(parameters.iter().collect::<Vec<_>>(), [("client_id", "a")]);
}

#[test]
fn json_is_read_as_auth0_python_sends_it() {
    let body = br#"{"grant_type":"client_credentials","organization":null,"max_age":60,"x":true}"#;
    let parameters = Parameters::parse_json(body).unwrap();
    assert_eq!(parameters.get("grant_type"), Some("client_credentials"));
    assert_eq!(parameters.get("organization"), None);
    assert_eq!((parameters.get("max_age"), parameters.get("x")), (Some("60"), Some("true")));
}

#[test]
fn what_is_no_object_of_texts_is_refused() {
    let deep = "[".repeat(100_000);
    for body in ["", "[]", "\"a\"", "null", "{", "{\"a\":{}}", "{\"a\":[\"b\"]}", "{\"a\":\"\\u0000\"}", &deep] {
        let error = Parameters::parse_json(body.as_bytes()).unwrap_err();
        assert_eq!(error.code, "invalid_request", "{}", &body[..body.len().min(20)]);
    }
}

#[test]
fn what_is_not_utf8_or_holds_nul_is_refused() {
    for text in ["a=%ff", "%c3=a", "a=%00", "%00=a", "a=x%00y", "a=%ed%a0%80"] {
        assert_eq!(Parameters::parse(text).unwrap_err().code, "invalid_request", "{text}");
    }
    assert!(Parameters::parse_form(b"a=\xff").is_err());
    assert!(Parameters::parse_json(b"{\"a\":\"\xff\"}").is_err());
}

#[test]
fn there_are_limits() {
    let many: Vec<String> = (0..101).map(|n| format!("a{n}=1")).collect();
    assert!(Parameters::parse(&many.join("&")).is_err());
    assert!(Parameters::parse(&many[..100].join("&")).is_ok());
    assert!(Parameters::parse(&format!("state={}", "x".repeat(40_000))).is_err());
    assert!(Parameters::parse(&format!("id_token_hint={}", "x".repeat(16_000))).is_ok());
}

#[test]
fn values_are_not_shown_in_logs() {
    let shown = format!("{:?}", Parameters::parse("password=hunter2&code=c0de").unwrap());
    assert!(shown.contains("password") && !shown.contains("hunter2") && !shown.contains("c0de"), "{shown}");
}

proptest! {
    #[test]
    fn no_bytes_make_the_parsers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Parameters::parse_form(&bytes);
        let _ = Parameters::parse_json(&bytes);
    }

    #[test]
    fn what_is_encoded_is_read_back(value in "[^\0]{1,60}") {
        let text: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("a", &value).finish();
        let parameters = Parameters::parse(&text).unwrap();
        prop_assert_eq!(parameters.get("a"), Some(value.as_str()));
    }
}
