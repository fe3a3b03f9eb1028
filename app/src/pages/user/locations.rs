//! The tab *Locations*.

use leptos::prelude::*;

use crate::components::EmptyState;

/// The places that the user has logged in from. None can be known so far: Roster has no login for applications yet.
#[component]
pub fn Locations() -> impl IntoView {
    view! {
        <EmptyState
            icon="map-pin"
            title="No locations yet"
            text="This user has not logged in to an application through Roster. The places that they log in from will \
                  stand here, on a map and with the number of logins at each."
        />
    }
    .into_any()
}
