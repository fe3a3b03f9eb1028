//! The tab *Devices* of a user: where they are logged in, and what they let applications do.

mod ask;
mod grants;
mod linked;
mod sessions;

use leptos::prelude::*;
use model::UserAccess;

use self::ask::{Ask, Asked};
use self::grants::Grants;
use self::linked::Linked;
use self::sessions::Sessions;
use crate::components::{EmptyState, ErrorState, Icon, SkeletonText};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::access::access_of_user;
use crate::pages::user::current::{CurrentUser, use_user};

/// What the parts of the tab share.
#[derive(Clone, Copy)]
struct Tab {
    user: CurrentUser,
    /// What is asked about; the dialog is open while there is something.
    asked: RwSignal<Option<Asked>>,
}

/// The devices, the sessions and the grants of the user.
#[component]
pub fn Devices() -> impl IntoView {
    let user = use_user();
    // A block ends all of it.
    let version = Memo::new(move |_| user.profile.read().updated_at);
    let loaded: Loaded<Answer<UserAccess>> =
        Loaded::new_with_options(move || version.get(), move |_| access_of_user(user.id()), false);
    let tab = Tab { user, asked: RwSignal::new(None) };
    let shown = move |answer: Answer<UserAccess>| match answer {
        Ok(access) => view! { <Found tab=tab access=access/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! {
        <div class="access">
            <Transition fallback=|| {
                view! { <SkeletonText lines=6/> }
            }>{move || loaded.get().map(shown)}</Transition>
            <Ask tab=tab done=move |()| loaded.refetch()/>
        </div>
    }
    .into_any()
}

#[component]
fn Found(tab: Tab, access: UserAccess) -> impl IntoView {
    let UserAccess { devices, sessions, grants, ending } = access;
    if devices.is_empty() && sessions.is_empty() && grants.is_empty() {
        return view! {
            <EmptyState
                icon="devices"
                title="Not logged in anywhere"
                text="Devices that hold a refresh token of this user, browsers that they are logged in with, and applications \
                      that they allowed something will stand here."
            />
        }
        .into_any();
    }
    let is_out = ending.is_empty();
    let everywhere = move || Asked::Everywhere(ending.clone());
    view! {
        <Linked tab=tab devices=devices/>
        <Sessions tab=tab sessions=sessions/>
        {(!is_out).then(|| view! {
            <p class="access-everywhere">
                <AskButton tab=tab word="Sign out everywhere" icon="log-out" label="Sign out everywhere".to_owned() asked=everywhere/>
                <span>"Ends every session and revokes every refresh token."</span>
            </p>
        }.into_any())}
        <Grants tab=tab grants=grants/>
    }
    .into_any()
}

/// A part of the tab: its heading, what it is, and its table or what to say instead.
#[component]
fn Part(id: &'static str, title: &'static str, note: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="access-part" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <p class="access-note">{note}</p>
            {children()}
        </section>
    }
    .into_any()
}

/// A table of a part.
#[component]
fn Rows(label: &'static str, heads: Vec<&'static str>, children: Children) -> impl IntoView {
    let heads = heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }.into_any()).collect_view();
    view! {
        <div class="table-box">
            <div class="table-scroll">
                <table class="table access-table" aria-label=label>
                    <thead>
                        <tr>{heads}<th scope="col"><span class="visually-hidden">"Actions"</span></th></tr>
                    </thead>
                    <tbody>{children()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// A button that asks before anything is ended.
#[component]
fn AskButton(
    tab: Tab,
    word: &'static str,
    #[prop(optional)] icon: &'static str,
    label: String,
    #[prop(into)] asked: Callback<(), Asked>,
) -> impl IntoView {
    let permission = tab.user.permission;
    let ask = move |_| {
        if permission.may_edit.get_untracked() {
            tab.asked.set(Some(asked.run(())));
        }
    };
    let icon = (!icon.is_empty()).then(|| view! { <Icon name=icon/> }.into_any());
    view! {
        <button
            type="button"
            class="button"
            aria-haspopup="dialog"
            aria-label=label
            aria-disabled=move || (!permission.may_edit.get()).then_some("true")
            title=move || permission.reason.get()
            on:click=ask
        >
            {icon}
            {word}
        </button>
    }
    .into_any()
}

/// Where something was: the place, and the address.
fn place(place: Option<String>, ip: Option<String>) -> AnyView {
    match (place, ip) {
        (None, None) => view! { <td class="access-none">"not known"</td> }.into_any(),
        (Some(place), ip) => {
            view! { <td><bdi>{place}</bdi><span class="access-small"><bdi>{ip}</bdi></span></td> }.into_any()
        }
        (None, Some(ip)) => view! { <td><bdi>{ip}</bdi></td> }.into_any(),
    }
}

/// Names of applications in a cell.
fn names(names: &[String]) -> AnyView {
    view! { <td class="access-names"><bdi>{names.join(", ")}</bdi></td> }.into_any()
}
