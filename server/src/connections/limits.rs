//! How long, and how many.

use std::time::Duration;

/// What a client may cost: each of these ends something that would otherwise last.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many connections there are at once; more wait outside.
    pub connections: usize,
    /// How long a TLS handshake may take.
    pub handshake: Duration,
    /// How long the head of a request may take, and how soon the first must come.
    pub head: Duration,
    /// How long a connection may be kept between two requests.
    pub idle: Duration,
    /// How soon the buffers of a connection are given back after a request.
    pub rest: Duration,
    /// How long a body may make no progress: one that a client sends, or one that it does not take.
    pub stall: Duration,
    /// How long requests may go on after the server was told to stop.
    pub drain: Duration,
    /// How often to look whether the certificate changed or must be renewed.
    pub certificate: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 16_384,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(10),
            // Longer than the minute for which proxies keep theirs, so that it is them who close.
            idle: Duration::from_secs(75),
            // Short, so that ten thousand clients that come within a second do not all have theirs at once.
            rest: Duration::from_millis(100),
            stall: Duration::from_secs(30),
            drain: Duration::from_secs(25),
            certificate: Duration::from_secs(5),
        }
    }
}

impl Limits {
    /// As many connections as `files` open ones allow; the database, the log and others need some too.
    pub(crate) fn within(self, files: Option<u64>) -> Self {
        let most = files.map_or(usize::MAX, |files| usize::try_from(files).unwrap_or(usize::MAX));
        Self { connections: self.connections.min(most.saturating_sub(256)).max(64), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_never_more_connections_than_files() {
        let connections = |files| Limits::default().within(files).connections;
        assert_eq!(connections(Some(1024)), 768);
        assert_eq!(connections(Some(1_000_000)), 16_384);
        assert_eq!(connections(None), 16_384);
    }
}
