//! A directory to test in: its clock is turned by hand and hashing is cheap.

use directory::{Actor, Clock, Cost, DEFAULT_TENANT, Directory, Hashing, Origin, Random, Settings};
use model::{NewUser, Role, Timestamp, UserProfile};
use store::Db;

pub(crate) const CONNECTION: &str = "Username-Password-Authentication";
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct World {
    pub(crate) dir: Directory,
    pub(crate) clock: Clock,
}

impl World {
    pub(crate) async fn new(db: Db) -> Self {
        let clock = Clock::manual(Timestamp(1_800_000_000_000));
        let settings = Settings {
            base_url: "http://localhost:8080".to_owned(),
            hashing: Hashing::new(Cost::TEST),
            clock: clock.clone(),
            random: Random::seeded(1),
        };
        let dir = Directory::new(db, settings);
        dir.start().await.unwrap();
        Self { dir, clock }
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
