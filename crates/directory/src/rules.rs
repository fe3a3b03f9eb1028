//! Rules: scripts that are to run at logins. They are kept; nothing runs them yet, and whoever makes or enables one is told.

mod check;
mod configs;

use model::{JsonObject, ListPart, Listed, LogEvent, Rule, RulePatch};
use serde_json::json;
use store::Tx;

use crate::clients::is_id;
use crate::events::{Change, Recorded};
use crate::{Actor, Directory, Error, Result, Scope};

/// The rules of the actor's tenant, and what their scripts are told.
pub struct Rules<'a>(pub(crate) &'a Directory);

const NO_RULE: Error = Error::NotFound("The rule does not exist.");

impl Recorded for Rule {
    fn name_in(&self, _: &mut LogEvent, details: &mut JsonObject) {
        details.insert("rule".to_owned(), json!({ "id": self.id, "name": self.name }));
    }
}

impl Rules<'_> {
    /// A part of them, in their order: of all, or of those that are on or off.
    ///
    /// # Errors
    /// `Forbidden` without `read:rules`.
    pub async fn search(&self, actor: &Actor, enabled: Option<bool>, part: &ListPart) -> Result<Listed<Rule>> {
        actor.may(Scope::ReadRules)?;
        let mut conn = self.0.db().read().await?;
        Ok(store::rules::search(&mut conn, actor.tenant(), enabled, part).await?)
    }

    /// One of them.
    ///
    /// # Errors
    /// `Forbidden` without `read:rules`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<Rule> {
        actor.may(Scope::ReadRules)?;
        let mut conn = self.0.db().read().await?;
        let found = if is_id(id) { store::rules::find(&mut conn, actor.tenant(), id).await? } else { None };
        found.ok_or(NO_RULE)
    }

    /// Makes a rule; where no order is asked for it comes after all others.
    ///
    /// # Errors
    /// `Forbidden` without `create:rules`, `Field` for what is wrong with it, `Exists` for a name or an order that another
    /// one has.
    pub async fn create(&self, actor: &Actor, patch: RulePatch) -> Result<Rule> {
        actor.may(Scope::CreateRules)?;
        let id = format!("rul_{}", self.0.random().alphanumeric(16));
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let last = store::rules::last_place(&mut tx, actor.tenant()).await?.unwrap_or(0);
        let blank = Rule { id, name: String::new(), script: String::new(), order: last + 1, enabled: true };
        let rule = check::apply(blank, patch)?;
        check_free(&mut tx, actor, &rule).await?;
        check::size(store::rules::size(&mut tx, actor.tenant()).await?, None, &rule)?;
        store::rules::insert(&mut tx, actor.tenant(), &rule).await?;
        self.record(&mut tx, actor, "Create a rule", None, Some(&rule)).await?;
        tx.commit().await?;
        warn(actor, &rule);
        Ok(rule)
    }

    /// Changes a rule. Doing it again changes and records nothing.
    ///
    /// # Errors
    /// `Forbidden` without `update:rules`, `NotFound`, and as [`Rules::create`].
    pub async fn update(&self, actor: &Actor, id: &str, patch: RulePatch) -> Result<Rule> {
        actor.may(Scope::UpdateRules)?;
        let mut tx = self.0.db().begin().await?;
        let before = hold(&mut tx, actor, id).await?;
        let after = check::apply(before.clone(), patch)?;
        if after == before {
            return Ok(after);
        }
        check_free(&mut tx, actor, &after).await?;
        check::size(store::rules::size(&mut tx, actor.tenant()).await?, Some(&before), &after)?;
        store::rules::save(&mut tx, actor.tenant(), &after).await?;
        self.record(&mut tx, actor, "Update a rule", Some(&before), Some(&after)).await?;
        tx.commit().await?;
        warn(actor, &after);
        Ok(after)
    }

    /// Deletes a rule.
    ///
    /// # Errors
    /// `Forbidden` without `delete:rules`, `NotFound`.
    pub async fn delete(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::DeleteRules)?;
        let mut tx = self.0.db().begin().await?;
        let rule = hold(&mut tx, actor, id).await?;
        store::rules::delete(&mut tx, actor.tenant(), id).await?;
        self.record(&mut tx, actor, "Delete a rule", Some(&rule), None).await?;
        Ok(tx.commit().await?)
    }

    async fn record(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        description: &str,
        before: Option<&Rule>,
        after: Option<&Rule>,
    ) -> Result<()> {
        self.0.record(tx, actor, &Change { description, before, after, secrets: &[] }).await
    }
}

/// The rule of that id, while nobody else changes any.
async fn hold(tx: &mut Tx, actor: &Actor, id: &str) -> Result<Rule> {
    store::tenants::hold(tx, actor.tenant()).await?;
    let found = if is_id(id) { store::rules::find(tx, actor.tenant(), id).await? } else { None };
    found.ok_or(NO_RULE)
}

async fn check_free(tx: &mut Tx, actor: &Actor, rule: &Rule) -> Result<()> {
    let (field, message) = match store::rules::taken(tx, actor.tenant(), rule).await? {
        (true, _) => ("name", format!("A rule with the name {:?} already exists", rule.name)),
        (_, true) => ("order", format!("A rule with the order {} already exists", rule.order)),
        (false, false) => return Ok(()),
    };
    Err(Error::Exists { field, message })
}

fn warn(actor: &Actor, rule: &Rule) {
    if rule.enabled {
        tracing::warn!(
            tenant = actor.tenant(),
            rule = rule.id,
            "a rule is enabled, but this Roster does not run rules"
        );
    }
}
