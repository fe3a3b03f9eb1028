//! The tab *Administrators*: who uses the dashboard, and what they may do.

mod dialogs;
mod row;

use leptos::prelude::*;
use model::{Administrator, Role};

use self::dialogs::{Add, Remove};
use self::row::Row;
use crate::components::{ErrorState, Icon, SkeletonText, use_viewer};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::administrators::list_administrators;

/// What the tab shows, and what is being asked.
#[derive(Clone, Copy)]
struct Administrators {
    all: RwSignal<Vec<Administrator>>,
    /// The viewer's own email: nobody changes their own role.
    own: Signal<String>,
    adding: RwSignal<bool>,
    /// The one that is to be removed.
    removing: RwSignal<Option<Administrator>>,
}

/// Owners add administrators, change what they may do, and remove them.
#[component]
pub fn AdministratorsTab() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| list_administrators(), false);
    let shown = move |answer: Answer<Vec<Administrator>>| match answer {
        Ok(all) => view! { <Found all=all/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! { <Suspense fallback=|| view! { <SkeletonText lines=6/> }>{move || loaded.get().map(shown)}</Suspense> }
        .into_any()
}

#[component]
fn Found(all: Vec<Administrator>) -> impl IntoView {
    let viewer = use_viewer();
    let own =
        Signal::derive(move || viewer.with(|viewer| viewer.as_ref().map(|it| it.email.clone()).unwrap_or_default()));
    let list =
        Administrators { all: RwSignal::new(all), own, adding: RwSignal::new(false), removing: RwSignal::new(None) };
    view! {
        <section class="administrators">
            <div class="page-actions">
                <button
                    type="button"
                    class="button button-primary"
                    aria-haspopup="dialog"
                    on:click=move |_| list.adding.set(true)
                >
                    <Icon name="plus"/>
                    "Add Administrator"
                </button>
            </div>
            <p class="page-note">
                "Viewers look, editors change users and applications, owners change everything. To sign in as users is a permission \
                 of its own, which no role includes."
            </p>
            <div class="table-box">
                <div class="table-scroll" role="region" aria-label="Administrators" tabindex="0">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">"Email"</th>
                                <th scope="col">"Role"</th>
                                <th scope="col">"May sign in as users"</th>
                                <th scope="col">"Since"</th>
                                <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                            </tr>
                        </thead>
                        <tbody>
                            <For each=move || list.all.get() key=|it| (it.id.clone(), it.role, it.may_impersonate) let:it>
                                <Row list=list administrator=it/>
                            </For>
                        </tbody>
                    </table>
                </div>
            </div>
        </section>
        <Add list=list/>
        <Remove list=list/>
    }
    .into_any()
}

/// Values and words of roles, for a choice.
fn roles() -> Vec<(String, String)> {
    Role::ALL.iter().rev().map(|role| (role.as_str().to_owned(), role.as_str().to_owned())).collect()
}
