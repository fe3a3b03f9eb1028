//! The help for keys.

use leptos::prelude::*;

use super::keys::command_keys;
use crate::components::Dialog;

#[component]
pub(super) fn Shortcuts(open: RwSignal<bool>) -> impl IntoView {
    let rows = || {
        [
            ("Search this list", "/"),
            ("Jump to a user or page", command_keys()),
            ("Show this help", "?"),
            ("Close what is open", "Esc"),
            ("Move in a menu", "↑ ↓"),
            ("Next, previous control", "Tab, Shift Tab"),
        ]
        .map(|(what, keys)| {
            view! {
                <tr>
                    <th scope="row">{what}</th>
                    <td><kbd>{keys}</kbd></td>
                </tr>
            }
            .into_any()
        })
        .collect_view()
    };
    view! {
        <Dialog open=open title="Keyboard shortcuts">
            <div class="dialog-content">
                <table class="shortcuts"><tbody>{rows()}</tbody></table>
            </div>
            <footer class="dialog-foot">
                <button type="button" class="button" autofocus=true on:click=move |_| open.set(false)>"Close"</button>
            </footer>
        </Dialog>
    }
}
