//! Names, as Rails inflects them.

use std::borrow::Cow;

/// A name as XML writes it: `due_date` becomes `due-date`. Underscores at either end stay.
pub fn dasherized(name: &str) -> Cow<'_, str> {
    if !name.bytes().any(|byte| matches!(byte, b'_' | b' ')) {
        return Cow::Borrowed(name);
    }
    let start = name.len() - name.trim_start_matches('_').len();
    let inner = start..name.trim_end_matches('_').len();
    let mut dasherized = String::with_capacity(name.len());
    for (place, character) in name.char_indices() {
        dasherized.push(match character {
            '_' | ' ' if inner.contains(&place) => '-',
            other => other,
        });
    }
    Cow::Owned(dasherized)
}

/// The singular of a name, by the last of its words: `interested_users_ids` becomes `interested_users_id`.
pub fn singular(name: &str) -> String {
    const WHOLE: [(&str, &str); 4] = [
        ("people", "person"),
        ("bases", "basis"),
        ("taxes", "tax"),
        ("news", "news"),
    ];
    for (plural, singular) in WHOLE {
        if let Some(start) = name.strip_suffix(plural) {
            return format!("{start}{singular}");
        }
    }
    let replaced = |end: &str, by: &str| name.strip_suffix(end).map(|start| format!("{start}{by}"));
    replaced("ies", "y")
        .or_else(|| replaced("sses", "ss"))
        .or_else(|| replaced("ches", "ch"))
        .or_else(|| replaced("xes", "x"))
        .or_else(|| name.ends_with("ss").then(|| name.to_owned()))
        .or_else(|| name.ends_with("status").then(|| name.to_owned()))
        .or_else(|| replaced("s", ""))
        .unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_inflected_as_rails_does() {
        for (plural, one) in [
            ("people", "person"),
            ("entities", "entity"),
            ("taxes", "tax"),
            (
                "financial_account_taxes_attributes",
                "financial_account_taxes_attribute",
            ),
            ("interested_users_ids", "interested_users_id"),
            ("attachment_id_list", "attachment_id_list"),
            ("bases", "basis"),
        ] {
            assert_eq!(singular(plural), one);
        }
        assert_eq!(
            dasherized("federation_subscription_type_id"),
            "federation-subscription-type-id"
        );
        for (name, dashed) in [("_id", "_id"), ("__a_b c__", "__a-b-c__"), ("__", "__"), ("", "")] {
            assert_eq!(dasherized(name), dashed);
        }
    }
}
