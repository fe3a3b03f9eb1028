//! What a connection demands of passwords.

use leptos::prelude::*;
use model::{PasswordRule, PasswordStrength};

use super::Icon;

/// Each demand, and whether the password meets it.
#[component]
pub fn PasswordRules(
    /// What the connection asks for.
    #[prop(into)]
    strength: Signal<PasswordStrength>,
    /// The password so far.
    #[prop(into)]
    password: Signal<String>,
) -> impl IntoView {
    let rules = move || list(&strength.get().check(&password.read()));
    view! { <ul class="rules" aria-label="Password rules">{move || rules()}</ul> }
}

fn list(rules: &[PasswordRule]) -> Vec<AnyView> {
    rules
        .iter()
        .map(|rule| {
            let (class, icon, state) =
                if rule.is_met { ("rule rule-met", "check", "met: ") } else { ("rule", "dot", "not met yet: ") };
            let items =
                (!rule.items.is_empty()).then(|| view! { <ul class="rules-items">{list(&rule.items)}</ul> }.into_any());
            view! {
                <li>
                    <span class=class>
                        <Icon name=icon/>
                        <span><span class="visually-hidden">{state}</span>{rule.text()}</span>
                    </span>
                    {items}
                </li>
            }
            .into_any()
        })
        .collect()
}
