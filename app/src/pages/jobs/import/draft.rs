//! What was chosen on the page so far.

use leptos::html;
use leptos::prelude::*;
use model::ImportColumns;

use super::columns::Column;
use super::sample::{Form, Sample};
use crate::functions::Refusal;

/// The file that was chosen. The browser's own field holds it: no more of it is in the page than its beginning.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chosen {
    pub(super) name: String,
    /// In bytes.
    pub(super) size: i64,
    pub(super) sample: Sample,
}

/// The page's form.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    /// Whether whoever looks may import what logs users in.
    is_owner: Signal<bool>,
    pub(super) field: NodeRef<html::Input>,
    pub(super) chosen: RwSignal<Option<Chosen>>,
    /// Why a file is none.
    pub(super) mistake: RwSignal<Option<String>>,
    pub(super) is_over: RwSignal<bool>,
    pub(super) columns: RwSignal<Vec<Column>>,
    pub(super) connection: RwSignal<String>,
    pub(super) upsert: RwSignal<bool>,
    pub(super) mail: RwSignal<bool>,
    pub(super) full: RwSignal<bool>,
    pub(super) external_id: RwSignal<String>,
    /// How much of the file was sent, of 100; none while nothing is.
    pub(super) sent: RwSignal<Option<i64>>,
    pub(super) is_sending: RwSignal<bool>,
    pub(super) refused: RwSignal<Option<Refusal>>,
}

impl Draft {
    pub(super) fn new(connection: String, is_owner: Signal<bool>) -> Self {
        Self {
            is_owner,
            field: NodeRef::new(),
            chosen: RwSignal::new(None),
            mistake: RwSignal::new(None),
            is_over: RwSignal::new(false),
            columns: RwSignal::new(Vec::new()),
            connection: RwSignal::new(connection),
            upsert: RwSignal::new(false),
            mail: RwSignal::new(false),
            full: RwSignal::new(false),
            external_id: RwSignal::new(String::new()),
            sent: RwSignal::new(None),
            is_sending: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    /// Another file, or none.
    pub(super) fn set(self, chosen: Option<Chosen>) {
        self.mistake.set(None);
        self.refused.set(None);
        self.full.set(chosen.as_ref().is_some_and(|chosen| chosen.sample.is_full));
        self.columns.set(chosen.as_ref().map(|chosen| Column::of(&chosen.sample)).unwrap_or_default());
        self.chosen.set(chosen);
    }

    fn is_json(self) -> bool {
        self.chosen.with(|chosen| {
            chosen.as_ref().is_some_and(|chosen| matches!(chosen.sample.form, Form::Array | Form::Lines))
        })
    }

    /// Whether it is imported as a full export.
    pub(super) fn is_full(self) -> bool {
        self.full.get() && self.may_be_full()
    }

    /// Whether it can be said that it is a full export.
    pub(super) fn may_be_full(self) -> bool {
        self.is_owner.get() && self.is_json()
    }

    /// What the columns are; nothing for a file without any.
    pub(super) fn mapping(self) -> ImportColumns {
        self.columns
            .with(|columns| columns.iter().map(|column| (column.name.clone(), column.becomes.property())).collect())
    }

    /// What has to be mended before the file can be sent.
    pub(super) fn missing(self) -> Option<String> {
        self.chosen
            .with(|chosen| match chosen {
                None => Some("Choose a file first.".to_owned()),
                Some(chosen) => chosen.sample.mistake.clone(),
            })
            .or_else(|| {
                let is_nowhere = !self.is_full() && self.connection.with(String::is_empty);
                is_nowhere.then(|| "There is no connection to import users to.".to_owned())
            })
            .or_else(|| self.columns.with(|columns| super::columns::mistake(columns)))
    }
}
