//! The user whose page is open, for all parts of the page.

use leptos::prelude::*;
use model::{UserId, UserProfile};

use crate::components::{Permission, use_permission};

/// The user whose page is open.
#[derive(Clone, Copy)]
pub(crate) struct CurrentUser {
    /// The profile; every change puts the new one here.
    pub(crate) profile: RwSignal<UserProfile>,
    /// Whether the administrator's role allows changes.
    pub(crate) permission: Permission,
}

impl CurrentUser {
    pub(crate) fn id(self) -> UserId {
        self.profile.with_untracked(|profile| profile.user_id.clone())
    }

    pub(crate) fn name(self) -> String {
        self.profile.with_untracked(|profile| profile.display_name().to_owned())
    }
}

/// Makes `profile` the user whose page is open.
pub(crate) fn provide_user(profile: UserProfile) -> CurrentUser {
    let user = CurrentUser { profile: RwSignal::new(profile), permission: use_permission() };
    provide_context(user);
    user
}

/// The user whose page is open.
pub(crate) fn use_user() -> CurrentUser {
    expect_context()
}
