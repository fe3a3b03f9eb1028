//! What the columns of a CSV file are: guessed by their names, and said by whoever imports them.

use leptos::prelude::*;
use model::IMPORT_PROPERTIES;

use super::draft::Draft;
use super::guess::guess;
use super::sample::{Form, Sample};
use crate::components::Icon;

/// How many values of a column are shown.
const EXAMPLES: usize = 3;

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) examples: Vec<String>,
    pub(super) becomes: Becomes,
}

/// What a column becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Becomes {
    /// It is not imported.
    Nothing,
    /// A property of the user.
    Property(&'static str),
    /// What is at this way in `user_metadata`; the whole object where there is none.
    User(String),
    /// The same of `app_metadata`.
    App(String),
}

impl Column {
    /// The columns of a file, as they are guessed.
    pub(super) fn of(sample: &Sample) -> Vec<Self> {
        if !matches!(sample.form, Form::Csv { .. }) {
            return Vec::new();
        }
        let guesses = guess(&sample.columns);
        let column = |(index, (name, becomes)): (usize, (&String, Becomes))| {
            let values = sample.rows.iter().filter_map(|row| row.get(index)).filter(|value| !value.is_empty());
            Self { name: name.clone(), examples: values.take(EXAMPLES).cloned().collect(), becomes }
        };
        sample.columns.iter().zip(guesses).enumerate().map(column).collect()
    }
}

impl Becomes {
    /// As the server is told.
    pub(super) fn property(&self) -> Option<String> {
        let within = |object: &str, way: &str| match way.trim() {
            "" => object.to_owned(),
            way => format!("{object}.{way}"),
        };
        match self {
            Self::Nothing => None,
            Self::Property(name) => Some((*name).to_owned()),
            Self::User(way) => Some(within(USER, way)),
            Self::App(way) => Some(within(APP, way)),
        }
    }

    fn choice(&self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Property(name) => name,
            Self::User(_) => USER,
            Self::App(_) => APP,
        }
    }

    /// What was chosen; `name` is what the column is called.
    fn chosen(choice: &str, name: &str) -> Self {
        match choice {
            USER => Self::User(key(name)),
            APP => Self::App(key(name)),
            choice => {
                IMPORT_PROPERTIES.into_iter().find(|known| *known == choice).map_or(Self::Nothing, Self::Property)
            }
        }
    }

    fn way(&self) -> Option<&str> {
        match self {
            Self::User(way) | Self::App(way) => Some(way),
            Self::Nothing | Self::Property(_) => None,
        }
    }

    fn with_way(&self, way: String) -> Self {
        match self {
            Self::User(_) => Self::User(way),
            Self::App(_) => Self::App(way),
            other => other.clone(),
        }
    }
}

const USER: &str = "user_metadata";
const APP: &str = "app_metadata";

/// The key that a column's name suggests: `Plan (2026)` → `plan_2026`.
fn key(name: &str) -> String {
    let plain = |char: char| if char.is_alphanumeric() { char.to_ascii_lowercase() } else { '_' };
    let key: String = name.chars().map(plain).collect();
    let parts: Vec<&str> = key.split('_').filter(|part| !part.is_empty()).collect();
    parts.join("_")
}

/// What cannot be of the columns as they are; nothing for a file without any.
pub(super) fn mistake(columns: &[Column]) -> Option<String> {
    if columns.is_empty() {
        return None;
    }
    let properties: Vec<String> = columns.iter().filter_map(|column| column.becomes.property()).collect();
    let twice = properties.iter().enumerate().find(|(index, property)| properties[..*index].contains(property));
    if let Some((_, property)) = twice {
        return Some(format!("Two columns are {property}."));
    }
    let has_email = properties.iter().any(|property| property == "email");
    (!has_email).then(|| "Say which column is the email: every user needs one.".to_owned())
}

#[component]
pub(super) fn Columns(draft: Draft) -> impl IntoView {
    let count = Memo::new(move |_| draft.columns.with(Vec::len));
    let left_out = move || {
        let left_out = draft.columns.with(|columns| {
            columns
                .iter()
                .filter(|column| column.becomes == Becomes::Nothing)
                .map(|column| column.name.clone())
                .collect::<Vec<_>>()
        });
        match left_out.as_slice() {
            [] => "All columns are imported.".to_owned(),
            [one] => format!("The column {one} is not imported."),
            several => format!("{} columns are not imported: {}.", several.len(), several.join(", ")),
        }
    };
    // Anew for each file: its columns are set by then.
    let rows = move || {
        let columns = draft.chosen.with(|chosen| chosen.as_ref().map_or(0, |chosen| chosen.sample.columns.len()));
        (0..columns).map(|index| view! { <Row draft=draft index=index/> }.into_any()).collect_view()
    };
    let shown = move || {
        (count.get() > 0).then(|| {
            view! {
                <section class="card settings-part import-columns" aria-labelledby="import-columns">
                    <h2 id="import-columns">"Columns"</h2>
                    <p class="card-note" role="status">{left_out}</p>
                    <div class="table-scroll" role="region" aria-label="What columns become" tabindex="0">
                        <table class="table">
                            <thead>
                                <tr>
                                    <th scope="col">"Column"</th>
                                    <th scope="col">"First values"</th>
                                    <th scope="col">"Becomes"</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                    <p class="form-error" role="alert">
                        {move || {
                            draft.columns.with(|columns| mistake(columns)).map(|text| {
                                view! { <Icon name="alert"/><span>{text}</span> }.into_any()
                            })
                        }}
                    </p>
                </section>
            }
            .into_any()
        })
    };
    view! { {shown} }.into_any()
}

#[component]
fn Row(draft: Draft, index: usize) -> impl IntoView {
    let column = draft.columns.with_untracked(|columns| columns.get(index).cloned());
    let Some(Column { name, examples, .. }) = column else { return ().into_any() };
    let becomes = Memo::new(move |_| {
        draft.columns.with(|columns| columns.get(index).map_or(Becomes::Nothing, |column| column.becomes.clone()))
    });
    let change = move |change: &dyn Fn(&Column) -> Becomes| {
        draft.columns.update(|columns| {
            if let Some(column) = columns.get_mut(index) {
                column.becomes = change(column);
            }
        });
    };
    let choose = move |event| {
        let choice = event_target_value(&event);
        change(&|column| Becomes::chosen(&choice, &column.name));
    };
    let label = format!("{name} becomes");
    let has_way = Memo::new(move |_| becomes.with(|becomes| becomes.way().is_some()));
    let way_label = format!("Key for {name}");
    let way = move || {
        let label = way_label.clone();
        has_way.get().then(|| {
            view! {
                <input
                    class="input"
                    aria-label=label
                    placeholder="the whole object"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    prop:value=move || becomes.with(|becomes| becomes.way().unwrap_or_default().to_owned())
                    on:input=move |event| {
                        let way = event_target_value(&event);
                        change(&|column| column.becomes.with_way(way.clone()));
                    }
                />
            }
            .into_any()
        })
    };
    view! {
        <tr>
            <th scope="row"><bdi>{name}</bdi></th>
            <td class="import-examples"><bdi>{examples.join(" · ")}</bdi></td>
            <td>
                <div class="import-becomes">
                    <select class="input" aria-label=label on:change=choose>{move || choices(becomes.get().choice())}</select>
                    {way}
                </div>
            </td>
        </tr>
    }
    .into_any()
}

fn choices(chosen: &'static str) -> impl IntoView {
    let word = |property: &'static str| match property {
        USER => "user_metadata …",
        APP => "app_metadata …",
        other => other,
    };
    let option = move |value: &'static str, text: &'static str| {
        let is_chosen = value == chosen;
        view! { <option value=value selected=is_chosen prop:selected=is_chosen>{text}</option> }.into_any()
    };
    let properties = IMPORT_PROPERTIES.into_iter().map(move |property| option(property, word(property)));
    std::iter::once(option("", "Do not import")).chain(properties).collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, becomes: Becomes) -> Column {
        Column { name: name.to_owned(), examples: Vec::new(), becomes }
    }

    #[test]
    fn what_a_column_becomes_is_told_as_the_server_knows_it() {
        assert_eq!(
            Becomes::chosen("user_metadata", "Plan (2026)").property().as_deref(),
            Some("user_metadata.plan_2026")
        );
        assert_eq!(Becomes::App(String::new()).property().as_deref(), Some("app_metadata"));
        assert_eq!(Becomes::chosen("email", "x"), Becomes::Property("email"));
        assert_eq!(Becomes::chosen("", "x"), Becomes::Nothing);
    }

    #[test]
    fn columns_that_cannot_be_so_are_told() {
        let email = || column("a", Becomes::Property("email"));
        assert_eq!(mistake(&[]), None);
        assert_eq!(mistake(&[email(), column("b", Becomes::Nothing)]), None);
        assert!(mistake(&[email(), column("b", Becomes::Property("email"))]).is_some_and(|text| text.contains("Two")));
        assert!(mistake(&[column("b", Becomes::Nothing)]).is_some_and(|text| text.contains("email")));
    }
}
