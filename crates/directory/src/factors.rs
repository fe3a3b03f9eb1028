//! What a user might have beside a password and has not: second factors and organizations. Whoever asks is told so, and
//! what would take them away has nothing to do.

use model::UserId;

use crate::{Actor, Directory, Error, Result, Scope};

/// Second factors and organizations of users: there are none.
pub struct Factors<'a>(pub(crate) &'a Directory);

/// A question about them, or a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorsAsked {
    /// Which ways of authentication a user enrolled.
    Methods,
    /// To enrol one.
    NewMethod,
    /// To change one, or all.
    ChangeMethod,
    /// To take one or all away.
    NoMethod,
    /// To take all authenticators away.
    NoAuthenticators,
    /// Which devices are enrolled.
    Enrollments,
    /// To take a provider's second factor away, to forget browsers, or to have another recovery code.
    Change,
    /// Which organizations a user belongs to.
    Organizations,
}

impl FactorsAsked {
    fn scope(self) -> Scope {
        match self {
            Self::Methods => Scope::ReadAuthenticationMethods,
            Self::NewMethod => Scope::CreateAuthenticationMethods,
            Self::ChangeMethod => Scope::UpdateAuthenticationMethods,
            Self::NoMethod => Scope::DeleteAuthenticationMethods,
            Self::NoAuthenticators => Scope::DeleteGuardianEnrollments,
            Self::Enrollments => Scope::ReadUsers,
            Self::Change => Scope::UpdateUsers,
            Self::Organizations => Scope::ReadOrganizations,
        }
    }
}

impl Factors<'_> {
    /// Whether the actor may ask that, whoever the user is.
    ///
    /// # Errors
    /// `Forbidden` without the scope that Auth0 wants for it.
    pub fn may(&self, actor: &Actor, asked: FactorsAsked) -> Result<()> {
        actor.may(asked.scope())
    }

    /// The same of a user who is there.
    ///
    /// # Errors
    /// As [`Factors::may`], and `NotFound`.
    pub async fn of_user(&self, actor: &Actor, asked: FactorsAsked, user: &UserId) -> Result<()> {
        self.may(actor, asked)?;
        let mut conn = self.0.db().read().await?;
        self.0.users().name_of(&mut conn, actor.tenant(), user).await.map(drop)
    }

    /// One of a user's ways of authentication.
    ///
    /// # Errors
    /// As [`Factors::of_user`], and `NotFound` always: there is none.
    pub async fn one(&self, actor: &Actor, asked: FactorsAsked, user: &UserId) -> Result<()> {
        self.of_user(actor, asked, user).await?;
        Err(Error::NotFound("The authentication method does not exist."))
    }
}
