//! Users as answers have them: `model::UserProfile`.

use crate::management::payload::{Kind, Schema};

/// With whatever else the identity provider said. Nothing is required, as `fields` may leave it out.
pub(super) const USER: Kind = Kind::Named(
    "User",
    &Kind::Open(&Schema {
        properties: &[
            ("app_metadata", Kind::Object),
            ("blocked", Kind::Flag),
            ("created_at", Kind::Time),
            ("email", Kind::Text),
            ("email_verified", Kind::Flag),
            ("family_name", Kind::Text),
            ("given_name", Kind::Text),
            ("identities", IDENTITIES),
            ("last_ip", Kind::Text),
            ("last_login", Kind::Time),
            ("last_password_reset", Kind::Time),
            ("logins_count", Kind::Integer),
            ("name", Kind::Text),
            ("nickname", Kind::Text),
            ("phone_number", Kind::Text),
            ("phone_verified", Kind::Flag),
            ("picture", Kind::Text),
            ("updated_at", Kind::Time),
            ("user_id", Kind::Text),
            ("user_metadata", Kind::Object),
            ("username", Kind::Text),
        ],
        required: &[],
    }),
);

/// The accounts of a user.
pub(super) const IDENTITIES: Kind = Kind::Array(&Kind::Named(
    "Identity",
    &Kind::Nested(&Schema {
        properties: &[
            ("connection", Kind::Text),
            ("isSocial", Kind::Flag),
            ("profileData", Kind::Object),
            ("provider", Kind::Text),
            ("user_id", Kind::Text),
        ],
        required: &["connection", "isSocial", "provider", "user_id"],
    }),
));
