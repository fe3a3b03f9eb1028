//! Editing metadata.

use model::{JsonObject, MetadataEdit, MetadataKind, UserId, UserProfile, check_metadata};

use super::Users;
use crate::{Actor, Error, Result, Scope};

/// The largest metadata object, in bytes of JSON: 1 MiB.
const LARGEST: usize = 1 << 20;

impl Users<'_> {
    /// Replaces one of the metadata objects.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`, `Field` for keys that may not be there, `TooLarge` beyond 1 MiB,
    /// `Conflict` when what is stored is not what the editor began from.
    pub async fn edit_metadata(&self, actor: &Actor, id: &UserId, edit: MetadataEdit) -> Result<UserProfile> {
        actor.may(Scope::UpdateUsers)?;
        check_metadata(edit.kind, &edit.value).map_err(|mistake| Error::field(edit.kind.field(), mistake))?;
        check_size(edit.kind, &edit.value)?;
        self.change(actor, id, "Update a User", |user| {
            let current = user.clone();
            let stored = match edit.kind {
                MetadataKind::User => &mut user.user_metadata,
                MetadataKind::App => &mut user.app_metadata,
            };
            let unchanged = stored.as_ref().map_or(edit.base.is_empty(), |stored| *stored == edit.base);
            if !unchanged {
                return Err(Error::Conflict(Box::new(current)));
            }
            if stored.is_some() || !edit.value.is_empty() {
                *stored = Some(edit.value);
            }
            Ok(())
        })
        .await
    }
}

pub(super) fn check_size(kind: MetadataKind, value: &JsonObject) -> Result<()> {
    let size = serde_json::to_string(value).map_or(usize::MAX, |text| text.len());
    if size <= LARGEST {
        return Ok(());
    }
    Err(Error::TooLarge(format!("{}: at most {LARGEST} bytes of JSON, {size} given", kind.field())))
}
