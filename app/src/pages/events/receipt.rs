//! What a block, or signing a user out everywhere, ended.

use leptos::prelude::*;
use model::{LogEvent, Receipt};

use crate::components::utc_time;

/// The receipt that the event carries.
pub(super) fn receipt(event: &LogEvent) -> Option<Receipt> {
    serde_json::from_value(event.details.as_ref()?.get("receipt")?.clone()).ok()
}

/// What ended, why and until when, and what lives on.
#[component]
pub(super) fn ReceiptView(receipt: Receipt) -> impl IntoView {
    let lines = lines(&receipt)
        .into_iter()
        .map(|(name, text)| view! { <div class="fact"><dt>{name}</dt><dd><bdi>{text}</bdi></dd></div> }.into_any())
        .collect_view();
    view! {
        <h3 class="event-part">"Receipt"</h3>
        <dl class="facts event-facts">{lines}</dl>
    }
    .into_any()
}

fn lines(receipt: &Receipt) -> Vec<(&'static str, String)> {
    let Receipt { ended, reason, until } = receipt;
    let what = ended.in_words();
    let what = if what.is_empty() { "nothing: the user was not logged in anywhere".to_owned() } else { what };
    let told = (!ended.told.is_empty()).then(|| ended.told.join(", "));
    let reason = (!reason.is_empty()).then(|| reason.clone());
    [
        ("Ended", Some(what)),
        ("Told of it", told),
        ("Lives on", ended.access_tokens_until.map(|until| format!("access tokens, until {}", utc_time(until)))),
        ("Reason", reason),
        ("Until", until.map(utc_time)),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some((name, text?)))
    .collect()
}

#[cfg(test)]
mod tests {
    use model::{Ending, Timestamp};

    use super::*;

    #[test]
    fn a_receipt_says_what_is_known() {
        assert_eq!(lines(&Receipt::default()), [("Ended", "nothing: the user was not logged in anywhere".to_owned())]);
        let ended = Ending { sessions: 2, access_tokens_until: Some(Timestamp(0)), ..Ending::default() };
        let receipt = Receipt { ended, reason: "Lost phone".to_owned(), until: Some(Timestamp(60_000)) };
        assert_eq!(
            lines(&receipt),
            [
                ("Ended", "2 sessions".to_owned()),
                ("Lives on", "access tokens, until 1970-01-01 00:00 UTC".to_owned()),
                ("Reason", "Lost phone".to_owned()),
                ("Until", "1970-01-01 00:01 UTC".to_owned()),
            ]
        );
    }
}
