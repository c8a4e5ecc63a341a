//! Fixtures: what a new world holds, as JSON documents in each provider's wire format.
//!
//! A provider has one file per resource, `<slug>/<resource>.json`: an array of documents, or an object from an
//! account's id to its array. A file in the operator's directory replaces the built-in one of its name.

mod shape;
mod words;

use std::fmt;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::SqliteConnection;

use crate::exact::Exact;
use crate::ids::Ids;
use crate::world::account::Account;
use crate::world::directory::{Directory, DirectoryEditor};
use crate::world::schedule::Schedule;
use shape::{Shape, strangers};
use words::in_our_words;

/// Where the fixtures come from.
#[derive(Debug, Clone, Default)]
pub struct Fixtures {
    /// The operator's own files, if any.
    pub directory: Option<PathBuf>,
}

/// A provider's built-in fixtures: resource and JSON text, in the order they are loaded.
pub type BuiltIn = &'static [(&'static str, &'static str)];

/// What is wrong with a fixture: one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixtureError {
    /// The file as the operator knows it.
    pub file: String,
    /// The place in it: `[3].payment`, `line 4 column 7`; empty for the file as a whole.
    pub place: String,
    /// The reason, in the provider's words where it has some.
    pub reason: String,
}

impl fmt::Display for FixtureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = self.reason.replace(['\n', '\r'], " ");
        match self.place.as_str() {
            "" => write!(f, "{}: {reason}", self.file),
            place => write!(f, "{}: {place}: {reason}", self.file),
        }
    }
}

/// One fixture file, read.
#[derive(Debug)]
pub struct FixtureFile {
    resource: &'static str,
    file: String,
    value: Value,
    is_built_in: bool,
}

impl FixtureFile {
    /// The resource that it is of.
    pub(crate) fn resource(&self) -> &'static str {
        self.resource
    }
}

/// One document of a fixture file, and where it stands.
#[derive(Debug, Clone)]
pub struct Document<T> {
    /// The account it is filed under; `None` for the provider's first one.
    pub account: Option<String>,
    /// The document.
    pub value: T,
    /// The file.
    pub file: String,
    /// Its place in the file.
    pub place: String,
    /// Whether the file is one of Areia's own.
    pub is_built_in: bool,
}

/// A template in the making, handed to one provider after the other.
#[derive(Debug)]
pub struct FixtureLoader {
    /// The slug of the provider that is loading.
    pub provider: &'static str,
    /// The database that is being filled.
    pub connection: SqliteConnection,
    pub(crate) directory: Directory,
    /// What is still to happen.
    pub schedule: Schedule,
    /// Ids for records whose fixture has none.
    pub ids: Ids,
    pub(crate) files: Vec<FixtureFile>,
    pub(crate) faults: Vec<FixtureError>,
    /// Whether the operator has files of their own.
    pub(crate) has_own_files: bool,
    /// Built-in documents that do not go with the operator's files, and are left out for it.
    pub(crate) left_out: Vec<FixtureError>,
}

impl Fixtures {
    /// The fixture files of `provider`; what cannot be read is a fault.
    pub(crate) fn files(&self, slug: &str, built_in: BuiltIn, faults: &mut Vec<FixtureError>) -> Vec<FixtureFile> {
        let mut files = Vec::new();
        for (resource, built_in) in built_in {
            let own = self.own(slug, resource);
            let is_built_in = own.is_none();
            let (file, text) = match own {
                Some(path) => (path.display().to_string(), std::fs::read_to_string(&path)),
                None => (format!("{slug}/{resource}.json"), Ok((*built_in).to_owned())),
            };
            let fault = |place, reason| FixtureError {
                file: file.clone(),
                place,
                reason,
            };
            match text.map(|text| serde_json::from_str(&text)) {
                Ok(Ok(value)) => files.push(FixtureFile {
                    resource,
                    file,
                    value,
                    is_built_in,
                }),
                Ok(Err(error)) => {
                    let place = format!("line {} column {}", error.line(), error.column());
                    faults.push(fault(place, format!("this is no JSON: {error}")));
                }
                Err(error) => faults.push(fault(String::new(), error.to_string())),
            }
        }
        files
    }

    /// A fault for every file in the operator's directory that no provider would read.
    pub(crate) fn unknown_files(&self, providers: &[(&'static str, BuiltIn)]) -> Vec<FixtureError> {
        let Some(directory) = &self.directory else {
            return Vec::new();
        };
        let fault = |path: &Path, reason: String| {
            vec![FixtureError {
                file: path.display().to_string(),
                place: String::new(),
                reason,
            }]
        };
        let folders = match entries(directory) {
            Ok(folders) => folders,
            Err(error) => return fault(directory, error.to_string()),
        };
        let mut faults = Vec::new();
        for folder in folders {
            let slug = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let is_named = |(known, _): &&(&str, BuiltIn)| *known == slug && folder.is_dir();
            let Some((_, built_in)) = providers.iter().find(is_named) else {
                let slugs: Vec<&str> = providers.iter().map(|(slug, _)| *slug).collect();
                let reason = format!("no provider has this name; the folders are {}", slugs.join(", "));
                faults.extend(fault(&folder, reason));
                continue;
            };
            let known: Vec<String> = built_in
                .iter()
                .map(|(resource, _)| format!("{resource}.json"))
                .collect();
            match entries(&folder) {
                Ok(files) => {
                    faults.extend(files.iter().filter(|f| !is_one_of(f, &known)).flat_map(|file| {
                        fault(file, format!("{slug} has no such fixture; it has {}", known.join(", ")))
                    }))
                }
                Err(error) => faults.extend(fault(&folder, error.to_string())),
            }
        }
        faults
    }

    fn own(&self, slug: &str, resource: &str) -> Option<PathBuf> {
        let path = self.directory.as_ref()?.join(slug).join(format!("{resource}.json"));
        path.exists().then_some(path)
    }
}

impl FixtureLoader {
    /// The documents of `resource`, parsed; what does not fit is a fault, and so is a member that `T` has not.
    pub fn documents<T: DeserializeOwned + JsonSchema>(&mut self, resource: &str) -> Vec<Document<T>> {
        self.documents_like::<T, T>(resource)
    }

    /// The same, where `S` says which members a document may have: `T` takes any.
    pub fn documents_like<T: DeserializeOwned, S: JsonSchema>(&mut self, resource: &str) -> Vec<Document<T>> {
        let shapes = || vec![Shape::of::<S>()];
        self.read(resource, shapes, |value| serde_path_to_error::deserialize(Exact(value)))
    }

    /// The documents of `resource`, each as the body that would create it, and as what only a fixture may say: its
    /// id, when it was created. They are read one after the other, since a reader of both at once
    /// (`#[serde(flatten)]`) loses the place of what does not fit.
    pub fn records<H, B>(&mut self, resource: &str) -> Vec<Document<(H, B)>>
    where
        H: DeserializeOwned + JsonSchema,
        B: DeserializeOwned + JsonSchema,
    {
        self.records_like::<H, B, B>(resource)
    }

    /// The same, where `S` says which members a body may have: `B` takes any.
    pub fn records_like<H, B, S>(&mut self, resource: &str) -> Vec<Document<(H, B)>>
    where
        H: DeserializeOwned + JsonSchema,
        B: DeserializeOwned,
        S: JsonSchema,
    {
        let shapes = || vec![Shape::of::<H>(), Shape::of::<S>()];
        self.read(resource, shapes, |value| {
            let head = serde_path_to_error::deserialize(Exact(value.clone()))?;
            Ok((head, serde_path_to_error::deserialize(Exact(value))?))
        })
    }

    fn read<T>(
        &mut self,
        resource: &str,
        shapes: impl Fn() -> Vec<Shape>,
        parse: impl Fn(Value) -> Result<T, Misfit>,
    ) -> Vec<Document<T>> {
        let Some(at) = self.files.iter().position(|file| file.resource == resource) else {
            return Vec::new();
        };
        let FixtureFile {
            file,
            value,
            is_built_in,
            ..
        } = self.files.remove(at);
        // Areia's own files are held to it by a test, so that no start pays for it.
        let shapes = if is_built_in { Vec::new() } else { shapes() };
        let mut documents = Vec::new();
        for (account, prefix, list) in self.lists(&file, is_built_in, value) {
            for (place, value) in list.into_iter().enumerate() {
                let place = format!("{prefix}[{place}]");
                if !is_built_in && self.finds_strangers(&file, &place, &value, &shapes) {
                    continue;
                }
                match parse(value) {
                    Ok(value) => documents.push(Document {
                        account: account.clone(),
                        value,
                        file: file.clone(),
                        place,
                        is_built_in,
                    }),
                    Err(misfit) => self.faults.push(FixtureError {
                        file: file.clone(),
                        place: place_of(&place, &misfit),
                        reason: misfit.into_inner().to_string(),
                    }),
                }
            }
        }
        documents
    }

    /// Notes every member of a document that it may not have; says whether there are any.
    fn finds_strangers(&mut self, file: &str, place: &str, value: &Value, shapes: &[Shape]) -> bool {
        let found = strangers(value, shapes);
        let faults = found.iter().map(|stranger| FixtureError {
            file: file.to_owned(),
            place: format!("{place}{}", stranger.place),
            reason: format!("this member is unknown here; the nearest is `{}`", stranger.nearest),
        });
        self.faults.extend(faults);
        !found.is_empty()
    }

    /// The accounts and credentials so far.
    pub fn directory(&self) -> DirectoryEditor<'_> {
        self.directory.editor()
    }

    /// Adds an account; a second one of an id is a fault.
    pub fn put_account<T>(&mut self, document: &Document<T>, account: Account) {
        match self.directory.account(self.provider, &account.id) {
            Some(_) => self.fault(document, format!("another account has the id {:?}", account.id)),
            None => self.directory().put_account(account),
        }
    }

    /// Notes that a document breaks a rule. A built-in one that refers to what the operator's files do not have is
    /// left out: who replaces the customers need not replace the sales too.
    pub fn fault<T>(&mut self, document: &Document<T>, reason: impl Into<String>) {
        let fault = FixtureError {
            file: document.file.clone(),
            place: document.place.clone(),
            reason: in_our_words(reason.into()),
        };
        self.note(document.is_built_in, fault);
    }

    fn note(&mut self, is_built_in: bool, fault: FixtureError) {
        if is_built_in && self.has_own_files {
            self.left_out.push(fault);
        } else {
            self.faults.push(fault);
        }
    }

    /// A file's arrays: the account each is filed under, its place, and its members.
    fn lists(&mut self, file: &str, is_built_in: bool, value: Value) -> Vec<(Option<String>, String, Vec<Value>)> {
        let by_account = match value {
            Value::Array(list) => return vec![(None, String::new(), list)],
            Value::Object(by_account) => by_account,
            _ => {
                self.faults.push(FixtureError {
                    file: file.to_owned(),
                    place: String::new(),
                    reason: "this must be an array, or an object from account ids to arrays".to_owned(),
                });
                return Vec::new();
            }
        };
        let mut lists = Vec::new();
        for (account, value) in by_account {
            let place = format!("[{account:?}]");
            let reason = match value {
                Value::Array(_) if self.directory.account(self.provider, &account).is_none() => {
                    "no account has this id"
                }
                Value::Array(list) => {
                    lists.push((Some(account), place, list));
                    continue;
                }
                _ => "this must be an array",
            };
            let (file, reason) = (file.to_owned(), reason.to_owned());
            let fault = FixtureError { file, place, reason };
            self.note(is_built_in, fault);
        }
        lists
    }
}

/// What does not fit, and where.
type Misfit = serde_path_to_error::Error<serde_json::Error>;

/// The place of a misfit inside the document at `place`.
fn place_of(place: &str, misfit: &Misfit) -> String {
    // serde_path_to_error writes the document as a whole as a lone dot.
    match misfit.path().to_string().as_str() {
        "." => place.to_owned(),
        inside if inside.starts_with('[') => format!("{place}{inside}"),
        inside => format!("{place}.{inside}"),
    }
}

fn entries(directory: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = std::fs::read_dir(directory)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn is_one_of(file: &Path, names: &[String]) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    names.iter().any(|known| *known == name)
}
