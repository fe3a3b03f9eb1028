//! Where users come from.

mod clients;
mod delete;
mod programs;

use model::{
    Connection, ConnectionEdit, ConnectionOptions, FieldMistake, LogEvent, NewConnection, PasswordDictionary,
    check_connection_name,
};
use serde_json::{Map, Value, json};
use store::Conn;

use crate::{Actor, Directory, Error, Result, Scope};

/// The connections of the actor's tenant.
pub struct Connections<'a>(pub(crate) &'a Directory);

/// What is said of an id that no connection has.
const NO_CONNECTION: Error = Error::NotFound("The connection does not exist.");

impl Connections<'_> {
    /// All of them, by name.
    ///
    /// # Errors
    /// `Forbidden` without `read:connections`.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<Connection>> {
        actor.may(Scope::ReadConnections)?;
        let mut conn = self.0.db().read().await?;
        Ok(store::connections::list(&mut conn, actor.tenant()).await?)
    }

    /// The one of that id.
    ///
    /// # Errors
    /// `Forbidden` without `read:connections`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<Connection> {
        actor.may(Scope::ReadConnections)?;
        check_id(id)?;
        let mut conn = self.0.db().read().await?;
        store::connections::get(&mut conn, actor.tenant(), id).await?.ok_or(NO_CONNECTION)
    }

    /// Makes a database connection.
    ///
    /// # Errors
    /// `Forbidden` without `create:connections`, `Fields` for a bad name or bad options, `Exists` for a used name.
    pub async fn create(&self, actor: &Actor, new: NewConnection) -> Result<Connection> {
        actor.may(Scope::CreateConnections)?;
        let mut mistakes = new.options.mistakes();
        if let Err(message) = check_connection_name(&new.name) {
            mistakes.push(FieldMistake { field: "name".to_owned(), message });
        }
        check(mistakes)?;
        let connection = Connection {
            id: format!("con_{}", self.0.random().alphanumeric(16)),
            name: new.name,
            strategy: "auth0".to_owned(),
            options: tidied(new.options),
            applications: 0,
        };
        let mut tx = self.0.db().begin().await?;
        if !store::connections::insert(&mut tx, actor.tenant(), &connection, self.0.now()).await? {
            let message = "A connection with this name already exists".to_owned();
            return Err(Error::Exists { field: "name", message });
        }
        if !new.clients.is_empty() {
            let all = store::connections::clients(&mut tx, actor.tenant(), &connection.id).await?;
            programs::check_clients(&new.clients, |id| all.iter().any(|client| client.client_id == id))?;
            for client in &new.clients {
                store::connections::enable_client(&mut tx, actor.tenant(), &connection.id, client).await?;
            }
        }
        if new.enable_all_clients {
            store::connections::enable_all_clients(&mut tx, actor.tenant(), &connection.id).await?;
        }
        let connection = store::connections::get(&mut tx, actor.tenant(), &connection.id).await?.unwrap_or(connection);
        let changed = json!({ "applications": connection.applications, "options": connection.options });
        self.record(&mut tx, actor, "Create a connection", &connection, changed).await?;
        tx.commit().await?;
        Ok(connection)
    }

    /// Replaces the settings of a connection. Doing it again changes and records nothing.
    ///
    /// # Errors
    /// `Forbidden` without `update:connections`, `NotFound`, `Fields` for what is out of its bounds, `Changed` when what is
    /// stored is not what the form began from.
    pub async fn update(&self, actor: &Actor, id: &str, edit: ConnectionEdit) -> Result<Connection> {
        actor.may(Scope::UpdateConnections)?;
        check_id(id)?;
        check(edit.value.mistakes())?;
        let mut tx = self.0.db().begin().await?;
        let before = store::connections::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_CONNECTION)?;
        let after = Connection { options: tidied(edit.value), ..before.clone() };
        if after == before {
            return Ok(before);
        }
        if before.options != edit.base {
            return Err(Error::Changed("this connection"));
        }
        store::connections::save_options(&mut tx, actor.tenant(), id, &after.options).await?;
        let changed = changed(&before.options, &after.options);
        self.record(&mut tx, actor, "Update a connection", &after, changed).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Deletes a connection that nobody uses.
    ///
    /// # Errors
    /// `Forbidden` without `delete:connections`, `NotFound`, `Invalid` while it has users.
    pub async fn delete(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::DeleteConnections)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let connection = store::connections::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_CONNECTION)?;
        if store::connections::has_users(&mut tx, actor.tenant(), &connection.name).await? {
            let message = "This connection still has users. Delete them first: Users, filtered by this connection";
            return Err(Error::Invalid(message.to_owned()));
        }
        store::connections::delete(&mut tx, actor.tenant(), id).await?;
        self.record(&mut tx, actor, "Delete a connection", &connection, json!({})).await?;
        Ok(tx.commit().await?)
    }

    /// Writes what `actor` did to a connection into the log, in the transaction that does it.
    async fn record(
        &self,
        conn: &mut Conn,
        actor: &Actor,
        description: &str,
        connection: &Connection,
        changed: Value,
    ) -> Result<()> {
        let event = self.event(actor, description, connection, changed);
        Ok(store::logs::append(conn, actor.tenant(), &event).await?)
    }

    fn event(&self, actor: &Actor, description: &str, connection: &Connection, changed: Value) -> LogEvent {
        let mut event = self.0.event(actor, "sapi", description);
        event.connection = Some(connection.name.clone());
        if let Some(Value::Object(details)) = &mut event.details {
            details.insert("connection_id".to_owned(), json!(connection.id));
            details.insert("changed".to_owned(), changed);
        }
        event
    }
}

/// What cannot be stored cannot be the id of a connection.
fn check_id(id: &str) -> Result<()> {
    if id.is_empty() || id.len() > 100 || id.contains('\0') { Err(NO_CONNECTION) } else { Ok(()) }
}

fn check(mistakes: Vec<FieldMistake>) -> Result<()> {
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Fields(mistakes)) }
}

/// Words of the dictionary once each, without the spaces around them.
fn tidied(options: ConnectionOptions) -> ConnectionOptions {
    let mut dictionary: Vec<String> = Vec::new();
    for word in options.password_dictionary.dictionary {
        let word = word.trim().to_owned();
        if !dictionary.contains(&word) {
            dictionary.push(word);
        }
    }
    let password_dictionary = PasswordDictionary { dictionary, ..options.password_dictionary };
    ConnectionOptions { password_dictionary, ..options }
}

/// Option by option, what it was and what it is.
fn changed(before: &ConnectionOptions, after: &ConnectionOptions) -> Value {
    let fields = |options| match serde_json::to_value(options) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let (before, after) = (fields(before), fields(after));
    let differing = after.iter().filter(|(name, value)| before.get(*name) != Some(value));
    differing.map(|(name, value)| (name.clone(), json!({ "before": before.get(name), "after": value }))).collect()
}
