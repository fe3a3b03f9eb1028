//! GET /events/jobs/{id}: how far a job is, until it has ended.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use bytes::Bytes;
use directory::{Actor, Error, FoundJob, JobFollower};
use model::{Failure, JobView};

use super::feed::{End, Followed, begin as feed};
use super::{answer, session, too_many};
use crate::{ServerState, failures};

/// How the job is written, in one line.
type Written = fn(FoundJob) -> Result<String, serde_json::Error>;

/// GET /events/jobs/{id}
pub(crate) async fn follow(State(state): State<ServerState>, Path(id): Path<String>, request: Request) -> Response {
    let asked = session(&state, &request);
    let begun = match asked {
        Ok((actor, secret)) => begin(&state, &id, &actor, secret).await,
        Err(failure) => Err(failure),
    };
    begun.unwrap_or_else(|failure| failures::json(&failure))
}

async fn begin(state: &ServerState, id: &str, actor: &Actor, secret: String) -> Result<Response, Failure> {
    let written = |found: FoundJob| serde_json::to_string(&JobView::from(found));
    let feed = JobFeed::begin(state, actor, id, Session(secret.clone()), written).await?;
    feed.answer(&secret)
}

/// Whoever follows, looked at anew each time.
pub(crate) trait Who: Send + Sync + 'static {
    /// The actor, if they are still allowed to be one.
    fn actor(&self, state: &ServerState) -> impl Future<Output = Result<Option<Actor>, Error>> + Send;
}

/// The secret of a session of the dashboard.
struct Session(String);

impl Who for Session {
    async fn actor(&self, state: &ServerState) -> Result<Option<Actor>, Error> {
        state.directory().sessions().watch(&self.0).await
    }
}

/// A job, as somebody follows it.
pub(crate) struct JobFeed<W> {
    state: ServerState,
    who: W,
    follower: JobFollower,
    written: Written,
    has_ended: bool,
}

impl<W: Who> JobFeed<W> {
    /// Begins to follow it.
    ///
    /// # Errors
    /// The directory's.
    pub(crate) async fn begin(
        state: &ServerState,
        actor: &Actor,
        id: &str,
        who: W,
        written: Written,
    ) -> Result<Self, Error> {
        let follower = state.directory().jobs().follow(actor, id).await?;
        Ok(Self { state: state.clone(), who, follower, written, has_ended: false })
    }

    /// The stream, in one of the places of `key`.
    ///
    /// # Errors
    /// `TooManyRequests` where all of them are taken.
    pub(crate) fn answer(self, key: &str) -> Result<Response, Failure> {
        let place = self.state.streams().take(key).ok_or_else(too_many)?;
        Ok(answer(feed(place, self)))
    }

    async fn news(&mut self) -> Result<Option<Option<FoundJob>>, Error> {
        match self.who.actor(&self.state).await? {
            Some(actor) => self.state.directory().jobs().news(&actor, &mut self.follower).await.map(Some),
            None => Ok(None),
        }
    }
}

impl<W: Who> Followed for JobFeed<W> {
    async fn moved(&mut self) {
        self.follower.moved().await;
    }

    async fn look(&mut self) -> Result<Option<Bytes>, End> {
        match self.news().await {
            Ok(Some(None)) => Ok(None),
            Ok(Some(Some(found))) => {
                self.has_ended = found.job.status.is_ended();
                let data = (self.written)(found).unwrap_or_default();
                Ok(Some(format!("data: {data}\n\n").into()))
            }
            Ok(None) => Err(End::Session),
            // It is forgotten.
            Err(Error::NotFound(_)) => Err(End::Done),
            Err(error) => End::of(&error),
        }
    }

    fn has_more(&self) -> bool {
        !self.has_ended
    }
}
