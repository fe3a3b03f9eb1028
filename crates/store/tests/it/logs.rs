//! Every question about the log gives what a plain filter over all of its events would.

use model::lucene::{Bound, Clause, Pattern, Piece, Query, Test, parse_query};
use model::{LogEvent, LoginOutcome, Timestamp};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use store::login_hours::{self, HOUR, Hour};
use store::logs::{self, Filter, Found, Search, Window, date_of, id_at};
use store::{Db, tenants};

on_both!(
    every_question_gives_what_a_plain_filter_gives,
    what_is_rare_is_found_in_steps_of_bounded_effort,
    values_are_never_a_part_of_the_statement,
    logins_are_counted_by_the_hour
);

const TENANT: &str = "default";
const BEGIN: i64 = 1_795_000_000_000;
const KINDS: [&str; 6] = ["s", "fp", "f", "sapi", "seacft", "slo"];
const NAMES: [&str; 6] = ["Shop", "shop", "Sh*p", "Büro [1]", "100% \\o/", "a_b"];
const TEXTS: [&str; 5] = ["Successful login", "successful", "Wrong email or password.", "Update a User", "s"];

fn pick<'a>(rng: &mut StdRng, list: &[&'a str]) -> &'a str {
    list[rng.random_range(0..list.len())]
}

fn maybe(rng: &mut StdRng, list: &[&str]) -> Option<String> {
    rng.random_bool(0.8).then(|| pick(rng, list).to_owned())
}

fn random_event(rng: &mut StdRng, number: i64) -> LogEvent {
    let date = Timestamp(BEGIN + number * rng.random_range(1..HOUR / 20));
    LogEvent {
        log_id: format!("{}{number:05}", id_at(date)),
        date,
        kind: pick(rng, &KINDS).to_owned(),
        description: maybe(rng, &TEXTS),
        connection: maybe(rng, &["Users", "Staff"]),
        client_id: maybe(rng, &["app1", "app2", "s"]),
        client_name: maybe(rng, &NAMES),
        ip: maybe(rng, &["203.0.113.1", "203.0.113.2", "2001:db8::1"]),
        user_agent: maybe(rng, &["Firefox/1.0 (X11)", "curl/8"]),
        user_id: maybe(rng, &["auth0|1", "auth0|2", "auth0|3"]),
        user_name: maybe(rng, &NAMES),
        location_info: None,
        details: None,
    }
}

/// The events, newest first.
async fn fill(db: &Db, rng: &mut StdRng, count: i64) -> Vec<LogEvent> {
    let mut tx = db.begin().await.unwrap();
    for tenant in [TENANT, "other"] {
        tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
    }
    let mut all: Vec<LogEvent> = (0..count).map(|number| random_event(rng, number)).collect();
    for event in &all {
        logs::append(&mut tx, TENANT, event).await.unwrap();
    }
    // What must never be found.
    for number in 0..20 {
        logs::append(&mut tx, "other", &random_event(rng, number)).await.unwrap();
    }
    tx.commit().await.unwrap();
    all.sort_by(|one, other| other.log_id.cmp(&one.log_id));
    all
}

// --- Random questions -----------------------------------------------------------------------------------------------

fn random_pattern(rng: &mut StdRng, field: &str) -> String {
    let value = match field {
        "type" => pick(rng, &KINDS),
        "description" => pick(rng, &TEXTS),
        "connection" => pick(rng, &["Users", "Staff", "users"]),
        "client_id" => pick(rng, &["app1", "app2", "nobody"]),
        "ip" => pick(rng, &["203.0.113.1", "203.0.113.2", "2001:db8::1"]),
        "user_id" => pick(rng, &["auth0|1", "auth0|2"]),
        "user_agent" => pick(rng, &["Firefox/1.0 (X11)", "curl/8"]),
        _ => pick(rng, &NAMES),
    };
    let chars: Vec<char> = value.chars().collect();
    let escaped = |chars: &[char]| chars.iter().map(|char| format!("\\{char}")).collect::<String>();
    let cut = rng.random_range(0..=chars.len());
    match rng.random_range(0..6) {
        0 => format!("{}*", escaped(&chars[..cut])),
        1 => format!("*{}", escaped(&chars[cut..])),
        2 => format!("*{}*", escaped(&chars[cut / 2..cut])),
        3 if cut > 0 => format!("{}?{}", escaped(&chars[..cut - 1]), escaped(&chars[cut..])),
        _ => format!("\"{}\"", escaped(&chars)),
    }
}

fn random_query(rng: &mut StdRng, all: &[LogEvent], depth: u32) -> String {
    let one = |rng: &mut StdRng| random_query(rng, all, depth + 1);
    match rng.random_range(0..if depth > 2 { 6 } else { 9 }) {
        0 => {
            let day = all[rng.random_range(0..all.len())].date;
            let (open, close) = (pick(rng, &["[", "{"]), pick(rng, &["]", "}"]));
            let end = if rng.random_bool(0.5) { "*".to_owned() } else { day.plus_days(1).date() };
            format!("date:{open}{day} TO {end}{close}")
        }
        1 => format!("_exists_:{}", pick(rng, &["client_id", "ip", "user_name", "hostname"])),
        2 => random_pattern(rng, "type"),
        3..=5 => {
            let fields = [
                "type",
                "description",
                "connection",
                "client_id",
                "client_name",
                "ip",
                "user_agent",
                "user_id",
                "user_name",
            ];
            let field = pick(rng, &fields);
            format!("{field}:{}", random_pattern(rng, field))
        }
        6 => format!("NOT ({})", one(rng)),
        7 => format!("({}) AND ({})", one(rng), one(rng)),
        _ => format!("({}) OR ({})", one(rng), one(rng)),
    }
}

fn random_filter(rng: &mut StdRng, all: &[LogEvent]) -> (Filter, Query) {
    let text = if rng.random_bool(0.6) { random_query(rng, all, 0) } else { String::new() };
    let query = parse_query(&text).unwrap_or_else(|mistake| panic!("{text}: {mistake}"));
    let value = |rng: &mut StdRng, list: &[&str]| rng.random_bool(0.2).then(|| pick(rng, list).to_owned());
    let date = |rng: &mut StdRng| rng.random_bool(0.2).then(|| all[rng.random_range(0..all.len())].date);
    let filter = Filter {
        user_id: value(rng, &["auth0|1", "auth0|9"]),
        kinds: (0..rng.random_range(0..3)).map(|_| pick(rng, &KINDS).to_owned()).collect(),
        client_id: value(rng, &["app1", "app2"]),
        connection: value(rng, &["Users", "Staff"]),
        ip: value(rng, &["203.0.113.1"]),
        from: date(rng),
        until: date(rng),
        search: Search::read(&query).unwrap(),
    };
    (filter, query)
}

// --- The plain filter -----------------------------------------------------------------------------------------------

fn field<'a>(event: &'a LogEvent, name: &str) -> Option<&'a str> {
    match name {
        "log_id" => Some(&event.log_id),
        "type" => Some(&event.kind),
        "description" => event.description.as_deref(),
        "connection" => event.connection.as_deref(),
        "client_id" => event.client_id.as_deref(),
        "client_name" => event.client_name.as_deref(),
        "ip" => event.ip.as_deref(),
        "user_agent" => event.user_agent.as_deref(),
        "user_id" => event.user_id.as_deref(),
        "user_name" => event.user_name.as_deref(),
        _ => None,
    }
}

fn like(pieces: &[Piece], text: &[char]) -> bool {
    match pieces.split_first() {
        None => text.is_empty(),
        Some((Piece::Any, rest)) => (0..=text.len()).any(|skip| like(rest, &text[skip..])),
        Some((Piece::One, rest)) => !text.is_empty() && like(rest, &text[1..]),
        Some((Piece::Text(part), rest)) => {
            let part: Vec<char> = part.chars().collect();
            text.starts_with(&part) && like(rest, &text[part.len()..])
        }
    }
}

fn is_like(text: Option<&str>, pattern: &Pattern) -> bool {
    text.is_some_and(|text| like(pattern.pieces(), &text.chars().collect::<Vec<_>>()))
}

/// Only whole days and whole milliseconds are asked for.
fn first_and_after(bound: &Bound) -> Option<(i64, i64)> {
    let value = bound.value.as_ref()?;
    Some(match Timestamp::from_date(value) {
        Some(day) => (day.0, day.plus_days(1).0),
        None => {
            let moment: Timestamp = value.parse().unwrap();
            (moment.0, moment.0 + 1)
        }
    })
}

fn is_true(query: &Query, event: &LogEvent) -> bool {
    const BARE: [&str; 7] = ["client_name", "connection", "description", "ip", "log_id", "type", "user_name"];
    match query {
        Query::All => true,
        Query::Not(query) => !is_true(query, event),
        Query::And(queries) => queries.iter().all(|query| is_true(query, event)),
        Query::Or(queries) => queries.iter().any(|query| is_true(query, event)),
        Query::Clause(Clause { field: name, test, .. }) => match (name.as_deref(), test) {
            (Some(name), Test::Exists) => field(event, name).is_some(),
            (Some("date"), Test::Within(from, to)) => {
                let after_from = first_and_after(from)
                    .is_none_or(|(first, after)| event.date.0 >= if from.is_inclusive { first } else { after });
                let before_to = first_and_after(to)
                    .is_none_or(|(first, after)| event.date.0 < if to.is_inclusive { after } else { first });
                after_from && before_to
            }
            (Some(name), Test::Like(pattern)) => is_like(field(event, name), pattern),
            (None, Test::Like(pattern)) => BARE.iter().any(|name| is_like(field(event, name), pattern)),
            other => panic!("{other:?}"),
        },
    }
}

fn matches(event: &LogEvent, filter: &Filter, query: &Query) -> bool {
    let same = |wanted: &Option<String>, found: &Option<String>| wanted.is_none() || wanted == found;
    same(&filter.user_id, &event.user_id)
        && same(&filter.client_id, &event.client_id)
        && same(&filter.connection, &event.connection)
        && same(&filter.ip, &event.ip)
        && (filter.kinds.is_empty() || filter.kinds.contains(&event.kind))
        && filter.from.is_none_or(|from| event.date >= from)
        && filter.until.is_none_or(|until| event.date < until)
        && is_true(query, event)
}

// --- The tests ------------------------------------------------------------------------------------------------------

async fn page(db: &Db, filter: &Filter, window: &Window) -> Found {
    let mut conn = db.read_log().await.unwrap();
    logs::list(&mut conn, TENANT, filter, window).await.unwrap()
}

/// Reads page after page.
async fn read_all(db: &Db, filter: &Filter, mut window: Window) -> Vec<LogEvent> {
    let mut events = Vec::new();
    loop {
        let found = page(db, filter, &window).await;
        assert!(found.events.len() <= window.limit);
        assert!(found.is_paused || found.next.is_none() || found.events.len() == window.limit, "a page is full");
        events.extend(found.events);
        match found.next {
            Some(next) if window.is_oldest_first => window.after = Some(next),
            Some(next) => window.before = Some(next),
            None => return events,
        }
    }
}

async fn every_question_gives_what_a_plain_filter_gives(db: Db) {
    let mut rng = StdRng::seed_from_u64(11);
    let all = fill(&db, &mut rng, 300).await;
    for _ in 0..250 {
        let (filter, query) = random_filter(&mut rng, &all);
        let effort = [Some(7), Some(60), None][rng.random_range(0..3)];
        let limit = [1, 7, 50][rng.random_range(0..3)];
        let after = rng.random_bool(0.1).then(|| all[rng.random_range(0..all.len())].log_id.clone());
        let newer = |event: &&LogEvent| after.as_ref().is_none_or(|after| event.log_id > *after);
        let is_oldest_first = rng.random_bool(0.4);
        let wanted = |event: &&LogEvent| matches(event, &filter, &query);
        let mut want: Vec<&LogEvent> = all.iter().filter(newer).filter(wanted).collect();
        if is_oldest_first {
            want.reverse();
        }
        let window = Window { after: after.clone(), before: None, limit, effort, is_oldest_first };
        let found = read_all(&db, &filter, window.clone()).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), want, "{filter:?} {window:?}");
    }
}

async fn what_is_rare_is_found_in_steps_of_bounded_effort(db: Db) {
    let mut rng = StdRng::seed_from_u64(12);
    let all = fill(&db, &mut rng, 100).await;
    let query = parse_query("user_agent:*nobody*").unwrap();
    let filter = Filter { search: Search::read(&query).unwrap(), ..Filter::default() };
    let window = Window { after: None, before: None, limit: 50, effort: Some(30), is_oldest_first: false };
    let found = page(&db, &filter, &window).await;
    assert!(found.is_paused && found.events.is_empty());
    assert_eq!(found.next.as_ref(), Some(&all[30].log_id), "it says where it paused");
    assert_eq!(found.next.as_deref().and_then(date_of), Some(all[30].date));
    let last = page(&db, &filter, &Window { before: Some(all[80].log_id.clone()), ..window }).await;
    assert!(!last.is_paused && last.next.is_none(), "at the end there is no pause");
    let mut conn = db.read_log().await.unwrap();
    assert_eq!(logs::find(&mut conn, TENANT, &all[3].log_id).await.unwrap().as_ref(), Some(&all[3]));
    assert_eq!(logs::find(&mut conn, "other", &all[3].log_id).await.unwrap(), None);
}

/// S-626
async fn values_are_never_a_part_of_the_statement(db: Db) {
    let mut rng = StdRng::seed_from_u64(13);
    let all = fill(&db, &mut rng, 20).await;
    for text in ["' OR '1'='1", "%", "_", "\\", "$1", "?", "[a-z]", "*", "'; DROP TABLE logs; --", "\u{202e}"] {
        let filter = Filter { user_id: Some(text.to_owned()), kinds: vec![text.to_owned()], ..Filter::default() };
        let window = Window { after: None, before: None, limit: 50, effort: None, is_oldest_first: false };
        assert!(page(&db, &filter, &window).await.events.is_empty(), "{text}");
        let quoted = format!("user_name:\"{}\"", text.replace('\\', "\\\\"));
        let search = Search::read(&parse_query(&quoted).unwrap()).unwrap();
        assert!(page(&db, &Filter { search, ..Filter::default() }, &window).await.events.is_empty(), "{text}");
    }
    let window = Window { after: None, before: None, limit: 50, effort: None, is_oldest_first: false };
    assert_eq!(page(&db, &Filter::default(), &window).await.events.len(), all.len());
}

async fn logins_are_counted_by_the_hour(db: Db) {
    let mut rng = StdRng::seed_from_u64(14);
    let all = fill(&db, &mut rng, 200).await;
    let (from, until) = (Timestamp(all[150].date.0 / HOUR * HOUR), Timestamp(all[20].date.0 / HOUR * HOUR));
    let mut conn = db.read_log().await.unwrap();
    let counted = login_hours::count(&mut conn, TENANT, from, until).await.unwrap();
    drop(conn);
    let mut hour = from.0;
    while hour < until.0 {
        let count = |outcome| {
            let inside = |event: &&LogEvent| (hour..hour + HOUR).contains(&event.date.0);
            all.iter().filter(inside).filter(|event| LoginOutcome::of(&event.kind) == Some(outcome)).count() as i64
        };
        let found = counted.iter().find(|counted| counted.hour == hour);
        let found = found.map_or((0, 0), |found| (found.successes, found.failures));
        assert_eq!(found, (count(LoginOutcome::Success), count(LoginOutcome::Failure)), "{hour}");
        hour += HOUR;
    }
    let mut tx = db.begin().await.unwrap();
    let kept = Hour { hour: from.0, successes: 3, failures: 1 };
    login_hours::keep(&mut tx, TENANT, kept).await.unwrap();
    login_hours::keep(&mut tx, TENANT, Hour { successes: 9, ..kept }).await.unwrap();
    login_hours::keep(&mut tx, "other", Hour { failures: 9, ..kept }).await.unwrap();
    tx.commit().await.unwrap();
    let mut conn = db.read_log().await.unwrap();
    assert_eq!(login_hours::kept(&mut conn, TENANT, from, Timestamp(from.0 + 1)).await.unwrap(), [kept]);
}
