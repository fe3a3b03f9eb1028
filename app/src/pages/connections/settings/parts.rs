//! The other parts of the form.

use leptos::prelude::*;

use super::draft::Draft;
use crate::components::{Checkbox, FieldError, TextArea, TextField};

/// What else is asked of a password.
#[component]
pub(super) fn Passwords(draft: Draft) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-passwords">
            <h2 id="part-passwords">"Passwords"</h2>
            <Checkbox
                label="Refuse passwords that were used before"
                name="history"
                value=draft.history
                hint="Hashes of old passwords are kept for as long as this is on."
            />
            <Show when=move || draft.history.get()>
                <div class="settings-more">
                    <TextField
                        label="How many are remembered"
                        name="history-size"
                        inputmode="numeric"
                        value=draft.history_size
                        hint="0 to 24"
                        error=draft.mistake("history_size")
                    />
                </div>
            </Show>
            <Checkbox
                label="Refuse common passwords"
                name="dictionary"
                value=draft.dictionary
                hint="The 10,000 most common ones, as a whole and whatever their case, and words of your own."
            />
            <Show when=move || draft.dictionary.get()><Words draft=draft/></Show>
            <Checkbox
                label="Refuse passwords with personal information"
                name="no-personal-info"
                value=draft.no_personal_info
                hint="Parts of the name, user name, nickname, the email before the @, and name, first and last of user_metadata."
            />
        </section>
    }
    .into_any()
}

#[component]
fn Words(draft: Draft) -> impl IntoView {
    let error = draft.mistake("dictionary");
    let permission = draft.current.permission;
    view! {
        <div class="field settings-more" class:field-wrong=move || error.with(Option::is_some)>
            <label for="words">"Words of your own"</label>
            <TextArea
                id="words".to_owned()
                label="Words of your own".to_owned()
                value=draft.words
                is_read_only=Signal::derive(move || !permission.may_edit.get())
                is_invalid=Signal::derive(move || error.with(Option::is_some))
                described_by="error-words hint-words".to_owned()
                class="input text-area"
            />
            <p class="field-hint" id="hint-words">"One a line, at most 50 characters each"</p>
            <FieldError id="error-words" error=error/>
        </div>
    }
    .into_any()
}

/// Whether users have a user name, and how long it is.
#[component]
pub(super) fn Usernames(draft: Draft) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-usernames">
            <h2 id="part-usernames">"User names"</h2>
            <Checkbox
                label="Users have a user name"
                name="usernames"
                value=draft.usernames
                hint="New users need one beside their email, and log in with either. Those who have none keep their email."
            />
            <Show when=move || draft.usernames.get()>
                <div class="field-row settings-more">
                    <TextField
                        label="Shortest"
                        name="username-min"
                        inputmode="numeric"
                        value=draft.username_min
                        error=draft.mistake("username_min")
                    />
                    <TextField
                        label="Longest"
                        name="username-max"
                        inputmode="numeric"
                        value=draft.username_max
                        error=draft.mistake("username_max")
                    />
                </div>
            </Show>
        </section>
    }
    .into_any()
}

/// What users may do on their own.
#[component]
pub(super) fn Access(draft: Draft) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-access">
            <h2 id="part-access">"Sign-up and protection"</h2>
            <Checkbox
                label="Disable sign-ups"
                name="disable-signup"
                value=draft.disable_signup
                hint="Users are created by administrators and programs alone."
            />
            <Checkbox
                label="Disable self-service password change"
                name="disable-change"
                value=draft.disable_change
                hint="The login page offers no way to a forgotten password."
            />
            <Checkbox
                label="Brute-force protection"
                name="brute-force"
                value=draft.brute_force
                hint="Ten wrong passwords in a row from one address block that address for the user."
            />
        </section>
    }
    .into_any()
}
