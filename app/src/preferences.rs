//! What an administrator chose for this browser. It is kept in cookies, so that the first HTML is already right.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::first_html::JsonBytes;
const THEME: &str = "roster-theme";
const COLUMNS: &str = "roster-columns";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, as they are offered.
    pub const ALL: [Theme; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The one of that name; the system's for anything else.
    pub fn parse(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == name).unwrap_or_default()
    }

    /// `<html data-theme>`: absent for the system's.
    pub fn attribute(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.as_str())
    }
}

/// The choices, shared by all pages.
#[derive(Clone, Copy, Debug)]
pub struct Preferences {
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// The names of the columns of the Users page; `None` where nothing was chosen.
    pub columns: RwSignal<Option<String>>,
}

impl Preferences {
    /// Chooses a theme, now and for later visits.
    pub fn set_theme(self, theme: Theme) {
        self.theme.set(theme);
        remember(THEME, theme.as_str());
        if let Some(html) = document().document_element() {
            let _ = match theme.attribute() {
                Some(name) => html.set_attribute("data-theme", name),
                None => html.remove_attribute("data-theme"),
            };
        }
    }

    /// Chooses columns, now and for later visits.
    pub fn set_columns(self, names: String) {
        remember(COLUMNS, &names);
        self.columns.set(Some(names));
    }
}

/// Reads the choices: on the server from the request, in the browser from what the server wrote into the first HTML.
pub fn provide_preferences() {
    let (theme, columns) = SharedValue::<_, JsonBytes>::new_with_encoding(|| {
        let cookies = cookies();
        (theme_in(&cookies), cookie(&cookies, COLUMNS).map(str::to_owned))
    })
    .into_inner();
    provide_context(Preferences { theme: RwSignal::new(theme), columns: RwSignal::new(columns) });
}

/// The choices.
pub fn use_preferences() -> Preferences {
    use_context::<Preferences>()
        .unwrap_or_else(|| Preferences { theme: RwSignal::new(Theme::System), columns: RwSignal::new(None) })
}

/// The theme that the request asks for.
#[cfg(feature = "ssr")]
pub fn requested_theme() -> Theme {
    theme_in(&cookies())
}

fn theme_in(cookies: &str) -> Theme {
    Theme::parse(cookie(cookies, THEME).unwrap_or_default())
}

/// The value of one cookie in a `Cookie` header (RFC 6265 §4.2.1).
fn cookie<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

#[cfg(feature = "ssr")]
fn cookies() -> String {
    let Some(parts) = use_context::<http::request::Parts>() else { return String::new() };
    let values = parts.headers.get_all(http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    values.collect::<Vec<_>>().join("; ")
}

#[cfg(not(feature = "ssr"))]
fn cookies() -> String {
    use wasm_bindgen::JsCast;
    document().unchecked_into::<web_sys::HtmlDocument>().cookie().unwrap_or_default()
}

fn remember(name: &str, value: &str) {
    use wasm_bindgen::JsCast;
    let is_https = window().location().protocol().is_ok_and(|protocol| protocol == "https:");
    let secure = if is_https { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Strict{secure}");
    let _ = document().unchecked_into::<web_sys::HtmlDocument>().set_cookie(&cookie);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let header = "a=1; roster-theme-x=light; roster-theme=dark; roster-columns=logins,created";
        assert_eq!(theme_in(header), Theme::Dark);
        assert_eq!(cookie(header, COLUMNS), Some("logins,created"));
        assert_eq!(cookie(header, "b"), None);
        assert_eq!(theme_in("roster-theme=<script>"), Theme::System);
        assert_eq!(theme_in(""), Theme::System);
    }
}
