//! How many streams there are at once, and the end of all of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// Streams of the process.
const ALL: usize = 256;
/// Streams of one session: a browser keeps one for each page that is seen.
const OF_A_SESSION: usize = 8;

/// The streams that are open.
pub(crate) struct Places {
    taken: Arc<Mutex<HashMap<String, usize>>>,
    stop: watch::Sender<bool>,
}

/// One stream's place, free again when it is dropped.
pub(super) struct Place {
    session: String,
    taken: Arc<Mutex<HashMap<String, usize>>>,
    stopped: watch::Receiver<bool>,
}

impl Default for Places {
    fn default() -> Self {
        Self { taken: Arc::default(), stop: watch::Sender::new(false) }
    }
}

impl Places {
    /// A place for a stream of the session; none where there are too many.
    pub(super) fn take(&self, session: &str) -> Option<Place> {
        let mut taken = lock(&self.taken);
        let all: usize = taken.values().sum();
        let own = taken.get(session).copied().unwrap_or(0);
        if all >= ALL || own >= OF_A_SESSION {
            return None;
        }
        taken.insert(session.to_owned(), own + 1);
        Some(Place { session: session.to_owned(), taken: self.taken.clone(), stopped: self.stop.subscribe() })
    }

    /// Ends every stream: a server that stops waits for none of them.
    pub(crate) fn close(&self) {
        self.stop.send_replace(true);
    }
}

impl Place {
    /// Done when the server stops.
    pub(super) async fn stopped(&mut self) {
        let _ = self.stopped.wait_for(|stopped| *stopped).await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        if let Some(own) = taken.get_mut(&self.session) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.session);
            }
        }
    }
}

fn lock(taken: &Mutex<HashMap<String, usize>>) -> MutexGuard<'_, HashMap<String, usize>> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_has_few_places_and_all_have_some() {
        let places = Places::default();
        let own: Vec<_> = (0..OF_A_SESSION).map(|_| places.take("ada").unwrap()).collect();
        assert!(places.take("ada").is_none() && places.take("grace").is_some());
        drop(own);
        let all: Vec<_> = (0..ALL).map(|number| places.take(&(number / 4).to_string()).unwrap()).collect();
        assert!(places.take("ada").is_none());
        drop(all);
        assert!(lock(&places.taken).is_empty());
    }
}
