//! The door for applications.

mod access;
mod backchannel_logout;
mod blocks;
mod client_authentication;
mod code;
mod cors;
mod dbconnections;
mod device;
mod discovery;
mod history;
mod keys;
mod limits;
mod machine;
mod matrix;
mod par;
mod password;
mod places;
mod refresh;
mod relying_party;
mod revoke;
mod rights;
mod shop;
mod userinfo;
