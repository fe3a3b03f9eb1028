//! Exporting users.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::{Connection, EXPORT_FIELDS, ExportField, JobFormat, NewExport, Role};

use super::{BackToUsers, job_path};
use crate::components::{
    Checkbox, ErrorState, FormError, Icon, LinesField, SelectField, SkeletonText, lines, use_permission, use_viewer,
};
use crate::first_html::Loaded;
use crate::functions::connections::list_connections;
use crate::functions::jobs::export_users;
use crate::functions::{Answer, Refusal};

/// Asks what is to be exported, and leads to the export's page.
#[component]
pub fn ExportPage() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| list_connections(), false);
    let shown = move |answer: Answer<Vec<Connection>>| match answer {
        Ok(connections) => view! { <Form connections=connections/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! {
        <Title text="Export users · Roster"/>
        <section class="page">
            <BackToUsers/>
            <header class="page-head"><h1>"Export users"</h1></header>
            <Suspense fallback=|| view! { <SkeletonText lines=8/> }>{move || loaded.get().map(shown)}</Suspense>
        </section>
    }
    .into_any()
}

/// What was chosen.
#[derive(Clone, Copy)]
struct Draft {
    connection: RwSignal<String>,
    format: RwSignal<String>,
    fields: [(&'static str, RwSignal<bool>); EXPORT_FIELDS.len()],
    more: RwSignal<String>,
    full: RwSignal<bool>,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<Refusal>>,
}

impl Draft {
    fn new() -> Self {
        Self {
            connection: RwSignal::new(String::new()),
            format: RwSignal::new("csv".to_owned()),
            fields: EXPORT_FIELDS.map(|name| (name, RwSignal::new(true))),
            more: RwSignal::new(String::new()),
            full: RwSignal::new(false),
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    /// As it is asked for. A full export has no fields of its own.
    fn export(self) -> NewExport {
        let connection_id = Some(self.connection.get_untracked()).filter(|id| !id.is_empty());
        if self.full.get_untracked() {
            return NewExport { connection_id, full: true, ..NewExport::default() };
        }
        let format = if self.format.get_untracked() == "csv" { JobFormat::Csv } else { JobFormat::Json };
        let chosen = self.fields.iter().filter(|(_, is_chosen)| is_chosen.get_untracked());
        let chosen = chosen.map(|(name, _)| ExportField { name: (*name).to_owned(), export_as: None });
        let fields = chosen.chain(more(&self.more.get_untracked())).collect();
        NewExport { connection_id, format, fields, ..NewExport::default() }
    }

    fn has_fields(self) -> bool {
        self.full.get()
            || self.fields.iter().any(|(_, is_chosen)| is_chosen.get())
            || self.more.with(|more| !more.trim().is_empty())
    }
}

/// `user_metadata.plan`, or `user_metadata.plan = Plan` for one that the file calls otherwise; one a line.
fn more(text: &str) -> Vec<ExportField> {
    let field = |line: String| match line.split_once('=') {
        Some((name, title)) => ExportField { name: name.trim().to_owned(), export_as: Some(title.trim().to_owned()) },
        None => ExportField { name: line, export_as: None },
    };
    lines(text).into_iter().map(field).collect()
}

#[component]
fn Form(connections: Vec<Connection>) -> impl IntoView {
    let draft = Draft::new();
    let permission = use_permission();
    let navigate = use_navigate();
    let is_off = move || draft.busy.get() || !draft.has_fields() || !permission.may_edit.get();
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(is_off) {
            return;
        }
        draft.busy.set(true);
        draft.refused.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = export_users(draft.export()).await;
            let _ = draft.busy.try_set(false);
            match answer {
                Ok(id) => navigate(&job_path(&id), NavigateOptions::default()),
                Err(refusal) => {
                    let _ = draft.refused.try_set(Some(refusal));
                }
            }
        });
    };
    let everybody = (String::new(), "All users".to_owned());
    let of = connections.into_iter().map(|connection| (connection.id, connection.name));
    let options: Vec<(String, String)> = std::iter::once(everybody).chain(of).collect();
    let told = move || draft.refused.with(|refused| refused.as_ref().map(|refused| refused.message.clone()));
    let reason = move || {
        permission.reason.get().map(|reason| {
            view! { <p class="notice notice-warning"><Icon name="alert"/><span>{reason}</span></p> }.into_any()
        })
    };
    view! {
        <form class="settings" novalidate on:submit=submitted>
            {reason}
            <fieldset class="settings-fields" disabled=move || !permission.may_edit.get()>
                <section class="card settings-part">
                    <SelectField label="Users" name="export-connection" options=Signal::stored(options) value=draft.connection/>
                    <Everything draft=draft/>
                    <Contents draft=draft/>
                </section>
            </fieldset>
            <FormError error=Signal::derive(told)/>
            <p class="form-actions">
                <button
                    type="submit"
                    class="button button-primary"
                    aria-disabled=move || is_off().then_some("true")
                    title=move || permission.reason.get()
                >
                    {move || draft.busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
                    <Icon name="download"/>
                    "Export"
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// What owners alone are offered.
#[component]
fn Everything(draft: Draft) -> impl IntoView {
    let viewer = use_viewer();
    let is_owner = move || viewer.with(|viewer| viewer.as_ref().is_some_and(|viewer| viewer.role == Role::Owner));
    let field = move || {
        is_owner().then(|| {
            view! {
                <Checkbox
                    label="Everything, with password hashes"
                    name="export-full"
                    value=draft.full
                    hint="A full export: another Roster imports it and has the same users, who log in with the same passwords. \
                          Keep it as you keep the database. That it was made and who downloads it stands in the log."
                />
            }
            .into_any()
        })
    };
    view! { {field} }.into_any()
}

/// Format and fields; not for a full export.
#[component]
fn Contents(draft: Draft) -> impl IntoView {
    let formats = [("csv", "CSV, for spreadsheets"), ("json", "NDJSON, an object on each line")];
    let formats: Vec<(String, String)> =
        formats.iter().map(|(value, text)| ((*value).to_owned(), (*text).to_owned())).collect();
    let formats = StoredValue::new(formats);
    let all = move |is_chosen: bool| draft.fields.iter().for_each(|(_, field)| field.set(is_chosen));
    let shown = move || {
        if draft.full.get() {
            return view! {
                <p class="card-note">"A full export is NDJSON, and has all fields."</p>
            }
            .into_any();
        }
        let boxes = draft.fields.map(|(name, value)| view! { <Checkbox label=name name=name value=value/> }.into_any());
        view! {
            <SelectField label="Format" name="export-format" options=Signal::stored(formats.get_value()) value=draft.format/>
            <fieldset class="export-fields">
                <legend>"Fields"</legend>
                <div class="scope-list">{boxes.collect_view()}</div>
                <p class="export-fields-all">
                    <button type="button" class="link-button" on:click=move |_| all(true)>"All"</button>
                    <button type="button" class="link-button" on:click=move |_| all(false)>"None"</button>
                </p>
            </fieldset>
            <LinesField
                label="More fields"
                name="export-more"
                value=draft.more
                hint="One a line, for instance user_metadata.plan or identities[0].connection. With = behind it and a name, the \
                      file calls it so: user_metadata.plan = Plan"
            />
        }
        .into_any()
    };
    view! { {shown} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::more;

    #[test]
    fn a_field_may_be_called_otherwise() {
        let fields = more("user_metadata.plan = Plan\n\n identities[0].connection ");
        let told: Vec<_> = fields.iter().map(|field| (field.name.as_str(), field.export_as.as_deref())).collect();
        assert_eq!(told, [("user_metadata.plan", Some("Plan")), ("identities[0].connection", None)]);
    }
}
