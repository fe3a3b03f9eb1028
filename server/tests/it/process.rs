//! The real binary, with a socket, signals and files.

mod command_line;
mod connections;
mod crash;
mod running;
