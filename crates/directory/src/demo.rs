//! Sample users: the same for the same seed.

mod histories;
mod names;

use model::{AppType, Client, Identity, JsonObject, Timestamp, UserId, UserProfile};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::random::hex;
use crate::{Actor, Directory, Error, Result, Scope};
use names::{DOMAINS, FAMILY, GIVEN, PLANS};

/// From so many users on it is quicker to make their indexes afterwards.
const MANY: u64 = 50_000;
/// Users of one transaction: large enough that the disk's sync does not count.
const BATCH: u64 = 25_000;
const DAY: i64 = 86_400_000;
/// Sample users signed up over so many days.
const DAYS: i64 = 3 * 365;

/// Makes sample users.
pub struct Demo<'a>(pub(crate) &'a Directory);

impl Demo<'_> {
    /// Makes `count` users on the tenant's first database connection and tells `progress` how many there are so far.
    /// They have no password, so nobody can log in as one of them; the first ones have logins of the last weeks in their
    /// history, from the addresses of [`Directory::sample_geoip`].
    ///
    /// # Errors
    /// `Forbidden` without `create:users`, `Invalid` without a database connection. What was told to `progress` stays.
    pub async fn create_users(
        &self,
        actor: &Actor,
        count: u64,
        seed: u64,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<()> {
        actor.may(Scope::CreateUsers)?;
        let mut conn = self.0.db().read().await?;
        let connection = store::connections::list(&mut conn, actor.tenant())
            .await?
            .into_iter()
            .find(|connection| connection.strategy == "auth0")
            .ok_or_else(|| Error::Invalid("there is no database connection to create users on".to_owned()))?;
        let is_first = store::user_counts::total(&mut conn, actor.tenant()).await? == 0;
        let clients = store::clients::list(&mut conn, actor.tenant(), None, 50).await?;
        let application = clients.into_iter().find(|client| client.app_type != AppType::NonInteractive);
        drop(conn);
        // A second run must not meet the addresses and ids of the first.
        let tag = if is_first { [0; 4] } else { self.0.random().bytes::<4>() };
        let ids_of_run = seed ^ (u64::from(u32::from_be_bytes(tag)) << 32);
        let now = self.0.now();
        let maker = Maker {
            rng: StdRng::seed_from_u64(seed),
            ids: StdRng::seed_from_u64(ids_of_run),
            connection: connection.name,
            tag: if is_first { String::new() } else { hex(&tag) },
            now,
            count,
        };
        let is_postponed = count >= MANY && store::postponed_indexes::postpone(self.0.db()).await?;
        let done = self.make(actor, maker, application.as_ref(), ids_of_run, progress).await;
        if is_postponed {
            store::postponed_indexes::make(self.0.db()).await?;
        }
        done?;
        Ok(self.0.db().analyze().await?)
    }

    async fn make(
        &self,
        actor: &Actor,
        maker: Maker,
        application: Option<&Client>,
        ids_of_run: u64,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<()> {
        let (count, now) = (maker.count, maker.now);
        let mut made = 0;
        let mut next = maker.batch(0);
        while made < count {
            let until = count.min(made + BATCH);
            let (maker, mut users) = next.await.map_err(|error| Error::Internal(format!("sample users: {error}")))?;
            // The next ones are thought up while these are written.
            next = maker.batch(until);
            let histories =
                if made == 0 { histories::of(&mut users, application, ids_of_run, now) } else { Vec::new() };
            let mut tx = self.0.db().begin().await?;
            store::users::insert_many(&mut tx, actor.tenant(), &users).await?;
            for event in &histories {
                store::logs::append(&mut tx, actor.tenant(), event).await?;
            }
            let event = self.0.event(actor, "sui", &format!("Created {} sample users", users.len()));
            store::logs::append(&mut tx, actor.tenant(), &event).await?;
            tx.commit().await?;
            made = until;
            progress(made);
        }
        Ok(())
    }
}

struct Maker {
    rng: StdRng,
    ids: StdRng,
    connection: String,
    tag: String,
    now: Timestamp,
    count: u64,
}

impl Maker {
    /// Makes the users from the number `from` on, on another thread.
    fn batch(mut self, from: u64) -> JoinHandle<(Self, Vec<UserProfile>)> {
        tokio::task::spawn_blocking(move || {
            let until = self.count.min(from + BATCH);
            let users = (from..until).map(|index| self.user(index)).collect();
            (self, users)
        })
    }

    fn user(&mut self, index: u64) -> UserProfile {
        let created_at = self.created_at(index);
        let (given, family) = (self.pick(&GIVEN), self.pick(&FAMILY));
        let domain = self.pick(&DOMAINS);
        let email = format!("{}.{}{}{index}@{domain}", ascii(given), ascii(family), self.tag);
        let last_login = self.last_login(created_at);
        let user_id = self.user_id(created_at);
        let identity = Identity {
            connection: self.connection.clone(),
            user_id: user_id.local().to_owned(),
            provider: "auth0".to_owned(),
            ..Identity::default()
        };
        UserProfile {
            user_id,
            nickname: email.split('@').next().map(str::to_owned),
            email: Some(email),
            email_verified: Some(self.rng.random_bool(0.9)),
            name: Some(format!("{given} {family}")),
            given_name: Some(given.to_owned()),
            family_name: Some(family.to_owned()),
            created_at,
            updated_at: last_login.unwrap_or(created_at),
            identities: vec![identity],
            user_metadata: Some(self.user_metadata()),
            app_metadata: Some(self.app_metadata()),
            blocked: self.rng.random_bool(0.005).then_some(true),
            last_ip: last_login.map(|_| format!("203.0.113.{}", self.rng.random_range(1..255))),
            last_login,
            logins_count: last_login.map(|_| self.logins()),
            ..UserProfile::default()
        }
    }

    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list[self.rng.random_range(0..list.len())]
    }

    /// Spread evenly, and rising: then ids, which begin with the time, rise too.
    fn created_at(&self, index: u64) -> Timestamp {
        let span = DAYS * DAY;
        let share = i64::try_from(u128::from(index) * 1_000_000 / u128::from(self.count.max(1))).unwrap_or(0);
        Timestamp(self.now.0 - span + span / 1_000_000 * share + i64::try_from(index % 1000).unwrap_or(0))
    }

    fn last_login(&mut self, created_at: Timestamp) -> Option<Timestamp> {
        let lifetime = (self.now.0 - created_at.0).max(1);
        self.rng.random_bool(0.85).then(|| Timestamp(self.now.0 - self.rng.random_range(0..lifetime.min(120 * DAY))))
    }

    /// Most log in seldom, some very often.
    fn logins(&mut self) -> i64 {
        let magnitude = self.rng.random_range(0..8u32);
        self.rng.random_range(1..=(1i64 << magnitude) * 2)
    }

    fn user_id(&mut self, created_at: Timestamp) -> UserId {
        let mut bytes = [0; 8];
        self.ids.fill_bytes(&mut bytes);
        let seconds = u32::try_from(created_at.0 / 1000).unwrap_or(0);
        UserId::new("auth0", &format!("{}{}", hex(&seconds.to_be_bytes()), hex(&bytes)))
    }

    fn user_metadata(&mut self) -> JsonObject {
        let theme = if self.rng.random_bool(0.5) { "dark" } else { "light" };
        object(json!({ "language": self.pick(&["de", "en", "es", "fr", "ja", "pt"]), "theme": theme }))
    }

    fn app_metadata(&mut self) -> JsonObject {
        object(json!({ "plan": self.pick(&PLANS), "seats": self.rng.random_range(1..50) }))
    }
}

fn object(value: serde_json::Value) -> JsonObject {
    match value {
        serde_json::Value::Object(object) => object,
        _ => JsonObject::new(),
    }
}

/// A name as it stands in an email address.
fn ascii(name: &str) -> String {
    store::words::fold(name).chars().filter(char::is_ascii_alphanumeric).collect()
}
