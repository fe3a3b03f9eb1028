//! A labelled input of a hosted form.

use leptos::prelude::*;

/// One input; `mistake` stands beside it and belongs to it for a screen reader too.
pub(super) struct Field<'a> {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) kind: &'static str,
    pub(super) autocomplete: &'static str,
    pub(super) value: &'a str,
    pub(super) hint: Option<&'static str>,
    pub(super) mistake: Option<&'a str>,
    pub(super) is_first: bool,
}

impl<'a> Field<'a> {
    /// The administrator's email. Not `type=email`: browsers refuse addresses there that are valid (RFC 6531).
    pub(super) fn email(value: &'a str) -> Self {
        Self { kind: "text", value, is_first: true, ..Self::password("email", "Email", "username") }
    }

    /// What an end user logs in with: their email, or a user name.
    pub(super) fn identifier(value: &'a str) -> Self {
        Self { kind: "text", value, ..Self::password("username", "Email", "username") }
    }

    /// A password; what was typed is never sent back.
    pub(super) fn password(name: &'static str, label: &'static str, autocomplete: &'static str) -> Self {
        Self { name, label, kind: "password", autocomplete, value: "", hint: None, mistake: None, is_first: false }
    }

    pub(super) fn view(self) -> impl IntoView + use<> {
        let Self { name, label, kind, autocomplete, value, hint, mistake, is_first } = self;
        let (hint_id, mistake_id) = (format!("{name}-hint"), format!("{name}-mistake"));
        let described_by = [hint.map(|_| hint_id.as_str()), mistake.map(|_| mistake_id.as_str())];
        let described_by = described_by.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let email = (kind == "text").then_some("email");
        view! {
            <div class="hosted-field">
                <label for=name>{label}</label>
                <input
                    id=name name=name type=kind autocomplete=autocomplete value=value.to_owned()
                    inputmode=email autocapitalize="none" spellcheck="false" required=true autofocus=is_first
                    aria-describedby=(!described_by.is_empty()).then_some(described_by)
                    aria-invalid=mistake.is_some().then_some("true")
                />
                {hint.map(|hint| view! { <p class="hosted-hint" id=hint_id>{hint}</p> })}
                {mistake.map(|mistake| view! { <p class="hosted-mistake" id=mistake_id role="alert">{mistake.to_owned()}</p> })}
            </div>
        }
    }
}
