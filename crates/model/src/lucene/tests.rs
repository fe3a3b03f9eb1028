//! What is written is read, and what cannot be read says where.

use proptest::prelude::*;

use super::*;

fn clause(field: Option<&str>, test: Test) -> Query {
    Query::Clause(Clause { field: field.map(str::to_owned), position: 0, test })
}

fn is(field: &str, text: &str) -> Query {
    clause(Some(field), Test::Like(Pattern::exact(text)))
}

/// Positions are told apart elsewhere.
fn placeless(query: Query) -> Query {
    let all = |queries: Vec<Query>| queries.into_iter().map(placeless).collect();
    match query {
        Query::All => Query::All,
        Query::Not(query) => Query::Not(Box::new(placeless(*query))),
        Query::And(queries) => Query::And(all(queries)),
        Query::Or(queries) => Query::Or(all(queries)),
        Query::Clause(Clause { field, test, .. }) => {
            let test = match test {
                Test::Within(from, to) => Test::Within(Bound { position: 0, ..from }, Bound { position: 0, ..to }),
                test => test,
            };
            Query::Clause(Clause { field, position: 0, test })
        }
    }
}

fn read(text: &str) -> Query {
    placeless(parse_query(text).unwrap_or_else(|mistake| panic!("{text}: {mistake}")))
}

fn mistake(text: &str) -> (usize, String) {
    let mistake = parse_query(text).expect_err(text);
    (mistake.position, mistake.message)
}

#[test]
fn not_binds_closest_then_and_then_or_then_nothing() {
    let [a, b, c] = ["a", "b", "c"].map(|name| is("f", name));
    let not = |query: &Query| Query::Not(Box::new(query.clone()));
    let (ab, bc) = (vec![a.clone(), b.clone()], vec![b.clone(), c.clone()]);
    assert_eq!(read("f:a OR f:b AND f:c"), Query::Or(vec![a.clone(), Query::And(bc.clone())]));
    assert_eq!(read("f:a || f:b && f:c"), read("f:a OR f:b AND f:c"));
    assert_eq!(read("f:a f:b"), Query::Or(ab.clone()));
    assert_eq!(read("f:(a b)"), Query::Or(ab.clone()));
    assert_eq!(read("(f:a OR f:b) AND NOT f:c"), Query::And(vec![Query::Or(ab), not(&c)]));
    assert_eq!(read("f:a -f:b"), Query::And(vec![a.clone(), not(&b)]));
    assert_eq!(read("f:a NOT f:b"), read("f:a -f:b"));
    assert_eq!(read("f:a OR NOT f:b"), Query::Or(vec![a.clone(), not(&b)]));
    assert_eq!(read("+f:a f:b"), a.clone(), "what may be narrows nothing where something must be");
    assert_eq!(read("+f:b +f:c"), Query::And(bc));
    assert_eq!(read("!f:a"), not(&a));
}

#[test]
fn values_are_words_phrases_patterns_and_ranges() {
    assert_eq!(read("type:s"), is("type", "s"));
    assert_eq!(read("user_id:auth0|1 "), is("user_id", "auth0|1"));
    assert_eq!(read("ip:2001:db8::1"), is("ip", "2001:db8::1"));
    assert_eq!(read(r#"d:"a \"b\" * (c)""#), is("d", "a \"b\" * (c)"));
    assert_eq!(read(r"d:a\*\:\ b\(c"), is("d", "a*: b(c"));
    assert_eq!(read("a-b"), clause(None, Test::Like(Pattern::exact("a-b"))));
    assert_eq!(read("and"), clause(None, Test::Like(Pattern::exact("and"))), "operators are upper-case");
    let Query::Clause(Clause { test: Test::Like(pattern), .. }) = read("n:a**b?") else { panic!() };
    let text = |text: &str| Piece::Text(text.to_owned());
    assert_eq!(pattern.pieces(), [text("a"), Piece::Any, text("b"), Piece::One]);
    let bound =
        |value: Option<&str>, is_inclusive| Bound { value: value.map(str::to_owned), is_inclusive, position: 0 };
    assert_eq!(
        read("date:[2018-12-18 TO *}"),
        clause(Some("date"), Test::Within(bound(Some("2018-12-18"), true), bound(None, false)))
    );
    for everything in ["", "  ", "*", "*:*", "(*)"] {
        assert_eq!(read(everything), Query::All, "{everything}");
    }
    assert_eq!(read("_exists_:ip"), clause(Some("ip"), Test::Exists));
    assert_eq!(read("ip:*"), read("_exists_:ip"));
}

#[test]
fn a_mistake_says_what_was_expected_and_where() {
    for (text, position, part) in [
        ("type:", 6, "a value after `type:`"),
        ("type: s", 6, "a value after `type:`"),
        ("(a", 3, "`)`"),
        ("a)", 2, "no `(`"),
        ("a AND", 6, "a term"),
        ("AND a", 1, "found `AND`"),
        ("a OR OR b", 6, "found `OR`"),
        ("ä \"b", 5, "`\"`"),
        ("date:[a b]", 9, "`TO`"),
        ("date:[a TO b", 13, "`]` or `}`"),
        ("date:[ TO b]", 11, "`TO`"),
        ("date:[a* TO b]", 7, "without wildcards"),
        ("a\\", 3, "the backslash"),
        ("_exists_:", 10, "name of a field"),
        ("a~2", 2, "similar words"),
        ("a^2", 2, "weights"),
        ("a ]", 3, "found `]`"),
        ("NOT", 4, "a term"),
        (&"(".repeat(30), 22, "more than 20"),
        (&"a ".repeat(60), 101, "at most 50"),
        (&"a".repeat(3000), 2001, "at most 2000"),
    ] {
        let (found, message) = mistake(text);
        assert!(found == position && message.contains(part), "{text}: {found} {message}");
    }
}

fn written(query: &Query) -> String {
    let all = |queries: &[Query], operator: &str| {
        queries.iter().map(|query| format!("({})", written(query))).collect::<Vec<_>>().join(operator)
    };
    let escaped = |text: &str| text.chars().map(|char| format!("\\{char}")).collect::<String>();
    let end = |bound: &Bound| bound.value.as_ref().map_or("*".to_owned(), |value| format!("\"{}\"", escaped(value)));
    match query {
        Query::All => "*".to_owned(),
        Query::Not(query) => format!("NOT ({})", written(query)),
        Query::And(queries) => all(queries, " AND "),
        Query::Or(queries) => all(queries, " OR "),
        Query::Clause(Clause { field, test, .. }) => {
            let name = field.as_ref().map_or(String::new(), |name| format!("{name}:"));
            match test {
                Test::Exists => format!("_exists_:{}", field.clone().unwrap_or_default()),
                Test::Within(from, to) => {
                    let (open, close) =
                        (if from.is_inclusive { '[' } else { '{' }, if to.is_inclusive { ']' } else { '}' });
                    format!("{name}{open}{} TO {}{close}", end(from), end(to))
                }
                Test::Like(pattern) if pattern.pieces().is_empty() => format!("{name}\"\""),
                Test::Like(pattern) => {
                    let piece = |piece: &Piece| match piece {
                        Piece::Text(text) => escaped(text),
                        Piece::Any => "*".to_owned(),
                        Piece::One => "?".to_owned(),
                    };
                    format!("{name}{}", pattern.pieces().iter().map(piece).collect::<String>())
                }
            }
        }
    }
}

fn any_pattern() -> impl Strategy<Value = Pattern> {
    let piece = prop_oneof![
        3 => any::<char>().prop_map(Some),
        1 => Just(None),
    ];
    (proptest::collection::vec(piece, 0..8), any::<bool>()).prop_map(|(pieces, one)| {
        let mut pattern = Pattern::default();
        for piece in pieces {
            match piece {
                Some(char) => pattern.push(char),
                None => pattern.push_wildcard(if one { Piece::One } else { Piece::Any }),
            }
        }
        if pattern.is_any() { Pattern::exact("x") } else { pattern }
    })
}

fn any_query() -> impl Strategy<Value = Query> {
    let field = "[a-z_]{1,8}".prop_filter("is a word of its own", |name| name != "_exists_");
    let bound = || {
        (proptest::option::of(".{0,6}"), any::<bool>()).prop_map(|(value, is_inclusive)| Bound {
            value,
            is_inclusive,
            position: 0,
        })
    };
    let test = prop_oneof![
        any_pattern().prop_map(Test::Like),
        (bound(), bound()).prop_map(|(from, to)| Test::Within(from, to)),
        Just(Test::Exists),
    ];
    let leaf = (field, any::<bool>(), test).prop_map(|(field, is_bare, test)| {
        let is_bare = is_bare && test != Test::Exists;
        clause((!is_bare).then_some(field.as_str()), test)
    });
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|query| Query::Not(Box::new(query))),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Query::And),
            proptest::collection::vec(inner, 2..4).prop_map(Query::Or),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(query in any_query()) {
        let text = written(&query);
        prop_assume!(text.chars().count() <= 2_000);
        prop_assert_eq!(read(&text), query, "{}", text);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC*") {
        if let Err(mistake) = parse_query(&text) {
            prop_assert!((1..=text.chars().count() + 1).contains(&mistake.position));
        }
    }

    #[test]
    fn neither_does_one_that_is_nearly_a_query(text in "[a-c:()\\[\\]{}\"*?!+\\\\ |&~-]{0,30}(AND|OR|NOT|TO)?.{0,10}") {
        if let Err(mistake) = parse_query(&text) {
            prop_assert!((1..=text.chars().count() + 1).contains(&mistake.position));
        }
    }
}

#[test]
fn a_mistake_survives_its_text() {
    let mistake = QueryMistake::new(12, "expected `)`: there is none");
    assert_eq!(QueryMistake::parse(&mistake.to_string()), Some(mistake));
    assert_eq!(QueryMistake::parse("At most 300 characters, 301 given"), None);
}
