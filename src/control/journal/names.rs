//! What a filter or an expectation names must exist: an operation that is mistyped would be met by no request, and an
//! expectation of none would hold for ever.

use crate::panel::Problem;
use crate::provider::Provider;
use crate::world::expectation::{Expectation, Match};
use crate::world::journal::NO_PROVIDER;

/// Refuses a provider or an operation that does not exist, telling the nearest one.
pub(super) fn check(
    providers: &[&'static Provider],
    provider: Option<&str>,
    operation: Option<&str>,
) -> Result<(), Problem> {
    let is_named = |known: &&&Provider| provider.is_none_or(|slug| slug == known.slug());
    if let Some(slug) = provider.filter(|slug| *slug != NO_PROVIDER)
        && !providers.iter().any(|known| known.slug() == slug)
    {
        let slugs = providers.iter().map(|known| known.slug());
        return Err(Problem::unknown("provider", slug, slugs.chain([NO_PROVIDER])));
    }
    let Some(id) = operation else { return Ok(()) };
    let named = providers.iter().filter(is_named);
    let known: Vec<&str> = named
        .flat_map(|known| (known.api.endpoints)().list)
        .map(|endpoint| endpoint.id)
        .collect();
    if known.contains(&id) {
        return Ok(());
    }
    let what = match provider {
        Some(slug) => format!("operation of {slug}"),
        None => "operation".to_owned(),
    };
    let problem = Problem::unknown(&what, id, &known);
    Err(match known.is_empty() {
        true => problem.with_hint("requests that reached no provider have no operation"),
        false => problem,
    })
}

/// Refuses an expectation that contradicts itself or names what does not exist, and members that `ignored` lists: the
/// operation that was asked for would do nothing with them.
pub fn check_expectation(
    providers: &[&'static Provider],
    expectation: &Expectation,
    ignored: &[&str],
) -> Result<(), Problem> {
    if let Some(contradiction) = expectation.contradiction() {
        return Err(Problem::bad_request(contradiction));
    }
    let given = [
        ("times", expectation.times.is_some()),
        ("at_least", expectation.at_least.is_some()),
        ("at_most", expectation.at_most.is_some()),
        ("timeout", expectation.timeout.is_some()),
    ];
    if let Some((name, _)) = given
        .iter()
        .find(|(name, is_given)| *is_given && ignored.contains(name))
    {
        let detail = format!("`{name}` would do nothing here");
        return Err(Problem::bad_request(detail).with_hint(match *name {
            "timeout" => "`journal/wait` waits",
            _ => "`journal/verify` judges how many there are",
        }));
    }
    let meant: &[Match] = match &expectation.sequence {
        Some(sequence) => sequence,
        None => std::slice::from_ref(&expectation.matching),
    };
    meant
        .iter()
        .try_for_each(|meant| check(providers, meant.provider.as_deref(), meant.operation.as_deref()))
}
