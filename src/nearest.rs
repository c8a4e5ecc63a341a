//! The nearest of the names that exist to one that does not, for whoever mistyped it.
//!
//! Names are compared by the Jaro-Winkler measure, which weighs their beginnings more, in lower case. Addresses all begin
//! alike, so they are compared by how many letters must change (Damerau-Levenshtein).

/// The nearest to `name` of `known`; `None` where nothing is known. Of two that are as near the last one is taken.
pub(crate) fn nearest<T: AsRef<str>>(name: &str, known: impl IntoIterator<Item = T>) -> Option<T> {
    let name = name.to_lowercase();
    let likened = known.into_iter().map(|known| {
        let likeness = strsim::jaro_winkler(&name, &known.as_ref().to_lowercase());
        (likeness, known)
    });
    let nearest = likened.max_by(|(one, _), (other, _)| one.total_cmp(other));
    nearest.map(|(_, known)| known)
}

/// How long an address may be to be likened: likening takes as long as both lengths multiplied.
const LENGTH: usize = 200;

/// The nearest to `path` of `known`, whose parameters stand in braces: `/v1/sales/{id}`.
pub(crate) fn nearest_address<'a>(path: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if path.len() > LENGTH {
        return None;
    }
    let asked: Vec<&str> = path.split('/').collect();
    let likened = known.into_iter().map(|known| {
        // What stands in the place of a parameter says nothing about the address.
        let segments = known.split('/').enumerate();
        let segments = segments.map(|(place, segment)| match asked.get(place) {
            Some(asked) if segment.starts_with('{') => asked,
            _ => segment,
        });
        let likened = segments.collect::<Vec<_>>().join("/");
        let likeness = strsim::normalized_damerau_levenshtein(path, &likened);
        (likeness, known)
    });
    let nearest = likened.max_by(|(one, _), (other, _)| one.total_cmp(other));
    nearest.map(|(_, known)| known)
}
