//! *Metadata*: two objects to be edited.

mod conflict;
mod draft;
mod editor;
mod save;

use leptos::prelude::*;
use model::MetadataKind;

use self::draft::Draft;
use self::editor::MetadataEditor;
use crate::components::LeaveGuard;
use crate::pages::user::current::CurrentUser;

/// The two metadata objects, and the question before what was written into them is lost.
#[component]
pub(super) fn Metadata(user: CurrentUser) -> impl IntoView {
    let drafts = [MetadataKind::User, MetadataKind::App].map(|kind| Draft::new(user, kind));
    let is_dirty = Signal::derive(move || drafts.iter().any(|draft| draft.is_dirty.get()));
    let message = Signal::derive(move || {
        let unsaved: Vec<&str> =
            drafts.iter().filter(|draft| draft.is_dirty.get()).map(|draft| draft.kind.field()).collect();
        format!("What you changed in {} is not saved and will be lost.", unsaved.join(" and "))
    });
    view! {
        <section class="card" aria-labelledby="metadata">
            <header class="card-head">
                <h2 id="metadata">"Metadata"</h2>
                {move || user.permission.reason.get().map(|_| view! { <span class="card-note">"read-only for your role"</span> }.into_any())}
            </header>
            <div class="metadata">
                {drafts.map(|draft| view! { <MetadataEditor draft=draft/> }.into_any()).collect_view()}
            </div>
        </section>
        <LeaveGuard is_dirty=is_dirty message=message on_leave=move |()| drafts.iter().for_each(|draft| draft.reset())/>
    }
    .into_any()
}
