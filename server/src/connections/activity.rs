//! What a connection is doing, and until when it may go on like that.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use super::Limits;
use super::heads::Heads;

/// Shared by the connection, its requests and the answers that are on their way.
pub(super) struct Activity {
    limits: Limits,
    state: Mutex<State>,
}

struct State {
    heads: Heads,
    /// When the head that is not complete began.
    head_began: Option<Instant>,
    has_asked: bool,
    /// Whether hyper holds buffers that can be made again.
    may_rest: bool,
    /// Whether the client does not take what is written.
    is_waiting: bool,
    in_flight: usize,
    /// Parts of answers that the client was given and did not take yet.
    untaken: usize,
    /// When something happened last.
    since: Instant,
}

/// What to do with a connection whose time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    /// Nothing is going on, and has not for a moment: what it needs can be made again.
    Resting,
    /// Nothing is lost: tell the client, and close.
    Idle,
    /// The client does not keep its side: drop it.
    Stalled,
}

/// A request, from its head to the end of its answer.
pub(super) struct InFlight(Arc<Activity>);

impl Activity {
    pub(super) fn new(limits: Limits) -> Arc<Self> {
        let (heads, since) = (Heads::new(), Instant::now());
        let (head_began, has_asked, may_rest, is_waiting) = (None, false, false, false);
        let state = State { heads, head_began, has_asked, may_rest, is_waiting, in_flight: 0, untaken: 0, since };
        Arc::new(Self { limits, state: Mutex::new(state) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what came in HTTP/1.1, and spoils what must be refused.
    pub(super) fn read(&self, bytes: &mut [u8]) {
        let mut state = self.state();
        state.heads.read(bytes);
        let is_inside = state.heads.is_inside();
        state.head_began = is_inside.then(|| state.head_began.unwrap_or_else(Instant::now));
    }

    /// The first bytes are here and hyper did not read them yet.
    pub(super) fn note_beginning(&self) {
        self.state().head_began.get_or_insert_with(Instant::now);
    }

    pub(super) fn note_waiting(&self, is_waiting: bool) {
        self.state().is_waiting = is_waiting;
    }

    /// hyper takes over. In HTTP/2 it keeps more than could be made again, and no head is followed.
    pub(super) fn wake(&self, is_http2: bool) {
        let mut state = self.state();
        state.may_rest = !is_http2;
        if is_http2 {
            state.head_began = None;
        }
    }

    pub(super) fn rest(&self) {
        self.state().may_rest = false;
    }

    pub(super) fn begin(self: &Arc<Self>) -> InFlight {
        let mut state = self.state();
        state.in_flight += 1;
        (state.has_asked, state.since) = (true, Instant::now());
        InFlight(self.clone())
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// When the connection is over if nothing happens, and how; none while the server owes the next step. `told` is when
    /// the client was told that it will close.
    pub(super) fn due(&self, told: Option<Instant>) -> Option<(Instant, Over)> {
        let (state, limits) = (self.state(), &self.limits);
        match (state.in_flight, state.head_began, told) {
            (0, Some(began), _) => Some((began.max(state.since) + limits.head, Over::Stalled)),
            (0, None, Some(told)) => Some((told.max(state.since) + limits.head, Over::Stalled)),
            (0, None, None) if state.can_rest() => Some((state.since + limits.rest, Over::Resting)),
            (0, None, None) if state.has_asked => Some((state.since + limits.idle, Over::Idle)),
            (0, None, None) => Some((state.since + limits.head, Over::Stalled)),
            _ if state.untaken > 0 => Some((state.since + limits.stall, Over::Stalled)),
            _ => None,
        }
    }
}

impl State {
    fn can_rest(&self) -> bool {
        self.has_asked && self.may_rest && !self.is_waiting && self.heads.is_between()
    }
}

impl InFlight {
    /// A part of the answer was given to the client, or was taken by it.
    pub(super) fn note(&self, was_untaken: bool, is_untaken: bool) {
        let mut state = self.0.state();
        state.untaken = state.untaken + usize::from(is_untaken) - usize::from(was_untaken);
        state.since = Instant::now();
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.in_flight -= 1;
        state.since = Instant::now();
    }
}
