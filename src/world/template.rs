//! What a new world begins with. It is made once per process; untouched worlds share its image.

use std::sync::Arc;

use super::Index;
use super::directory::{Directory, Entries};
use super::resident::Resident;
use super::schedule::Schedule;
use crate::ids::Ids;
use crate::store::{self, Image, StoreError};
use crate::world::seeding::{FixtureError, FixtureLoader, Fixtures};

/// The fixtures' records draw their ids from a seed of their own: they are the same in every world.
const FIXTURE_SEED: u64 = 0;

/// A world's beginning: its database, its accounts and credentials, and what falls due first.
#[derive(Debug)]
pub struct Template {
    pub(super) image: Image,
    pub(super) entries: Entries,
    pub(super) next_due_us: Option<i64>,
    /// Where the fixtures came from.
    pub(super) fixtures: Fixtures,
    /// Built-in documents that do not go with the operator's files.
    pub left_out: Vec<FixtureError>,
}

/// Why there is no template.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The database refused something that no fixture can be blamed for.
    #[error("the database could not be prepared: {0}")]
    Store(#[from] StoreError),
    /// The fixtures are wrong, each fault a line.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Fixtures(Vec<FixtureError>),
}

impl Template {
    /// Makes the template: every resident's tables, filled from `fixtures`.
    pub async fn make(residents: &[&'static Resident], fixtures: &Fixtures) -> Result<Self, TemplateError> {
        Self::filled(residents, fixtures, |_, _| true).await
    }

    /// The template of a world without records: its accounts and credentials, and what no operation creates.
    pub(super) async fn emptied(&self, residents: &[&'static Resident]) -> Result<Self, TemplateError> {
        let standing = |resident: &Resident, resource: &str| resident.standing.contains(&resource);
        Self::filled(residents, &self.fixtures, standing).await
    }

    /// Fills every resident's tables with the fixtures that are `wanted`.
    async fn filled(
        residents: &[&'static Resident],
        fixtures: &Fixtures,
        wanted: fn(&Resident, &str) -> bool,
    ) -> Result<Self, TemplateError> {
        let connection = store::open_empty().await?;
        let index = Arc::new(Index::default());
        let known: Vec<_> = residents
            .iter()
            .map(|resident| (resident.slug, resident.fixtures))
            .collect();
        let mut loading = FixtureLoader {
            provider: "",
            connection,
            directory: Directory::new("template".into(), index),
            schedule: Schedule::new(None),
            ids: Ids::new(FIXTURE_SEED, "template", 0),
            files: Vec::new(),
            faults: fixtures.unknown_files(&known),
            has_own_files: fixtures.directory.is_some(),
            left_out: Vec::new(),
        };
        for resident in residents {
            loading.provider = resident.slug;
            loading.files = fixtures.files(resident.slug, resident.fixtures, &mut loading.faults);
            loading.files.retain(|file| wanted(resident, file.resource()));
            (resident.load)(&mut loading).await?;
        }
        if !loading.faults.is_empty() {
            return Err(TemplateError::Fixtures(loading.faults));
        }
        Ok(Self {
            next_due_us: loading.schedule.next_us(),
            image: store::image_of(&mut loading.connection).await?,
            entries: loading.directory.entries(),
            fixtures: fixtures.clone(),
            left_out: loading.left_out,
        })
    }
}
