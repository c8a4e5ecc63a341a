//! Listeners and connections: from a socket to a provider, the control plane or nobody.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

use crate::settings::Patience;
use crate::unreached::Unreached;
use crate::web::address::{Addressee, Reached, resolve};
use crate::web::api::Api;
use crate::web::connection::{Socket, deliver};
use crate::web::entrance::Entrance;
use crate::web::terms::Peer;
use crate::webhook_sender::WebhookSender;

/// The most bytes that the header of a request may have.
const HEADER_BYTES: usize = 64 * 1024;

/// The most fields that the header of a request may have.
const HEADER_FIELDS: usize = 128;

/// How long requests that are under way may take once the server stops.
const STOPPING_PATIENCE: Duration = Duration::from_secs(1);

/// What answers requests, whatever listener they came by.
#[derive(Debug)]
pub struct Server {
    /// Every provider's entrance, by its slug.
    pub entrances: HashMap<&'static str, Arc<Entrance>>,
    /// What the providers serve, for finding whose address it is.
    pub apis: Vec<&'static Api>,
    /// The control plane.
    pub control: Router,
    /// What stands in front of every address, where the operator said so.
    pub public_url: Option<String>,
    /// Who answers what reaches neither.
    pub unreached: Unreached,
    /// How long a client may take.
    pub patience: Patience,
    /// Who delivers what providers send by themselves.
    pub webhook_sender: Arc<WebhookSender>,
}

impl Server {
    /// Answers one request.
    async fn answer(self: Arc<Self>, request: Request, listener: Option<&'static Api>) -> Response {
        let (mut parts, body) = request.into_parts();
        match resolve(&mut parts, &self.apis, listener, self.public_url.as_deref()) {
            Addressee::Provider(api, arrival) => {
                let Some(entrance) = self.entrances.get(api.slug) else {
                    return self.unreached.answer(&parts);
                };
                parts.extensions.insert(self.webhook_sender.clone());
                entrance.clone().answer(arrival, Request::from_parts(parts, body)).await
            }
            Addressee::Control => match self.control.clone().oneshot(Request::from_parts(parts, body)).await {
                Ok(response) => response,
                Err(never) => match never {},
            },
            Addressee::Nobody => self.unreached.answer(&parts),
        }
    }
}

/// Takes connections until `stop` says so; then lets requests under way end, for a second at most.
pub async fn listen(
    server: Arc<Server>,
    listener: TcpListener,
    own: Option<&'static Api>,
    mut stop: watch::Receiver<bool>,
) {
    let connections = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        match accepted {
            Ok((stream, _)) => serve(server.clone(), stream, own, &connections),
            // Out of descriptors, or a client that left already: the next one may be luckier.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(STOPPING_PATIENCE, connections.shutdown()).await;
}

/// Serves one connection on a task of its own.
fn serve(server: Arc<Server>, stream: TcpStream, own: Option<&'static Api>, connections: &GracefulShutdown) {
    let _ = stream.set_nodelay(true);
    let peer = stream.peer_addr().ok().map(|address| Peer(address.ip()));
    let reached = stream.local_addr().ok().map(Reached);
    let patience = server.patience.header;
    let is_reset = Arc::new(AtomicBool::new(false));
    let stream = Socket::new(stream, is_reset.clone());
    let told = server.clone();
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        if let Some(peer) = peer {
            request.extensions_mut().insert(peer);
        }
        if let Some(reached) = reached {
            request.extensions_mut().insert(reached);
        }
        let answer = server.clone().answer(request.map(Body::new), own);
        let is_reset = is_reset.clone();
        async move { deliver(answer.await, &is_reset).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(HEADER_BYTES)
        .max_headers(HEADER_FIELDS)
        // A client that shuts its half of the connection still gets its answer.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service);
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        // What went wrong on a socket is between hyper and the client, unless the client never got to say what it wants.
        if let Err(error) = connection.await
            && error.is_parse()
        {
            told.unreached.unreadable(&error.to_string());
        }
    });
}

/// Binds a listener's address.
pub async fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}
