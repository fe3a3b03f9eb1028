//! The tab *Locations*: where a user logged in from.

mod counted;
mod layers;
mod leaflet_files;
mod logins;
mod map;
mod notes;
mod outcome;
mod range;
mod table;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::{UserId, UserLocations};

use self::counted::{Days, Leg, Pin};
use self::logins::{ChosenPlace, ImpossibleTravels};
use self::map::LoginMap;
use self::notes::{Credits, DatabaseFailure, Elsewhere, NoDatabase, NoLogins};
use self::outcome::Legend;
use self::range::DayRange;
use self::table::PlaceTable;
use crate::components::{ErrorState, SkeletonText};
use crate::first_html::Loaded;
use crate::functions::locations::locations_of_user;
use crate::paths::encode;
use crate::user_path;

/// The places that the user logged in from, on a map and as a table.
#[component]
pub fn Locations() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| UserId::from(params.read().get("id").unwrap_or_default()));
    let loaded = Loaded::new_with_options(move || id.get(), |id| locations_of_user(id, None, None), true);
    view! {
        <section class="locations" aria-labelledby="locations">
            <h2 id="locations" class="visually-hidden">"Locations"</h2>
            <Suspense fallback=|| view! { <SkeletonText lines=6/> }>
                {move || {
                    loaded
                        .get()
                        .map(|answer| match answer {
                            Ok(found) => found_view(&id.get_untracked(), found),
                            Err(refusal) => {
                                view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any()
                            }
                        })
                }}
            </Suspense>
        </section>
    }
    .into_any()
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Shown {
    user: StoredValue<UserId>,
    found: StoredValue<UserLocations>,
    /// The days that are shown.
    days: RwSignal<Days>,
    /// Of those days.
    pins: Memo<Vec<Pin>>,
    /// Of those days.
    legs: Memo<Vec<Leg>>,
    /// The place whose logins are listed.
    chosen: RwSignal<Option<usize>>,
    /// The place whose row somebody points at.
    pointed: RwSignal<Option<usize>>,
}

impl Shown {
    fn new(user: &UserId, found: UserLocations, all: Days) -> Self {
        let found = StoredValue::new(found);
        let days = RwSignal::new(all);
        Self {
            user: StoredValue::new(user.clone()),
            found,
            days,
            pins: Memo::new(move |_| found.with_value(|found| counted::pins(found, days.get()))),
            legs: Memo::new(move |_| found.with_value(|found| counted::legs(found, days.get()))),
            chosen: RwSignal::new(None),
            pointed: RwSignal::new(None),
        }
    }

    /// The address of the user's History.
    fn history(self) -> String {
        self.user.with_value(|user| format!("{}/history", user_path(user)))
    }

    /// The address of one event in it.
    fn event(self, log_id: &str) -> String {
        format!("{}?event={}", self.history(), encode(log_id))
    }
}

fn found_view(user: &UserId, found: UserLocations) -> AnyView {
    let database = found.database.clone();
    let Some(all) = counted::days(&found) else {
        return if database.kind.is_some() {
            let elsewhere = counted::elsewhere(&found, (i64::MIN, i64::MAX));
            view! { <DatabaseFailure database=database/> <NoLogins elsewhere=elsewhere/> }.into_any()
        } else {
            view! { <NoDatabase database=database/> }.into_any()
        };
    };
    let tiles = found.tiles.clone();
    let is_cut = found.is_cut;
    let shown = Shown::new(user, found, all);
    view! {
        <DatabaseFailure database=database.clone()/>
        <DayRange all=all shown=shown.days/>
        <div class="locations-body">
            <div class="locations-map">
                <LoginMap shown=shown tiles=tiles.clone()/>
                <Legend/>
                <Credits database=database tiles=tiles/>
            </div>
            <div class="locations-side">
                <PlaceTable shown=shown/>
                <Elsewhere shown=shown is_cut=is_cut/>
                <ChosenPlace shown=shown/>
                <ImpossibleTravels shown=shown/>
            </div>
        </div>
    }
    .into_any()
}
