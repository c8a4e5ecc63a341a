//! A table of operations that mounts what it lists: a provider's endpoints, and the control plane's operations.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};
use http::Method;

/// Operations and their routes.
#[derive(Debug)]
pub struct Table<E> {
    /// In the order in which they are shown.
    pub list: Vec<E>,
    pub(crate) router: Router,
}

/// An entry of a table.
pub trait Mount {
    /// The entry, mounted at a path that begins where the table's paths begin.
    fn at(self, method: Method, path: &'static str) -> Self;
}

impl<E> Default for Table<E> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            router: Router::new(),
        }
    }
}

impl<E: Mount> Table<E> {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Mounts an operation.
    pub fn mount<H, T>(mut self, method: Method, path: &'static str, handler: H, entry: E) -> Self
    where
        H: Handler<T, ()>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
        self.router = self.router.route(path, on(filter, handler));
        self.list.push(entry.at(method, path));
        self
    }

    /// Mounts a `GET` operation.
    pub fn get<H: Handler<T, ()>, T: 'static>(self, path: &'static str, handler: H, entry: E) -> Self {
        self.mount(Method::GET, path, handler, entry)
    }

    /// Mounts a `POST` operation.
    pub fn post<H: Handler<T, ()>, T: 'static>(self, path: &'static str, handler: H, entry: E) -> Self {
        self.mount(Method::POST, path, handler, entry)
    }

    /// Mounts a `PUT` operation.
    pub fn put<H: Handler<T, ()>, T: 'static>(self, path: &'static str, handler: H, entry: E) -> Self {
        self.mount(Method::PUT, path, handler, entry)
    }

    /// Mounts a `PATCH` operation.
    pub fn patch<H: Handler<T, ()>, T: 'static>(self, path: &'static str, handler: H, entry: E) -> Self {
        self.mount(Method::PATCH, path, handler, entry)
    }

    /// Mounts a `DELETE` operation.
    pub fn delete<H: Handler<T, ()>, T: 'static>(self, path: &'static str, handler: H, entry: E) -> Self {
        self.mount(Method::DELETE, path, handler, entry)
    }

    /// Adds the operations of another table, each changed as `change` says.
    pub fn extended_by(mut self, other: Self, change: impl FnMut(E) -> E) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list.into_iter().map(change));
        self
    }

    /// The routes alone.
    pub fn router(&self) -> Router {
        self.router.clone()
    }
}
