//! Choosing the file, or dropping it.

use js_sys::{Array, Function, Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DragEvent, File, ReadableStreamDefaultReader, ReadableWritablePair};

use super::draft::{Chosen, Draft};
use super::sample::{Form, Sample};
use crate::components::{FieldError, Icon, Number, number};

/// So much of the file is looked at, in bytes.
const BEGINNING: f64 = 64.0 * 1024.0;

/// The field, and what is known of the file that it holds.
#[component]
pub(super) fn DropZone(draft: Draft) -> impl IntoView {
    let remove = move |_| {
        if let Some(field) = draft.field.get_untracked() {
            field.set_value("");
            let _ = field.focus();
        }
        draft.set(None);
    };
    let mistake = Signal::derive(move || {
        let of_sample = || draft.chosen.with(|chosen| chosen.as_ref().and_then(|chosen| chosen.sample.mistake.clone()));
        draft.mistake.get().or_else(of_sample)
    });
    let chosen = move || {
        draft.chosen.get().map(|chosen| {
            let rows = preview(&chosen.sample);
            view! {
                <div class="import-file">
                    <p role="status">
                        <strong><bdi>{chosen.name}</bdi></strong>
                        <span class="import-file-note">{size(chosen.size)}" · "{form(&chosen.sample)}</span>
                    </p>
                    <button type="button" class="icon-button" aria-label="Remove the file" on:click=remove>
                        <Icon name="x"/>
                    </button>
                </div>
                {rows}
            }
            .into_any()
        })
    };
    view! {
        <section class="card import-zone" class:import-zone-over=move || draft.is_over.get()>
            <Icon name="upload"/>
            <label class="import-zone-label" for="import-file">
                <strong>"Drag a file here, or choose one"</strong>
                <span>"JSON, NDJSON or CSV, also in gzip, of any size"</span>
            </label>
            <input
                id="import-file"
                type="file"
                class="import-zone-field"
                aria-describedby="import-file-error"
                accept=".json,.ndjson,.jsonl,.csv,.txt,.gz,application/json,text/csv"
                node_ref=draft.field
                on:change=move |_| look(draft)
            />
            <FieldError id="import-file-error" error=mistake/>
            {chosen}
        </section>
    }
    .into_any()
}

/// Puts what was dropped into the field.
pub(super) fn take_dropped(draft: Draft, event: &DragEvent) {
    let Some(files) = event.data_transfer().and_then(|dropped| dropped.files()) else { return };
    if files.length() != 1 {
        let why = if files.length() == 0 { "What was dropped is no file." } else { "One file at a time." };
        draft.mistake.set(Some(why.to_owned()));
        return;
    }
    if let Some(field) = draft.field.get_untracked() {
        field.set_files(Some(&files));
        look(draft);
    }
}

/// The file that the field holds.
pub(super) fn chosen(draft: Draft) -> Option<File> {
    draft.field.get_untracked()?.files()?.get(0)
}

/// Looks at the beginning of the file.
fn look(draft: Draft) {
    let Some(file) = chosen(draft) else {
        draft.set(None);
        return;
    };
    spawn_local(async move {
        let read = beginning(&file).await;
        // Another file may have been chosen meanwhile.
        if draft.chosen.is_disposed() || chosen(draft).is_none_or(|now| now != file) {
            return;
        }
        match read {
            Ok(sample) => {
                #[expect(clippy::cast_possible_truncation, reason = "no file has so many bytes")]
                let size = file.size() as i64;
                draft.set(Some(Chosen { name: file.name(), size, sample }));
            }
            Err(_) => {
                draft.set(None);
                draft.mistake.set(Some("The browser cannot read this file. A folder is none.".to_owned()));
            }
        }
    });
}

async fn beginning(file: &File) -> Result<Sample, JsValue> {
    let part = file.slice_with_f64_and_f64(0.0, BEGINNING)?;
    let bytes = Uint8Array::new(&JsFuture::from(part.array_buffer()).await?).to_vec();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        // Without this a browser still sends the file: the server finds out what is in it.
        let inside = expanded(&part).await.unwrap_or_default();
        if inside.is_empty() {
            return Ok(Sample { is_compressed: true, ..Sample::default() });
        }
        return Ok(Sample { is_compressed: true, ..Sample::of(&inside, false) });
    }
    Ok(Sample::of(&bytes, file.size() <= BEGINNING))
}

/// The beginning of what is in gzip. The part ends somewhere in the middle, which is an error after what was read.
async fn expanded(part: &Blob) -> Result<Vec<u8>, JsValue> {
    // `web-sys` counts it among what may still change.
    let made: Function = Reflect::get(&js_sys::global(), &JsValue::from_str("DecompressionStream"))?.dyn_into()?;
    let gzip = Reflect::construct(&made, &Array::of1(&JsValue::from_str("gzip")))?;
    let inside = part.stream().pipe_through(gzip.unchecked_ref::<ReadableWritablePair>());
    let reader: ReadableStreamDefaultReader = inside.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    #[expect(clippy::cast_precision_loss, reason = "a few kilobytes")]
    while (bytes.len() as f64) < BEGINNING {
        let Ok(read) = JsFuture::from(reader.read()).await else { break };
        let value = Reflect::get(&read, &JsValue::from_str("value"))?;
        if value.is_undefined() {
            break;
        }
        bytes.extend(Uint8Array::new(&value).to_vec());
    }
    // Whatever it answers, nobody reads on.
    let _ = JsFuture::from(reader.cancel()).await;
    Ok(bytes)
}

/// How the file is understood.
fn form(sample: &Sample) -> String {
    let form = match sample.form {
        Form::Array => "JSON, an array".to_owned(),
        Form::Lines if sample.is_full => "NDJSON, a full export of a Roster".to_owned(),
        Form::Lines => "NDJSON, an object on each line".to_owned(),
        Form::Csv { comma: ';' } => format!("CSV with semicolons, {} columns", sample.columns.len()),
        Form::Csv { .. } => format!("CSV, {} columns", sample.columns.len()),
        Form::Unknown => "a form that is not known".to_owned(),
    };
    match (sample.is_compressed, sample.form) {
        (true, Form::Unknown) => "gzip: what is in it the server finds out".to_owned(),
        (true, _) => format!("{form}, in gzip"),
        (false, _) => form,
    }
}

/// The first rows of a CSV file, as they stand in it.
fn preview(sample: &Sample) -> Option<AnyView> {
    if sample.rows.is_empty() {
        return None;
    }
    let head = sample.columns.iter().map(|name| view! { <th scope="col"><bdi>{name.clone()}</bdi></th> }.into_any());
    let head = head.collect_view();
    let row = |(index, row): (usize, &Vec<String>)| {
        let cells = row.iter().map(|cell| view! { <td><bdi>{cell.clone()}</bdi></td> }.into_any()).collect_view();
        let number = i64::try_from(index + 1).unwrap_or(0);
        view! { <tr><th scope="row" class="figure"><Number value=number/></th>{cells}</tr> }.into_any()
    };
    let rows = sample.rows.iter().enumerate().map(row).collect_view();
    Some(
        view! {
            <div class="table-box import-preview">
                <div class="table-scroll" role="region" aria-label="First rows" tabindex="0">
                    <table class="table">
                        <thead><tr><th scope="col" class="figure">"Row"</th>{head}</tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </div>
        }
        .into_any(),
    )
}

/// `12.3 MB`
fn size(bytes: i64) -> String {
    const UNITS: [(i64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        None if bytes == 1 => "1 byte".to_owned(),
        None => format!("{bytes} bytes"),
        Some((unit, name)) if bytes >= unit * 100 => format!("{} {name}", number(bytes / unit)),
        Some((unit, name)) => format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_told_in_the_unit_that_fits() {
        let told = [1, 999, 1_000, 12_345, 2_500_000, 7_890_000_000].map(size);
        assert_eq!(told, ["1 byte", "999 bytes", "1.0 kB", "12.3 kB", "2.5 MB", "7.8 GB"]);
    }
}
