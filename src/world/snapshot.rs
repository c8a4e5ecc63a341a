//! A snapshot: a world's data, clock, generators, quotas, accounts and credentials at one moment, and the file that it
//! is downloaded as.
//!
//! ```text
//! file     = magic about image checksum
//! magic    = "areia snapshot 1" LF         the format's version
//! about    = one line of JSON LF           [`About`]: all that is not in the database
//! image    = a SQLite file                 as many bytes as `about.image_bytes`
//! checksum = 32 bytes                      SHA-256 of everything before it
//! ```
//! The database brings its own version, that of its last migration: an older one is migrated forward when it is read.
//! A file is refused, and nothing is changed, if format or migrations are newer than this program, if the checksum
//! does not agree, or if the tables are others than this program's.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::Connection as _;
use sqlx::migrate::MigrateError;

use super::account::Account;
use super::credential::Credential;
use super::directory::Entries;
use super::origin::InitialClock;
use super::quotas::QuotaState;
use super::{World, schedule};
use crate::clock::machine_time;
use crate::ids::IdsState;
use crate::store::{self, Image, ImageAtRest, StoreError};

/// How every snapshot's file begins; the version of the format follows.
const MAGIC: &str = "areia snapshot ";

/// The version of the format that this program writes, and the newest that it reads.
const FORMAT: u32 = 1;

/// How long the checksum is, in bytes.
const CHECKSUM_BYTES: usize = 32;

/// A world at one moment.
#[derive(Debug)]
pub struct Snapshot {
    /// All that is not in the database.
    pub about: About,
    /// The database.
    pub database: ImageAtRest,
}

/// What a snapshot's file says in JSON before its database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The version of Areia that saved it.
    pub areia: String,
    /// The name of the world that was saved.
    pub world: String,
    /// That world's seed.
    pub seed: u64,
    /// When it was saved, on the machine's clock.
    pub saved_at: DateTime<Utc>,
    pub(super) clock: InitialClock,
    pub(super) ids: IdsState,
    pub(super) next_due_us: Option<i64>,
    pub(super) quotas: QuotaState,
    accounts: Vec<Arc<Account>>,
    credentials: Vec<Arc<Credential>>,
    pub(super) image_bytes: usize,
}

/// Why there is no snapshot.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The name cannot be one.
    #[error("`{0}` cannot name a snapshot: 1 to 63 of `A-Za-z0-9._-`, a letter or digit first")]
    Name(String),
    /// The name is taken.
    #[error("there is a snapshot called `{0}` already")]
    Taken(String),
    /// Nobody has the name.
    #[error("there is no snapshot called `{0}`")]
    Unknown(String),
    /// There are as many as there may be.
    #[error("there are {0} snapshots, and no more are held")]
    TooMany(usize),
    /// It is too large beside those that there are.
    #[error("the snapshots would take more than {0} bytes together")]
    TooLarge(usize),
    /// A newer program wrote it.
    #[error("the snapshot was made by a newer Areia: {0}")]
    Newer(String),
    /// It is no snapshot, or no longer what was written.
    #[error("the file is no snapshot, or a damaged one: {0}")]
    Damaged(String),
    /// The database or the disk refused.
    #[error("the snapshot's database: {0}")]
    Store(#[from] StoreError),
}

impl From<std::io::Error> for SnapshotError {
    fn from(error: std::io::Error) -> Self {
        Self::Store(error.into())
    }
}

impl World {
    /// The world as it is now.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let capture = || {
            let entries = self.directory.entries();
            About {
                areia: env!("CARGO_PKG_VERSION").to_owned(),
                world: self.name.to_string(),
                seed: self.seed,
                saved_at: machine_time(),
                clock: InitialClock::of(&self.clock),
                ids: self.ids.state(),
                next_due_us: self.schedule.next_us(),
                quotas: self.quotas.all(),
                accounts: entries.accounts,
                credentials: entries.credentials.into_values().collect(),
                image_bytes: 0,
            }
        };
        let base = self.origin.database.base();
        let (database, mut about) = self.store.image(base, capture).await?;
        about.image_bytes = database.length();
        Ok(Snapshot { about, database })
    }

    /// Makes the world what it was when `snapshot` was saved. A request that is under way meanwhile finds its database as
    /// it was or as it is, and nothing in between. Another world's snapshot comes with `entries` of this world's own.
    pub(super) async fn restore(&self, snapshot: &Snapshot, entries: Option<Entries>) -> Result<(), StoreError> {
        let about = &snapshot.about;
        let restored = async {
            let is_own = entries.is_none();
            let own = self.ids.state();
            // No secret is handed out twice.
            let secrets = if is_own { about.ids.secrets } else { own.secrets };
            let records = about.ids.records;
            self.ids.restore(IdsState { records, secrets });
            // The next opening draws from behind whatever either of the two has drawn.
            let generation = about.ids.generation().max(own.generation());
            self.generation.fetch_max(generation, Ordering::SeqCst);
            self.clock.restore(about.clock.state());
            self.directory.replace(entries.unwrap_or_else(|| snapshot.entries()));
            self.schedule.restart(about.next_due_us);
            self.quotas.restore(about.quotas.clone());
            if !is_own {
                self.announce();
            }
            self.database(&snapshot.database).await
        };
        self.store.replace(restored).await
    }
}

impl About {
    /// What a file says before its database, if it begins as one that this program reads.
    pub(super) fn of_file(file: &Path) -> std::io::Result<Option<Self>> {
        let mut file = BufReader::new(File::open(file)?);
        let (mut magic, mut about) = (Vec::new(), Vec::new());
        let magic_bytes = MAGIC.len() as u64 + 20;
        file.by_ref().take(magic_bytes).read_until(b'\n', &mut magic)?;
        if magic != format!("{MAGIC}{FORMAT}\n").into_bytes() {
            return Ok(None);
        }
        file.read_until(b'\n', &mut about)?;
        Ok(serde_json::from_slice(&about).ok())
    }
}

impl Snapshot {
    /// The accounts and credentials that were in the world.
    pub(super) fn entries(&self) -> Entries {
        let credentials = self.about.credentials.iter();
        let by_id: BTreeMap<_, _> = credentials.map(|c| (c.id, c.clone())).collect();
        Entries::restored(self.about.accounts.clone(), by_id)
    }

    /// How much memory it takes beside what it shares with the template, in bytes.
    pub(super) fn held_bytes(&self) -> usize {
        // A credential with its holder and history takes about so much.
        let entries = self.about.credentials.len() + self.about.accounts.len();
        self.database.own_bytes() + entries * 1024
    }

    /// The file that it is downloaded as.
    pub fn encoded(&self) -> Vec<u8> {
        let mut file = format!("{MAGIC}{FORMAT}\n").into_bytes();
        // Nothing in it has a key that is no text, which is all that JSON refuses.
        file.extend(serde_json::to_vec(&self.about).unwrap_or_default());
        file.push(b'\n');
        file.extend_from_slice(&self.database.unpacked());
        let checksum = Sha256::digest(&file);
        file.extend_from_slice(&checksum);
        file
    }

    /// Reads a file; an older database is migrated forward. What is alike in `template` is shared with it.
    pub async fn decoded(file: &[u8], template: &Image) -> Result<Self, SnapshotError> {
        let damaged = |reason: &str| SnapshotError::Damaged(reason.to_owned());
        let (magic, rest) = line(file).ok_or_else(|| damaged("it does not begin as one"))?;
        let format = magic.strip_prefix(MAGIC).and_then(|format| format.parse::<u32>().ok());
        match format {
            Some(FORMAT) => {}
            Some(newer) if newer > FORMAT => {
                let reason = format!("its format is {newer}, and this program reads up to {FORMAT}");
                return Err(SnapshotError::Newer(reason));
            }
            _ => return Err(damaged("it does not begin as one")),
        }
        let end = file.len().checked_sub(CHECKSUM_BYTES);
        let (content, checksum) = file.split_at(end.unwrap_or_default());
        if Sha256::digest(content)[..] != *checksum {
            return Err(damaged("its checksum does not agree"));
        }
        let (about, rest) = line(rest).ok_or_else(|| damaged("it ends too early"))?;
        let mut about: About =
            serde_json::from_str(about).map_err(|error| damaged(&format!("its second line: {error}")))?;
        let image = rest
            .get(..about.image_bytes)
            .filter(|image| rest.len() == image.len() + CHECKSUM_BYTES);
        let image = image.ok_or_else(|| damaged("its database is not as long as it says"))?;
        let (image, next_due_us) = migrated(image, template).await?;
        about.next_due_us = next_due_us;
        about.image_bytes = image.len();
        let database = ImageAtRest::packed(template, &image);
        Ok(Self { about, database })
    }
}

/// A database brought up to date, and when something falls due in it next.
async fn migrated(image: &[u8], template: &Image) -> Result<(Image, Option<i64>), SnapshotError> {
    let damaged = |reason: String| SnapshotError::Damaged(reason);
    let opened = store::open_image(image).await;
    let mut connection = opened.map_err(|error| damaged(error.to_string()))?;
    let migrated = store::migrate(&mut connection).await;
    migrated.map_err(|error| match error {
        MigrateError::VersionMissing(version) => {
            SnapshotError::Newer(format!("its tables are of migration {version}, which is unknown here"))
        }
        other => damaged(other.to_string()),
    })?;
    let faults = store::check(&mut connection).await;
    if let Some(fault) = faults.map_err(|error| damaged(error.to_string()))? {
        return Err(damaged(fault));
    }
    let mut other = store::open_image(template).await?;
    if store::schema(&mut connection).await? != store::schema(&mut other).await? {
        return Err(damaged("its tables are others than this program's".to_owned()));
    }
    other.close().await.map_err(StoreError::from)?;
    let next_due_us = schedule::next_us(&mut connection).await?;
    let image = store::image_of(&mut connection).await?;
    connection.close().await.map_err(StoreError::from)?;
    Ok((image, next_due_us))
}

/// The first line of `bytes` as text, and what follows it.
fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    Some((line, &bytes[end + 1..]))
}
