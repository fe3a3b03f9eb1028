//! Routes, each with what the OpenAPI document says of it: none can be mounted without.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};

use super::operation::Operation;
use crate::ServerState;

/// The routes of a noun, or of all of them.
#[derive(Default)]
pub(super) struct Api {
    router: Router<ServerState>,
    routes: Vec<Route>,
}

/// A route that is mounted.
pub(super) struct Route {
    /// As OpenAPI writes it.
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) operation: Operation,
}

impl Api {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn get<T: 'static>(self, path: &'static str, to: impl Handler<T, ServerState>, is: Operation) -> Self {
        self.on("get", path, to, is)
    }

    pub(super) fn post<T: 'static>(self, path: &'static str, to: impl Handler<T, ServerState>, is: Operation) -> Self {
        self.on("post", path, to, is)
    }

    pub(super) fn put<T: 'static>(self, path: &'static str, to: impl Handler<T, ServerState>, is: Operation) -> Self {
        self.on("put", path, to, is)
    }

    pub(super) fn patch<T: 'static>(self, path: &'static str, to: impl Handler<T, ServerState>, is: Operation) -> Self {
        self.on("patch", path, to, is)
    }

    pub(super) fn delete<T: 'static>(
        self,
        path: &'static str,
        to: impl Handler<T, ServerState>,
        is: Operation,
    ) -> Self {
        self.on("delete", path, to, is)
    }

    /// The same for a method that is not known ahead.
    pub(super) fn on<T: 'static>(
        mut self,
        method: &'static str,
        path: &'static str,
        to: impl Handler<T, ServerState>,
        operation: Operation,
    ) -> Self {
        let filter = match method {
            "post" => MethodFilter::POST,
            "put" => MethodFilter::PUT,
            "patch" => MethodFilter::PATCH,
            "delete" => MethodFilter::DELETE,
            _ => MethodFilter::GET,
        };
        self.router = self.router.route(path, on(filter, to));
        self.routes.push(Route { method, path, operation });
        self
    }

    pub(super) fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.routes.extend(other.routes);
        self
    }

    /// Puts something around the routes.
    pub(super) fn around(self, change: impl FnOnce(Router<ServerState>) -> Router<ServerState>) -> Self {
        Self { router: change(self.router), routes: self.routes }
    }

    /// What is mounted, and what is said of it.
    pub(super) fn into_parts(self) -> (Router<ServerState>, Vec<Route>) {
        (self.router, self.routes)
    }
}
