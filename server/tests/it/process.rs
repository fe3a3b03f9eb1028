//! The real binary, with a socket, signals and files.

mod audit;
mod clients;
mod command_line;
mod crash;
mod keys;
mod running;
mod tls;
