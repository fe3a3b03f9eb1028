//! *User Identity*.

use leptos::prelude::*;
use model::UserProfile;

use crate::components::{Badge, Icon, Tone, When};
use crate::pages::user::current::CurrentUser;
use crate::pages::user::header::VerifiedMark;

/// Who the user is, and whether they may log in.
#[component]
pub(super) fn Identity(user: CurrentUser) -> impl IntoView {
    view! {
        <section class="card user-identity" aria-labelledby="user-identity">
            <h2 id="user-identity">"User Identity"</h2>
            {move || view! { <dl class="facts">{facts(&user.profile.read())}</dl> }.into_any()}
        </section>
    }
    .into_any()
}

fn facts(profile: &UserProfile) -> AnyView {
    let connections: Vec<String> = profile.connections().map(str::to_owned).collect();
    view! {
        {text("Name", profile.name.as_ref())}
        {address("Email", profile.email.as_ref(), profile.email_verified == Some(true))}
        {text("Username", profile.username.as_ref())}
        {address("Phone", profile.phone_number.as_ref(), profile.phone_verified == Some(true))}
        {fact(
            if connections.len() == 1 { "Connection" } else { "Connections" },
            connections.into_iter().map(|name| view! { <span class="fact-line"><bdi>{name}</bdi></span> }.into_any()).collect_view(),
        )}
        {fact("Signed up", view! { <When at=Some(profile.created_at)/> })}
        {fact("Latest login", view! { <When at=profile.last_login/> })}
        {fact("Logins", view! { <span class="figure">{profile.logins_count.unwrap_or(0)}</span> })}
        {profile.last_ip.clone().map(|ip| fact("Last IP address", view! { <code>{ip}</code> }))}
        {profile.last_password_reset.map(|at| fact("Password changed", view! { <When at=Some(at)/> }))}
        {fact("Access", access(profile.is_blocked()))}
    }
    .into_any()
}

fn fact(name: &'static str, value: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{value.into_any()}</dd>
        </div>
    }
    .into_any()
}

fn text(name: &'static str, value: Option<&String>) -> AnyView {
    match value.filter(|value| !value.is_empty()) {
        Some(value) => fact(name, view! { <bdi>{value.clone()}</bdi> }),
        None => fact(name, view! { <span class="fact-none">"none"</span> }),
    }
}

fn address(name: &'static str, value: Option<&String>, is_verified: bool) -> AnyView {
    let Some(value) = value.cloned() else { return text(name, None) };
    let mark = if is_verified {
        view! { <VerifiedMark/> }.into_any()
    } else {
        view! { <Badge tone=Tone::Warning>"not verified"</Badge> }.into_any()
    };
    fact(name, view! { <span class="fact-address"><bdi>{value}</bdi>{mark}</span> })
}

fn access(is_blocked: bool) -> AnyView {
    if is_blocked {
        view! { <Badge tone=Tone::Danger><Icon name="block"/>"blocked"</Badge> }.into_any()
    } else {
        view! { <Badge tone=Tone::Good><Icon name="check"/>"may log in"</Badge> }.into_any()
    }
}
