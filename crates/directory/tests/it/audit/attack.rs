//! What somebody with the database in their hands may do.

use directory::{DEFAULT_TENANT, TamperingKind};
use rand::RngExt;
use rand::rngs::StdRng;
use store::log_chains;

use super::House;

/// Numbers of the events that the checkpoints signed.
const SIGNED: [i64; 3] = [21, 42, 63];
const LAST: i64 = 69;

/// What must be found.
#[derive(Debug, PartialEq)]
pub(super) struct Found {
    pub(super) kind: TamperingKind,
    pub(super) number: Option<i64>,
}

fn found(kind: TamperingKind, number: i64) -> Found {
    Found { kind, number: Some(number) }
}

pub(super) struct Attack<'a>(&'a House);

impl<'a> Attack<'a> {
    /// Keeps what is there.
    pub(super) async fn prepare(house: &'a House) -> Self {
        for table in ["logs", "log_chains", "log_checkpoints"] {
            house.execute(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
        }
        Self(house)
    }

    pub(super) async fn undo(&self) {
        for table in ["logs", "log_chains", "log_checkpoints"] {
            self.0.execute(&format!("DELETE FROM {table}")).await;
            self.0.execute(&format!("INSERT INTO {table} SELECT * FROM kept_{table}")).await;
        }
    }

    /// Does something: what it was, and what must be found.
    pub(super) async fn random(&self, rng: &mut StdRng) -> (String, Found) {
        match rng.random_range(0..10) {
            0 | 1 => self.edit(rng).await,
            2 => self.delete(rng).await,
            3 => self.swap(rng).await,
            4 => self.insert(rng).await,
            5 => self.cut_tail(rng).await,
            6 | 7 => self.restamp(rng).await,
            8 => self.cut_beginning(rng).await,
            _ => self.checkpoints(rng).await,
        }
    }

    async fn edit(&self, rng: &mut StdRng) -> (String, Found) {
        let number = rng.random_range(1..=LAST);
        let changes = [
            "date = date + 1",
            "type = 'f'",
            "description = NULL",
            "description = 'Event'",
            "connection = ''",
            "client_id = 'other'",
            "client_name = 'shop'",
            "ip = '203.0.113.10'",
            "user_agent = user_agent || ' '",
            "user_id = 'auth0|2'",
            "user_name = ''",
            "details = NULL",
            "details = '{}'",
            "details = '{\"number\":1000}'",
            "place = 'DE'",
            "login = 3",
            "hash = 'x'",
            "hash = NULL",
            "id = id || '0'",
            "client_id = client_name, client_name = client_id",
        ];
        let change = changes[rng.random_range(0..changes.len())];
        assert_eq!(self.0.execute(&format!("UPDATE logs SET {change} WHERE number = {number}")).await, 1);
        (format!("edited {number}: {change}"), found(TamperingKind::Edited, number))
    }

    async fn delete(&self, rng: &mut StdRng) -> (String, Found) {
        let (from, count) = (rng.random_range(1..LAST - 5), rng.random_range(1..5));
        self.0.execute(&format!("DELETE FROM logs WHERE number >= {from} AND number < {}", from + count)).await;
        (format!("deleted {count} from {from}"), found(TamperingKind::Missing, from))
    }

    async fn swap(&self, rng: &mut StdRng) -> (String, Found) {
        let one = rng.random_range(1..LAST);
        let other = LAST.min(one + rng.random_range(1..30));
        let with_hashes = rng.random_range(0..2) == 0;
        if !with_hashes {
            // Each place keeps its hash: only what is said changes.
            let hash = |number: i64| format!("(SELECT hash FROM kept_logs WHERE number = {number})");
            self.0.execute(&format!("UPDATE logs SET hash = {} WHERE number = {one}", hash(other))).await;
            self.0.execute(&format!("UPDATE logs SET hash = {} WHERE number = {other}", hash(one))).await;
        }
        for (from, to) in [(one, -1), (other, one), (-1, other)] {
            self.0.execute(&format!("UPDATE logs SET number = {to} WHERE number = {from}")).await;
        }
        (format!("swapped {one} and {other}, hashes too: {with_hashes}"), found(TamperingKind::Swapped, one))
    }

    /// A row of an attacker's own, at a number from which the others made way.
    async fn make_room_and_insert(&self, number: i64) {
        self.0.execute(&format!("UPDATE logs SET number = -(number + 1) WHERE number >= {number}")).await;
        self.0.execute("UPDATE logs SET number = -number WHERE number < 0").await;
        self.0
            .execute(&format!(
                "INSERT INTO logs (tenant, id, date, type, chain, number, hash) \
                 VALUES ('{DEFAULT_TENANT}', '9001', 1, 's', 0, {number}, 'x')"
            ))
            .await;
        self.0.execute("UPDATE log_chains SET number = number + 1 WHERE chain = 0").await;
    }

    async fn insert(&self, rng: &mut StdRng) -> (String, Found) {
        let number = rng.random_range(1..=LAST);
        match rng.random_range(0..4) {
            0 => {
                self.make_room_and_insert(number).await;
                (format!("inserted {number}"), found(TamperingKind::Inserted, number))
            }
            1 => {
                self.make_room_and_insert(number).await;
                self.make_hashes(number, number).await;
                (format!("inserted {number} with a good hash"), found(TamperingKind::Inserted, number))
            }
            2 => {
                self.make_room_and_insert(LAST + 1).await;
                self.make_hashes(LAST + 1, LAST + 1).await;
                self.0.execute("UPDATE log_chains SET number = number - 1 WHERE chain = 0").await;
                ("added at the end".to_owned(), found(TamperingKind::Inserted, LAST + 1))
            }
            _ => {
                self.0
                    .execute(&format!(
                        "INSERT INTO logs (tenant, id, date, type) VALUES ('{DEFAULT_TENANT}', '9001', 1, 's')"
                    ))
                    .await;
                let expected = Found { kind: TamperingKind::Inserted, number: None };
                ("inserted as from before the chains".to_owned(), expected)
            }
        }
    }

    async fn cut_tail(&self, rng: &mut StdRng) -> (String, Found) {
        let is_head_moved = rng.random_range(0..2) == 0;
        // What is not signed yet can be cut unseen by whoever moves the head too.
        let from = rng.random_range(1..=if is_head_moved { SIGNED[2] } else { LAST });
        self.0.execute(&format!("DELETE FROM logs WHERE number >= {from}")).await;
        if is_head_moved {
            self.move_head(from - 1).await;
        }
        (format!("cut from {from}, head moved: {is_head_moved}"), found(TamperingKind::CutTail, from))
    }

    async fn restamp(&self, rng: &mut StdRng) -> (String, Found) {
        let number = rng.random_range(1..=SIGNED[2]);
        let what = rng.random_range(0..3);
        match what {
            0 => {
                self.0.execute(&format!("UPDATE logs SET user_id = 'auth0|2' WHERE number = {number}")).await;
            }
            1 => {
                self.0.execute(&format!("DELETE FROM logs WHERE number = {number}")).await;
                self.0.execute(&format!("UPDATE logs SET number = -(number - 1) WHERE number > {number}")).await;
                self.0.execute("UPDATE logs SET number = -number WHERE number < 0").await;
            }
            _ => self.make_room_and_insert(number).await,
        }
        self.make_hashes(number, i64::MAX).await;
        let last = match what {
            0 => LAST,
            1 => LAST - 1,
            _ => LAST + 1,
        };
        self.move_head(last).await;
        let from = SIGNED.iter().copied().filter(|end| *end < number).max().unwrap_or(0) + 1;
        (format!("changed {number} ({what}) and made all hashes anew"), found(TamperingKind::Restamped, from))
    }

    async fn cut_beginning(&self, rng: &mut StdRng) -> (String, Found) {
        let until = rng.random_range(1..LAST);
        self.0.execute(&format!("DELETE FROM logs WHERE number <= {until}")).await;
        if rng.random_range(0..2) == 0 {
            return (format!("deleted up to {until}"), found(TamperingKind::Missing, 1));
        }
        self.0
            .execute(&format!(
                "UPDATE log_chains SET first_number = {until}, \
                 first_hash = (SELECT hash FROM kept_logs WHERE number = {until}) WHERE chain = 0"
            ))
            .await;
        (format!("deleted up to {until}, as retention does"), found(TamperingKind::CutBeginning, 1))
    }

    async fn checkpoints(&self, rng: &mut StdRng) -> (String, Found) {
        let changes = [
            "UPDATE log_checkpoints SET created_at = created_at + 1 WHERE number = 2",
            "UPDATE log_checkpoints SET chains = '{}' WHERE number = 2",
            "UPDATE log_checkpoints SET chains = (SELECT chains FROM kept_log_checkpoints WHERE number = 3) WHERE number = 2",
            "UPDATE log_checkpoints SET signature = 'x' WHERE number = 3",
            "DELETE FROM log_checkpoints WHERE number = 1",
            "DELETE FROM log_checkpoints WHERE number = 2",
            "UPDATE log_checkpoints SET number = 4 WHERE number = 3",
        ];
        let change = changes[rng.random_range(0..changes.len())];
        assert_eq!(self.0.execute(change).await, 1);
        (change.to_owned(), Found { kind: TamperingKind::Checkpoint, number: None })
    }

    /// Good hashes for the events of those numbers.
    async fn make_hashes(&self, from: i64, to: i64) {
        let mut conn = self.0.db.read().await.unwrap();
        let links = log_chains::links(&mut conn, DEFAULT_TENANT, 0, 0, 1_000).await.unwrap();
        drop(conn);
        let mut previous = String::new();
        for link in links {
            let mut hash = link.hash.clone();
            if (from..=to).contains(&link.number) {
                hash = link.hash_at(DEFAULT_TENANT, 0, link.number, &previous);
                self.0.execute(&format!("UPDATE logs SET hash = '{hash}' WHERE number = {}", link.number)).await;
            }
            previous = hash;
        }
    }

    async fn move_head(&self, number: i64) {
        self.0
            .execute(&format!(
                "UPDATE log_chains SET number = {number}, \
                 hash = COALESCE((SELECT hash FROM logs WHERE number = {number}), '') WHERE chain = 0"
            ))
            .await;
    }
}
