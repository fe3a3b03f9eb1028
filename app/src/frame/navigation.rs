//! The pages that there are.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::Icon;

/// One page of the navigation.
pub(super) struct Place {
    pub(super) href: &'static str,
    pub(super) label: &'static str,
    pub(super) icon: &'static str,
}

/// Every page that is built; the palette jumps to the same ones.
pub(super) const PLACES: &[Place] = &[
    Place { href: "/users", label: "Users", icon: "users" },
    Place { href: "/applications", label: "Applications", icon: "device" },
    Place { href: "/apis", label: "APIs", icon: "braces" },
    Place { href: "/connections", label: "Connections", icon: "database" },
    Place { href: "/impersonations", label: "Impersonations", icon: "eye" },
    Place { href: "/logs", label: "Logs", icon: "history" },
    Place { href: "/mail", label: "Mail", icon: "mail" },
    Place { href: "/management-api", label: "Management API", icon: "command" },
    Place { href: "/settings", label: "Settings", icon: "settings" },
];

/// The rail at the left: words, icons on narrow screens, behind a button on the narrowest.
#[component]
pub(super) fn Navigation() -> impl IntoView {
    let path = use_location().pathname;
    let links = PLACES
        .iter()
        .map(|Place { href, label, icon }| {
            let is_current = move || path.with(|path| path == href || path.starts_with(&format!("{href}/")));
            view! {
                <li>
                    <a href=*href class="navigation-link" aria-current=move || is_current().then_some("page")>
                        <Icon name=icon/>
                        <span>{*label}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <nav id="navigation" class="navigation" aria-label="Pages">
            <a class="brand" href="/users">
                <Icon name="roster"/>
                <span>"Roster"</span>
            </a>
            <ul>{links}</ul>
        </nav>
    }
}
