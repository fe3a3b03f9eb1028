use proptest::prelude::*;
use protocol::redirect_uri::{Mistake, check_logout, check_origin, check_registration, check_web_address};

#[test]
fn what_applications_use_may_be_registered() {
    for uri in [
        "https://app.example.com/callback",
        "https://app.example.com",
        "https://app.example.com:8443/a/b?tenant=1&x=%20",
        "https://xn--80a.example/cb",
        "https://a.example/@user/cb",
        "https://a.example/cb?next=/../x",
        "https://192.0.2.1/cb",
        "https://[2001:db8::1]/cb",
        "http://localhost",
        "http://localhost:3000/callback",
        "http://127.0.0.1/cb",
        "http://127.0.0.1:51004/cb",
        "http://[::1]:8080/",
        "com.example.app:/cb",
        "com.example.app://a.example/ios/com.example.app/callback",
    ] {
        assert_eq!(check_registration(uri), Ok(()), "{uri}");
        assert_eq!(check_logout(uri), Ok(()), "{uri}");
    }
}

/// S-103, S-136, N-004, N-005, N-011
#[test]
fn dangerous_uris_cannot_be_registered() {
    use Mistake::{
        Character, DangerousScheme, DotSegment, Fragment, Host, Insecure, NotAUri, UndottedScheme, UserInfo, Wildcard,
    };
    for (uri, mistake) in [
        ("javascript:alert(1)", DangerousScheme),
        ("JaVaScRiPt:alert(1)", DangerousScheme),
        (" javascript:alert(1)", DangerousScheme),
        ("\u{1}javascript:alert(1)", DangerousScheme),
        ("java\nscript:alert(1)", DangerousScheme),
        ("java\tscript://a.example/%0aalert(1)", DangerousScheme),
        ("DATA:text/html,<script>", DangerousScheme),
        ("data:text/html;base64,PHNjcmlwdD4=", DangerousScheme),
        ("vbscript:x", DangerousScheme),
        ("VBScript:x", DangerousScheme),
        ("file:///etc/passwd", DangerousScheme),
        ("FILE://a.example/x", DangerousScheme),
        ("blob:https://a.example/1", DangerousScheme),
        ("filesystem:https://a.example/1", DangerousScheme),
        ("view-source:https://a.example", DangerousScheme),
        ("about:blank", DangerousScheme),
        ("wss://a.example/", DangerousScheme),
        ("https://a.example/cb#", Fragment),
        ("https://a.example/cb#x", Fragment),
        ("com.example.app:/cb#x", Fragment),
        ("https://user@a.example/", UserInfo),
        ("https://user:password@a.example/", UserInfo),
        ("https://@a.example/", UserInfo),
        ("https://a.example@b@evil.example/", UserInfo),
        ("com.example.app://user@host/cb", UserInfo),
        ("https://*.example.com/cb", Wildcard),
        ("https://app.example.com*", Wildcard),
        ("https://a.example/*", Wildcard),
        ("*", Wildcard),
        ("http://a.example/cb", Insecure),
        ("HTTP://a.example/cb", Insecure),
        ("http://localhost.evil.example/", Insecure),
        ("http://0.0.0.0/", Insecure),
        ("http://127.0.0.2/", Insecure),
        ("http://192.168.0.1/", Insecure),
        ("http://[::2]/", Insecure),
        ("http://127.1/", Host),
        ("http://2130706433/", Host),
        ("http://0x7f.0.0.1/", Host),
        ("https://%61.example/", Host),
        ("https://a.example:/", Host),
        ("https://a.example:0/", Host),
        ("http://[0:0:0:0:0:0:0:1]/", Host),
        ("https://a.example/../cb", DotSegment),
        ("https://a.example/x/%2e%2E/cb", DotSegment),
        ("https://a.example/cb/..;/evil", DotSegment),
        ("https://a.example/./cb", DotSegment),
        ("https://a.example/cb\\evil", Character),
        ("https:\\\\a.example", Character),
        ("https://a.example/c b", Character),
        ("https://a.example/cb\r\nX: y", Character),
        ("https://a.example/\"><script>", Character),
        ("https://а.example/", Character),
        ("https://a.example/cb\0", Character),
        ("myapp:/cb", UndottedScheme),
        ("myapp://callback", UndottedScheme),
        ("urn:ietf:wg:oauth:2.0:oob", UndottedScheme),
        ("mailto:a@b.example", UndottedScheme),
        ("com.example.app:cb", NotAUri),
        ("https:a.example", NotAUri),
        ("https:/a.example", NotAUri),
        ("https:///a.example", Host),
        ("https://", NotAUri),
        ("/cb", NotAUri),
        ("a.example/cb", NotAUri),
        ("", NotAUri),
    ] {
        assert_eq!(check_registration(uri), Err(mistake), "{uri:?}");
        assert!(check_logout(uri).is_err() && check_web_address(uri).is_err() && check_origin(uri).is_err(), "{uri:?}");
    }
    assert_eq!(check_registration(&format!("https://a.example/{}", "x".repeat(2048))), Err(Mistake::TooLong));
}

/// N-004: logos and pages are http alone.
#[test]
fn a_web_address_has_no_scheme_of_an_application() {
    assert_eq!(check_web_address("com.example.app:/cb"), Err(Mistake::NotWeb));
    assert_eq!(check_web_address("https://a.example/logo.png"), Ok(()));
    assert_eq!(check_web_address("http://localhost:3000/logo.png"), Ok(()));
}

#[test]
fn an_origin_ends_after_its_port() {
    for uri in ["https://a.example", "https://a.example/", "https://a.example:8443", "http://localhost:3000"] {
        assert_eq!(check_origin(uri), Ok(()), "{uri}");
    }
    for uri in ["https://a.example/x", "https://a.example?x", "https://a.example/?x", "https://a.example//x"] {
        assert_eq!(check_origin(uri), Err(Mistake::NotAnOrigin), "{uri}");
    }
    assert!(check_origin("null").is_err());
}

proptest! {
    /// S-103: whatever may be registered goes where it says, and stands in a header as it is.
    #[test]
    fn what_is_registered_is_a_uri_that_browsers_read_alike(uri in "(https?|[a-z.]{3,9}|javascript|HTTPS):/{0,3}[a-zA-Z0-9.:@/?#%\\\\\\[\\] *;_-]{0,30}") {
        if check_registration(&uri).is_ok() {
            let url = url::Url::parse(&uri).unwrap();
            prop_assert!(uri.bytes().all(|b| b.is_ascii_graphic()));
            prop_assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none());
            match url.scheme() {
                "https" => {}
                "http" => prop_assert!(["localhost", "127.0.0.1", "[::1]"].contains(&url.host_str().unwrap())),
                scheme => prop_assert!(scheme.contains('.')),
            }
        }
    }

    #[test]
    fn no_text_makes_the_checks_panic(uri in "\\PC*") {
        let _ = (check_registration(&uri), check_origin(&uri), check_web_address(&uri));
    }
}
