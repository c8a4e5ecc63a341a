//! No two files import each other, by whatever way round, but a folder's `mod.rs` and what stands in that folder.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::{Imports, of_the_project};

/// Circles that are still there, with every file that is in them. A circle that is gone leaves the list.
const KNOWN: &[&[&str]] = &[];

/// Files that can all be reached from one another.
type Circle = BTreeSet<String>;

/// The circles among files that `taken` allows.
fn circles_among(imports: &Imports, taken: impl Fn(&str) -> bool) -> BTreeSet<Circle> {
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (user, file) in imports.keys().filter(|(user, file)| taken(user) && taken(file)) {
        used.entry(user).or_default().insert(file);
    }
    let reached_from = |start: &str| {
        let (mut reached, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(file) = open.pop() {
            for next in used.get(file).into_iter().flatten() {
                if reached.insert(*next) {
                    open.push(*next);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> = used.keys().map(|file| (*file, reached_from(file))).collect();
    let circle_of = |(file, all): (&&str, &BTreeSet<&str>)| {
        let back = |other: &&&str| reached.get(*other).is_some_and(|from_other| from_other.contains(file));
        all.iter().filter(back).map(|other| (*other).to_owned()).collect()
    };
    let circles: BTreeSet<Circle> = reached.iter().map(circle_of).collect();
    circles.into_iter().filter(|circle| circle.len() > 1).collect()
}

/// The `mod.rs` of the deepest folder that all the files stand in.
fn mod_of(circle: &Circle) -> String {
    let mut folder = circle.first().map_or("", String::as_str);
    while !circle.iter().all(|file| file.starts_with(&format!("{folder}/"))) {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        if folder.is_empty() {
            break;
        }
    }
    format!("{folder}/mod.rs")
}

/// The circles that may not be. A folder's `mod.rs` and what stands in the folder may know one another: a circle that
/// has both is looked at again without the `mod.rs`.
fn forbidden(imports: &Imports) -> BTreeSet<Circle> {
    let mut forbidden = BTreeSet::new();
    let mut open: Vec<Circle> = circles_among(imports, |_| true).into_iter().collect();
    while let Some(mut circle) = open.pop() {
        if circle.remove(&mod_of(&circle)) {
            open.extend(circles_among(imports, |file| circle.contains(file)));
        } else {
            forbidden.insert(circle);
        }
    }
    forbidden
}

/// What ties a circle, an import a line.
fn ties(imports: &Imports, circle: &Circle) -> String {
    let inside = |((user, used), _): &(&(String, String), _)| circle.contains(user) && circle.contains(used);
    let line =
        |((user, used), names): (&(String, String), &BTreeSet<String>)| format!("  {user} -> {used}: {names:?}\n");
    imports.iter().filter(inside).map(line).collect()
}

#[test]
fn no_two_files_import_each_other_but_a_mod_and_its_own() {
    let imports = of_the_project();
    assert!(imports.len() > 500, "{imports:?}");
    let known: BTreeSet<Circle> = KNOWN
        .iter()
        .map(|circle| circle.iter().map(|file| (*file).to_owned()).collect())
        .collect();
    let found = forbidden(&imports);
    let new = found.difference(&known).map(|circle| {
        let ties = ties(&imports, circle);
        format!("a circle of {circle:#?}, tied by\n{ties}")
    });
    let gone = known.difference(&found);
    let gone = gone.map(|circle| format!("gone, and still in the list: {circle:#?}\n"));
    let wrong: String = new.chain(gone).collect();
    assert!(wrong.is_empty(), "{wrong}");
}

/// The forbidden circles among files that import one another so: `user used`.
fn forbidden_among(pairs: &[&str]) -> Vec<Vec<String>> {
    let pair = |pair: &&str| {
        let (user, used) = pair.split_once(' ').unwrap();
        ((user.to_owned(), used.to_owned()), BTreeSet::new())
    };
    let imports: Imports = pairs.iter().map(pair).collect();
    let circles = forbidden(&imports).into_iter();
    circles.map(|circle| circle.into_iter().collect()).collect()
}

#[test]
fn a_folder_s_mod_may_know_what_stands_in_it_and_that_may_know_the_mod() {
    let own = [
        "a/mod.rs a/x.rs",
        "a/x.rs a/mod.rs",
        "a/mod.rs a/b/mod.rs",
        "a/b/mod.rs a/b/y.rs",
        "a/b/y.rs a/mod.rs",
        "a/b/y.rs a/b/mod.rs",
    ];
    assert!(forbidden_among(&own).is_empty());
    let siblings = [own.as_slice(), &["a/x.rs a/b/y.rs", "a/b/mod.rs a/x.rs"]].concat();
    assert_eq!(forbidden_among(&siblings), [["a/b/mod.rs", "a/b/y.rs", "a/x.rs"]]);
}

#[test]
fn a_circle_of_two_folders_is_found_however_long() {
    let pairs = [
        "a/mod.rs a/x.rs",
        "a/x.rs b/y.rs",
        "b/y.rs c.rs",
        "c.rs a/mod.rs",
        "d.rs c.rs",
    ];
    assert_eq!(forbidden_among(&pairs), [["a/mod.rs", "a/x.rs", "b/y.rs", "c.rs"]]);
    assert!(forbidden_among(&["a.rs b.rs", "c.rs b.rs", "a.rs c.rs"]).is_empty());
}
