//! Says who blocked the user, why, and until when.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Block;

use super::current::CurrentUser;
use crate::components::{Icon, utc_time};
use crate::effect::effect;
use crate::functions::users::block_of;

/// Nothing as long as the user is not blocked, or nobody wrote down why. Asked for once the page is there.
#[component]
pub(super) fn BlockNotice(user: CurrentUser) -> impl IntoView {
    let block = RwSignal::new(None::<Block>);
    effect(move || {
        if !user.profile.read().is_blocked() {
            block.set(None);
            return;
        }
        let id = user.id();
        spawn_local(async move {
            if let Ok(found) = block_of(id).await {
                let _ = block.try_set(found);
            }
        });
    });
    let shown = move || {
        block.get().map(|block| {
            view! {
                <div class="user-notice" role="status">
                    <Icon name="block"/>
                    <p><bdi>{told(&block)}</bdi></p>
                </div>
            }
            .into_any()
        })
    };
    view! { {move || shown()} }.into_any()
}

/// In one sentence.
fn told(block: &Block) -> String {
    let until = block.until.map_or_else(String::new, |until| format!(" until {}", utc_time(until)));
    let reason = if block.reason.is_empty() { String::new() } else { format!(": {}", block.reason) };
    format!("Blocked by {} since {}{until}{reason}", block.blocked_by, utc_time(block.since))
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;

    #[test]
    fn a_block_is_told_with_what_is_known_of_it() {
        let block = Block {
            reason: "Lost phone".to_owned(),
            until: Some(Timestamp(1_674_673_227_084)),
            blocked_by: "ada@example.com".to_owned(),
            since: Timestamp(1_674_669_627_084),
        };
        let all = "Blocked by ada@example.com since 2023-01-25 18:00 UTC until 2023-01-25 19:00 UTC: Lost phone";
        assert_eq!(told(&block), all);
        let bare = Block { reason: String::new(), until: None, ..block };
        assert_eq!(told(&bare), "Blocked by ada@example.com since 2023-01-25 18:00 UTC");
    }
}
