//! Saving a draft, and taking that back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Failure, FailureKind, JsonObject, MetadataEdit};

use super::draft::{Draft, stored};
use crate::components::{Toasts, lasting};
use crate::functions::Refusal;
use crate::functions::users::edit_metadata;

impl Draft {
    /// Saves what was written, unless somebody else saved meanwhile.
    pub(super) fn save(self, toasts: Toasts) {
        if untrack(|| self.can_save()) {
            self.send(self.base.get_untracked(), toasts);
        }
    }

    /// Saves what was written over what somebody else saved meanwhile.
    pub(super) fn keep_mine(self, toasts: Toasts) {
        if let (Some(theirs), true) = (self.theirs.get_untracked(), untrack(|| self.is_right())) {
            self.send(theirs, toasts);
        }
    }

    /// Begins anew from what somebody else saved meanwhile.
    pub(super) fn take_theirs(self) {
        if let Some(theirs) = self.theirs.get_untracked() {
            self.rebase(theirs);
        }
    }

    fn send(self, base: JsonObject, toasts: Toasts) {
        let Ok(value) = self.object.get_untracked() else { return };
        let edit = MetadataEdit { kind: self.kind, base, value };
        self.is_busy.set(true);
        self.refused.set(None);
        let id = self.user.id();
        spawn_local(async move {
            let answer = edit_metadata(id, edit.clone()).await;
            self.is_busy.set(false);
            match answer {
                Ok(profile) => {
                    self.rebase(stored(&profile, self.kind));
                    self.user.profile.set(profile);
                    toasts.done_with_undo(format!("{} is saved", self.kind.field()), self.undo(edit, toasts));
                }
                Err(refusal) => self.refuse(refusal, &edit.value),
            }
        });
    }

    fn refuse(self, refusal: Refusal, mine: &JsonObject) {
        let Failure { kind, message, fields, current } = refusal.0;
        let Some(profile) = current.filter(|_| kind == FailureKind::Conflict) else {
            let first = fields.into_iter().next().map(|mistake| mistake.message);
            return self.refused.set(Some(first.unwrap_or(message)));
        };
        let theirs = stored(&profile, self.kind);
        if theirs == *mine {
            self.rebase(theirs);
        } else {
            self.theirs.set(Some(theirs));
        }
        self.user.profile.set(*profile);
    }

    fn undo(self, done: MetadataEdit, toasts: Toasts) -> Callback<()> {
        let id = self.user.id();
        lasting(move || {
            let edit = MetadataEdit { kind: done.kind, base: done.value.clone(), value: done.base.clone() };
            let id = id.clone();
            spawn_local(async move {
                match edit_metadata(id, edit).await {
                    Ok(profile) => {
                        self.user.profile.set(profile);
                        toasts.done(format!("{} is as it was before", self.kind.field()));
                    }
                    Err(refusal) if refusal.kind == FailureKind::Conflict => {
                        toasts.failed(format!(
                            "{} was changed again meanwhile, so it was not set back",
                            self.kind.field()
                        ));
                    }
                    Err(refusal) => toasts.failed(refusal.0.message),
                }
            });
        })
    }
}
