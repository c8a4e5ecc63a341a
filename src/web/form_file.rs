//! The file of a `multipart/form-data` body, written to the world's files while it comes in.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http::header;
use multer::{Field, Multipart};
use tokio::time::timeout;

use super::refusal::Refusal;
use super::streaming::UploadStream;
use crate::store::files::IncomingFile;
use crate::store::{Store, StoreError};

/// How many parts a form may have.
const PARTS: usize = 1_000;

/// How many bytes may come before a part's head is complete. multer searches all of them again whenever more have come.
const HEAD_BYTES: u64 = 1024 * 1024;

/// How many bytes the texts beside a file may have, with their names.
const TEXTS_BYTES: usize = 1024 * 1024;

/// How long a client may take to send a form with its file.
const FORM_TIMEOUT: Duration = Duration::from_secs(600);

/// A file that a form had.
#[derive(Debug)]
pub struct FormFile<'a> {
    /// Its name as it was sent, without a path.
    pub name: String,
    /// Its media type as it was sent.
    pub content_type: Option<String>,
    /// What it holds, to be kept or discarded.
    pub content: IncomingFile<'a>,
}

/// A form that had texts beside its file.
#[derive(Debug)]
pub struct TakenForm<'a> {
    /// The file; none where the part that is looked for is not there, or is a text.
    pub file: Option<FormFile<'a>>,
    /// The texts by their names, in the order in which they came.
    pub texts: Vec<(String, String)>,
}

/// Why there is no file.
#[derive(Debug)]
pub enum NoFile {
    /// The body has other parts than the one that is looked for.
    OtherParts(Vec<String>),
    /// The part that is looked for has no file name.
    NoFileName,
    /// The body cannot be read, or the file is too large.
    Refused(Refusal),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for NoFile {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Takes in the file that the part `name` is; of several the last one counts. Of a form that is refused nothing stays.
pub async fn take_form_file<'a>(
    store: &'a Store,
    upload: &UploadStream,
    content_type: &str,
    name: &str,
) -> Result<FormFile<'a>, NoFile> {
    let form = read_form(store, upload, content_type, (name, false)).await?;
    match form.found {
        Found::File(file) => Ok(file),
        Found::Text => Err(NoFile::NoFileName),
        Found::Nothing => Err(NoFile::OtherParts(form.others)),
    }
}

/// Takes in the file that the part `name` is, as [`take_form_file`] does, and the texts beside it. That there is no file
/// is no refusal.
pub async fn take_form<'a>(
    store: &'a Store,
    upload: &UploadStream,
    content_type: &str,
    name: &str,
) -> Result<TakenForm<'a>, NoFile> {
    let form = read_form(store, upload, content_type, (name, true)).await?;
    Ok(TakenForm {
        file: form.found.file(),
        texts: form.texts,
    })
}

/// Reads a form to its end. Of a form that is refused nothing is kept.
async fn read_form<'a, 'b>(
    store: &'a Store,
    upload: &'b UploadStream,
    content_type: &str,
    (name, wants_texts): (&str, bool),
) -> Result<Form<'a, 'b>, NoFile> {
    let boundary = multer::parse_boundary(content_type).map_err(refused)?;
    let unread_bytes = Arc::new(AtomicU64::new(0));
    let mut form = Form {
        store,
        limit: upload,
        parts: Multipart::new(one_by_one(upload, unread_bytes.clone()), boundary),
        unread_bytes,
        found: Found::Nothing,
        others: Vec::new(),
        wants_texts,
        texts: Vec::new(),
        texts_bytes: 0,
    };
    let read = match timeout(FORM_TIMEOUT, form.read(name)).await {
        Ok(read) => read,
        Err(_) => Err(NoFile::Refused(Refusal::BodyIncomplete)),
    };
    match read {
        Ok(()) => Ok(form),
        Err(no_file) => {
            form.found.discard().await?;
            Err(no_file)
        }
    }
}

/// A form that is being read.
struct Form<'a, 'b> {
    store: &'a Store,
    limit: &'b UploadStream,
    parts: Multipart<'static>,
    /// How many bytes have come that multer has made no part of yet.
    unread_bytes: Arc<AtomicU64>,
    /// The part that is looked for.
    found: Found<'a>,
    /// The names of the other parts.
    others: Vec<String>,
    wants_texts: bool,
    /// The texts, where they are wanted, and how many bytes they have.
    texts: Vec<(String, String)>,
    texts_bytes: usize,
}

impl Form<'_, '_> {
    async fn read(&mut self, name: &str) -> Result<(), NoFile> {
        for _ in 0..PARTS {
            let Some(mut part) = self.parts.next_field().await.map_err(refused)? else {
                return Ok(());
            };
            let part_name = part.name().unwrap_or_default().to_owned();
            let is_wanted = part_name == name;
            if is_wanted {
                std::mem::take(&mut self.found).discard().await?;
                self.found = self.begin(&part).await?;
            }
            let is_text = self.wants_texts && file_name(&part).is_none();
            let mut text = Vec::new();
            self.unread_bytes.store(0, Ordering::Relaxed);
            while let Some(piece) = part.chunk().await.map_err(refused)? {
                self.unread_bytes.store(0, Ordering::Relaxed);
                if is_text {
                    self.count_text(piece.len())?;
                    text.extend_from_slice(&piece);
                } else if is_wanted && let Found::File(file) = &mut self.found {
                    let limit_bytes = self.limit.file_limit_bytes();
                    if file.content.written_bytes() + piece.len() as u64 > limit_bytes {
                        return Err(NoFile::Refused(self.limit.too_large()));
                    }
                    file.content.write(&piece).await?;
                }
            }
            if is_text {
                let text = String::from_utf8_lossy(&text).into_owned();
                self.texts.push((part_name, text));
            } else if !is_wanted {
                self.others.push(part_name);
            }
        }
        let reason = format!("the form has more than {PARTS} parts");
        Err(NoFile::Refused(Refusal::BodyMalformed { reason }))
    }
}

impl<'a> Form<'a, '_> {
    /// Counts the bytes of a text: texts are held in memory, unlike the file.
    fn count_text(&mut self, bytes: usize) -> Result<(), NoFile> {
        self.texts_bytes += bytes;
        match self.texts_bytes > TEXTS_BYTES {
            true => Err(NoFile::Refused(Refusal::BodyTooLarge {
                limit_bytes: TEXTS_BYTES,
            })),
            false => Ok(()),
        }
    }

    /// The part that is looked for, at its beginning: a file is still empty.
    async fn begin(&self, part: &Field<'_>) -> Result<Found<'a>, StoreError> {
        let Some(name) = file_name(part) else {
            return Ok(Found::Text);
        };
        Ok(Found::File(FormFile {
            name,
            content_type: part.content_type().map(ToString::to_string),
            content: self.store.receive_file().await?,
        }))
    }
}

/// The part that is looked for, as far as the form has been read.
#[derive(Default)]
enum Found<'a> {
    #[default]
    Nothing,
    /// It has no file name.
    Text,
    File(FormFile<'a>),
}

impl<'a> Found<'a> {
    fn file(self) -> Option<FormFile<'a>> {
        match self {
            Self::File(file) => Some(file),
            Self::Nothing | Self::Text => None,
        }
    }

    async fn discard(self) -> Result<(), StoreError> {
        match self {
            Self::File(file) => file.content.discard().await,
            Self::Nothing | Self::Text => Ok(()),
        }
    }
}

/// The pieces of a body, one for each time that multer asks. By itself multer takes in all that it can get before it
/// parses any of it; here it has to wait after each piece, so that it parses that one first. A part's head without an end
/// is a refusal.
fn one_by_one(
    upload: &UploadStream,
    unread_bytes: Arc<AtomicU64>,
) -> impl Stream<Item = Result<Bytes, Broken>> + Send + use<> {
    let mut pieces = Box::pin(upload.pieces());
    let mut has_given = false;
    stream::poll_fn(move |context| {
        if std::mem::take(&mut has_given) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let polled = pieces.poll_next_unpin(context);
        let Poll::Ready(Some(Ok(piece))) = &polled else {
            return polled.map_err(Broken);
        };
        has_given = true;
        let given = piece.len() as u64;
        match unread_bytes.fetch_add(given, Ordering::Relaxed) + given > HEAD_BYTES {
            true => Poll::Ready(Some(Err(Broken(Refusal::BodyMalformed {
                reason: "a part of the form has no end of its head".to_owned(),
            })))),
            false => polled.map_err(Broken),
        }
    })
}

/// A refusal on its way through multer.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.explanation())]
struct Broken(Refusal);

fn refused(error: multer::Error) -> NoFile {
    let reason = error.to_string();
    if let multer::Error::StreamReadFailed(cause) = error
        && let Ok(broken) = cause.downcast::<Broken>()
    {
        return NoFile::Refused(broken.0);
    }
    NoFile::Refused(Refusal::BodyMalformed { reason })
}

/// A part's file name without the path that old browsers sent. The extended form (RFC 8187) wins over the plain one.
fn file_name(part: &Field<'_>) -> Option<String> {
    let disposition = part.headers().get(header::CONTENT_DISPOSITION);
    let extended = disposition.and_then(|value| extended_file_name(value.as_bytes()));
    let name = extended.or_else(|| part.file_name().map(str::to_owned))?;
    Some(name_alone(&name).to_owned())
}

/// The part of a name behind the last slash or backslash.
pub(super) fn name_alone(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The value of `filename*=UTF-8''…`.
fn extended_file_name(disposition: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(disposition).ok()?;
    let mut parameters = text.split(';').map(str::trim);
    let value = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_extended = name.trim().eq_ignore_ascii_case("filename*");
        is_extended.then_some(value.trim())
    })?;
    let mut pieces = value.trim_matches('"').splitn(3, '\'');
    let charset = pieces.next()?;
    let encoded = pieces.nth(1)?;
    let decoded = percent_encoding::percent_decode_str(encoded).decode_utf8();
    let is_utf8 = charset.eq_ignore_ascii_case("utf-8");
    decoded.ok().filter(|_| is_utf8).map(Into::into)
}
