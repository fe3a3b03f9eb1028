//! What a connection demands of passwords.

use leptos::prelude::*;
use model::PasswordPolicy;

use super::Icon;

/// Each demand, and whether the password meets it.
#[component]
pub fn PasswordRules(
    /// The connection's policy.
    #[prop(into)]
    policy: Signal<PasswordPolicy>,
    /// The password so far.
    #[prop(into)]
    password: Signal<String>,
) -> impl IntoView {
    let rules = move || -> Vec<AnyView> {
        policy
            .get()
            .check(&password.get())
            .into_iter()
            .map(|rule| {
                let (class, icon, state) =
                    if rule.is_met { ("rule rule-met", "check", "met: ") } else { ("rule", "dot", "not met yet: ") };
                view! {
                    <li class=class>
                        <Icon name=icon/>
                        <span><span class="visually-hidden">{state}</span>{rule.text}</span>
                    </li>
                }
                .into_any()
            })
            .collect()
    };
    view! { <ul class="rules" aria-label="Password rules">{move || rules()}</ul> }
}
