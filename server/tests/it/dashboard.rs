//! The pages and the server functions.

mod attempts;
mod bodies;
mod clients;
mod functions;
mod given;
mod hostile;
mod jobs;
mod logs;
mod pages;
mod roles;
mod searches;
mod tenant;
