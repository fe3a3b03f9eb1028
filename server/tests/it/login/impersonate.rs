//! *Sign in as User*: from the link to its end.

mod attempt;
mod end;
mod link;
mod offer;
mod program;
mod scene;
mod tokens;
