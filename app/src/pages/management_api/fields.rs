//! What is filled in of a path, a query or a form.

use leptos::prelude::*;

use super::draft::Draft;
use super::field::{Field, Input};
use super::outline::required;
use crate::components::FieldError;

/// A field for each parameter.
#[component]
pub(super) fn Fields(draft: Draft, fields: Vec<Field>, legend: &'static str) -> impl IntoView {
    let fields =
        fields.into_iter().map(|field| view! { <OneField draft=draft field=field/> }.into_any()).collect_view();
    view! {
        <fieldset class="api-fields">
            <legend>{legend}</legend>
            {fields}
        </fieldset>
    }
    .into_any()
}

#[component]
fn OneField(draft: Draft, field: Field) -> impl IntoView {
    let (hint_id, error_id) = (format!("{}-hint", field.id), format!("{}-error", field.id));
    let described = format!("{error_id} {hint_id}");
    let asked = field.clone();
    let mistake = Signal::derive(move || draft.mistake_of(&asked));
    let hint = view! {
        <p class="field-hint" id=hint_id>
            <span class="api-kind">{field.kind.clone()} " · " {field.place()}</span>
            {(!field.about.is_empty()).then(|| format!(". {}", field.about))}
        </p>
    };
    view! {
        <div class="field" class:field-wrong=move || mistake.with(Option::is_some)>
            <label for=field.id.clone()>
                <code>{field.name.clone()}</code>
                {field.is_required.then(required)}
            </label>
            {input(&field, mistake, described)}
            {hint}
            <FieldError id=error_id error=mistake/>
        </div>
    }
    .into_any()
}

fn input(field: &Field, mistake: Signal<Option<String>>, described: String) -> AnyView {
    let (id, value) = (field.id.clone(), field.value);
    let is_wrong = move || mistake.with(Option::is_some).then_some("true");
    let is_needed = field.is_required.then_some("true");
    match &field.input {
        Input::Choice(choices) => {
            let nothing = if field.is_required { "choose" } else { "not sent" };
            let options = choices
                .iter()
                .map(|choice| view! { <option value=choice.clone()>{choice.clone()}</option> }.into_any())
                .collect_view();
            view! {
                <select
                    id=id
                    class="input"
                    aria-required=is_needed
                    aria-invalid=is_wrong
                    aria-describedby=described
                    on:change=move |event| value.set(event_target_value(&event))
                >
                    <option value="">{nothing}</option>
                    {options}
                </select>
            }
            .into_any()
        }
        Input::File => view! {
            <input
                id=id
                class="input"
                type="file"
                required=is_needed.is_some()
                aria-invalid=is_wrong
                aria-describedby=described
                on:change=move |event| value.set(file_name(&event_target_value(&event)))
            />
        }
        .into_any(),
        kind => view! {
            <input
                id=id
                class="input"
                type="text"
                inputmode=(*kind == Input::Number).then_some("numeric")
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-required=is_needed
                aria-invalid=is_wrong
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
        .into_any(),
    }
}

/// Browsers put a path of their own before it: `C:\fakepath\users.json`.
fn file_name(path: &str) -> String {
    path.rsplit(['\\', '/']).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_is_called_what_it_is_called() {
        assert_eq!(file_name("C:\\fakepath\\users.json"), "users.json");
        assert_eq!(file_name("users.json"), "users.json");
        assert_eq!(file_name(""), "");
    }
}
