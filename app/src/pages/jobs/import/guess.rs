//! What a column may be, by what it is called.

use model::IMPORT_PROPERTIES;

use super::columns::Becomes;

/// Names that people and other programs give to what a user has, without case and signs.
const CALLED: &[(&str, &[&str])] = &[
    ("email", &["mail", "emailaddress", "mailaddress", "primaryemail", "useremail", "login"]),
    ("email_verified", &["verified", "emailconfirmed", "isemailverified", "confirmed"]),
    ("name", &["fullname", "displayname", "realname"]),
    ("given_name", &["firstname", "forename", "first", "vorname", "prenom"]),
    ("family_name", &["lastname", "surname", "last", "nachname", "nom"]),
    ("nickname", &["nick", "alias"]),
    ("username", &["user", "loginname", "accountname", "benutzername"]),
    ("phone_number", &["phone", "mobile", "mobilephone", "telephone", "tel", "cell"]),
    ("picture", &["photo", "avatar", "image", "pictureurl", "avatarurl"]),
    ("blocked", &["isblocked", "disabled", "suspended"]),
    ("user_id", &["id", "userid", "uid", "externalid"]),
    ("password_hash", &["passwordhash", "bcrypt", "hash"]),
];

/// What columns are, each property once: who comes first has it. What is not known is not imported until somebody says so.
pub(super) fn guess(columns: &[String]) -> Vec<Becomes> {
    let mut taken: Vec<&str> = Vec::new();
    // Whoever is called exactly so goes before who only sounds like it.
    let exact: Vec<Option<&'static str>> = columns.iter().map(|name| known(name)).collect();
    taken.extend(exact.iter().flatten());
    let mut guesses = Vec::with_capacity(columns.len());
    for (name, exact) in columns.iter().zip(exact) {
        let guess = match (exact, metadata(name)) {
            (Some(property), _) => Becomes::Property(property),
            (None, Some(becomes)) => becomes,
            (None, None) => match alike(name).filter(|property| !taken.contains(property)) {
                Some(property) => {
                    taken.push(property);
                    Becomes::Property(property)
                }
                None => Becomes::Nothing,
            },
        };
        guesses.push(guess);
    }
    guesses
}

fn known(name: &str) -> Option<&'static str> {
    let is_object = |property: &str| property.ends_with("_metadata");
    IMPORT_PROPERTIES.into_iter().find(|property| *property == name && !is_object(property))
}

/// `user_metadata.plan`
fn metadata(name: &str) -> Option<Becomes> {
    let way = |object: &str| {
        let rest = name.strip_prefix(object)?;
        if rest.is_empty() { Some(String::new()) } else { rest.strip_prefix('.').map(str::to_owned) }
    };
    way("user_metadata").map(Becomes::User).or_else(|| way("app_metadata").map(Becomes::App))
}

fn alike(name: &str) -> Option<&'static str> {
    let plain = |text: &str| -> String { text.chars().filter(|char| char.is_alphanumeric()).collect() };
    let name = plain(&name.to_lowercase());
    let is_it = |property: &str, called: &[&str]| plain(property) == name || called.contains(&name.as_str());
    CALLED.iter().find(|(property, called)| is_it(property, called)).map(|(property, _)| *property)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guesses(columns: &[&str]) -> Vec<Option<String>> {
        let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
        guess(&columns).iter().map(Becomes::property).collect()
    }

    #[test]
    fn columns_are_known_by_what_people_call_them() {
        let told = guesses(&["E-Mail", "First Name", "last_name", "Plan", "user_metadata.theme", "app_metadata", "ID"]);
        let expected = [
            Some("email"),
            Some("given_name"),
            Some("family_name"),
            None,
            Some("user_metadata.theme"),
            Some("app_metadata"),
            Some("user_id"),
        ];
        assert_eq!(told, expected.map(|name| name.map(str::to_owned)));
    }

    #[test]
    fn a_property_is_one_column_and_the_exact_name_wins() {
        assert_eq!(guesses(&["Mail", "email", "mail address"]), [None, Some("email".to_owned()), None]);
    }

    /// Passwords in plain text are never imported.
    #[test]
    fn a_password_is_no_hash() {
        assert_eq!(guesses(&["password", "Passwort"]), [None, None]);
    }
}
