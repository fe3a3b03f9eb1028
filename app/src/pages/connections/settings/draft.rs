//! What was chosen in the form, and what is wrong with it.

use leptos::prelude::*;
use model::{ConnectionOptions, FieldMistake, PasswordPolicy, UsernameLength};

use crate::components::lines;
use crate::functions::Refusal;
use crate::pages::connections::current::CurrentConnection;

/// The fields as they are typed; numbers are text until they are read.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) current: CurrentConnection,
    pub(super) policy: RwSignal<PasswordPolicy>,
    pub(super) min_length: RwSignal<String>,
    pub(super) history: RwSignal<bool>,
    pub(super) history_size: RwSignal<String>,
    pub(super) dictionary: RwSignal<bool>,
    pub(super) words: RwSignal<String>,
    pub(super) no_personal_info: RwSignal<bool>,
    pub(super) usernames: RwSignal<bool>,
    pub(super) username_min: RwSignal<String>,
    pub(super) username_max: RwSignal<String>,
    pub(super) disable_signup: RwSignal<bool>,
    pub(super) disable_change: RwSignal<bool>,
    pub(super) brute_force: RwSignal<bool>,
    /// What the form began from.
    pub(super) base: RwSignal<ConnectionOptions>,
    /// What it says now, or what is wrong with it.
    pub(super) read: Memo<Result<ConnectionOptions, Vec<FieldMistake>>>,
    pub(super) is_dirty: Memo<bool>,
    pub(super) is_busy: RwSignal<bool>,
    pub(super) refused: RwSignal<Option<Refusal>>,
}

impl Draft {
    pub(super) fn new(current: CurrentConnection) -> Self {
        let base = current.connection.with_untracked(|connection| connection.options.clone());
        let text = || RwSignal::new(String::new());
        let flag = || RwSignal::new(false);
        let nothing: Memo<Result<ConnectionOptions, Vec<FieldMistake>>> = Memo::new(|_| Err(Vec::new()));
        let mut draft = Self {
            current,
            policy: RwSignal::new(base.password_policy),
            min_length: text(),
            history: flag(),
            history_size: text(),
            dictionary: flag(),
            words: text(),
            no_personal_info: flag(),
            usernames: flag(),
            username_min: text(),
            username_max: text(),
            disable_signup: flag(),
            disable_change: flag(),
            brute_force: flag(),
            base: RwSignal::new(base),
            read: nothing,
            is_dirty: Memo::new(|_| false),
            is_busy: flag(),
            refused: RwSignal::new(None),
        };
        draft.reset();
        draft.read = Memo::new(move |_| draft.options());
        let read = draft.read;
        draft.is_dirty = Memo::new(move |_| read.with(|read| read.as_ref() != Ok(&*draft.base.read())));
        draft
    }

    /// Begins anew from what is stored.
    pub(super) fn reset(self) {
        let base = self.base.get_untracked();
        self.policy.set(base.password_policy);
        self.min_length
            .set(base.password_complexity_options.min_length.map(|least| least.to_string()).unwrap_or_default());
        self.history.set(base.password_history.enable);
        self.history_size.set(base.password_history.size.to_string());
        self.dictionary.set(base.password_dictionary.enable);
        self.words.set(base.password_dictionary.dictionary.join("\n"));
        self.no_personal_info.set(base.password_no_personal_info.enable);
        self.usernames.set(base.requires_username);
        self.username_min.set(base.validation.username.min.to_string());
        self.username_max.set(base.validation.username.max.to_string());
        self.disable_signup.set(base.disable_signup);
        self.disable_change.set(base.disable_self_service_change_password);
        self.brute_force.set(base.brute_force_protection);
        self.refused.set(None);
    }

    /// What the form says. Of a part that is switched off, what was stored of it stays.
    fn options(self) -> Result<ConnectionOptions, Vec<FieldMistake>> {
        let mut options = self.base.get();
        let mut mistakes = Vec::new();
        let mut number = |field: &str, text: RwSignal<String>, kept: u32| {
            text.with(|text| whole_number(text)).unwrap_or_else(|message| {
                mistakes.push(FieldMistake { field: field.to_owned(), message });
                kept
            })
        };
        options.password_policy = self.policy.get();
        let least = self.min_length.with(|text| !text.trim().is_empty());
        options.password_complexity_options.min_length = least.then(|| number("min_length", self.min_length, 1));
        options.password_history.enable = self.history.get();
        if options.password_history.enable {
            options.password_history.size = number("history_size", self.history_size, options.password_history.size);
        }
        options.requires_username = self.usernames.get();
        if options.requires_username {
            let UsernameLength { min, max } = options.validation.username;
            options.validation.username = UsernameLength {
                min: number("username_min", self.username_min, min),
                max: number("username_max", self.username_max, max),
            };
        }
        options.password_dictionary.enable = self.dictionary.get();
        if options.password_dictionary.enable {
            options.password_dictionary.dictionary = self.words.with(|words| lines(words));
        }
        options.password_no_personal_info.enable = self.no_personal_info.get();
        options.disable_signup = self.disable_signup.get();
        options.disable_self_service_change_password = self.disable_change.get();
        options.brute_force_protection = self.brute_force.get();
        // A number that could not be read has its mistake already.
        let others = options.mistakes().into_iter();
        let unread: Vec<String> = mistakes.iter().map(|mistake| mistake.field.clone()).collect();
        mistakes.extend(others.filter(|mistake| !unread.contains(&mistake.field)));
        if mistakes.is_empty() { Ok(options) } else { Err(mistakes) }
    }

    /// What is wrong with a field.
    pub(super) fn mistake(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let seen = self.read.with(|read| {
                let mistakes = read.as_ref().err()?;
                mistakes.iter().find(|mistake| mistake.field == field).map(|mistake| mistake.message.clone())
            });
            seen.or_else(|| self.refused.with(|refused| refused.as_ref()?.field(field).map(str::to_owned)))
        })
    }
}

fn whole_number(text: &str) -> Result<u32, String> {
    let text = text.trim();
    text.parse().map_err(
        |_| {
            if text.is_empty() { "Enter a number".to_owned() } else { "Not a whole number".to_owned() }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_whole_and_there() {
        assert_eq!(whole_number(" 12 "), Ok(12));
        for text in ["", "1.5", "-1", "ten", "99999999999"] {
            assert!(whole_number(text).is_err(), "{text}");
        }
    }
}
