//! Mail: what was sent or kept, what mails say, and how they are sent.

mod outbox;
mod settings;
mod templates;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;

use crate::components::{Tab, Tabs};

pub use self::outbox::Outbox;
pub use self::settings::Settings;
pub use self::templates::{TemplatePage, Templates};

/// The page that its tabs share.
#[component]
pub fn MailPage() -> impl IntoView {
    let tab = |href: &str, label: &'static str| Tab { href: href.to_owned(), label };
    let tabs = vec![tab("/mail", "Outbox"), tab("/mail/templates", "Templates"), tab("/mail/settings", "Settings")];
    view! {
        <Title text="Mail · Roster"/>
        <section class="page">
            <header class="page-head"><h1>"Mail"</h1></header>
            <Tabs tabs=tabs/>
            <Outlet/>
        </section>
    }
    .into_any()
}
