//! What is said of the routes.

use directory::Scope;

use super::{METHODS as LIST, ORGANIZATIONS as ORGANIZATION_LIST};
use crate::management::operation::{Operation, Pages};
use crate::management::payload::Kind;

const ONE: &[&str] = &["id", "authentication_method_id"];

pub(super) const METHODS: Operation =
    Operation::new("get_authentication-methods", "List the second factors of a user: there are none")
        .any(&[Scope::ReadAuthenticationMethods])
        .lists(Pages::Numbered, &LIST, &Kind::Object);

pub(super) const ADD_METHOD: Operation =
    Operation::new("post_authentication-methods", "Add a second factor: not available")
        .any(&[Scope::CreateAuthenticationMethods])
        .body(Kind::Object)
        .gives_no_success();

pub(super) const REPLACE_METHODS: Operation =
    Operation::new("put_authentication-methods", "Replace the second factors of a user: by none")
        .any(&[Scope::UpdateAuthenticationMethods])
        .body(Kind::Between(0, 0, &Kind::Array(&Kind::Object)))
        .gives(200, Kind::Between(0, 0, &Kind::Array(&Kind::Object)));

pub(super) const REMOVE_METHODS: Operation =
    Operation::new("delete_authentication-methods", "Remove the second factors of a user")
        .any(&[Scope::DeleteAuthenticationMethods])
        .gives_nothing(204);

pub(super) const METHOD: Operation =
    Operation::new("get_authentication-methods_by_authentication_method_id", "Get a second factor: there is none")
        .path(ONE)
        .any(&[Scope::ReadAuthenticationMethods])
        .gives_no_success();

pub(super) const CHANGE_METHOD: Operation =
    Operation::new("patch_authentication-methods_by_authentication_method_id", "Change a second factor: there is none")
        .path(ONE)
        .any(&[Scope::UpdateAuthenticationMethods])
        .body(Kind::Object)
        .gives_no_success();

pub(super) const REMOVE_METHOD: Operation = Operation::new(
    "delete_authentication-methods_by_authentication_method_id",
    "Remove a second factor: there is none",
)
.path(ONE)
.any(&[Scope::DeleteAuthenticationMethods])
.gives_no_success();

pub(super) const REMOVE_AUTHENTICATORS: Operation =
    Operation::new("delete_authenticators", "Remove the authenticators of a user")
        .any(&[Scope::DeleteGuardianEnrollments])
        .gives_nothing(204);

pub(super) const ENROLLMENTS: Operation =
    Operation::new("get_enrollments", "List the enrollments of a user: there are none")
        .any(&[Scope::ReadUsers])
        .gives(200, Kind::Array(&Kind::Object));

pub(super) const FORGET_BROWSERS: Operation =
    Operation::new("post_invalidate-remember-browser", "Forget the browsers in which a user needs no second factor")
        .any(&[Scope::UpdateUsers])
        .gives_nothing(204);

pub(super) const REMOVE_PROVIDER: Operation =
    Operation::new("delete_multifactor_by_provider", "Remove what a provider of second factors knows of a user")
        .any(&[Scope::UpdateUsers])
        .gives_nothing(204);

pub(super) const RECOVERY_CODE: Operation =
    Operation::new("post_recovery-code-regeneration", "Make a new recovery code: there is no second factor to recover")
        .any(&[Scope::UpdateUsers])
        .gives_no_success();

pub(super) const ORGANIZATIONS: Operation =
    Operation::new("get_user_organizations", "List the organizations of a user: there are none")
        .any(&[Scope::ReadOrganizations])
        .lists(Pages::Numbered, &ORGANIZATION_LIST, &Kind::Object);
