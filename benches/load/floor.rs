//! The floor: bare axum with a static body, the most that a server built on it can give here.
//!
//! It is this same program in a second process, so that it is scheduled as Areia is.

use std::env;
use std::net::Ipv4Addr;
use std::process::Command;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::any;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use tokio::net::TcpListener;

use crate::Result;
use crate::process::Process;

/// Makes this program the floor; the size of the body follows.
const FLAG: &str = "--floor";

/// Starts a floor whose every answer has a body of this size.
pub(crate) fn start(body_size: usize) -> Result<Process> {
    let program = env::current_exe()?;
    Process::start(Command::new(program).args([FLAG, &body_size.to_string()]))
}

/// The size of the body, if this process is to be the floor.
pub(crate) fn asked_for() -> Result<Option<usize>> {
    let mut words = env::args().skip(1);
    match (words.next(), words.next()) {
        (Some(flag), Some(size)) if flag == FLAG => Ok(Some(size.parse()?)),
        _ => Ok(None),
    }
}

/// Answers every request with the same body, on as many threads as Areia takes.
pub(crate) fn serve(body_size: usize) -> Result<()> {
    let text = format!("\"{}\"", "x".repeat(body_size.saturating_sub(2)));
    let body = Bytes::from(text);
    // The request's body is read, as every server must before the next request.
    let answer = move |_request: Bytes| async move { ([(CONTENT_TYPE, "application/json")], body) };
    let router = Router::new()
        .route("/{*path}", any(answer))
        .layer(DefaultBodyLimit::disable());

    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            println!("the floor is ready on http://{}", listener.local_addr()?);
            axum::serve(listener, router).await?;
            Ok(())
        })
}
