//! An editor for a JSON text: coloured, with line numbers.

mod paint;
mod tokens;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use self::paint::MAX_PAINTED;
use crate::components::text_area::TextArea;

/// A JSON text to be edited. The text itself is transparent and lies over a coloured copy; both scroll as one, because
/// the copy gives the editor its size. A very long text is shown plain. The Tab key moves on, as everywhere: nobody is caught in here.
#[component]
pub fn JsonEditor(
    /// The id of the text area.
    id: String,
    /// What a screen reader calls it.
    label: String,
    /// The text.
    text: RwSignal<String>,
    /// The line to be marked, from 1.
    #[prop(into, optional)]
    mistaken_line: Signal<Option<usize>>,
    /// Whether what it holds cannot be saved.
    #[prop(into, optional)]
    is_invalid: Signal<bool>,
    /// Whether it may only be read.
    #[prop(into, optional)]
    is_read_only: Signal<bool>,
    /// The id of the element that says what is wrong.
    #[prop(optional)]
    described_by: String,
    /// What Ctrl-S and ⌘-S do.
    #[prop(optional)]
    on_save: Option<Callback<()>>,
) -> impl IntoView {
    let on_keydown = move |event: KeyboardEvent| {
        let is_save = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s");
        if let (true, Some(on_save)) = (is_save, on_save) {
            event.prevent_default();
            on_save.run(());
        }
    };
    let is_plain = Memo::new(move |_| text.read().len() > MAX_PAINTED);
    let lines = Memo::new(move |_| if is_plain.get() { 0 } else { text.read().split('\n').count() });
    let ink = move || if is_plain.get() { String::new() } else { paint::ink(&text.read()) };
    view! {
        <div class="json-editor" class:is-invalid=is_invalid class:is-read-only=is_read_only class:is-plain=is_plain on:keydown=on_keydown>
            <pre class="json-gutter" aria-hidden="true" inner_html=move || paint::gutter(lines.get(), mistaken_line.get())></pre>
            <div class="json-paper">
                <pre class="json-ink" aria-hidden="true">
                    <code inner_html=ink></code>
                </pre>
                <TextArea
                    id=id
                    label=label
                    value=text
                    class="json-input"
                    is_read_only=is_read_only
                    is_invalid=is_invalid
                    described_by=described_by
                />
            </div>
        </div>
    }
    .into_any()
}
