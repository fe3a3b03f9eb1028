//! What a client may do to a connection, and what it cannot do: a server with a socket and short limits, in this process.

mod headers;
mod house;
mod http2;
mod room;
mod smuggling;
mod stopping;
mod tls;
mod waiting;

pub(crate) use house::client;
