//! The dashboard's list of whom a query finds: page after page in both directions, with the page's filters.

use model::{UserCount, UserSort, UserStatus};
use store::search::{self, Place, Range, Search, Sort, Window};

use super::*;

on_both!(
    pages_hold_whom_the_query_finds_in_both_directions,
    filters_narrow_what_a_query_finds,
    counting_stops_where_too_many_would_be_tested,
    names_of_metadata_are_those_that_there_are
);

const DAY: i64 = 86_400_000;

fn window(sort: Sort, is_descending: bool, limit: i64) -> Window {
    Window { sort, is_descending, from: None, is_backward: false, limit, effort: None }
}

fn ids_of(rows: &[(model::UserRow, Place)]) -> Vec<String> {
    rows.iter().map(|(row, _)| row.user_id.as_str().to_owned()).collect()
}

/// Everybody who meets the filter, as the list without a query has them.
async fn everybody(db: &Db, filter: &Search, sort: Sort, is_descending: bool) -> Vec<String> {
    let mut conn = db.read().await.unwrap();
    let found = search::list(&mut conn, TENANT, filter, &window(sort, is_descending, 1_000)).await.unwrap();
    ids_of(&found.rows)
}

async fn pages_hold_whom_the_query_finds_in_both_directions(db: Db) {
    let mut rng = StdRng::seed_from_u64(31);
    let documents = documents(&fill(&db, &mut rng, 200).await);
    for round in 0..100 {
        let text = random_query(&mut rng, 1);
        let (sort, is_descending) = (Sort::from(UserSort::ALL[round % 5]), rng.random_bool(0.5));
        let limit = [3, 20, 300][round % 3];
        let ids = wanted(&documents, &text);
        let mut sorted = everybody(&db, &Search::default(), sort, is_descending).await;
        sorted.retain(|id| ids.contains(&id.as_str()));

        let mut window = window(sort, is_descending, limit);
        let (mut forward, mut backward) = (Vec::new(), Vec::new());
        let mut conn = db.read().await.unwrap();
        loop {
            let found = user_search::list(&mut conn, TENANT, &understood(&text), &window).await.unwrap();
            forward.extend(ids_of(&found.rows));
            window.from = found.rows.last().map(|(_, place)| place.clone());
            if !found.has_more {
                break;
            }
        }
        assert_eq!(forward, sorted, "{text} by {sort:?}, descending: {is_descending}");

        window.is_backward = true;
        while window.from.is_some() {
            let found = user_search::list(&mut conn, TENANT, &understood(&text), &window).await.unwrap();
            backward.extend(ids_of(&found.rows));
            window.from = found.rows.last().filter(|_| found.has_more).map(|(_, place)| place.clone());
        }
        backward.reverse();
        sorted.pop();
        assert_eq!(backward, sorted, "{text} backward by {sort:?}, descending: {is_descending}");

        let after = ids.get(ids.len() / 2).map(|id| UserId::from(*id));
        let rest = user_search::ids(&mut conn, TENANT, &understood(&text), after.as_ref(), 300).await.unwrap();
        let rest: Vec<&str> = rest.iter().map(UserId::as_str).collect();
        assert_eq!(rest, ids.get(ids.len() / 2 + 1..).unwrap_or_default(), "{text}");
    }
}

async fn filters_narrow_what_a_query_finds(db: Db) {
    let mut rng = StdRng::seed_from_u64(32);
    let documents = documents(&fill(&db, &mut rng, 200).await);
    for round in 0..60 {
        let text = random_query(&mut rng, 2);
        let some = Range { from: Some(DAY * rng.random_range(1..20)), until: Some(DAY * rng.random_range(20..50)) };
        let filter = match round % 6 {
            0 => Search { connection: Some("google".to_owned()), ..Search::default() },
            1 => Search { status: Some(UserStatus::Blocked), ..Search::default() },
            2 => Search { status: Some(UserStatus::Pending), ..Search::default() },
            3 => Search { status: Some(UserStatus::Unverified), ..Search::default() },
            4 => Search { created: some, ..Search::default() },
            _ => Search { login: Range { until: None, ..some }, created: some, ..Search::default() },
        };
        let ids = wanted(&documents, &text);
        let mut expected = everybody(&db, &filter, Sort::Created, true).await;
        expected.retain(|id| ids.contains(&id.as_str()));
        let search = understood(&text).narrowed_to(&filter);
        let mut conn = db.read().await.unwrap();
        let found = user_search::list(&mut conn, TENANT, &search, &window(Sort::Created, true, 300)).await.unwrap();
        assert_eq!(ids_of(&found.rows), expected, "{text} {filter:?}");
        let counted = user_search::count_some(&mut conn, TENANT, &search, user_search::LOOK).await.unwrap();
        let count = i64::try_from(expected.len()).unwrap();
        assert_eq!(counted, UserCount { count, is_capped: false }, "{text} {filter:?}");
    }
}

async fn counting_stops_where_too_many_would_be_tested(db: Db) {
    let mut rng = StdRng::seed_from_u64(33);
    fill(&db, &mut rng, 100).await;
    let mut conn = db.read().await.unwrap();
    for (text, is_capped) in [
        // An index knows.
        ("email.domain:example.com", false),
        ("NOT email.domain:example.com", false),
        // Few are to be tested.
        ("user_id:auth0|001 AND NOT name:x", false),
        ("email:*1* AND NOT name:x", true),
        ("NOT name:x AND NOT nickname:x", true),
    ] {
        let all = user_search::count(&mut conn, TENANT, &understood(text), user_search::MANY).await.unwrap();
        let some = user_search::count_some(&mut conn, TENANT, &understood(text), 10).await.unwrap();
        assert_eq!(some.is_capped, is_capped, "{text}");
        assert!(some.count == all || (is_capped && some.count <= 10 && some.count < all), "{text}: {some:?} of {all}");
    }
}

async fn names_of_metadata_are_those_that_there_are(db: Db) {
    let mut rng = StdRng::seed_from_u64(34);
    let mut all = fill(&db, &mut rng, 30).await;
    let before = all.remove(0);
    let after = UserProfile {
        user_metadata: Some(object(&json!({ "plan": "gold", "pläne": [{ "x": 1 }], "a b": 1 }))),
        app_metadata: Some(object(&json!({ "plan": { "seats": 3 } }))),
        ..before.clone()
    };
    let mut tx = db.begin().await.unwrap();
    users::save(&mut tx, TENANT, &before, &after).await.unwrap();
    tx.commit().await.unwrap();
    let mut conn = db.read().await.unwrap();
    for (prefix, limit, expected) in [
        ("user_metadata.plan", 9, vec!["user_metadata.plan"]),
        ("user_metadata.pl", 9, vec!["user_metadata.plan", "user_metadata.pläne", "user_metadata.pläne.x"]),
        ("pl", 2, vec!["app_metadata.plan", "app_metadata.plan.seats"]),
        ("pl", 3, vec!["app_metadata.plan", "app_metadata.plan.seats", "user_metadata.plan"]),
        ("app_m", 1, vec!["app_metadata.beta"]),
        ("app_metadata.plan.", 9, vec!["app_metadata.plan.seats"]),
        ("user_metadata.home", 9, vec!["user_metadata.home", "user_metadata.home.city"]),
        ("user_metadata.x%_'", 9, vec![]),
        ("identities.", 9, vec![]),
        ("e.domain", 9, vec![]),
    ] {
        let names = user_search::metadata_names(&mut conn, TENANT, prefix, limit).await.unwrap();
        assert_eq!(names, expected, "{prefix}");
    }
    let all = user_search::metadata_names(&mut conn, TENANT, "", 100).await.unwrap();
    assert!(all.contains(&"app_metadata.seats".to_owned()) && all.contains(&"user_metadata.a b".to_owned()), "{all:?}");
    assert_eq!(user_search::metadata_names(&mut conn, "nobody", "", 100).await.unwrap(), Vec::<String>::new());
}
