//! The menu of searches that were given a name.

use leptos::prelude::*;

use super::parts::Part;
use super::search::SearchField;
use crate::chunks::users_parts::later;
use crate::components::Menu;

/// The menu, whose items are loaded when it is opened, and the dialogs that they open.
#[component]
pub(super) fn SavedMenu(field: SearchField) -> impl IntoView {
    view! {
        <Menu label="Saved" icon="bookmark" show_label=true>
            <div class="saved-items">{later(Part::SavedItems(field))}</div>
        </Menu>
        {move || field.is_wanted.get().then(|| later(Part::SavedDialogs(field)))}
    }
}
