//! What scripts of rules are told as `configuration`: secrets, which can be written and used, and never be read.

use model::{JsonObject, LogEvent};
use serde::Serialize;
use serde_json::json;

use super::Rules;
use crate::events::{Change, Recorded};
use crate::{Actor, Error, Result, Scope};

/// The longest key, in characters.
const KEY: usize = 127;
/// The longest value, in bytes.
const VALUE: usize = 16 * 1024;
/// The most keys.
const KEYS: usize = 200;

/// A key, as the log tells of it.
#[derive(Serialize)]
struct Config<'a> {
    key: &'a str,
}

impl Recorded for Config<'_> {
    fn name_in(&self, _: &mut LogEvent, details: &mut JsonObject) {
        details.insert("rules_config".to_owned(), json!({ "key": self.key }));
    }
}

impl Rules<'_> {
    /// The keys that have a value.
    ///
    /// # Errors
    /// `Forbidden` without `read:rules_configs`.
    pub async fn config_keys(&self, actor: &Actor) -> Result<Vec<String>> {
        actor.may(Scope::ReadRulesConfigs)?;
        let mut conn = self.0.db().read().await?;
        Ok(store::rules_configs::keys(&mut conn, actor.tenant()).await?)
    }

    /// Gives a key a value.
    ///
    /// # Errors
    /// `Forbidden` without `update:rules_configs`, `Field`.
    pub async fn set_config(&self, actor: &Actor, key: &str, value: &str) -> Result<()> {
        actor.may(Scope::UpdateRulesConfigs)?;
        if !is_key(key) {
            return Err(Error::field("key", format!("1 to {KEY} letters, digits and _ - @ * + :")));
        }
        if value.len() > VALUE || value.contains('\0') {
            return Err(Error::field("value", format!("At most {VALUE} bytes, none of them 0")));
        }
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let keys = store::rules_configs::keys(&mut tx, actor.tenant()).await?;
        let is_there = keys.iter().any(|known| known == key);
        if !is_there && keys.len() >= KEYS {
            return Err(Error::field("key", format!("There are {KEYS} keys already")));
        }
        store::rules_configs::save(&mut tx, actor.tenant(), key, value).await?;
        let config = Config { key };
        let before = is_there.then_some(&config);
        let change = Change { description: "Set a rules config", before, after: Some(&config), secrets: &["value"] };
        self.0.record(&mut tx, actor, &change).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets a key and its value.
    ///
    /// # Errors
    /// `Forbidden` without `delete:rules_configs`, `NotFound`.
    pub async fn delete_config(&self, actor: &Actor, key: &str) -> Result<()> {
        actor.may(Scope::DeleteRulesConfigs)?;
        let mut tx = self.0.db().begin().await?;
        if !is_key(key) || !store::rules_configs::delete(&mut tx, actor.tenant(), key).await? {
            return Err(Error::NotFound("The rules config does not exist."));
        }
        let config = Config { key };
        let change =
            Change { description: "Delete a rules config", before: Some(&config), after: None, secrets: &["value"] };
        self.0.record(&mut tx, actor, &change).await?;
        Ok(tx.commit().await?)
    }
}

/// Auth0: `^[A-Za-z0-9_\-@*+:]*$`
fn is_key(key: &str) -> bool {
    (1..=KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-@*+:".contains(&byte))
}
