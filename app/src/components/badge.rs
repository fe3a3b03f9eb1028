//! Badges: a word, never colour alone.

use leptos::prelude::*;

use super::Icon;

/// What a badge says about a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    Neutral,
    /// As it should be.
    Good,
    /// Worth a look.
    Warning,
    /// Closed, failed or lost.
    Danger,
}

impl Tone {
    /// The name of its class.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A word on a tinted ground.
#[component]
pub fn Badge(
    /// Which tint.
    tone: Tone,
    /// The word, and an icon before it where one fits.
    children: Children,
) -> impl IntoView {
    view! { <span class=format!("badge badge-{}", tone.as_str())>{children()}</span> }
}

/// The states of a user that need a badge.
#[component]
pub fn UserBadges(
    /// An administrator blocked the user.
    blocked: bool,
    /// The user never logged in.
    pending: bool,
    /// The email was not verified.
    unverified: bool,
) -> impl IntoView {
    let badge = |is_there: bool, tone, icon, word: &'static str| {
        is_there.then(|| view! { <Badge tone=tone><Icon name=icon/>{word}</Badge> }.into_any())
    };
    view! {
        <span class="badges">
            {badge(blocked, Tone::Danger, "block", "blocked")}
            {badge(pending, Tone::Neutral, "clock", "pending")}
            {badge(unverified, Tone::Warning, "mail", "unverified")}
        </span>
    }
}
