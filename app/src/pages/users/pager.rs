//! From page to page.

use leptos::prelude::*;
use model::{PAGE_SIZES, UserPage};

use super::address::Address;
use super::counts::count_text;
use super::list::List;
use crate::components::{Icon, number};

/// Links to the pages before and after, the page size, and where one is.
#[component]
pub(super) fn Pager(list: List, page: UserPage) -> impl IntoView {
    let address = list.drawn_address();
    let length = i64::try_from(page.users.len()).unwrap_or(i64::MAX);
    let previous = page.previous.as_deref().map(|cursor| previous(&address, cursor).url());
    let next = page.next.as_deref().map(|cursor| address.page(cursor, address.offset().map(|at| at + length)).url());
    let offset = address.offset();
    let is_whole = page.next.is_none() && offset == Some(0);
    let range = move || match list.counts.matching() {
        _ if is_whole => range_text(offset, length, Some(grouped_in_browser(length))),
        Some(count) => {
            let least = offset.unwrap_or(0) + length;
            let count = model::UserCount { count: count.count.max(least), ..count };
            range_text(offset, length, Some(count_text(count)))
        }
        None => range_text(offset, length, None),
    };
    let size = address.query.page_size;
    let resize = move |event| {
        if let Ok(size) = event_target_value(&event).parse() {
            list.go(&list.drawn_address().with(|query| query.page_size = size));
        }
    };
    view! {
        <footer class="pager">
            <nav aria-label="Pages of the list">
                {step(previous, "prev", "chevron-left", "Previous")}
                {step(next, "next", "chevron-right", "Next")}
            </nav>
            <label class="pager-size">
                <select class="select" aria-label="Rows a page" on:change=resize>
                    {PAGE_SIZES.map(|choice| view! { <option value=choice.to_string() selected=choice == size>{choice}</option> }.into_any()).collect_view()}
                </select>
                <span>"a page"</span>
            </label>
            <p class="pager-range" role="status">{move || range()}</p>
        </footer>
    }
}

/// The page before; the first one is reached without a cursor, so that what is new shows up there.
fn previous(address: &Address, cursor: &str) -> Address {
    let size = i64::from(address.query.page_size);
    match address.offset() {
        Some(at) if at <= size => address.with(|_| ()),
        at => address.page(cursor, at.map(|at| at - size)),
    }
}

/// Where one is, as exactly as it is known.
fn range_text(offset: Option<i64>, length: i64, count: Option<String>) -> String {
    let rows = match offset {
        Some(at) => format!("{}–{}", grouped_in_browser(at + 1), grouped_in_browser(at + length)),
        None => format!("{} rows", grouped_in_browser(length)),
    };
    count.map_or_else(|| rows.clone(), |count| format!("{rows} of {count}"))
}

fn grouped_in_browser(value: i64) -> String {
    if cfg!(feature = "ssr") { crate::components::grouped(value) } else { number(value) }
}

fn step(href: Option<String>, rel: &'static str, icon: &'static str, label: &'static str) -> AnyView {
    let words = move || {
        view! {
            <Icon name=icon/>
            <span>{label}</span>
        }
    };
    match href {
        Some(href) => {
            view! { <a class=format!("button pager-{rel}") rel=rel href=href data-noscroll="true">{words()}</a> }
                .into_any()
        }
        None => view! { <span class=format!("button pager-{rel}") aria-disabled="true" role="link">{words()}</span> }
            .into_any(),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_range_says_no_more_than_is_known() {
        assert_eq!(range_text(Some(0), 50, Some("128,402".to_owned())), "1–50 of 128,402");
        assert_eq!(range_text(Some(1000), 50, None), "1,001–1,050");
        assert_eq!(range_text(None, 50, Some("10,000+".to_owned())), "50 rows of 10,000+");
    }

    #[test]
    fn the_first_page_is_reached_without_a_cursor() {
        let third = Address::parse("cursor=c&at=100");
        assert_eq!(previous(&third, "b").url(), "/users?cursor=b&at=50");
        assert_eq!(previous(&Address::parse("cursor=b&at=50"), "a").url(), "/users");
        assert_eq!(previous(&Address::parse("cursor=b"), "a").url(), "/users?cursor=a");
    }
}
