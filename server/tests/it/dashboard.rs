//! The pages and the server functions.

mod bodies;
mod functions;
mod hostile;
mod pages;
mod roles;
