//! What the list is narrowed to, as sentences.

use leptos::prelude::*;
use model::UserQuery;

use super::super::address::Address;
use super::super::list::List;
use crate::components::Icon;

/// One chip for each filter; a link takes it away, so it works without JavaScript.
#[component]
pub(in super::super) fn Chips(list: List) -> impl IntoView {
    let chips = move || {
        let address = list.address.get();
        let chips = chips_of(&address);
        let clear = (chips.len() > 1).then(|| {
            let everybody = address.without_filters().url();
            view! { <a class="chip-clear" href=everybody data-noscroll="true">"Clear filters"</a> }.into_any()
        });
        let views = chips.into_iter().map(|(what, value, without)| {
            let remove = format!("Remove the filter: {what} {value}");
            view! {
                <li class="chip">
                    <span>{what} " " <strong>{value}</strong></span>
                    <a href=without.url() aria-label=remove data-noscroll="true"><Icon name="x"/></a>
                </li>
            }
            .into_any()
        });
        let views = views.collect_view();
        let is_empty = !list.address.with(|address| has_chips(&address.query));
        (!is_empty).then(|| {
            view! {
                <div class="chips">
                    <ul aria-label="Filters">{views}</ul>
                    {clear}
                </div>
            }
            .into_any()
        })
    };
    view! { {move || chips()} }
}
fn has_chips(query: &UserQuery) -> bool {
    UserQuery { q: String::new(), ..query.clone() }.is_filtered()
}

/// What is narrowed, to what, and the list without that. The search has its own box.
pub(in super::super) fn chips_of(address: &Address) -> Vec<(&'static str, String, Address)> {
    let query = &address.query;
    let mut chips = Vec::new();
    if let Some(status) = query.status {
        chips.push(("status is", status.as_str().to_owned(), address.with(|query| query.status = None)));
    }
    if let Some(connection) = &query.connection {
        chips.push(("connection is", connection.clone(), address.with(|query| query.connection = None)));
    }
    if let Some(days) = days(query.login_from.as_deref(), query.login_to.as_deref()) {
        let without = address.with(|query| (query.login_from, query.login_to) = (None, None));
        chips.push(("latest login", days, without));
    }
    if let Some(days) = days(query.created_from.as_deref(), query.created_to.as_deref()) {
        let without = address.with(|query| (query.created_from, query.created_to) = (None, None));
        chips.push(("created", days, without));
    }
    chips
}

fn days(from: Option<&str>, to: Option<&str>) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("on or after {from}")),
        (None, Some(to)) => Some(format!("on or before {to}")),
        (Some(from), Some(to)) if from == to => Some(format!("on {from}")),
        (Some(from), Some(to)) => Some(format!("from {from} to {to}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_read_as_sentences_and_each_can_be_taken_away() {
        let address =
            Address::parse("q=ada&status=blocked&login_from=2026-01-01&created_from=2026-02-01&created_to=2026-02-01");
        let chips = chips_of(&address);
        let sentences: Vec<String> = chips.iter().map(|(what, value, _)| format!("{what} {value}")).collect();
        assert_eq!(sentences, ["status is blocked", "latest login on or after 2026-01-01", "created on 2026-02-01"]);
        assert_eq!(chips[0].2.query.status, None);
        assert_eq!(chips[2].2.url(), "/users?q=ada&status=blocked&login_from=2026-01-01");
    }

    #[test]
    fn a_search_alone_has_no_chip() {
        assert!(!has_chips(&Address::parse("q=ada").query));
        assert!(has_chips(&Address::parse("created_to=2026-01-01").query));
    }
}
