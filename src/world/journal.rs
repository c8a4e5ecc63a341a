//! What a world was asked and what it answered: a ring, bounded in entries and in bytes.

use std::collections::{HashSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::Method;
use tokio::sync::Notify;

/// How many entries a world keeps.
const ENTRIES: usize = 10_000;

/// How many bytes the entries of a world may hold together.
const BYTES: usize = 8 * 1024 * 1024;

/// How much of a body is kept.
pub const BODY_BYTES: usize = 64 * 1024;

/// One request and its answer, secrets masked before it was written.
#[derive(Debug)]
pub struct Entry {
    /// Its number in the world, from 1, given when the request arrived.
    pub id: u64,
    /// When the request arrived, on the world's clock.
    pub at: DateTime<Utc>,
    /// The provider that was called.
    pub provider: &'static str,
    /// The documented operation; `None` where no route matched.
    pub operation: Option<&'static str>,
    /// The id of the credential that was accepted.
    pub credential: Option<u64>,
    /// The request.
    pub request: RequestRecord,
    /// The answer.
    pub response: ResponseRecord,
    /// How long it took on the world's clock, in microseconds: 0 while that is frozen.
    pub duration_us: i64,
    /// Why the request was refused; on every refusal.
    pub explanation: Option<String>,
    /// The fault that was injected.
    pub fault: Option<u64>,
}

/// The recorded half that the client sent.
#[derive(Debug)]
pub struct RequestRecord {
    /// The method.
    pub method: Method,
    /// The path as it was sent, before any prefix was taken off.
    pub path: String,
    /// The query as it was sent, without `?`.
    pub query: Option<String>,
    /// The header fields, one `name: value` a line.
    pub headers: Box<str>,
    /// The body.
    pub body: Body,
}

/// The recorded half that the client got.
#[derive(Debug)]
pub struct ResponseRecord {
    /// The status code; 0 where a fault kept all of the answer from the client.
    pub status: u16,
    /// The header fields, one `name: value` a line.
    pub headers: Box<str>,
    /// The body.
    pub body: Body,
}

/// A recorded body.
#[derive(Debug, Clone)]
pub enum Body {
    /// Text, the whole of it or its beginning.
    Text {
        /// UTF-8.
        text: Bytes,
        /// How long the body was, in bytes.
        length: u64,
        /// Whether the text is only its beginning.
        is_cut: bool,
    },
    /// Anything else: only how long it was.
    Binary {
        /// How long the body was, in bytes.
        length: u64,
    },
}

impl Body {
    /// The record of a body.
    pub fn of(body: &[u8]) -> Self {
        Self::beginning(&body[..body.len().min(BODY_BYTES)], body.len() as u64)
    }

    /// The record of a body of `length` bytes that begins as `start`, at most `BODY_BYTES`. That is copied, since what
    /// arrives is a slice of a connection's whole buffer: to keep the slice would keep that too, uncounted.
    pub fn beginning(start: &[u8], length: u64) -> Self {
        let text = match std::str::from_utf8(start) {
            Ok(text) => text,
            // A character that the bound cut in two does not make a text binary.
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(_) => return Self::Binary { length },
        };
        Self::Text {
            text: Bytes::copy_from_slice(text.as_bytes()),
            length,
            is_cut: (text.len() as u64) < length,
        }
    }

    /// How long the body was, in bytes.
    pub fn length(&self) -> u64 {
        match self {
            Self::Text { length, .. } | Self::Binary { length } => *length,
        }
    }

    /// The record of the body's first half.
    pub fn halved(&self) -> Self {
        let half = self.length() / 2;
        match self {
            Self::Text { text, .. } => {
                let kept = usize::try_from(half).unwrap_or(usize::MAX).min(text.len());
                Self::beginning(&text[..kept], half)
            }
            Self::Binary { .. } => Self::Binary { length: half },
        }
    }

    fn held_bytes(&self) -> usize {
        match self {
            Self::Text { text, .. } => text.len(),
            Self::Binary { .. } => 0,
        }
    }
}

impl Entry {
    fn held_bytes(&self) -> usize {
        size_of::<Self>()
            + self.request.path.len()
            + self.request.query.as_deref().map_or(0, str::len)
            + self.request.headers.len()
            + self.request.body.held_bytes()
            + self.response.headers.len()
            + self.response.body.held_bytes()
            + self.explanation.as_deref().map_or(0, str::len)
    }
}

/// What stands for the provider of a request that reached none.
pub const NO_PROVIDER: &str = "none";

/// A world's journal.
#[derive(Debug, Default)]
pub struct Journal {
    /// The number of the volume above the last id in it, in one word: no request gets the one without the other.
    last: AtomicU64,
    ring: Mutex<Ring>,
    writing: Notify,
}

/// How many bits of [`Journal::last`] are the id's.
const ID_BITS: u32 = 40;

/// The place in the journal that a request is given when it arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Its number.
    pub id: u64,
    /// Which of the world's journals it is in: every reset begins a new one.
    volume: u64,
}

#[derive(Debug, Default)]
struct Ring {
    volume: u64,
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
    dropped: u64,
    /// The operations that were called, by provider; of entries that were dropped too.
    called: HashSet<(&'static str, &'static str)>,
}

/// How much a journal holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Entries.
    pub entries: usize,
    /// The bytes that they hold.
    pub bytes: usize,
    /// Entries that were dropped, since the beginning or the last clearing.
    pub dropped: u64,
}

impl Journal {
    /// The place of a request that has just arrived.
    pub fn next(&self) -> Slot {
        let next = self.last.fetch_add(1, Ordering::SeqCst) + 1;
        Slot {
            id: next & ((1 << ID_BITS) - 1),
            volume: next >> ID_BITS,
        }
    }

    /// Adds an entry in its place, and drops the oldest ones beyond the bounds. What began before a reset belongs to the
    /// journal that went with it.
    pub fn write(&self, place: Slot, entry: Entry) {
        let entry = Arc::new(entry);
        let mut ring = self.ring();
        if ring.volume != place.volume {
            return;
        }
        ring.bytes += entry.held_bytes();
        if let Some(operation) = entry.operation {
            ring.called.insert((entry.provider, operation));
        }
        // Requests end in nearly the order they began, so the place is at the end or just before it.
        let after = ring
            .entries
            .iter()
            .rev()
            .take_while(|other| other.id > entry.id)
            .count();
        let place = ring.entries.len() - after;
        ring.entries.insert(place, entry);
        while ring.entries.len() > ENTRIES || ring.bytes > BYTES {
            let Some(oldest) = ring.entries.pop_front() else {
                break;
            };
            ring.bytes -= oldest.held_bytes();
            ring.dropped += 1;
        }
        drop(ring);
        self.writing.notify_waiters();
    }

    /// Ends with the next entry that is written after this call.
    pub fn written(&self) -> impl Future<Output = ()> + '_ {
        self.writing.notified()
    }

    /// The operations that were called since the beginning or the last clearing, by provider.
    pub fn called(&self) -> HashSet<(&'static str, &'static str)> {
        self.ring().called.clone()
    }

    /// How much it holds.
    pub fn extent(&self) -> Extent {
        let ring = self.ring();
        Extent {
            entries: ring.entries.len(),
            bytes: ring.bytes,
            dropped: ring.dropped,
        }
    }

    /// All entries, oldest first, and how many were dropped before them.
    pub fn entries(&self) -> (Vec<Arc<Entry>>, u64) {
        let ring = self.ring();
        (ring.entries.iter().cloned().collect(), ring.dropped)
    }

    /// One entry.
    pub fn entry(&self, id: u64) -> Option<Arc<Entry>> {
        let ring = self.ring();
        let place = ring.entries.binary_search_by_key(&id, |entry| entry.id).ok()?;
        Some(ring.entries[place].clone())
    }

    /// Drops every entry. Numbers go on from where they were.
    pub fn clear(&self) {
        let mut ring = self.ring();
        *ring = Ring {
            volume: ring.volume,
            ..Ring::default()
        };
    }

    /// Begins a new journal, which counts from 1 again.
    pub fn reset(&self) {
        let mut ring = self.ring();
        *ring = Ring {
            volume: ring.volume + 1,
            ..Ring::default()
        };
        self.last.store(ring.volume << ID_BITS, Ordering::SeqCst);
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: u64, body: &'static str) -> Entry {
        Entry {
            id,
            at: DateTime::UNIX_EPOCH,
            provider: "contaazul",
            operation: None,
            credential: None,
            request: RequestRecord {
                method: Method::GET,
                path: "/".to_owned(),
                query: None,
                headers: "".into(),
                body: Body::of(body.as_bytes()),
            },
            response: ResponseRecord {
                status: 200,
                headers: "".into(),
                body: Body::Binary { length: 0 },
            },
            duration_us: 0,
            explanation: None,
            fault: None,
        }
    }

    #[test]
    fn the_ring_drops_the_oldest_and_says_how_many() {
        let journal = Journal::default();
        for _ in 0..ENTRIES + 5 {
            let place = journal.next();
            journal.write(place, entry(place.id, ""));
        }
        let (entries, dropped) = journal.entries();
        assert_eq!((entries.len(), entries[0].id, dropped), (ENTRIES, 6, 5));
    }

    #[test]
    fn an_entry_keeps_no_more_of_a_connection_s_buffer_than_the_body() {
        let mut buffer = bytes::BytesMut::with_capacity(8192);
        buffer.extend_from_slice(b"body");
        let kept = Body::of(&buffer.split_to(4).freeze());
        assert!(buffer.try_reclaim(8192), "the buffer is still held");
        assert!(matches!(kept, Body::Text { length: 4, .. }), "{kept:?}");
    }

    #[test]
    fn entries_stand_in_the_order_their_requests_arrived() {
        let journal = Journal::default();
        let places = [(); 4].map(|()| journal.next());
        for place in [1, 0, 3, 2].map(|at: usize| places[at]) {
            journal.write(place, entry(place.id, ""));
        }
        let ids: Vec<u64> = journal.entries().0.iter().map(|entry| entry.id).collect();
        assert_eq!(ids, [1, 2, 3, 4]);
        assert_eq!(journal.entry(3).map(|entry| entry.id), Some(3));
    }

    #[test]
    fn what_began_before_a_reset_is_not_in_the_journal_after_it() {
        let journal = Journal::default();
        let before = journal.next();
        journal.reset();
        let after = journal.next();
        assert_eq!((before.id, after.id), (1, 1));
        journal.write(before, entry(1, "before"));
        assert!(journal.entries().0.is_empty());
        journal.write(after, entry(1, "after"));
        journal.clear();
        let later = journal.next();
        journal.write(later, entry(later.id, "later"));
        let ids: Vec<u64> = journal.entries().0.iter().map(|entry| entry.id).collect();
        assert_eq!(ids, [2]);
    }

    #[test]
    fn bytes_are_bounded_too() {
        let journal = Journal::default();
        let long: &'static str = Box::leak("á".repeat(BODY_BYTES).into_boxed_str());
        for _ in 0..200 {
            let place = journal.next();
            journal.write(place, entry(place.id, long));
        }
        let (entries, dropped) = journal.entries();
        let held: usize = entries.iter().map(|entry| entry.held_bytes()).sum();
        assert!(held <= BYTES && dropped > 0, "{held} bytes held, {dropped} dropped");
    }
}
