//! The last resort: a mistake in one request is told in one answer.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::response::Response;
use model::{Failure, FailureKind};

use crate::{ServerState, failures};

/// S-614: answers 500 where a handler panics. The panic itself is in the log, not in the answer.
pub(crate) async fn catch(
    state: &ServerState,
    asked: &failures::Asked,
    response: impl Future<Output = Response>,
) -> Response {
    let mut response = pin!(response);
    let outcome = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| response.as_mut().poll(context))) {
        Ok(poll) => poll.map(Some),
        Err(_) => Poll::Ready(None),
    })
    .await;
    outcome.unwrap_or_else(|| {
        tracing::error!("a request ended in a panic");
        let message = "Something went wrong in Roster. The server's log has more.";
        failures::answer_to(state, asked, &Failure::new(FailureKind::Internal, message))
    })
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use directory::{Directory, Settings};
    use http::{Request, StatusCode};
    use store::Db;
    use tower::ServiceExt as _;

    use crate::{PublicUrl, ServerState, Site, TrustedProxies, entrance};

    #[tokio::test]
    async fn a_panic_ends_its_own_request_alone() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.path().join("roster.db").display())).await.unwrap();
        let url = PublicUrl::localhost(80);
        let directory = Directory::new(db, Settings::new(url.origin()));
        let state = ServerState::new(directory, url, TrustedProxies::default(), Site::empty());
        let router = Router::new()
            .route("/good", get(async || "good"))
            .route("/bad", get(async || -> &'static str { panic!("the secret of the panic") }))
            .layer(from_fn_with_state(state, entrance::enter));
        let ask = |path: &str| {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            router.clone().oneshot(request)
        };
        for _ in 0..3 {
            let response = ask("/bad").await.unwrap();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            let body = axum::body::to_bytes(response.into_body(), 100_000).await.unwrap();
            assert!(!String::from_utf8_lossy(&body).contains("the secret of the panic"));
            assert_eq!(ask("/good").await.unwrap().status(), StatusCode::OK);
        }
    }
}
