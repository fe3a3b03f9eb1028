//! The pages and the server functions.

mod bodies;
mod clients;
mod functions;
mod hostile;
mod logs;
mod pages;
mod roles;
mod searches;
mod tenant;
