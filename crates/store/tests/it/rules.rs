//! Rules and what their scripts are told.

use model::{ListPart, Rule, Timestamp};
use store::{Db, rules, rules_configs, tenants};

on_both!(
    rules_are_listed_in_their_order,
    names_and_places_are_taken_within_a_tenant,
    a_tenant_that_is_held_is_changed_by_one_after_the_other,
    configs_are_kept_by_tenant
);

fn rule(id: &str, order: i64, enabled: bool) -> Rule {
    Rule { id: id.to_owned(), name: format!("Rule {id}"), script: "function () {} // ä".to_owned(), order, enabled }
}

async fn insert(db: &Db, tenant: &str, rule: &Rule) {
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
    rules::insert(&mut tx, tenant, rule).await.unwrap();
    tx.commit().await.unwrap();
}

async fn rules_are_listed_in_their_order(db: Db) {
    for (id, order, enabled) in [("a", 7, true), ("b", 2, false), ("c", 3, true)] {
        insert(&db, "t", &rule(id, order, enabled)).await;
    }
    insert(&db, "u", &rule("a", 1, true)).await;
    let mut tx = db.begin().await.unwrap();
    let part = ListPart::Numbered { offset: 0, limit: 2, is_total_wanted: true };
    let found = rules::search(&mut tx, "t", None, &part).await.unwrap();
    assert_eq!((found.items, found.total), (vec![rule("b", 2, false), rule("c", 3, true)], Some(3)));
    let found = rules::search(&mut tx, "t", Some(true), &part).await.unwrap();
    assert_eq!((found.items, found.total), (vec![rule("c", 3, true), rule("a", 7, true)], Some(2)));
    let found = rules::search(&mut tx, "t", Some(false), &part).await.unwrap();
    assert_eq!(found.items, [rule("b", 2, false)]);
    assert_eq!(rules::last_place(&mut tx, "t").await.unwrap(), Some(7));
    assert_eq!(rules::last_place(&mut tx, "x").await.unwrap(), None);
    // Bytes, not characters.
    assert_eq!(rules::size(&mut tx, "t").await.unwrap(), (3, 60));
    assert_eq!(rules::size(&mut tx, "x").await.unwrap(), (0, 0));
    rules::save(&mut tx, "t", &Rule { name: "Other".to_owned(), ..rule("a", 1, false) }).await.unwrap();
    rules::delete(&mut tx, "t", "b").await.unwrap();
    assert_eq!(rules::find(&mut tx, "t", "b").await.unwrap(), None);
    let changed = rules::find(&mut tx, "t", "a").await.unwrap().unwrap();
    assert_eq!((changed.name.as_str(), changed.order, changed.enabled), ("Other", 1, false));
    assert_eq!(rules::find(&mut tx, "u", "a").await.unwrap(), Some(rule("a", 1, true)));
}

async fn names_and_places_are_taken_within_a_tenant(db: Db) {
    insert(&db, "t", &rule("a", 1, true)).await;
    let mut tx = db.begin().await.unwrap();
    let other = Rule { id: "b".to_owned(), ..rule("a", 1, true) };
    assert_eq!(rules::taken(&mut tx, "t", &other).await.unwrap(), (true, true));
    assert_eq!(rules::taken(&mut tx, "t", &Rule { order: 2, ..other.clone() }).await.unwrap(), (true, false));
    assert_eq!(rules::taken(&mut tx, "t", &rule("a", 1, true)).await.unwrap(), (false, false), "its own");
    assert_eq!(rules::taken(&mut tx, "u", &other).await.unwrap(), (false, false));
    assert!(rules::insert(&mut tx, "t", &other).await.is_err());
}

async fn a_tenant_that_is_held_is_changed_by_one_after_the_other(db: Db) {
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, "t", "t", Timestamp(1)).await.unwrap();
    tx.commit().await.unwrap();
    let add = |id: String| {
        let db = db.clone();
        async move {
            let mut tx = db.begin().await.unwrap();
            tenants::hold(&mut tx, "t").await.unwrap();
            let last = rules::last_place(&mut tx, "t").await.unwrap().unwrap_or(0);
            rules::insert(&mut tx, "t", &rule(&id, last + 1, true)).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
    let adding: Vec<_> = (0..8).map(|id| tokio::spawn(add(id.to_string()))).collect();
    for one in adding {
        one.await.unwrap();
    }
    let mut conn = db.read().await.unwrap();
    assert_eq!(rules::last_place(&mut conn, "t").await.unwrap(), Some(8));
}

async fn configs_are_kept_by_tenant(db: Db) {
    let mut tx = db.begin().await.unwrap();
    for (tenant, key, value) in [("t", "B", "1"), ("t", "A", "2"), ("u", "A", "3"), ("t", "B", "4")] {
        rules_configs::save(&mut tx, tenant, key, value).await.unwrap();
    }
    assert_eq!(rules_configs::keys(&mut tx, "t").await.unwrap(), ["A", "B"]);
    assert_eq!(rules_configs::value(&mut tx, "t", "B").await.unwrap().as_deref(), Some("4"));
    assert!(rules_configs::delete(&mut tx, "t", "A").await.unwrap());
    assert!(!rules_configs::delete(&mut tx, "t", "A").await.unwrap());
    assert_eq!(rules_configs::value(&mut tx, "t", "A").await.unwrap(), None);
    assert_eq!(rules_configs::value(&mut tx, "u", "A").await.unwrap().as_deref(), Some("3"));
}
