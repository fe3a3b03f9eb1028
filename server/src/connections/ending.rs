//! When a connection has lasted long enough.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::time::{Instant, Sleep, sleep_until};

use super::activity::{Activity, Over};

/// Waits until what the connection does has taken too long.
pub(super) struct Ending {
    activity: Arc<Activity>,
    alarm: Pin<Box<Sleep>>,
    /// When the client was told that the connection will close.
    told: Option<Instant>,
}

impl Ending {
    pub(super) fn new(activity: Arc<Activity>) -> Self {
        let alarm = Box::pin(sleep_until(Instant::now() + activity.limits().head));
        Self { activity, alarm, told: None }
    }

    /// How the connection is over. After [`Over::Idle`] it may be asked again.
    pub(super) async fn next(&mut self) -> Over {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Over> {
        loop {
            let due = self.activity.due(self.told);
            if let Some((at, _)) = due.filter(|(at, _)| *at < self.alarm.deadline()) {
                self.alarm.as_mut().reset(at);
            }
            ready!(self.alarm.as_mut().poll(cx));
            let now = Instant::now();
            match due {
                Some((at, over)) if at <= now => {
                    if over == Over::Idle {
                        self.told = Some(now);
                    }
                    return Poll::Ready(over);
                }
                Some((at, _)) => self.alarm.as_mut().reset(at),
                // The end of an answer in HTTP/2 does not wake this task.
                None => self.alarm.as_mut().reset(now + self.activity.limits().head),
            }
        }
    }
}
