//! Light, dark, or as the system has it.

use leptos::prelude::*;

use crate::components::{Menu, MenuItem};
use crate::preferences::{Theme, use_preferences};

#[component]
pub(super) fn ThemeMenu() -> impl IntoView {
    let preferences = use_preferences();
    let icon = Signal::derive(move || icon_of(preferences.theme.get()));
    let items = move || {
        Theme::ALL
            .into_iter()
            .map(|theme| {
                let is_chosen = Signal::derive(move || preferences.theme.get() == theme);
                view! {
                    <MenuItem
                        icon=icon_of(theme)
                        label=label_of(theme)
                        checked=is_chosen
                        on_select=move |()| preferences.set_theme(theme)
                    />
                }
                .into_any()
            })
            .collect_view()
    };
    view! { <Menu label="Colour scheme" icon=icon>{items()}</Menu> }
}

fn icon_of(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "monitor",
        Theme::Light => "sun",
        Theme::Dark => "moon",
    }
}

fn label_of(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "System",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}
