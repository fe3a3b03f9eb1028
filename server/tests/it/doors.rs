//! What holds for every route.

mod headers;
mod same_origin;
