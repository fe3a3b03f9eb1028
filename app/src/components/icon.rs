//! Icons.

use leptos::prelude::*;

/// The drawings, each a `symbol` of 24 by 24.
const SPRITE: &str = include_str!("icons.svg");

/// One icon; decoration beside a word or inside a control with a label.
#[component]
pub fn Icon(
    /// Its id in `icons.svg`.
    name: &'static str,
) -> impl IntoView {
    // As text, which Leptos need not walk through while it hydrates. Not a `use` of a file: a page has some hundred icons, and a
    // browser would copy the drawing for each, and once more when the file is there.
    view! { <svg class="icon" aria-hidden="true" viewBox="0 0 24 24" inner_html=drawing(name)></svg> }
}

/// What is drawn; nothing where no icon is called so.
fn drawing(name: &str) -> &'static str {
    let rest = SPRITE.split_once(&format!("<symbol id=\"{name}\"")).map_or("", |(_, rest)| rest);
    let symbol = rest.split_once("</symbol>").map_or("", |(symbol, _)| symbol);
    symbol.split_once('>').map_or("", |(_, drawing)| drawing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_is_the_drawing_of_its_name_alone() {
        assert_eq!(drawing("alert"), "<path d=\"M12 3.5 22 20.5H2Z\"/><path d=\"M12 10v4.5M12 17.3v.2\"/>");
        for symbol in SPRITE.split("<symbol id=\"").skip(1) {
            let drawing = drawing(symbol.split('"').next().unwrap());
            assert!(drawing.starts_with('<') && drawing.ends_with("/>") && !drawing.contains("symbol"), "{drawing}");
        }
        assert_eq!(drawing("no such icon"), "");
    }
}
