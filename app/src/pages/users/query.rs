//! What helps with searches of users: proposals while one types, what is wrong with a query, and saved searches.

mod completion;
mod context;
mod mistake;
mod proposals;
mod saved;

pub(super) use completion::Completion;
pub(super) use mistake::Mistake;
pub(super) use saved::{Items, ManageDialog, SaveDialog};
