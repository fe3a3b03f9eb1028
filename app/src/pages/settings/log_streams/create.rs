//! Making a log stream.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{ContentFormat, HttpSink, LOG_STREAM_CATEGORIES, NewLogStream};

use super::Streams;
use crate::components::{ActionForm, Checkbox, CopyButton, Dialog, Icon, SelectField, TextField, Work};
use crate::functions::log_streams::create_log_stream;

#[component]
pub(super) fn Create(streams: Streams) -> impl IntoView {
    let work = Work::new(streams.creating);
    // The secret of the stream that was made; gone with the dialog.
    let secret = RwSignal::new(None::<String>);
    let content = move || match secret.get() {
        Some(text) => view! { <Made secret=text work=work/> }.into_any(),
        None => view! { <Fields streams=streams work=work secret=secret/> }.into_any(),
    };
    view! {
        <Dialog
            open=streams.creating
            title="Create Log Stream"
            wide=true
            busy=work.busy
            on_close=move |()| secret.set(None)
        >
            {content}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(streams: Streams, work: Work, secret: RwSignal<Option<String>>) -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let (name, endpoint, authorization) = (text(), text(), text());
    let format = RwSignal::new("JSONARRAY".to_owned());
    let chosen = LOG_STREAM_CATEGORIES.map(|category| (category, RwSignal::new(false)));
    let boxes = chosen
        .map(|(category, value)| view! { <Checkbox label=category name=category value=value/> }.into_any())
        .collect_view();
    let is_wrong =
        Signal::derive(move || name.with(|name| name.trim().is_empty()) || endpoint.with(|url| url.trim().is_empty()));
    let send = move |()| {
        work.busy.set(true);
        work.refused.set(None);
        let categories = chosen.iter().filter(|(_, is)| is.get_untracked()).map(|(name, _)| (*name).to_owned());
        let stream = NewLogStream {
            name: name.with_untracked(|name| name.trim().to_owned()),
            sink: HttpSink {
                http_endpoint: endpoint.with_untracked(|url| url.trim().to_owned()),
                http_content_format: read_format(&format.get_untracked()),
                ..HttpSink::default()
            },
            http_authorization: authorization.get_untracked(),
            categories: categories.collect(),
            start_from: None,
        };
        spawn_local(async move {
            let answer = create_log_stream(stream).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(created) => {
                    let _ = streams.all.try_update(|all| all.push(created.stream));
                    let _ = secret.try_set(Some(created.signing_secret));
                }
                Err(refusal) => {
                    let _ = work.refused.try_set(Some(refusal));
                }
            }
        });
    };
    let refused = move |field: &'static str| Signal::derive(move || work.refused_field(field));
    view! {
        <ActionForm
            work=work
            submit="Create"
            is_wrong=is_wrong
            error=Signal::derive(move || {
                work.refused_otherwise(&["name", "sink.httpEndpoint", "sink.httpAuthorization"])
            })
            on_submit=send
        >
            <TextField label="Name" name="stream-name" value=name error=refused("name") autofocus=true required=true/>
            <TextField
                label="Address"
                name="stream-endpoint"
                kind="url"
                value=endpoint
                error=refused("sink.httpEndpoint")
                hint="https, port 443 or 8443; events are posted there, and each at least once."
                required=true
            />
            <TextField
                label="Authorization"
                name="stream-authorization"
                kind="password"
                value=authorization
                error=refused("sink.httpAuthorization")
                hint="What that header says, for instance Bearer and a token. It is not shown again."
            />
            <SelectField label="Body" name="stream-format" options=Signal::stored(formats()) value=format/>
            <details>
                <summary>"Only some events"</summary>
                <p class="field-hint">"Where none is chosen, all events are sent."</p>
                {boxes}
            </details>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Made(secret: String, work: Work) -> impl IntoView {
    view! {
        <div class="dialog-content">
            <div class="secret" role="status">
                <p class="notice notice-warning">
                    <Icon name="key"/>
                    <span>
                        "Store this secret now: it is not shown again. With it the receiver verifies the header "
                        <code>"X-Roster-Signature"</code>"."
                    </span>
                </p>
                <p class="secret-line">
                    <code>{secret.clone()}</code>
                    <CopyButton text=secret label="Copy secret" show_label=true/>
                </p>
            </div>
        </div>
        <footer class="dialog-foot">
            <button type="button" class="button button-primary" on:click=move |_| work.open.set(false)>"Done"</button>
        </footer>
    }
    .into_any()
}

fn formats() -> Vec<(String, String)> {
    [("JSONARRAY", "An array of events"), ("JSONLINES", "One event a line"), ("JSONOBJECT", "One event a request")]
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec()
}

fn read_format(text: &str) -> ContentFormat {
    match text {
        "JSONLINES" => ContentFormat::Lines,
        "JSONOBJECT" => ContentFormat::Object,
        _ => ContentFormat::Array,
    }
}
