//! The kinds of application, in words.

use model::AppType;

/// Every kind.
pub(super) const KINDS: [AppType; 4] = [AppType::RegularWeb, AppType::Spa, AppType::Native, AppType::NonInteractive];

/// What people call a kind.
pub(crate) fn kind_name(kind: AppType) -> &'static str {
    match kind {
        AppType::Native => "Native",
        AppType::Spa => "Single-page",
        AppType::RegularWeb => "Regular web",
        AppType::NonInteractive => "Machine to machine",
    }
}

/// What a kind is.
pub(super) fn kind_text(kind: AppType) -> &'static str {
    match kind {
        AppType::Native => "Installed on a phone or a desktop. It keeps no secret and logs in with PKCE.",
        AppType::Spa => "JavaScript in a browser. It keeps no secret and logs in with PKCE.",
        AppType::RegularWeb => "Runs on a server and keeps a secret there.",
        AppType::NonInteractive => {
            "A program without a user: a job, a service, a script. It calls APIs with its own secret."
        }
    }
}
