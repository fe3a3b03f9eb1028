//! Where the hashed files of the dashboard are served.

/// URL paths of the files that the first HTML names; their names carry a hash of their content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The JavaScript that loads the WASM.
    pub js: String,
    /// The WASM.
    pub wasm: String,
    /// The style sheet.
    pub css: String,
    /// The sprite of icons.
    pub icons: String,
}

/// The link to one icon of the sprite.
pub(crate) fn icon_link(name: &str) -> String {
    format!("{}#{name}", sprite())
}

#[cfg(feature = "ssr")]
fn sprite() -> String {
    leptos::prelude::use_context::<Assets>().map(|assets| assets.icons).unwrap_or_default()
}

/// The server wrote the path on `<html data-icons>`.
#[cfg(not(feature = "ssr"))]
fn sprite() -> String {
    thread_local! {
        static SPRITE: String = leptos::prelude::document()
            .document_element()
            .and_then(|html| html.get_attribute("data-icons"))
            .unwrap_or_default();
    }
    SPRITE.with(Clone::clone)
}
