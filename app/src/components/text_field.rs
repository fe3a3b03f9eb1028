//! A line of text with its label, hint and mistake.

use leptos::prelude::*;

use super::{FieldError, Icon};

/// An input with a visible label. What is wrong stands beside it and is announced.
#[component]
pub fn TextField(
    /// The visible label.
    #[prop(into)]
    label: Signal<String>,
    /// The name in the form, and part of the ids.
    name: &'static str,
    /// `text`, `email`, `password`, `search` …
    #[prop(default = "text")]
    kind: &'static str,
    /// What was typed.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What to know before typing.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// The keyboard that a phone shows, where it is not that of `kind`.
    #[prop(optional)]
    inputmode: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it has the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// Run when it loses the focus.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let is_password = kind == "password";
    let is_shown = RwSignal::new(false);
    let (id, hint_id, error_id) = (format!("field-{name}"), format!("hint-{name}"), format!("error-{name}"));
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || match (hint.with(String::is_empty), error.with(Option::is_some)) {
            (true, false) => None,
            (true, true) => Some(error_id.clone()),
            (false, false) => Some(hint_id.clone()),
            (false, true) => Some(format!("{error_id} {hint_id}")),
        }
    };
    let toggle = is_password.then(|| {
        let word = move || if is_shown.get() { "Hide password" } else { "Show password" };
        view! {
            <button
                type="button"
                class="icon-button field-toggle"
                aria-label=word
                aria-pressed=move || if is_shown.get() { "true" } else { "false" }
                on:click=move |_| is_shown.update(|shown| *shown = !*shown)
            >
                {move || view! { <Icon name=if is_shown.get() { "eye-off" } else { "eye" }/> }.into_any()}
            </button>
        }
        .into_any()
    });
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{move || label.get()}</label>
            <div class="field-box">
                <input
                    id=id
                    class="input"
                    name=name
                    type=move || if is_shown.get() { "text" } else { kind }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    autofocus=autofocus
                    aria-required=required.then_some("true")
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    inputmode=(!inputmode.is_empty()).then_some(inputmode)
                    value=value.get_untracked()
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                    on:blur=move |_| {
                        if let Some(on_blur) = on_blur {
                            // The field may be taken away while it has the focus.
                            let _ = on_blur.try_run(());
                        }
                    }
                />
                {toggle}
            </div>
            <p class="field-hint" id=hint_id>{move || hint.get()}</p>
            <FieldError id=error_id error=error/>
        </div>
    }
}
