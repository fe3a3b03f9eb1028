//! Which passwords are accepted: the five policies, each with its rules.

use leptos::prelude::*;
use model::{PasswordPolicy, PasswordRule, PasswordStrength};

use super::draft::Draft;
use crate::components::TextField;
use crate::pages::connections::table::policy_name;

/// One of the five, and the length.
#[component]
pub(super) fn PolicyField(draft: Draft) -> impl IntoView {
    let choices =
        PasswordPolicy::ALL.map(|policy| view! { <Choice draft=draft policy=policy/> }.into_any()).collect_view();
    let own = move || format!("{} where nothing is entered: the policy\u{2019}s own", draft.policy.get().min_length());
    view! {
        <section class="card settings-part">
            <fieldset class="choices">
                <legend>"Password policy"</legend>
                {choices}
            </fieldset>
            <TextField
                label="Minimum length"
                name="min-length"
                inputmode="numeric"
                value=draft.min_length
                hint=Signal::derive(own)
                error=draft.mistake("min_length")
            />
        </section>
    }
    .into_any()
}

#[component]
fn Choice(draft: Draft, policy: PasswordPolicy) -> impl IntoView {
    let is_chosen = move || draft.policy.get() == policy;
    let id = format!("policy-{}", policy_name(policy).to_lowercase());
    let rules_id = format!("{id}-rules");
    // The length that is typed counts for every policy.
    let rules = move || {
        let min_length = draft.min_length.with(|text| text.trim().parse().ok());
        let rules = PasswordStrength { policy, min_length }.check("");
        rules.iter().map(|rule| view! { <li>{in_words(rule)}</li> }.into_any()).collect_view()
    };
    view! {
        <div class="choice">
            <input
                type="radio"
                id=id.clone()
                name="policy"
                aria-describedby=rules_id.clone()
                checked=draft.policy.get_untracked() == policy
                prop:checked=is_chosen
                on:change=move |_| draft.policy.set(policy)
            />
            <label for=id>{policy_name(policy)}</label>
            <ul id=rules_id class="choice-rules">{move || rules()}</ul>
        </div>
    }
    .into_any()
}

/// The rule on one line.
fn in_words(rule: &PasswordRule) -> String {
    let items: Vec<String> = rule.items.iter().map(PasswordRule::text).collect();
    let text = rule.text();
    if items.is_empty() { text } else { format!("{text} {}", items.join(", ")) }
}
