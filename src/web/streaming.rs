//! Bodies that are never in memory whole: a request's that its operation takes in piece by piece, and an answer's that
//! leaves in pieces.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::response::Response;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use http_body::Body as _;
use http_body_util::BodyExt;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::aside::{Aside, DownloadBeginning};
use super::body::{Bounds, DRAINED_BYTES};
use super::refusal::Refusal;
use crate::store::files::StoredFile;
use crate::world::World;
use crate::world::journal;

/// What a form may have beside its file, in bytes.
const FRAME_BYTES: u64 = 64 * 1024;

/// A request's body on its way in. It ends with a refusal where it is too large, too slow or broken off.
#[derive(Debug, Clone)]
pub struct UploadStream(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    body: Mutex<Body>,
    file_limit_bytes: u64,
    taken_bytes: AtomicU64,
    /// As much of its beginning as the journal keeps.
    beginning: Lock<Vec<u8>>,
    is_refused: bool,
    asks_first: bool,
    /// How long the next piece may take.
    patience: Duration,
}

impl UploadStream {
    /// The body of a request that brings a file, within `bounds`.
    pub(super) fn new(headers: &HeaderMap, body: Body, bounds: Bounds) -> Self {
        let file_limit_bytes = bounds.upload_limit_bytes;
        let asks_first = headers.contains_key(header::EXPECT);
        let beyond = body.size_hint().lower().saturating_sub(file_limit_bytes + FRAME_BYTES);
        Self(Arc::new(Inner {
            body: Mutex::new(body),
            file_limit_bytes,
            taken_bytes: AtomicU64::new(0),
            beginning: Lock::default(),
            // A client that asks with `Expect` is refused before it sends; a body that is far too large is not waited for.
            is_refused: beyond > 0 && (asks_first || beyond > DRAINED_BYTES as u64),
            asks_first,
            patience: bounds.patience,
        }))
    }

    /// The largest file that may come, in bytes.
    pub fn file_limit_bytes(&self) -> u64 {
        self.0.file_limit_bytes
    }

    /// That the file is larger than it may be.
    pub fn too_large(&self) -> Refusal {
        let limit_bytes = usize::try_from(self.0.file_limit_bytes).unwrap_or(usize::MAX);
        Refusal::BodyTooLarge { limit_bytes }
    }

    /// The pieces, to the end or to the first refusal.
    pub fn pieces(&self) -> impl Stream<Item = Result<Bytes, Refusal>> + Send + use<> {
        stream::unfold(Some(self.clone()), |upload| async {
            let upload = upload?;
            match upload.next().await {
                Ok(Some(piece)) => Some((Ok(piece), Some(upload))),
                Ok(None) => None,
                Err(refusal) => Some((Err(refusal), None)),
            }
        })
    }

    async fn next(&self) -> Result<Option<Bytes>, Refusal> {
        if self.0.is_refused {
            return Err(self.too_large());
        }
        let piece = self.piece().await?;
        let bound = self.0.file_limit_bytes + FRAME_BYTES;
        match self.0.taken_bytes.load(Ordering::Relaxed) > bound {
            true => Err(self.too_large()),
            false => Ok(piece),
        }
    }

    /// The next piece, however much came before. Trailers are skipped.
    async fn piece(&self) -> Result<Option<Bytes>, Refusal> {
        let mut body = self.0.body.lock().await;
        loop {
            let frame = timeout(self.0.patience, body.frame()).await;
            match frame.map_err(|_| Refusal::BodyIncomplete)? {
                None => return Ok(None),
                Some(Err(_)) => return Err(Refusal::BodyIncomplete),
                Some(Ok(frame)) => {
                    if let Ok(piece) = frame.into_data() {
                        self.note(&piece);
                        return Ok(Some(piece));
                    }
                }
            }
        }
    }

    fn note(&self, piece: &Bytes) {
        let taken = piece.len() as u64;
        let before = self.0.taken_bytes.fetch_add(taken, Ordering::Relaxed);
        if before < journal::BODY_BYTES as u64 {
            let mut beginning = self.beginning();
            let wanted = journal::BODY_BYTES - beginning.len();
            beginning.extend_from_slice(&piece[..piece.len().min(wanted)]);
        }
    }

    /// Reads and drops, within bounds, what the operation left: a client reads no answer while it sends.
    pub(super) async fn drain(&self) {
        let taken_bytes = || self.0.taken_bytes.load(Ordering::Relaxed);
        if self.0.is_refused || (self.0.asks_first && taken_bytes() == 0) {
            return;
        }
        let bound = self.0.file_limit_bytes + FRAME_BYTES + DRAINED_BYTES as u64;
        let draining = async { while taken_bytes() <= bound && matches!(self.piece().await, Ok(Some(_))) {} };
        let _ = timeout(self.0.patience, draining).await;
    }

    /// What the journal keeps of what was taken in.
    pub(super) fn record(&self) -> journal::Body {
        let taken_bytes = self.0.taken_bytes.load(Ordering::Relaxed);
        journal::Body::beginning(&self.beginning(), taken_bytes)
    }

    fn beginning(&self) -> std::sync::MutexGuard<'_, Vec<u8>> {
        self.0.beginning.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FromRequestParts<()> for UploadStream {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &()) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or(Refusal::Crashed)
    }
}

/// Replaces an answer's body by the `length` bytes of a kept file, read as fast as the client takes them. `first` is the
/// first chunk, which was read before the answer began.
pub fn send_file(mut response: Response, world: Arc<World>, file: StoredFile, first: Bytes, length: u64) -> Response {
    let beginning = first.slice(..first.len().min(journal::BODY_BYTES));
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Aside::of(&mut response).download = Some(DownloadBeginning { beginning, length });
    // If the file is deleted meanwhile, the answer ends short of its length, and the client sees that it is cut.
    let rest = stream::unfold(Some((world, 1)), move |state| async move {
        let (world, place) = state?;
        match world.store.file_chunk(file, place).await.transpose()? {
            Ok(chunk) => Some((Ok(Bytes::from(chunk)), Some((world, place + 1)))),
            Err(error) => Some((Err(error), None)),
        }
    });
    *response.body_mut() = Body::from_stream(stream::iter([Ok(first)]).chain(rest));
    response
}
