//! Snapshots: saved, listed, restored, downloaded, uploaded, removed.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Extension, Path, Request};
use axum::response::Response;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Control;
use super::shown_world::ShownWorld;
use crate::panel::operations::{Operations, operation};
use crate::panel::wire::Instant;
use crate::panel::{Input, Output};
use crate::panel::{Problem, Target};
use crate::web::disposition::attachment;
use crate::world::snapshot::SnapshotError;
use crate::world::snapshots::SnapshotRow;

/// The media type of a snapshot's file.
const FILE: &str = "application/octet-stream";

/// The operations.
pub(super) fn operations() -> Operations {
    Operations::new()
        .post(
            "/snapshots",
            save,
            operation("snapshots save", "Saves a world as it is")
                .body::<SaveRequest>()
                .positional(&["name"])
                .answers::<Row>(StatusCode::CREATED)
                .refuses(&[StatusCode::CONFLICT]),
        )
        .get(
            "/snapshots",
            list,
            operation("snapshots list", "Lists the snapshots").answers::<Listed>(StatusCode::OK),
        )
        .post(
            "/snapshots/{name}/restore",
            restore,
            operation("snapshots restore", "Makes a world what a snapshot holds")
                .answers::<ShownWorld>(StatusCode::OK)
                .refuses(&[StatusCode::NOT_FOUND]),
        )
        .get(
            "/snapshots/{name}",
            download,
            operation("snapshots download", "A snapshot as one file")
                .answers_file(FILE)
                .refuses(&[StatusCode::NOT_FOUND]),
        )
        .put(
            "/snapshots/{name}",
            upload,
            operation("snapshots upload", "Takes in a file that a snapshot was downloaded as")
                .body_file(FILE)
                .answers::<Row>(StatusCode::CREATED)
                .refuses(&[StatusCode::CONFLICT]),
        )
        .delete(
            "/snapshots/{name}",
            remove,
            operation("snapshots remove", "Removes a snapshot").refuses(&[StatusCode::NOT_FOUND]),
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SaveRequest {
    /// What the snapshot is called
    name: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Listed {
    /// By name
    snapshots: Vec<Row>,
}

/// A snapshot, as it is listed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Snapshot")]
struct Row {
    name: String,
    /// The world that was saved
    world: String,
    /// When it was saved, on the machine's clock
    saved_at: Instant,
    /// What the world's clock showed
    now: Instant,
    /// How much it takes of what the server holds of snapshots
    bytes: usize,
}

impl From<SnapshotRow> for Row {
    fn from(row: SnapshotRow) -> Self {
        Self {
            name: row.name,
            world: row.world,
            saved_at: Instant(row.saved_at),
            now: Instant(row.now),
            bytes: row.bytes,
        }
    }
}

async fn save(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Input(asked): Input<SaveRequest>,
) -> Result<(StatusCode, Output<Row>), Problem> {
    let saved = control.worlds.save(&world, &asked.name).await;
    let saved = saved.map_err(|error| refused(&control, error))?;
    Ok((StatusCode::CREATED, Output(saved.into())))
}

async fn list(Extension(control): Extension<Arc<Control>>) -> Output<Listed> {
    let rows = control.worlds.snapshots.all().into_iter();
    let snapshots = rows.map(Row::from).collect();
    Output(Listed { snapshots })
}

async fn restore(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path(name): Path<String>,
    parts: Parts,
) -> Result<Output<ShownWorld>, Problem> {
    let restored = control.worlds.restore(&world, &name).await;
    restored.map_err(|error| refused(&control, error))?;
    Ok(Output(ShownWorld::of(&control, &world, &parts)))
}

async fn download(Extension(control): Extension<Arc<Control>>, Path(name): Path<String>) -> Result<Response, Problem> {
    let file = control.worlds.download(&name).await;
    let file = file.map_err(|error| refused(&control, error))?;
    let mut response = Response::new(Body::from(file));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(FILE));
    headers.insert(header::CONTENT_DISPOSITION, attachment(&format!("{name}.areia")));
    Ok(response)
}

async fn upload(
    Extension(control): Extension<Arc<Control>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<(StatusCode, Output<Row>), Problem> {
    let limit_bytes = control.worlds.snapshots.bytes_max();
    let file: Result<Bytes, _> = to_bytes(request.into_body(), limit_bytes).await;
    let unread = |error| Problem::bad_request(format!("the file cannot be read: {error}"));
    let file = file.map_err(unread)?;
    let taken = control.worlds.upload(&name, &file).await;
    let taken = taken.map_err(|error| refused(&control, error))?;
    Ok((StatusCode::CREATED, Output(taken.into())))
}

async fn remove(Extension(control): Extension<Arc<Control>>, Path(name): Path<String>) -> Result<StatusCode, Problem> {
    let removed = control.worlds.snapshots.remove(&name).await;
    removed.map_err(|error| refused(&control, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a refused snapshot is to the control plane.
pub(super) fn refused(control: &Control, error: SnapshotError) -> Problem {
    let text = error.to_string();
    match error {
        SnapshotError::Name(_) => Problem::bad_request(text).with_hint("for example `before-checkout`"),
        SnapshotError::Taken(name) => {
            Problem::new(StatusCode::CONFLICT, text).with_hint(format!("`DELETE /_areia/snapshots/{name}` removes it"))
        }
        SnapshotError::Unknown(name) => {
            let rows = control.worlds.snapshots.all();
            Problem::unknown("snapshot", &name, rows.iter().map(|row| row.name.as_str()))
        }
        SnapshotError::TooMany(_) | SnapshotError::TooLarge(_) => Problem::new(StatusCode::CONFLICT, text)
            .with_hint("remove snapshots, or start the server with a larger AREIA_MAX_SNAPSHOTS or AREIA_SNAPSHOT_MIB"),
        SnapshotError::Newer(_) => Problem::bad_request(text).with_hint("a newer Areia reads it"),
        SnapshotError::Damaged(_) => Problem::bad_request(text)
            .with_hint("send the bytes that `GET /_areia/snapshots/{name}` answered with, unchanged"),
        SnapshotError::Store(_) => Problem::internal(text),
    }
}
