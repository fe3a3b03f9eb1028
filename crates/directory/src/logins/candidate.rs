//! Who somebody says they are, before they have shown it.

use model::{Connection, UserId, UserProfile, check_email};
use store::Conn;
use store::identifiers::Kind;
use store::login_attempts::Count;

use super::LoginRefusal;
use super::attempt::Attempt;
use super::device::Device;
use crate::random::hash_secret;

/// The longest name that is looked up, in bytes; emails are shorter (RFC 5321 §4.5.3.1).
const MAX_IDENTIFIER: usize = 400;

/// Who might be logging in.
pub(super) struct Candidate {
    /// The user of that name; none when nobody has it.
    pub(super) known: Option<Known>,
    /// The connection in which the name was looked for first; the user's own where there is one.
    pub(super) connection: Connection,
    /// What failures are counted by.
    pub(super) subject: String,
    /// Where from.
    pub(super) ip: String,
    /// What failures of the subject are counted by besides: the address, or the browser that logged the user in before.
    pub(super) from: String,
    /// The browser, if it logged somebody in before.
    pub(super) device: Option<Device>,
    /// Failures so far.
    counts: Vec<Count>,
    now: model::Timestamp,
}

/// A user, and what their password is compared with.
pub(super) struct Known {
    pub(super) user: UserProfile,
    /// The account of theirs that the name is of, if it was linked to them; its password is another one.
    pub(super) linked: Option<UserId>,
    pub(super) hash: Option<String>,
}

/// The hash of the password of a user, or of an account that was linked to them.
pub(crate) async fn password(
    conn: &mut Conn,
    tenant: &str,
    user: &UserId,
    linked: Option<&UserId>,
) -> store::Result<Option<String>> {
    match linked {
        None => store::passwords::find(conn, tenant, user).await,
        Some(linked) => store::linked_identities::password(conn, tenant, linked).await,
    }
}

impl Candidate {
    /// Why nothing is tried: too many failures, of the name or of the address.
    pub(super) fn kept_out(&self) -> Option<LoginRefusal> {
        kept_out(&self.counts, self.now)
    }

    /// Whether the browser logged the user in before: what failed elsewhere does not count there.
    pub(super) fn is_known_device(&self) -> bool {
        self.from != self.ip
    }

    /// Whether there is anything to forget once the password was right.
    pub(super) fn has_failures(&self) -> bool {
        self.counts.iter().any(|count| !count.subject.is_empty())
    }
}

/// What failures of a name are counted by that nobody has.
pub(crate) fn subject_of_nobody(identifier: &str) -> String {
    format!("?{}", hash_secret(&identifier.trim().to_lowercase()))
}

/// Why nothing is tried after these failures.
pub(super) fn kept_out(counts: &[Count], now: model::Timestamp) -> Option<LoginRefusal> {
    let mut blocked = counts.iter().filter(|count| count.is_blocked(now));
    let first = blocked.next()?;
    let is_address_alone = first.subject.is_empty() && blocked.next().is_none();
    Some(if is_address_alone { LoginRefusal::SuspiciousAddress } else { LoginRefusal::TooManyAttempts })
}

impl Attempt<'_> {
    /// Finds who is meant, and what is known about failures.
    pub(super) async fn candidate(&self) -> Result<Candidate, LoginRefusal> {
        let mut conn = self.directory.db().read().await?;
        let mut connections = self.connections(&mut conn).await.inspect_err(|refusal| {
            self.checks.fail("connection", &refusal.to_string(), self.directory.now());
        })?;
        self.checks.pass("connection", self.directory.now());
        let found = self.find(&mut conn, &connections).await?;
        match &found {
            Some(_) => self.checks.pass("user", self.directory.now()),
            None => self.checks.fail("user", "nobody has this email or user name", self.directory.now()),
        }
        let (known, connection) = match found {
            Some((known, index)) => (Some(known), connections.swap_remove(index)),
            None => (None, connections.swap_remove(0)),
        };
        // Every name of a user counts as the user (S-322); a name that nobody has counts as itself.
        let subject = match &known {
            Some(known) => known.user.user_id.as_str().to_owned(),
            None => subject_of_nobody(self.credentials.identifier),
        };
        let ip = self.origin.ip.clone().unwrap_or_else(|| "-".to_owned());
        let device = self.device(&mut conn).await?;
        let known_device =
            device.as_ref().zip(known.as_ref()).and_then(|(device, known)| device.of(&known.user.user_id));
        let from = known_device.unwrap_or_else(|| ip.clone());
        let now = self.directory.now();
        let mut candidate = Candidate { known, connection, subject, ip, from, device, counts: Vec::new(), now };
        candidate.counts = self.counts(&mut conn, &candidate).await?;
        Ok(candidate)
    }

    /// The failures that count for the candidate: of a browser that logged the user in before, its own alone.
    pub(super) async fn counts(&self, conn: &mut Conn, candidate: &Candidate) -> Result<Vec<Count>, LoginRefusal> {
        let Candidate { subject, from, .. } = candidate;
        let mut counts = store::login_attempts::find(conn, self.tenant, subject, from).await?;
        if candidate.is_known_device() {
            counts.retain(|count| count.subject == *subject && count.ip == *from);
        }
        Ok(counts)
    }

    /// The database connections to look in; at least one.
    async fn connections(&self, conn: &mut Conn) -> Result<Vec<Connection>, LoginRefusal> {
        let client = &self.credentials.client.client_id;
        let names = store::connection_clients::databases(conn, self.tenant, client).await?;
        let names = match self.credentials.connection {
            None => names,
            Some(name) if names.iter().any(|enabled| enabled == name) => vec![name.to_owned()],
            Some(name) => {
                let is_there =
                    !name.contains('\0') && store::connections::find(conn, self.tenant, name).await?.is_some();
                return Err(if is_there { LoginRefusal::ConnectionDisabled } else { LoginRefusal::NoConnection });
            }
        };
        let mut connections = Vec::with_capacity(names.len());
        for name in names {
            connections.extend(store::connections::find(conn, self.tenant, &name).await?);
        }
        if connections.is_empty() { Err(LoginRefusal::ConnectionDisabled) } else { Ok(connections) }
    }

    /// The user of that name, and in which of the connections.
    async fn find(&self, conn: &mut Conn, connections: &[Connection]) -> Result<Option<(Known, usize)>, LoginRefusal> {
        let typed = self.credentials.identifier.trim();
        if typed.is_empty() || typed.len() > MAX_IDENTIFIER || typed.contains('\0') {
            return Ok(None);
        }
        let (kind, value) = match check_email(typed) {
            Ok(email) => (Kind::Email, email),
            Err(_) => (Kind::Username, typed.to_lowercase()),
        };
        for (index, connection) in connections.iter().enumerate() {
            let found = store::identifiers::find_any(conn, self.tenant, &connection.name, kind, &value).await?;
            let Some((id, linked)) = found else { continue };
            let Some(user) = store::users::find(conn, self.tenant, &id).await? else { continue };
            let hash = password(conn, self.tenant, &id, linked.as_ref()).await?;
            return Ok(Some((Known { user, linked, hash }, index)));
        }
        Ok(None)
    }
}
