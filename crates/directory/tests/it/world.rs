//! A directory to test in: its clock is turned by hand and hashing is cheap.

use directory::{Actor, AuditKey, Clock, Cost, DEFAULT_TENANT, Directory, Hashing, Notary, Origin, Random, Settings};
use model::{NewUser, Role, Timestamp, UserProfile};
use store::Db;
use tempfile::TempDir;

pub(crate) const CONNECTION: &str = "Username-Password-Authentication";
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct World {
    pub(crate) dir: Directory,
    pub(crate) clock: Clock,
    pub(crate) hashing: Hashing,
    _folder: TempDir,
}

impl World {
    pub(crate) async fn new(db: Db) -> Self {
        let clock = Clock::manual(Timestamp(1_800_000_000_000));
        let hashing = Hashing::new(Cost::TEST);
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            hashing: hashing.clone(),
            clock: clock.clone(),
            random: Random::seeded(1),
            notary: Some(Notary { key: AuditKey::generate().unwrap(), copies: None }),
            files: Some(folder.path().join("jobs")),
            ..Settings::new("http://localhost:8080")
        };
        let dir = Directory::new(db, settings);
        dir.start().await.unwrap();
        Self { dir, clock, hashing, _folder: folder }
    }

    pub(crate) fn operator(&self) -> Actor {
        Actor::operator(DEFAULT_TENANT)
    }

    /// An administrator of that role, by way of a real session.
    pub(crate) async fn administrator(&self, role: Role) -> Actor {
        let email = format!("{}@example.com", role.as_str());
        self.dir.administrators().create(&self.operator(), &email, PASSWORD, role).await.unwrap();
        let secret = self.dir.sessions().sign_in(&email, PASSWORD, Origin::default()).await.unwrap();
        self.dir.sessions().resolve(&secret).await.unwrap().unwrap()
    }

    pub(crate) async fn user(&self, email: &str) -> UserProfile {
        self.dir.users().create(&self.operator(), new_user(email)).await.unwrap()
    }
}

pub(crate) fn new_user(email: &str) -> NewUser {
    NewUser {
        connection: CONNECTION.to_owned(),
        email: email.to_owned(),
        password: "Abcdef1!".to_owned(),
        ..NewUser::default()
    }
}

/// An event of the log.
pub(crate) struct Event {
    pub(crate) kind: String,
    pub(crate) client_id: Option<String>,
    pub(crate) client_name: Option<String>,
    pub(crate) details: serde_json::Value,
}

/// Everything that was written down with that description.
pub(crate) async fn events(db: &Db, description: &str) -> Vec<Event> {
    const SQL: &str = "SELECT type, client_id, client_name, details FROM logs WHERE description = $1 ORDER BY id";
    type Row = (String, Option<String>, Option<String>, sqlx::types::Json<serde_json::Value>);
    db.settle_log().await.unwrap();
    let rows: Vec<Row> = match db {
        Db::Sqlite { readers, .. } => sqlx::query_as(SQL).bind(description).fetch_all(readers).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(SQL).bind(description).fetch_all(pool).await.unwrap(),
    };
    let event =
        |(kind, client_id, client_name, details): Row| Event { kind, client_id, client_name, details: details.0 };
    rows.into_iter().map(event).collect()
}

/// The one thing that was written down with that description.
pub(crate) async fn event(db: &Db, description: &str) -> Event {
    let mut found = events(db, description).await;
    assert_eq!(found.len(), 1, "{description}");
    found.remove(0)
}
