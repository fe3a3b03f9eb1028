//! What was typed into the dialog, and what is wrong with it.

use leptos::prelude::*;
use model::{Connection, ConnectionOptions, EmailMistake, NewUser, PasswordStrength, UsernameLength, check_email};

use crate::functions::Refusal;

/// The fields, and which of them may show a mistake already.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) email: RwSignal<String>,
    pub(super) username: RwSignal<String>,
    pub(super) password: RwSignal<String>,
    pub(super) repeat: RwSignal<String>,
    pub(super) connection: RwSignal<String>,
    /// The id of the element that has the focus.
    pub(super) focused: RwSignal<Option<String>>,
    left: RwSignal<Vec<&'static str>>,
    was_saved: RwSignal<bool>,
    needs: RwSignal<Needs>,
    /// What was sent last, with its key: the same again is a retry, anything else is another user.
    last: StoredValue<Option<NewUser>>,
}

/// What the connection asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Needs {
    strength: PasswordStrength,
    /// None where users have no user name.
    username: Option<UsernameLength>,
}

impl Needs {
    fn of(options: &ConnectionOptions) -> Self {
        let username = options.requires_username.then_some(options.validation.username);
        Self { strength: options.password_strength(), username }
    }
}

impl Draft {
    pub(super) fn new() -> Self {
        Self {
            email: RwSignal::new(String::new()),
            username: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            repeat: RwSignal::new(String::new()),
            connection: RwSignal::new(String::new()),
            focused: RwSignal::new(None),
            left: RwSignal::new(Vec::new()),
            was_saved: RwSignal::new(false),
            needs: RwSignal::new(Needs::default()),
            last: StoredValue::new(None),
        }
    }

    /// The first of `connections`, unless one of them is chosen already.
    pub(super) fn choose_among(self, connections: &[Connection]) {
        let is_chosen = self.connection.with_untracked(|chosen| connections.iter().any(|one| one.name == *chosen));
        if !is_chosen {
            self.connection.set(connections.first().map(|one| one.name.clone()).unwrap_or_default());
        }
    }

    /// A field lost the focus: what is wrong with it may be said from now on.
    pub(super) fn left(self, field: &'static str) {
        let is_empty = match field {
            "email" => self.email.with_untracked(String::is_empty),
            _ => self.repeat.with_untracked(String::is_empty),
        };
        if !is_empty {
            self.left.update(|left| left.push(field));
        }
    }

    /// The server answered that something is wrong; a key is used once for each answer.
    pub(super) fn sent(self) {
        self.left.update(|left| left.push("email"));
    }

    /// What is wrong with a field: what is seen here, else what the server said about the value that it was given.
    pub(super) fn mistake(self, field: &'static str, refused: RwSignal<Option<Refusal>>) -> Option<String> {
        let is_shown = self.was_saved.get() || self.left.with(|left| left.contains(&field));
        let seen = if is_shown { self.seen(field) } else { None };
        seen.or_else(|| {
            let said = refused.with(|refused| refused.as_ref()?.field(field).map(str::to_owned))?;
            self.is_as_sent(field).then_some(said)
        })
    }

    fn seen(self, field: &str) -> Option<String> {
        let needs = self.needs.get();
        match field {
            "email" => self.email.with(|email| check_email(email).err().map(|mistake| mistake.to_string())),
            "username" => needs.username.and_then(|length| self.username.with(|name| username_mistake(length, name))),
            "password" => self.password.with(|password| password_mistake(needs.strength, password)),
            "repeat" => (self.password.get() != self.repeat.get()).then(|| "The passwords do not match".to_owned()),
            _ => None,
        }
    }

    /// Whether the field still has the value that the server refused.
    fn is_as_sent(self, field: &str) -> bool {
        self.last.with_value(|last| {
            let Some(last) = last else { return true };
            match field {
                "email" => self.email.with(|email| *email == last.email),
                "username" => self.username.with(|name| Some(name) == last.username.as_ref()),
                "password" => self.password.with(|password| *password == last.password),
                "connection" => self.connection.with(|connection| *connection == last.connection),
                _ => true,
            }
        })
    }

    /// The user to be created, if nothing is wrong; what is wrong is shown from now on.
    pub(super) fn checked(self, options: &ConnectionOptions) -> Option<NewUser> {
        self.needs.set(Needs::of(options));
        self.was_saved.set(true);
        if ["email", "username", "password", "repeat"].into_iter().any(|field| untrack(|| self.seen(field)).is_some()) {
            return None;
        }
        let mut user = NewUser {
            connection: self.connection.get_untracked(),
            email: self.email.get_untracked(),
            username: options.requires_username.then(|| self.username.get_untracked()),
            password: self.password.get_untracked(),
            email_verified: false,
            idempotency_key: None,
            ..NewUser::default()
        };
        user.idempotency_key =
            self.last.with_value(|last| key_of_retry(last.as_ref(), &user)).or_else(|| Some(new_key()));
        self.last.set_value(Some(user.clone()));
        Some(user)
    }
}

fn username_mistake(UsernameLength { min, max }: UsernameLength, name: &str) -> Option<String> {
    let length = name.trim().chars().count();
    if length == 0 {
        return Some("Enter a username".to_owned());
    }
    let is_good = u32::try_from(length).is_ok_and(|length| (min..=max).contains(&length));
    (!is_good).then(|| format!("{min} to {max} characters, {length} given"))
}

fn password_mistake(strength: PasswordStrength, password: &str) -> Option<String> {
    if password.is_empty() {
        return Some("Enter a password".to_owned());
    }
    (!strength.accepts(password)).then(|| "The password does not meet the rules below".to_owned())
}

fn key_of_retry(last: Option<&NewUser>, user: &NewUser) -> Option<String> {
    let key = last?.idempotency_key.clone();
    let same = NewUser { idempotency_key: key.clone(), ..user.clone() };
    last.filter(|last| **last == same).and(key)
}

/// 128 bits from the browser's generator; it protects against sending twice, not against anybody.
fn new_key() -> String {
    let part = || format!("{:08x}", (js_sys::Math::random() * 4_294_967_296.0) as u32);
    (0..4).map(|_| part()).collect()
}

/// Both parts are counted, and their lengths told as soon as they come near the limit.
pub(super) fn email_hint(email: &str) -> String {
    let (local, domain) = email.trim().rsplit_once('@').unwrap_or((email.trim(), ""));
    let (local, domain) = (local.chars().count(), domain.chars().count());
    match check_email(email) {
        Err(EmailMistake::LocalTooLong(_) | EmailMistake::DomainTooLong(_)) => {
            format!("{local} of 64 characters before the @, {domain} of 256 after it")
        }
        _ if local > 48 || domain > 192 => format!("{local} of 64 characters before the @, {domain} of 256 after it"),
        _ => "At most 64 characters before the @ and 256 after it".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use model::PasswordPolicy;

    use super::*;

    #[test]
    fn both_parts_of_an_email_are_counted_before_they_are_too_long() {
        assert!(email_hint("ada@example.com").starts_with("At most 64"));
        assert_eq!(
            email_hint(&format!("{}@b.c", "é".repeat(60))),
            "60 of 64 characters before the @, 3 of 256 after it"
        );
        assert_eq!(
            email_hint(&format!("a@{}", "b".repeat(300))),
            "1 of 64 characters before the @, 300 of 256 after it"
        );
    }

    #[test]
    fn the_same_again_is_a_retry_and_anything_else_is_not() {
        let user = NewUser { email: "ada@example.com".to_owned(), ..NewUser::default() };
        let sent = NewUser { idempotency_key: Some("k".to_owned()), ..user.clone() };
        assert_eq!(key_of_retry(Some(&sent), &user).as_deref(), Some("k"));
        assert_eq!(key_of_retry(Some(&sent), &NewUser { email: "grace@example.com".to_owned(), ..user.clone() }), None);
        assert_eq!(key_of_retry(None, &user), None);
    }

    #[test]
    fn a_password_has_to_be_there_and_meet_the_rules() {
        let none = PasswordStrength::from(PasswordPolicy::None);
        assert_eq!(password_mistake(none, "").as_deref(), Some("Enter a password"));
        assert!(password_mistake(PasswordStrength::default(), "short").is_some());
        assert_eq!(password_mistake(PasswordStrength::default(), "Long3nough"), None);
    }

    #[test]
    fn a_username_is_as_long_as_the_connection_wants() {
        let length = UsernameLength { min: 3, max: 5 };
        assert_eq!(username_mistake(length, " ").as_deref(), Some("Enter a username"));
        assert_eq!(username_mistake(length, "al").as_deref(), Some("3 to 5 characters, 2 given"));
        assert_eq!(username_mistake(length, " ädalo "), None);
        assert!(username_mistake(length, "lovelace").is_some());
    }
}
