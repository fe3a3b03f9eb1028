//! What somebody else saved while the administrator was writing.

use leptos::prelude::*;

use super::draft::{Draft, as_text};
use crate::components::json_editor::JsonEditor;
use crate::effect::effect;

/// The other version, to be read beside one's own.
#[component]
pub(super) fn Conflict(draft: Draft) -> impl IntoView {
    let shown = move || draft.theirs.read().as_ref().map(as_text).unwrap_or_default();
    let text = RwSignal::new(untrack(shown));
    // A second conflict brings a third version.
    effect(move || text.set(shown()));
    view! {
        <div class="metadata-version">
            <h4>"Saved meanwhile"</h4>
            <JsonEditor
                id=format!("{}-theirs", draft.kind.field())
                label=format!("{}, saved meanwhile", draft.kind.field())
                text=text
                is_read_only=Signal::stored(true)
            />
        </div>
    }
    .into_any()
}
