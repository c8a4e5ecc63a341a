//! The directory that `--data` names: made if it is missing, and used by one server at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// A data directory that is this server's as long as the value lives.
#[derive(Debug)]
pub struct DataDirectory {
    _lock: File,
}

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// Another server uses it.
    #[error("the data directory {0} is in use by another server")]
    InUse(String),
    /// It cannot be made, read or written.
    #[error("the data directory {directory}: {error}")]
    Unusable {
        /// The directory.
        directory: String,
        /// What the operating system said.
        error: std::io::Error,
    },
}

impl DataDirectory {
    /// Takes the directory for this server. The lock goes with the process, however that ends.
    pub fn open(directory: &Path) -> Result<Self, DataError> {
        let name = || directory.display().to_string();
        let unusable = |error| DataError::Unusable {
            directory: name(),
            error,
        };
        std::fs::create_dir_all(directory).map_err(unusable)?;
        let file = directory.join("areia.lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(file);
        let lock = lock.map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DataError::InUse(name())),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}
