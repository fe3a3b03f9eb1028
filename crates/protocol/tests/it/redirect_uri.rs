use proptest::prelude::*;
use protocol::redirect_uri::{matches, matches_logout, origin_of};

const REGISTERED: &str = "https://a.example/cb";

/// S-101, N-001, N-003, N-006, N-007, N-008, N-010: everything but the very bytes.
const HOSTILE: [&str; 84] = [
    "",
    " ",
    "/",
    "/cb",
    "//a.example/cb",
    "a.example/cb",
    "http://a.example/cb",
    "HTTPS://a.example/cb",
    "Https://a.example/cb",
    "https:a.example/cb",
    "https:/a.example/cb",
    "https:///a.example/cb",
    "https:\\\\a.example\\cb",
    "https://A.example/cb",
    "https://a.EXAMPLE/cb",
    "https://a.example/CB",
    "https://a.example/Cb",
    "https://a.example/c%62",
    "https://a.example/%63b",
    "https://%61.example/cb",
    "https://a%2eexample/cb",
    "https://a.example/cb/",
    "https://a.example//cb",
    "https://a.example/./cb",
    "https://a.example/x/../cb",
    "https://a.example/cb/.",
    "https://a.example/cb/..",
    "https://a.example/cb/../evil",
    "https://a.example/cb/..;/evil",
    "https://a.example/cb;/evil",
    "https://a.example/cb/%2e%2e/evil",
    "https://a.example/cb/%2E%2E/evil",
    "https://a.example/cb/%252e%252e/evil",
    "https://a.example/cb/..%2fevil",
    "https://a.example/cb/..%5cevil",
    "https://a.example/cb/..\\evil",
    "https://a.example\\cb",
    "https://a.example/cb\\",
    "https://a.example/cb%5c",
    "https://a.example/cb\t",
    "https://a.example/\tcb",
    "https://a.example/cb\r\nLocation: https://evil.example",
    "https://a.example/cb%0d%0aLocation:%20https://evil.example",
    "https://a.example/cb\n",
    "\nhttps://a.example/cb",
    "https://a.example/cb ",
    " https://a.example/cb",
    "https://a.example/cb%20",
    "https://a.example/cb\0",
    "https://a.example/cb%00",
    "https://a.example/cb\u{a0}",
    "https://a.example/cb?",
    "https://a.example/cb?x=1",
    "https://a.example/cb?redirect=https://evil.example",
    "https://a.example/cb&x=1",
    "https://a.example/cb#",
    "https://a.example/cb#@evil.example",
    "https://a.example/cb%23",
    "https://a.example:443/cb",
    "https://a.example:/cb",
    "https://a.example:8443/cb",
    "https://a.example:0443/cb",
    "https://a.example.:443/cb",
    "https://a.example./cb",
    "https://a.example@evil.example/cb",
    "https://a.example@b@evil.example/cb",
    "https://a.example:443@evil.example/cb",
    "https://evil.example@a.example/cb",
    "https://@a.example/cb",
    "https://user:password@a.example/cb",
    "https://a.example%40evil.example/cb",
    "https://a.example%2f@evil.example/cb",
    "https://evil.example#@a.example/cb",
    "https://evil.example?@a.example/cb",
    "https://evil.example\\@a.example/cb",
    "https://a.example.evil.example/cb",
    "https://evila.example/cb",
    "https://b.a.example/cb",
    "https://axexample/cb",
    "https://а.example/cb", // Cyrillic а
    "https://a。example/cb",
    "https://xn--80a.example/cb",
    "https://a.example/c",
    "javascript:alert(1)//https://a.example/cb",
];

#[test]
fn a_uri_matches_by_its_very_bytes() {
    let registered = [REGISTERED.to_owned(), "com.example.app:/cb".to_owned()];
    assert!(matches(&registered, REGISTERED));
    assert!(matches(&registered, "com.example.app:/cb"));
    for hostile in HOSTILE {
        assert!(!matches(&registered, hostile), "{hostile:?}");
        assert!(!matches_logout(&registered, hostile) || hostile.starts_with("https://a.example/cb?"), "{hostile:?}");
    }
}

/// N-006
#[test]
fn an_empty_list_allows_nothing() {
    for asked in ["", REGISTERED, "http://127.0.0.1/", "http://127.0.0.1:8080/"] {
        assert!(!matches(&[], asked), "{asked}");
        assert!(!matches_logout(&[], asked), "{asked}");
    }
}

/// N-005, N-006: what was registered is no pattern.
#[test]
fn a_registered_uri_is_no_pattern() {
    for (registered, asked) in [
        ("https://foo.example.com", "https://fooaexample.com"),
        ("https://*.example.com/cb", "https://a.example.com/cb"),
        ("https://app.example.com*", "https://app.example.com.evil.example"),
        ("https://a.example/.*", "https://a.example/x"),
    ] {
        assert!(!matches(&[registered.to_owned()], asked), "{registered} {asked}");
    }
}

/// S-102
#[test]
fn an_ip_literal_of_the_loopback_interface_may_have_any_port() {
    for (registered, asked) in [
        ("http://127.0.0.1/cb", "http://127.0.0.1:51004/cb"),
        ("http://127.0.0.1:8080/cb", "http://127.0.0.1:1/cb"),
        ("http://127.0.0.1:8080/cb", "http://127.0.0.1/cb"),
        ("http://127.0.0.1", "http://127.0.0.1:65535"),
        ("http://127.0.0.1/cb?a=1", "http://127.0.0.1:9/cb?a=1"),
        ("http://[::1]/cb", "http://[::1]:51004/cb"),
        ("http://[::1]:1/", "http://[::1]:2/"),
    ] {
        assert!(matches(&[registered.to_owned()], asked), "{registered} {asked}");
    }
}

/// S-102, N-002, N-009
#[test]
fn nothing_but_the_port_of_a_loopback_literal_may_differ() {
    let registered =
        ["http://127.0.0.1/cb", "http://[::1]/cb", "http://localhost/", "https://127.0.0.1/s"].map(str::to_owned);
    for asked in [
        "http://localhost:51004/",
        "http://localhost/cb",
        "http://localhost:51004/cb",
        "http://localhost@evil.example/",
        "http://localhost.evil.example/",
        "http://127.0.0.2/cb",
        "http://127.0.0.2:51004/cb",
        "http://0.0.0.0:51004/cb",
        "http://127.1:51004/cb",
        "http://127.0.1:51004/cb",
        "http://2130706433:51004/cb",
        "http://0x7f000001:51004/cb",
        "http://127.0.0.1:51004/",
        "http://127.0.0.1:51004",
        "http://127.0.0.1:51004/cb/",
        "http://127.0.0.1:51004/cb?x=1",
        "http://127.0.0.1:51004/cb#x",
        "http://127.0.0.1:51004/CB",
        "http://127.0.0.1:51004/x/../cb",
        "http://127.0.0.1:51004@evil.example/cb",
        "http://127.0.0.1:51004:80/cb",
        "http://127.0.0.1@evil.example/cb",
        "http://127.0.0.1.evil.example/cb",
        "http://127.0.0.1evil.example/cb",
        "http://127.0.0.1:/cb",
        "http://127.0.0.1:0/cb",
        "http://127.0.0.1:00/cb",
        "http://127.0.0.1:080/cb",
        "http://127.0.0.1:65536/cb",
        "http://127.0.0.1:99999999999999999999/cb",
        "http://127.0.0.1:-1/cb",
        "http://127.0.0.1:+80/cb",
        "http://127.0.0.1:8 0/cb",
        "http://127.0.0.1:٨٠/cb",
        "http://127.0.0.1:80\\cb",
        "http://user@127.0.0.1:51004/cb",
        "https://127.0.0.1:51004/cb",
        "https://127.0.0.1:51004/s",
        "HTTP://127.0.0.1:51004/cb",
        "http://[::1]:/cb",
        "http://[::1]evil.example/cb",
        "http://[::2]:51004/cb",
        "http://[0:0:0:0:0:0:0:1]:51004/cb",
        "http://[::ffff:127.0.0.1]:51004/cb",
    ] {
        assert!(!matches(&registered, asked), "{asked}");
    }
}

/// S-102: even if such a host had been registered, it is not the loopback interface.
#[test]
fn a_host_that_begins_like_a_loopback_literal_gets_no_port() {
    for (registered, asked) in [
        ("http://127.0.0.1.evil.example/cb", "http://127.0.0.1:80.evil.example/cb"),
        ("http://127.0.0.1@evil.example/cb", "http://127.0.0.1:80@evil.example/cb"),
        ("http://127.0.0.10/cb", "http://127.0.0.1:10/cb"),
        ("http://[::1]evil.example/cb", "http://[::1]:80evil.example/cb"),
    ] {
        assert!(!matches(&[registered.to_owned()], asked), "{registered} {asked}");
    }
}

/// Auth0 does not look at the query of `returnTo`.
#[test]
fn a_logout_may_bring_a_query_and_nothing_else() {
    let registered = [REGISTERED.to_owned(), "https://a.example/q?x=1".to_owned()];
    for asked in
        [REGISTERED, "https://a.example/cb?", "https://a.example/cb?to=%2Fhome&x=a@b", "https://a.example/q?x=1"]
    {
        assert!(matches_logout(&registered, asked), "{asked}");
    }
    for asked in [
        "https://a.example/cb?x#y",
        "https://a.example/cb?\r\nSet-Cookie: a=b",
        "https://a.example/cb?x\\y",
        "https://a.example/cb?x y",
        "https://a.example/cb?\"><script>",
        "https://a.example/cb?é",
        "https://a.example/cb/?x=1",
        "https://a.example/q?x=2",
        "https://a.example/q",
        "http://127.0.0.1:2/",
    ] {
        assert!(!matches_logout(&registered, asked), "{asked}");
    }
}

#[test]
fn an_origin_is_what_a_browser_calls_it() {
    for (uri, origin) in [
        ("https://a.example/cb?x", Some("https://a.example")),
        ("https://A.example:443/cb", Some("https://a.example")),
        ("https://a.example:8443", Some("https://a.example:8443")),
        ("http://[::1]:3000/", Some("http://[::1]:3000")),
        ("https://a.example@evil.example/", Some("https://evil.example")),
        ("com.example.app:/cb", None),
        ("blob:https://a.example/x", None),
        ("data:text/html,x", None),
        ("/cb", None),
        ("", None),
    ] {
        assert_eq!(origin_of(uri).as_deref(), origin, "{uri}");
    }
}

proptest! {
    /// S-101
    #[test]
    fn no_other_text_matches(asked in "\\PC{0,40}") {
        prop_assert_eq!(matches(&[REGISTERED.to_owned()], &asked), asked == REGISTERED);
    }

    /// S-101
    #[test]
    fn one_changed_character_does_not_match(at in 0..REGISTERED.len(), with in any::<char>(), how in 0..3) {
        let mut asked: Vec<char> = REGISTERED.chars().collect();
        match how {
            0 => asked.insert(at, with),
            1 => asked[at] = with,
            _ => { asked.remove(at); }
        }
        let asked: String = asked.into_iter().collect();
        prop_assert_eq!(matches(&[REGISTERED.to_owned()], &asked), asked == REGISTERED);
    }

    /// S-102: whatever matches goes to this machine, to the same path.
    #[test]
    fn what_matches_a_loopback_literal_goes_to_this_machine(rest in "[:0-9/@.a-z?#%\\\\]{0,16}") {
        let asked = format!("http://127.0.0.1{rest}");
        if matches(&["http://127.0.0.1/cb".to_owned()], &asked) {
            let url = url::Url::parse(&asked).unwrap();
            prop_assert_eq!((url.host_str(), url.path()), (Some("127.0.0.1"), "/cb"));
            prop_assert!(url.username().is_empty() && url.query().is_none() && url.fragment().is_none());
        }
    }
}
