//! The button *Sign in as User*: it works where all conditions hold, and says which does not.

use leptos::prelude::*;

use super::current::CurrentUser;
use crate::chunks::sign_in_as::fields;
use crate::components::{Dialog, Icon, SkeletonText, Work, use_tips};
use crate::functions::impersonations::get_impersonation_options;
use crate::later::Later;
use crate::pages::sign_in_as::Asked;

/// The id of the text that says what is missing.
const MISSING: &str = "sign-in-as-missing";

/// The button and its dialog, whose content is loaded when it is opened.
#[component]
pub(super) fn SignInAs(user: CurrentUser) -> impl IntoView {
    let options = Later::new(move || {
        // A block, or another email, changes what is possible.
        user.profile.track();
        get_impersonation_options(user.id())
    });
    let open = RwSignal::new(false);
    let work = Work::new(open);
    let missing = Memo::new(move |_| match options.get() {
        None => Some("Checking whether you can sign in as this user".to_owned()),
        Some(Ok(options)) => options.missing,
        Some(Err(refusal)) => Some(refusal.message.clone()),
    });
    let asked = Memo::new(move |_| {
        let options = options.get().and_then(Result::ok).unwrap_or_default();
        Asked { user_id: user.id(), user_name: user.name(), options, work }
    });
    provide_context(asked);
    let tips = use_tips();
    let show = move |event: leptos::ev::Event| {
        if let Some(text) = missing.get_untracked() {
            tips.show_at(&event_target(&event), text);
        }
    };
    let title = Signal::derive(move || format!("Sign in as {}", user.profile.read().display_name()));
    view! {
        <button
            type="button"
            class="button"
            aria-haspopup="dialog"
            aria-disabled=move || missing.with(Option::is_some).then_some("true")
            aria-describedby=move || missing.with(Option::is_some).then_some(MISSING)
            on:pointerenter=move |event| show(event.into())
            on:focus=move |event| show(event.into())
            on:pointerleave=move |_| tips.hide()
            on:blur=move |_| tips.hide()
            on:click=move |_| {
                if missing.with_untracked(Option::is_none) {
                    open.set(true);
                }
            }
        >
            <Icon name="log-in"/>
            "Sign in as User"
        </button>
        <span id=MISSING class="visually-hidden">{missing}</span>
        <Dialog open=open title=title busy=work.busy on_close=move |()| options.refetch()>
            <Suspense fallback=|| {
                view! { <div class="dialog-content"><SkeletonText lines=6/></div> }
            }>{move || Suspend::new(fields())}</Suspense>
        </Dialog>
    }
    .into_any()
}
