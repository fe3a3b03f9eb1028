//! What holds for every route.

mod database;
mod headers;
mod same_origin;
