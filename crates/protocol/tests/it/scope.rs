use proptest::prelude::*;
use protocol::Scope;

fn scope(text: &str) -> Scope {
    Scope::parse(text).unwrap()
}

#[test]
fn scopes_keep_their_order_and_count_once() {
    assert_eq!(scope("openid  email openid profile").to_string(), "openid email profile");
    assert_eq!(scope("").to_string(), "");
    assert!(scope("   ").is_empty());
    assert_eq!(scope("openid email").iter().collect::<Vec<_>>(), ["openid", "email"]);
}

#[test]
fn scopes_are_compared_whole_and_with_case() {
    let scope = scope("read:users openid");
    assert!(scope.contains("read:users"));
    for other in ["read", "read:user", "read:users2", "READ:USERS", "OpenID", ""] {
        assert!(!scope.contains(other), "{other}");
    }
}

/// RFC 6749 §3.3
#[test]
fn characters_that_no_scope_has_are_refused() {
    for text in ["a\tb", "a\nb", "é", "a\"b", "a\\b", "a\u{7f}", "a\u{a0}b", "<\u{202e}"] {
        assert_eq!(Scope::parse(text).unwrap_err().code, "invalid_scope", "{text:?}");
    }
    assert!(Scope::parse("https://api.example/read urn:x:y a!#$%&'()*+,-./[]^_`{|}~").is_ok());
}

#[test]
fn there_are_at_most_200() {
    let many = |n: i32| (0..n).map(|n| format!("s{n}")).collect::<Vec<_>>().join(" ");
    assert!(Scope::parse(&many(200)).is_ok());
    assert!(Scope::parse(&many(201)).is_err());
}

#[test]
fn a_stored_scope_is_its_text() {
    let json = serde_json::to_string(&scope("openid email")).unwrap();
    assert_eq!(json, "\"openid email\"");
    assert_eq!(serde_json::from_str::<Scope>(&json).unwrap(), scope("openid email"));
    assert!(serde_json::from_str::<Scope>("\"\\u0001\"").is_err());
}

fn any_scope() -> impl Strategy<Value = Scope> {
    proptest::collection::vec("[a-e]{1,2}", 0..8).prop_map(Scope::from_iter)
}

fn is_same_set(one: &Scope, other: &Scope) -> bool {
    one.is_subset_of(other) && other.is_subset_of(one)
}

proptest! {
    #[test]
    fn a_scope_survives_its_text(scope in any_scope()) {
        prop_assert_eq!(Scope::parse(&scope.to_string()).unwrap(), scope);
    }

    /// S-113: nothing is in the intersection that is not in both.
    #[test]
    fn an_intersection_never_grows(a in any_scope(), b in any_scope(), c in any_scope()) {
        let both = a.intersect(&b);
        prop_assert!(both.is_subset_of(&a) && both.is_subset_of(&b));
        prop_assert!(a.iter().all(|scope| both.contains(scope) == b.contains(scope)));
        prop_assert!(is_same_set(&both, &b.intersect(&a)));
        prop_assert_eq!(a.intersect(&a), a.clone());
        prop_assert_eq!(a.intersect(&b).intersect(&c), a.intersect(&b.intersect(&c)));
        prop_assert_eq!(a.is_subset_of(&b), both == a);
    }

    #[test]
    fn parts_make_up_the_whole(a in any_scope(), b in any_scope()) {
        let (both, rest) = (a.intersect(&b), a.minus(&b));
        prop_assert!(is_same_set(&both.union(&rest), &a));
        prop_assert!(rest.intersect(&b).is_empty());
        prop_assert!(is_same_set(&a.union(&b), &b.union(&a)));
        prop_assert!(a.is_subset_of(&a.union(&b)));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC*") {
        let _ = Scope::parse(&text);
    }
}
