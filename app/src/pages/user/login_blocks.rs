//! Says that too many wrong passwords keep the user out, and lifts it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::UserBlock;

use super::current::CurrentUser;
use crate::components::{Icon, use_toasts};
use crate::effect::effect;
use crate::functions::user_blocks::{list_user_blocks, remove_user_blocks};

/// Nothing as long as nobody is kept out. Asked for once the page is there: hardly any user has one.
#[component]
pub(super) fn LoginBlocks(user: CurrentUser) -> impl IntoView {
    let blocks = RwSignal::new(Vec::<UserBlock>::new());
    let toasts = use_toasts();
    effect(move || {
        // Another password lifts them as well.
        user.profile.track();
        let id = user.id();
        spawn_local(async move {
            if let Ok(found) = list_user_blocks(id).await {
                blocks.set(found);
            }
        });
    });
    let lift = move |_| {
        let (id, name) = (user.id(), user.name());
        spawn_local(async move {
            match remove_user_blocks(id).await {
                Ok(()) => {
                    blocks.set(Vec::new());
                    toasts.done(format!("{name} may try again"));
                }
                Err(refusal) => toasts.failed(refusal.message.clone()),
            }
        });
    };
    let is_there = Memo::new(move |_| !blocks.read().is_empty());
    let may_edit = user.permission.may_edit;
    let shown = move || {
        is_there.get().then(|| {
            view! {
                <div class="user-notice" role="status">
                    <Icon name="block"/>
                    <p>{move || told(&blocks.read())}</p>
                    {move || {
                        may_edit
                            .get()
                            .then(|| view! { <button type="button" class="button" on:click=lift>"Unblock"</button> }.into_any())
                    }}
                </div>
            }
            .into_any()
        })
    };
    view! { {move || shown()} }.into_any()
}

/// In one sentence, from where.
fn told(blocks: &[UserBlock]) -> String {
    let places: Vec<&str> =
        blocks.iter().map(|block| if block.ip.is_empty() { "everywhere" } else { block.ip.as_str() }).collect();
    match places.as_slice() {
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            let more = rest.len();
            format!(
                "Blocked after too many wrong passwords, from {first}, {second}, {third} and {more} more addresses."
            )
        }
        places => format!("Blocked after too many wrong passwords, from {}.", places.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;

    #[test]
    fn many_addresses_are_counted() {
        let block = |ip: &str| UserBlock {
            identifier: "ada@example.com".into(),
            ip: ip.into(),
            connection: "Users".into(),
            blocked_until: Timestamp(1),
        };
        assert_eq!(told(&[block("")]), "Blocked after too many wrong passwords, from everywhere.");
        let five: Vec<_> = ["1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4", "5.5.5.5"].map(block).into();
        assert!(told(&five).ends_with("from 1.1.1.1, 2.2.2.2, 3.3.3.3 and 2 more addresses."), "{}", told(&five));
    }
}
