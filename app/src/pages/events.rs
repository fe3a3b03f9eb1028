//! Events of the log: what *History* of a user and *Logs* of the tenant have in common.

mod address;
mod checks;
mod chips;
mod dialog;
pub(super) mod feed;
mod filters;
mod list;
mod live;
mod log;
mod names;
mod older;
mod receipt;
mod table;
mod words;

pub(crate) use address::{Address, Time};
pub(crate) use chips::Chips;
pub(crate) use dialog::EventDialog;
pub(crate) use filters::Filters;
pub(crate) use list::EventList;
pub(crate) use log::Log;
