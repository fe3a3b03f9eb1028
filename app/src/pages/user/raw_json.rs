//! The tab *Raw JSON*: the profile as the Management API gives it.

use leptos::prelude::*;
use serde_json::Value;

use super::current::{CurrentUser, use_user};
use crate::components::json_tree::{JsonPath, JsonSearch, JsonTree, JsonTreeState, pretty};
use crate::components::{CopyButton, Icon, download_text};

/// The whole profile as a tree.
#[component]
pub fn RawJson() -> impl IntoView {
    let user = use_user();
    let profile = Memo::new(move |_| serde_json::to_value(&*user.profile.read()).unwrap_or_default());
    view! {
        <section class="card raw-json" aria-labelledby="raw-json">
            <h2 id="raw-json" class="visually-hidden">"Raw JSON"</h2>
            {move || view! { <Document user=user json=profile.get()/> }}
        </section>
    }
    .into_any()
}

#[component]
fn Document(user: CurrentUser, json: Value) -> impl IntoView {
    let json = StoredValue::new(json);
    let text = move || json.with_value(pretty);
    let state = JsonTreeState::new("raw", json.get_value());
    let download = move |_| download_text(&file_name(user.id().as_str()), "application/json", &text());
    view! {
        <div class="raw-json-bar">
            <JsonSearch state=state/>
            <div class="raw-json-buttons">
                <button type="button" class="button" on:click=move |_| state.expand_all()>"Expand all"</button>
                <button type="button" class="button" on:click=move |_| state.collapse_all()>"Collapse all"</button>
                <CopyButton text=Signal::derive(text) label="Copy all" show_label=true/>
                <button type="button" class="button" on:click=download>
                    <Icon name="download"/>
                    "Download"
                </button>
            </div>
        </div>
        <p class="raw-json-note" role="status">{move || state.note()}</p>
        <JsonTree state=state label="Profile"/>
        <JsonPath state=state/>
    }
    .into_any()
}

/// The user id as the name of a file: what file systems do not take becomes `_`.
fn file_name(id: &str) -> String {
    let safe = |c: char| if c.is_alphanumeric() || "-._@+".contains(c) { c } else { '_' };
    let name: String = id.chars().map(safe).take(200).collect();
    format!("{}.json", name.trim_start_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn any_id_gives_the_name_of_a_file() {
        assert_eq!(file_name("auth0|65f0"), "auth0_65f0.json");
        assert_eq!(file_name("../a\u{202e}/b\u{0}"), "_a__b_.json");
    }
}
