//! The tab *Devices*.

use leptos::prelude::*;

use crate::components::EmptyState;

/// The devices that the user has logged in from. None can have so far: Roster has no login for applications yet.
#[component]
pub fn Devices() -> impl IntoView {
    view! {
        <EmptyState
            icon="devices"
            title="No devices yet"
            text="This user has not logged in to an application through Roster. Each device that they log in from will \
                  stand here, with its browser, its place and when it was last used."
        />
    }
    .into_any()
}
