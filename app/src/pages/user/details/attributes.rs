//! *Identity Provider Attributes*.

use leptos::prelude::*;
use model::UserProfile;
use serde_json::{Map, Value};

use crate::components::json_tree::{JsonPath, JsonTree, JsonTreeState};
use crate::pages::user::current::CurrentUser;

/// What the identity providers said about the user; nobody can change it here.
#[component]
pub(super) fn Attributes(user: CurrentUser) -> impl IntoView {
    let attributes = Memo::new(move |_| attributes_of(&user.profile.read()));
    view! {
        <section class="card" aria-labelledby="idp-attributes">
            <header class="card-head">
                <h2 id="idp-attributes">"Identity Provider Attributes"</h2>
                <span class="card-note">"read-only"</span>
            </header>
            {move || {
                let state = JsonTreeState::new("attributes", attributes.get());
                view! {
                    <JsonTree state=state label="Identity provider attributes"/>
                    <JsonPath state=state/>}.into_any()
            }}
        </section>
    }
    .into_any()
}

/// The identities, and all that the provider said which has no field of its own.
fn attributes_of(profile: &UserProfile) -> Value {
    let mut attributes = Map::new();
    attributes.insert("user_id".to_owned(), Value::String(profile.user_id.to_string()));
    attributes.insert("identities".to_owned(), serde_json::to_value(&profile.identities).unwrap_or_default());
    attributes.extend(profile.attributes.clone());
    Value::Object(attributes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn identities_and_raw_attributes_are_shown() {
        let profile = UserProfile {
            user_id: "github|1".into(),
            attributes: json!({"locale": "de"}).as_object().unwrap().clone(),
            ..UserProfile::default()
        };
        assert_eq!(attributes_of(&profile), json!({"user_id": "github|1", "identities": [], "locale": "de"}));
    }
}
