//! The only source of identifiers and of chance.
//!
//! A world draws from two streams. Record ids depend on the world's seed alone, so that two worlds of one
//! seed number their records alike; secrets (tokens, codes, passwords) depend on its name too, so that
//! the same two worlds never share a credential. Value *n* of a stream depends on *n* alone.

use std::sync::atomic::{AtomicU64, Ordering};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The characters of a secret.
const ALPHANUMERIC: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// How many values a world may draw of a stream between two openings.
const PER_GENERATION: u64 = 1 << 40;

/// Part of every key.
const FIRST: &[u8] = &0_u64.to_be_bytes();

/// A world's generators.
#[derive(Debug)]
pub struct Ids {
    records: Stream,
    secrets: Stream,
}

/// How many values have been drawn of each stream: what it takes to go on from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdsState {
    /// Drawn record ids.
    pub records: u64,
    /// Drawn secrets.
    pub secrets: u64,
}

impl IdsState {
    /// The last opening in which something was drawn.
    pub fn generation(self) -> u64 {
        self.records.max(self.secrets) / PER_GENERATION
    }
}

impl Ids {
    /// The generators of the world called `name`. `generation` counts how often a world on disk has been
    /// opened: each opening draws from a place of its own, far behind the one before, so that a process that was
    /// killed cannot have handed out an id that its successor hands out again.
    pub fn new(seed: u64, name: &str, generation: u64) -> Self {
        Self {
            records: Stream::new(&[b"records", &seed.to_be_bytes(), FIRST], generation),
            secrets: Stream::new(&[b"secrets", &seed.to_be_bytes(), FIRST, name.as_bytes()], generation),
        }
    }

    /// The next record id, a version 4 UUID in form.
    pub fn uuid(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.records.draw().fill_bytes(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid()
    }

    /// The next secret: `length` letters and digits.
    pub fn secret(&self, length: usize) -> String {
        let mut source = self.secrets.draw();
        (0..length)
            .map(|_| char::from(ALPHANUMERIC[below(&mut source, 62)]))
            .collect()
    }

    /// How far the streams have been drawn.
    pub fn state(&self) -> IdsState {
        IdsState {
            records: self.records.drawn(),
            secrets: self.secrets.drawn(),
        }
    }

    /// Goes on from `state`.
    pub fn restore(&self, state: IdsState) {
        self.records.next.store(state.records, Ordering::SeqCst);
        self.secrets.next.store(state.secrets, Ordering::SeqCst);
    }
}

/// Numbered, independent draws under one key.
#[derive(Debug)]
struct Stream {
    key: [u8; 32],
    next: AtomicU64,
}

impl Stream {
    fn new(key: &[&[u8]], generation: u64) -> Self {
        let mut hash = Sha256::new();
        for part in key {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self {
            key: hash.finalize().into(),
            next: AtomicU64::new(generation.wrapping_mul(PER_GENERATION)),
        }
    }

    fn draw(&self) -> ChaCha8Rng {
        self.numbered(self.next.fetch_add(1, Ordering::Relaxed))
    }

    fn numbered(&self, number: u64) -> ChaCha8Rng {
        let mut source = ChaCha8Rng::from_seed(self.key);
        source.set_stream(number);
        source
    }

    fn drawn(&self) -> u64 {
        self.next.load(Ordering::SeqCst)
    }
}

/// A number from 0 to 1, without 1, that `seed`, `purpose` and `number` decide.
pub fn chance(seed: u64, purpose: &[&[u8]], number: u64) -> f64 {
    let mut key: Vec<&[u8]> = vec![b"chance"];
    let seed = seed.to_be_bytes();
    key.push(&seed);
    key.extend(purpose);
    let mut source = Stream::new(&key, 0).numbered(number);
    // As many bits as the fraction of an f64 has.
    (source.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// An even choice below `bound`, at most 256: bytes beyond the last whole multiple are drawn again.
fn below(source: &mut ChaCha8Rng, bound: usize) -> usize {
    let limit = 256 - 256 % bound;
    loop {
        let mut byte = [0];
        source.fill_bytes(&mut byte);
        if usize::from(byte[0]) < limit {
            return usize::from(byte[0]) % bound;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_the_same_ids_in_every_world_and_other_secrets() {
        let (one, other) = (Ids::new(42, "one", 0), Ids::new(42, "other", 0));
        assert_eq!(one.uuid(), other.uuid());
        assert_ne!(one.secret(32), other.secret(32));
        assert_ne!(Ids::new(43, "one", 0).uuid(), Ids::new(42, "one", 0).uuid());
    }

    #[test]
    fn a_reopened_world_never_repeats_an_id() {
        assert_ne!(Ids::new(42, "one", 1).uuid(), Ids::new(42, "one", 0).uuid());
    }

    #[test]
    fn a_reopened_world_that_is_reset_draws_what_it_drew_at_first() {
        let (first, reopened) = (Ids::new(42, "one", 0), Ids::new(42, "one", 1));
        reopened.restore(first.state());
        assert_eq!((reopened.uuid(), reopened.secret(32)), (first.uuid(), first.secret(32)));
    }

    #[test]
    fn generators_go_on_from_a_saved_state() {
        let ids = Ids::new(42, "one", 0);
        let state = ids.state();
        let (uuid, secret) = (ids.uuid(), ids.secret(32));
        ids.restore(state);
        assert_eq!(secret.len(), 32);
        assert_eq!((ids.uuid(), ids.secret(32)), (uuid, secret));
    }
}
