//! Searches of users that were given a name.

use model::{SavedSearch, SortOrder, Timestamp, UserQuery, UserSort, UserStatus};
use store::{Db, saved_searches, tenants};

on_both!(a_saved_search_is_read_as_it_was_written, two_of_a_tenant_have_not_one_name);

fn search(id: &str, name: &str) -> SavedSearch {
    let query = UserQuery {
        q: "name:\"Ada\" AND user_metadata.plan:gold".to_owned(),
        status: Some(UserStatus::Blocked),
        created_from: Some("2026-01-01".to_owned()),
        sort: UserSort::Name,
        order: SortOrder::Ascending,
        ..UserQuery::default()
    };
    SavedSearch { id: id.to_owned(), name: name.to_owned(), query }
}

async fn a_saved_search_is_read_as_it_was_written(db: Db) {
    let mut tx = db.begin().await.unwrap();
    for tenant in ["t", "other"] {
        tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
    }
    for one in [search("sea_2", "Blocked gold"), search("sea_1", "Äpfel"), search("sea_3", "Also")] {
        saved_searches::insert(&mut tx, "t", &one, Timestamp(1)).await.unwrap();
    }
    saved_searches::rename(&mut tx, "t", "sea_1", "Apples").await.unwrap();
    saved_searches::rename(&mut tx, "other", "sea_2", "Not theirs").await.unwrap();
    saved_searches::delete(&mut tx, "other", "sea_2").await.unwrap();
    saved_searches::delete(&mut tx, "t", "sea_3").await.unwrap();
    tx.commit().await.unwrap();
    let mut conn = db.read().await.unwrap();
    let all = saved_searches::list(&mut conn, "t").await.unwrap();
    assert_eq!(all, [search("sea_1", "Apples"), search("sea_2", "Blocked gold")]);
    assert_eq!(saved_searches::list(&mut conn, "other").await.unwrap(), []);
}

async fn two_of_a_tenant_have_not_one_name(db: Db) {
    let mut tx = db.begin().await.unwrap();
    for tenant in ["t", "other"] {
        tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
        saved_searches::insert(&mut tx, tenant, &search("sea_1", "Gold"), Timestamp(1)).await.unwrap();
    }
    let again = saved_searches::insert(&mut tx, "t", &search("sea_2", "Gold"), Timestamp(1)).await;
    assert!(again.is_err());
}
