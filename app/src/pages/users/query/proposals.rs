//! What can stand at the caret.

use model::{Timestamp, USER_FIELDS, UserFieldKind};

use super::context::Wanted;

/// Something that could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposal {
    /// What is written.
    pub(super) text: String,
    /// What it means, in a few words.
    pub(super) about: String,
    /// Whether something must follow, so that more is proposed at once.
    pub(super) is_begun: bool,
}

/// What is known of the tenant.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// Names of metadata that begin as what is wanted.
    pub(super) metadata: &'a [String],
    /// Names and strategies of connections.
    pub(super) connections: &'a [(String, String)],
    pub(super) now: Timestamp,
}

/// Where names of metadata begin.
const DOCUMENTS: [(&str, &str); 2] =
    [("app_metadata.", "what applications note about users"), ("user_metadata.", "what users set for themselves")];

/// Begins as it is looked for, whatever the case.
fn begins(text: &str, begun: &str) -> bool {
    text.get(..begun.len()).is_some_and(|start| start.eq_ignore_ascii_case(begun))
}

fn proposal(text: impl Into<String>, about: impl Into<String>, is_begun: bool) -> Proposal {
    Proposal { text: text.into(), about: about.into(), is_begun }
}

/// All that fit, at most 30.
pub(super) fn proposals(wanted: Wanted<'_>, known: Known<'_>) -> Vec<Proposal> {
    let mut all = match wanted {
        Wanted::Term { begun, is_first } => terms(begun, is_first, known),
        Wanted::Value { field: "_exists_", begun } => names(begun, "", known),
        Wanted::Value { field, begun } => values(field, begun, known),
    };
    all.truncate(30);
    all
}

fn terms(begun: &str, is_first: bool, known: Known<'_>) -> Vec<Proposal> {
    const OPERATORS: [(&str, &str); 3] =
        [("AND ", "both must hold"), ("OR ", "one of both must hold"), ("NOT ", "what follows must not hold")];
    let operators = OPERATORS.iter().filter(|(text, _)| text.starts_with(begun) && (!is_first || *text == "NOT "));
    let operators = operators.map(|(text, about)| proposal(*text, *about, true));
    let mut all: Vec<Proposal> = if is_first { Vec::new() } else { operators.clone().collect() };
    all.extend(names(begun, ":", known));
    if begins("_exists_:", begun) {
        all.push(proposal("_exists_:", "who has anything in a field", true));
    }
    if is_first {
        all.extend(operators);
    }
    all
}

/// Names of fields, each with `ending`.
fn names(begun: &str, ending: &str, Known { metadata, .. }: Known<'_>) -> Vec<Proposal> {
    let is_begun = !ending.is_empty();
    let fields = USER_FIELDS.iter().filter(|field| begins(field.name, begun));
    let mut all: Vec<Proposal> =
        fields.map(|field| proposal(format!("{}{ending}", field.name), field.about, is_begun)).collect();
    let documents = DOCUMENTS.iter().filter(|(name, _)| begins(name, begun) && name.len() > begun.len());
    all.extend(documents.map(|(name, about)| proposal(*name, *about, true)));
    all.extend(metadata.iter().map(|name| proposal(format!("{name}{ending}"), "", is_begun)));
    all
}

fn values(field: &str, begun: &str, known: Known<'_>) -> Vec<Proposal> {
    let kind = USER_FIELDS.iter().find(|known| known.name == field).map(|field| field.kind);
    let mut all: Vec<Proposal> = match kind {
        Some(UserFieldKind::Flag) => vec![proposal("true", "", false), proposal("false", "", false)],
        Some(UserFieldKind::Number) => {
            vec![proposal("[1 TO *]", "at least once", false), proposal("[10 TO *]", "at least ten times", false)]
        }
        Some(UserFieldKind::Time) => [(1, "since yesterday"), (7, "in the last 7 days"), (30, "in the last 30 days")]
            .into_iter()
            .map(|(days, about)| proposal(format!("[{} TO *]", known.now.plus_days(-days).date()), about, false))
            .collect(),
        Some(UserFieldKind::Connection) => {
            known.connections.iter().map(|(name, strategy)| proposal(quoted(name), strategy.as_str(), false)).collect()
        }
        Some(UserFieldKind::Provider) => {
            let mut strategies: Vec<&str> = known.connections.iter().map(|(_, strategy)| strategy.as_str()).collect();
            strategies.sort_unstable();
            strategies.dedup();
            strategies.into_iter().map(|strategy| proposal(quoted(strategy), "", false)).collect()
        }
        Some(UserFieldKind::Text) => Vec::new(),
        // Metadata.
        None if is_metadata(field) => vec![proposal("true", "", false), proposal("false", "", false)],
        None => return Vec::new(),
    };
    all.push(proposal("*", "anything, but not nothing", false));
    all.retain(|one| begins(&one.text, begun) && one.text != begun);
    all
}

fn is_metadata(field: &str) -> bool {
    DOCUMENTS.iter().any(|(name, _)| field.starts_with(name))
}

/// A value as a query needs it.
fn quoted(value: &str) -> String {
    let is_plain = value.chars().all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.'));
    if is_plain { value.to_owned() } else { format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// The beginning of a name that the server is to be asked for; none where it has nothing to tell.
pub(super) fn asked(wanted: Wanted<'_>, is_query: bool) -> Option<&str> {
    let begun = match wanted {
        Wanted::Term { begun, .. } | Wanted::Value { field: "_exists_", begun } => begun,
        Wanted::Value { .. } => return None,
    };
    // Whoever types the name of a person does not ask for metadata.
    (is_query || DOCUMENTS.iter().any(|(name, _)| begins(begun, name) || (begun.len() > 2 && begins(name, begun))))
        .then_some(begun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(wanted: Wanted<'_>) -> Vec<String> {
        let connections = ["My \"Db\"", "Users"].map(|name| (name.to_owned(), "auth0".to_owned()));
        let metadata = ["user_metadata.plan".to_owned()];
        let known = Known { metadata: &metadata, connections: &connections, now: Timestamp(86_400_000 * 40) };
        proposals(wanted, known).into_iter().map(|one| one.text).collect()
    }

    fn term(begun: &str, is_first: bool) -> Vec<String> {
        offered(Wanted::Term { begun, is_first })
    }

    fn value(field: &str, begun: &str) -> Vec<String> {
        offered(Wanted::Value { field, begun })
    }

    #[test]
    fn fields_are_offered_by_their_beginning_and_operators_after_a_term() {
        assert_eq!(term("email", true)[..3], ["email:", "email.domain:", "email_verified:"]);
        assert!(!term("", true).contains(&"AND ".to_owned()) && term("", true).contains(&"NOT ".to_owned()));
        assert_eq!(term("", false)[..3], ["AND ", "OR ", "NOT "]);
        assert_eq!(term("A", false)[0], "AND ");
        assert!(!term("a", false).contains(&"AND ".to_owned()));
        assert_eq!(term("user_m", true), ["user_metadata.", "user_metadata.plan:"]);
    }

    #[test]
    fn values_are_offered_where_they_are_known() {
        assert_eq!(value("blocked", ""), ["true", "false", "*"]);
        assert_eq!(value("blocked", "t"), ["true"]);
        assert_eq!(value("blocked", "true"), Vec::<String>::new());
        assert_eq!(value("identities.connection", ""), ["\"My \\\"Db\\\"\"", "Users", "*"]);
        assert_eq!(value("identities.provider", ""), ["auth0", "*"]);
        assert_eq!(value("created_at", "")[1], "[1970-02-03 TO *]");
        assert_eq!(value("shoe", ""), Vec::<String>::new());
        assert!(value("_exists_", "last").contains(&"last_login".to_owned()));
    }

    #[test]
    fn the_server_is_asked_for_metadata_alone() {
        let term = |begun| Wanted::Term { begun, is_first: true };
        assert_eq!(asked(term("ada"), false), None);
        assert_eq!(asked(term("us"), false), None);
        assert_eq!(asked(term("user_"), false), Some("user_"));
        assert_eq!(asked(term("user_metadata.pl"), false), Some("user_metadata.pl"));
        assert_eq!(asked(term("pl"), true), Some("pl"));
        assert_eq!(asked(Wanted::Value { field: "blocked", begun: "" }, true), None);
    }
}
