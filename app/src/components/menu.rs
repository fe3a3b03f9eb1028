//! Menus behind a button.

mod keys;
mod place;

use leptos::context::Provider;
use leptos::ev;
use leptos::html::{Button, Div};
use leptos::prelude::*;

use super::Icon;
use crate::effect::effect;

#[derive(Clone, Copy)]
struct MenuState {
    open: RwSignal<bool>,
    trigger: NodeRef<Button>,
}

impl MenuState {
    /// Closes the menu and gives focus back, before anything else takes it.
    fn leave(self) {
        self.open.set(false);
        if let Some(trigger) = self.trigger.get_untracked() {
            let _ = trigger.focus();
        }
    }
}

/// A button that opens a list of actions. The list is drawn above everything else, so no table clips it, and is in the
/// page only while it is open.
#[component]
pub fn Menu(
    /// What it is called; read aloud, and shown if `show_label`.
    #[prop(into)]
    label: Signal<String>,
    /// The icon on the button.
    #[prop(into)]
    icon: Signal<&'static str>,
    /// Whether the label is shown on the button.
    #[prop(optional)]
    show_label: bool,
    /// The class of the button; a plain icon or a button with a border by default.
    #[prop(optional)]
    class: Option<&'static str>,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let state = MenuState { open: RwSignal::new(false), trigger: NodeRef::new() };
    let list = NodeRef::<Div>::new();
    effect(move || {
        if !state.open.get() {
            return;
        }
        request_animation_frame(move || {
            if let (Some(list), Some(trigger)) = (list.get_untracked(), state.trigger.get_untracked()) {
                place::show(&list, &trigger);
                keys::focus_first(&list);
            }
        });
        let closers = [
            window_event_listener(ev::resize, move |_| state.open.set(false)),
            window_event_listener(ev::wheel, move |_| state.open.set(false)),
            window_event_listener(ev::pointerdown, move |event| {
                if place::is_outside(&event, list.get_untracked(), state.trigger.get_untracked()) {
                    state.open.set(false);
                }
            }),
        ];
        on_cleanup(move || closers.into_iter().for_each(WindowListenerHandle::remove));
    });
    let key_on_trigger = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            state.open.set(true);
        }
        // Its items may be on their way.
        "Escape" if state.open.get_untracked() => {
            event.prevent_default();
            event.stop_propagation();
            state.leave();
        }
        _ => {}
    };
    let key_in_list = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            state.leave();
        }
        "Tab" => state.leave(),
        _ => {
            if let Some(list) = list.get_untracked() {
                keys::handle(&event, &list);
            }
        }
    };
    let class = class.unwrap_or(if show_label { "button" } else { "icon-button" });
    let children = StoredValue::new(children);
    view! {
        <Provider value=state>
            <span class="menu">
                <button
                    type="button"
                    class=class
                    node_ref=state.trigger
                    aria-haspopup="menu"
                    aria-expanded=move || if state.open.get() { "true" } else { "false" }
                    aria-label=move || (!show_label).then(|| label.get())
                    on:click=move |_| state.open.update(|open| *open = !*open)
                    on:keydown=key_on_trigger
                >
                    {move || view! { <Icon name=icon.get()/> }.into_any()}
                    {show_label.then(|| view! { <span class="menu-label">{move || label.get()}</span><Icon name="chevron-down"/> }.into_any())}
                </button>
                <Show when=move || state.open.get()>
                    <div
                        class="menu-list"
                        role="menu"
                        popover="manual"
                        aria-label=move || label.get()
                        node_ref=list
                        on:keydown=key_in_list
                    >
                        {children.with_value(|children| children())}
                    </div>
                </Show>
            </span>
        </Provider>
    }
}

/// One action of a menu.
#[component]
pub fn MenuItem(
    /// Its icon.
    icon: &'static str,
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it cannot be undone.
    #[prop(optional)]
    danger: bool,
    /// Whether it cannot be chosen now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Why it cannot be chosen.
    #[prop(optional, into)]
    reason: Signal<Option<&'static str>>,
    /// For one of a set of choices: whether it is the chosen one.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    /// For several that can be chosen together: the menu stays open.
    #[prop(optional)]
    multiple: bool,
    /// Do it.
    #[prop(into)]
    on_select: Callback<()>,
) -> impl IntoView {
    let state = use_context::<MenuState>();
    let role = match (checked, multiple) {
        (None, _) => "menuitem",
        (Some(_), false) => "menuitemradio",
        (Some(_), true) => "menuitemcheckbox",
    };
    let select = move |_| {
        if disabled.get_untracked() {
            return;
        }
        if let (Some(state), false) = (state, multiple) {
            state.leave();
        }
        on_select.run(());
    };
    let mark = checked.map(|checked| {
        view! { <span class="menu-mark">{move || checked.get().then(|| view! { <Icon name="check"/> }.into_any())}</span> }.into_any()
    });
    view! {
        <button
            type="button"
            class="menu-item"
            class:menu-item-danger=danger
            role=role
            tabindex="-1"
            aria-disabled=move || disabled.get().then_some("true")
            aria-checked=move || checked.map(|checked| if checked.get() { "true" } else { "false" })
            title=move || disabled.get().then(|| reason.get()).flatten()
            on:click=select
        >
            <Icon name=icon/>
            <span>{move || label.get()}</span>
            {mark}
        </button>
    }
}

/// An item of a menu that leads to another page.
#[component]
pub fn MenuLink(
    /// Its icon.
    icon: &'static str,
    /// Where it leads.
    label: &'static str,
    /// The address.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    let state = use_context::<MenuState>();
    let close = move |_| {
        if let Some(state) = state {
            state.open.set(false);
        }
    };
    view! {
        <a class="menu-item" role="menuitem" tabindex="-1" href=href on:click=close>
            <Icon name=icon/>
            <span>{label}</span>
        </a>
    }
}

/// A line between items.
#[component]
pub fn MenuSeparator() -> impl IntoView {
    view! { <div class="menu-line" role="separator"></div> }
}
