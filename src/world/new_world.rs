//! What a world that is to be created is told, and why it may not be created.

use chrono::{DateTime, TimeDelta, Utc};

use super::origin::Source;
use super::snapshot::SnapshotError;
use super::template::TemplateError;
use crate::store::StoreError;

/// A world to be created.
#[derive(Debug, Clone, Default)]
pub struct NewWorld {
    /// Its name: 1 to 63 of `A-Za-z0-9._-`, a letter or digit first. Without one it is called `world-` and a number.
    pub name: Option<String>,
    /// What it is made from.
    pub from: Source,
    /// Its seed; where it is not given the snapshot's, else the server's.
    pub seed: Option<u64>,
    /// What its clock shows at the beginning; where it is not given what the snapshot's did, else the machine's time.
    pub now: Option<DateTime<Utc>>,
    /// Whether its clock stands still from the beginning. A snapshot's goes on as it did.
    pub is_frozen: bool,
    /// How long it lives, on the machine's clock; `None` for ever.
    pub lifetime: Option<TimeDelta>,
}

/// Why a world was not created or dropped.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The name cannot be one.
    #[error("`{0}` cannot name a world: 1 to 63 of `A-Za-z0-9._-`, a letter or digit first")]
    Name(String),
    /// The name is taken.
    #[error("there is a world called `{0}` already")]
    Taken(String),
    /// There are as many as there may be.
    #[error("there are {0} worlds, and no more are held")]
    Full(usize),
    /// Nobody has the name.
    #[error("there is no world called `{0}`")]
    Unknown(String),
    /// Whoever names no world is in it.
    #[error("the default world cannot be dropped")]
    Default,
    /// It cannot be made from the snapshot.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// The template of worlds without records cannot be made.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The database refused.
    #[error("the world's database: {0}")]
    Store(#[from] StoreError),
    /// A file in the data directory holds no world that can be opened.
    #[error("the world in {file} cannot be opened: {error}")]
    Unreadable {
        /// The file.
        file: String,
        /// What is wrong with it.
        error: Box<WorldError>,
    },
}

impl From<std::io::Error> for WorldError {
    fn from(error: std::io::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Whether `name` can name a world or a snapshot.
pub(super) fn is_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    (1..=63).contains(&bytes.len())
        && bytes[0].is_ascii_alphanumeric()
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b))
}
