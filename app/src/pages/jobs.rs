//! Users in files: importing, exporting, and what became of it.

mod export;
mod import;
mod job;
mod list;
mod words;

use leptos::prelude::*;

use crate::components::Icon;
use crate::paths::LastUsersUrl;

pub use self::export::ExportPage;
pub use self::import::ImportPage;
pub use self::job::JobPage;
pub use self::list::JobsPage;

/// The address of a job's page.
fn job_path(id: &str) -> String {
    format!("/users/jobs/{}", crate::paths::encode(id))
}

/// The way back to the users, as they were left.
#[component]
fn BackToUsers() -> impl IntoView {
    let last = LastUsersUrl::from_context();
    view! {
        <a class="user-back" href=move || last.get()>
            <Icon name="chevron-left"/>
            "Users"
        </a>
    }
    .into_any()
}
