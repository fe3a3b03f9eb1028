//! Narrowing to a range of days.

use leptos::prelude::*;
use model::{Timestamp, UserQuery};

use super::super::list::List;
use super::Range;
use crate::components::{Dialog, FormError, Menu, MenuItem, MenuSeparator, use_now};

type Days = (Option<String>, Option<String>);

impl Range {
    fn label(self) -> &'static str {
        match self {
            Self::Login => "Latest login",
            Self::Created => "Created",
        }
    }

    fn of(self, query: &UserQuery) -> Days {
        match self {
            Self::Login => (query.login_from.clone(), query.login_to.clone()),
            Self::Created => (query.created_from.clone(), query.created_to.clone()),
        }
    }

    fn set(self, query: &mut UserQuery, (from, to): Days) {
        match self {
            Self::Login => (query.login_from, query.login_to) = (from, to),
            Self::Created => (query.created_from, query.created_to) = (from, to),
        }
    }
}

/// The last days by one click, any others in a dialog.
#[component]
pub(super) fn DateFilter(list: List, range: Range) -> impl IntoView {
    let now = use_now();
    let is_choosing = RwSignal::new(false);
    let apply = Callback::new(move |days: Days| {
        list.go(&list.address.get_untracked().with(|query| range.set(query, days)));
    });
    let last = move |days: i64, label: &'static str| {
        let choose = move |()| {
            if let Some(now) = now.get_untracked() {
                apply.run((Some(now.plus_days(1 - days).date()), None));
            }
        };
        view! { <MenuItem icon="calendar" label=label on_select=choose/> }
    };
    let icon = match range {
        Range::Login => "clock",
        Range::Created => "calendar",
    };
    view! {
        <Menu label=range.label() icon=icon show_label=true>
            <MenuItem icon="users" label="Any time" on_select=move |()| apply.run((None, None))/>
            <MenuSeparator/>
            {last(1, "Today")}
            {last(7, "Last 7 days")}
            {last(30, "Last 30 days")}
            {last(90, "Last 90 days")}
            <MenuSeparator/>
            <MenuItem icon="filter" label="Choose days …" on_select=move |()| is_choosing.set(true)/>
        </Menu>
        <Dialog open=is_choosing title=range.label()>
            <DateForm
                days=list.address.with_untracked(|address| range.of(&address.query))
                close=move |()| is_choosing.set(false)
                apply=apply
            />
        </Dialog>
    }
}

#[component]
fn DateForm(days: Days, #[prop(into)] close: Callback<()>, apply: Callback<Days>) -> impl IntoView {
    let from = RwSignal::new(days.0.unwrap_or_default());
    let to = RwSignal::new(days.1.unwrap_or_default());
    let mistake = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let days = (date(&from.get_untracked()), date(&to.get_untracked()));
        match days {
            (Some(from), Some(to)) if from > to => mistake.set(Some("The first day is after the last one".to_owned())),
            days => {
                close.run(());
                apply.run(days);
            }
        }
    };
    let field = |id: &'static str, label: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input
                    id=id
                    class="input"
                    type="date"
                    value=value.get_untracked()
                    on:input=move |event| value.set(event_target_value(&event))
                />
            </div>
        }
    };
    view! {
        <form class="dialog-form" novalidate=true on:submit=submit>
            <div class="dialog-content">
                <div class="field-row">
                    {field("date-from", "From", from)}
                    {field("date-to", "To", to)}
                </div>
                <p class="field-hint">"Days begin at midnight UTC. Leave one empty for no limit."</p>
                <FormError error=mistake/>
            </div>
            <footer class="dialog-foot">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button type="submit" class="button button-primary">"Apply"</button>
            </footer>
        </form>
    }
}

fn date(text: &str) -> Option<String> {
    Timestamp::from_date(text).map(Timestamp::date)
}
