//! The tab *Details*: who the user is, the metadata, and what the identity provider said.

mod attributes;
mod identity;
mod metadata;

use leptos::prelude::*;

use self::attributes::Attributes;
use self::identity::Identity;
use self::metadata::Metadata;
use super::current::use_user;

/// Who the user is, the metadata, and what the identity provider said.
#[component]
pub fn Details() -> impl IntoView {
    let user = use_user();
    view! {
        <div class="user-details">
            <Identity user=user/>
            <div class="user-details-main">
                <Metadata user=user/>
                <Attributes user=user/>
            </div>
        </div>
    }
    .into_any()
}
