//! Every way to find users gives what a plain filter over all of them would.

use model::{Identity, Timestamp, UserId, UserProfile, UserStatus};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use store::search::{self, Effort, Place, Range, Search, Sort, Window};
use store::{Db, tenants, users, words};

on_both!(
    every_search_gives_what_a_plain_filter_gives,
    who_is_renamed_is_found_in_their_new_place,
    every_count_is_the_number_of_rows,
    who_has_many_words_that_begin_alike_is_counted_once,
    working_through_ids_meets_everyone_once
);

const TENANT: &str = "default";
const NAMES: [&str; 8] = ["Ada", "adam", "Zoë", "ZOE", "Łukasz", "O'Brien", "Lovelace", "Love"];
const SORTS: [Sort; 6] = [Sort::Name, Sort::Email, Sort::Logins, Sort::LatestLogin, Sort::Created, Sort::Id];
/// Small enough that walking, giving up and gathering all happen among 300 users.
const EFFORTS: [Option<Effort>; 3] = [Some(Effort { few: 5, walk: 20 }), Some(Effort { few: 50, walk: 60 }), None];

fn pick<'a>(rng: &mut StdRng, list: &[&'a str]) -> &'a str {
    list[rng.random_range(0..list.len())]
}

fn random_user(rng: &mut StdRng, index: usize) -> UserProfile {
    let last_login = rng.random_bool(0.7).then(|| Timestamp(rng.random_range(1..50)));
    let connections = if rng.random_bool(0.2) { vec!["Users", "Others"] } else { vec!["Users"] };
    UserProfile {
        user_id: UserId::new("auth0", &format!("{:03}", (index * 37) % 300)),
        email: rng.random_bool(0.9).then(|| format!("{}{index}@example.com", pick(rng, &["ada", "zoe", "bob"]))),
        email_verified: Some(rng.random_bool(0.6)),
        name: rng.random_bool(0.9).then(|| format!("{} {}", pick(rng, &NAMES), pick(rng, &NAMES))),
        blocked: rng.random_bool(0.1).then_some(true),
        logins_count: last_login.map(|_| rng.random_range(1..5)),
        last_login,
        created_at: Timestamp(rng.random_range(1..40)),
        identities: connections
            .into_iter()
            .map(|connection| Identity { connection: connection.to_owned(), ..Identity::default() })
            .collect(),
        ..UserProfile::default()
    }
}

async fn fill(db: &Db, rng: &mut StdRng) -> Vec<UserProfile> {
    let mut tx = db.begin().await.unwrap();
    for tenant in [TENANT, "other"] {
        tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
    }
    let all: Vec<UserProfile> = (0..300).map(|index| random_user(rng, index)).collect();
    users::insert_many(&mut tx, TENANT, &all).await.unwrap();
    // What must never be found.
    let strangers: Vec<UserProfile> = (0..20).map(|index| random_user(rng, index)).collect();
    users::insert_many(&mut tx, "other", &strangers).await.unwrap();
    tx.commit().await.unwrap();
    all
}

fn random_search(rng: &mut StdRng) -> Search {
    let range = |rng: &mut StdRng| {
        if rng.random_bool(0.75) {
            return Range::default();
        }
        Range {
            from: rng.random_bool(0.7).then(|| rng.random_range(1..30)),
            until: rng.random_bool(0.7).then(|| rng.random_range(10..60)),
        }
    };
    let words = ["a", "ada", "lov", "lovelace", "zoe", "brien", "example", "com", "nobody", "łu", "o"];
    let statuses = [UserStatus::Blocked, UserStatus::Pending, UserStatus::Unverified];
    Search {
        words: (0..rng.random_range(0..3)).map(|_| pick(rng, &words).to_owned()).collect(),
        email: rng.random_bool(0.1).then(|| pick(rng, &["ada", "zoe1", "bob99@example.com", "x"]).to_owned()),
        id: rng.random_bool(0.05).then(|| pick(rng, &["auth0|007", "auth0|999"]).to_owned()),
        connection: rng.random_bool(0.2).then(|| pick(rng, &["Users", "Others", "None"]).to_owned()),
        status: rng.random_bool(0.3).then(|| statuses[rng.random_range(0..3)]),
        created: range(rng),
        login: range(rng),
    }
}

fn matches(user: &UserProfile, search: &Search) -> bool {
    let own = words::of(user);
    let email = user.email.clone().unwrap_or_default();
    let last_login = user.last_login.map_or(0, |time| time.0);
    let within = |range: Range, value: i64| {
        range == Range::default()
            || (value >= range.from.unwrap_or(1) && value < range.until.unwrap_or(i64::MAX) && value > 0)
    };
    search.words.iter().all(|word| own.iter().any(|own| own.starts_with(word)))
        && search.email.as_ref().is_none_or(|prefix| email.starts_with(prefix))
        && search.id.as_ref().is_none_or(|id| user.user_id.as_str() == id)
        && search.connection.as_ref().is_none_or(|name| user.connections().any(|own| own == name))
        && search.status.is_none_or(|status| match status {
            UserStatus::Blocked => user.is_blocked(),
            UserStatus::Pending => user.is_pending(),
            UserStatus::Unverified => user.email.is_some() && user.email_verified != Some(true),
        })
        && within(search.created, user.created_at.0)
        && within(search.login, last_login)
}

fn sort_key(user: &UserProfile, sort: Sort) -> (String, i64, String) {
    let id = user.user_id.as_str().to_owned();
    match sort {
        Sort::Name => (words::fold(user.display_name()).chars().take(80).collect(), 0, id),
        Sort::Email => (user.email.clone().unwrap_or_default(), 0, id),
        Sort::Logins => (String::new(), user.logins_count.unwrap_or(0), id),
        Sort::LatestLogin => (String::new(), user.last_login.map_or(0, |time| time.0), id),
        Sort::Created => (String::new(), user.created_at.0, id),
        Sort::Id => (String::new(), 0, id),
    }
}

fn expected(all: &[UserProfile], search: &Search, sort: Sort, is_descending: bool) -> Vec<String> {
    let mut found: Vec<&UserProfile> = all.iter().filter(|user| matches(user, search)).collect();
    found.sort_by_key(|user| sort_key(user, sort));
    if is_descending {
        found.reverse();
    }
    found.into_iter().map(|user| user.user_id.as_str().to_owned()).collect()
}

/// Reads page after page in one direction.
async fn read_all(db: &Db, search: &Search, window: Window) -> (Vec<String>, Option<Place>) {
    let (mut window, mut ids) = (window, Vec::new());
    loop {
        let mut conn = db.read().await.unwrap();
        let found = search::list(&mut conn, TENANT, search, &window).await.unwrap();
        assert!(i64::try_from(found.rows.len()).unwrap() <= window.limit);
        let last = found.rows.last().map(|(_, place)| place.clone());
        ids.extend(found.rows.into_iter().map(|(row, _)| row.user_id.as_str().to_owned()));
        if !found.has_more {
            return (ids, last);
        }
        window.from = last;
    }
}

async fn every_search_gives_what_a_plain_filter_gives(db: Db) {
    let mut rng = StdRng::seed_from_u64(42);
    let all = fill(&db, &mut rng).await;
    check(&db, &mut rng, &all, 150).await;
}

async fn who_is_renamed_is_found_in_their_new_place(db: Db) {
    let mut rng = StdRng::seed_from_u64(43);
    let mut all = fill(&db, &mut rng).await;
    let mut tx = db.begin().await.unwrap();
    for (index, user) in all.iter_mut().enumerate().filter(|(index, _)| index % 2 == 0) {
        let words: Vec<&str> = user.name.as_deref().unwrap_or("Nobody").split(' ').rev().collect();
        let email = Some(format!("{}{index}@example.com", pick(&mut rng, &["ada", "zoe", "bob"])));
        let renamed = UserProfile { name: Some(words.join(" ")), email, ..user.clone() };
        users::save(&mut tx, TENANT, user, &renamed).await.unwrap();
        *user = renamed;
    }
    tx.commit().await.unwrap();
    check(&db, &mut rng, &all, 90).await;
}

/// That random searches give what a plain filter over `all` gives.
async fn check(db: &Db, rng: &mut StdRng, all: &[UserProfile], rounds: usize) {
    for round in 0..rounds {
        let search = random_search(rng);
        let sort = SORTS[round % SORTS.len()];
        let is_descending = rng.random_bool(0.5);
        let effort = EFFORTS[rng.random_range(0..EFFORTS.len())];
        let limit = [1, 7, 50][rng.random_range(0..3)];
        let mut want = expected(all, &search, sort, is_descending);
        let window = Window { sort, is_descending, from: None, is_backward: false, limit, effort };
        let (forward, last) = read_all(db, &search, window.clone()).await;
        assert_eq!(forward, want, "forward {search:?} {window:?}");

        let window = Window { from: last, is_backward: true, ..window };
        let (backward, _) = read_all(db, &search, window.clone()).await;
        want.pop();
        want.reverse();
        assert_eq!(backward, if window.from.is_some() { want } else { Vec::new() }, "backward {search:?} {window:?}");
    }
}

async fn every_count_is_the_number_of_rows(db: Db) {
    let mut rng = StdRng::seed_from_u64(7);
    let all = fill(&db, &mut rng).await;
    for _ in 0..100 {
        let search = random_search(&mut rng);
        let want = i64::try_from(all.iter().filter(|user| matches(user, &search)).count()).unwrap();
        let mut conn = db.read().await.unwrap();
        let counted = search::count(&mut conn, TENANT, &search).await.unwrap();
        assert_eq!((counted.count, counted.is_capped), (want, false), "{search:?}");
    }
}

async fn who_has_many_words_that_begin_alike_is_counted_once(db: Db) {
    const USERS: usize = 600;
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, TENANT, TENANT, Timestamp(1)).await.unwrap();
    let name = (0..24).map(|word| format!("alike{word}")).collect::<Vec<_>>().join(" ");
    let user = |index| UserProfile {
        user_id: UserId::new("auth0", &format!("{index:024}")),
        name: Some(name.clone()),
        ..UserProfile::default()
    };
    users::insert_many(&mut tx, TENANT, &(0..USERS).map(user).collect::<Vec<_>>()).await.unwrap();
    let search = Search { words: vec!["alike".to_owned()], ..Search::default() };
    let count = search::count(&mut tx, TENANT, &search).await.unwrap();
    assert_eq!((count.count, count.is_capped), (600, false), "of 14,400 entries");
}

async fn working_through_ids_meets_everyone_once(db: Db) {
    let mut rng = StdRng::seed_from_u64(9);
    let all = fill(&db, &mut rng).await;
    let search = Search { words: vec!["example".to_owned()], ..Search::default() };
    let mut want = expected(&all, &search, Sort::Id, false);
    want.sort();
    let (mut met, mut after) = (Vec::new(), None);
    loop {
        let mut conn = db.read().await.unwrap();
        let ids = search::ids(&mut conn, TENANT, &search, after.as_ref(), 37).await.unwrap();
        met.extend(ids.iter().map(|id| id.as_str().to_owned()));
        if ids.len() < 37 {
            break;
        }
        after = ids.last().cloned();
    }
    assert_eq!(met, want);
}
