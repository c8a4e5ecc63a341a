//! OFX, in both of its syntaxes (SGML without closing tags, and XML): the items of a statement.

use chrono::NaiveDate;

use super::{Item, amount};

/// The items of a statement; none where it is not OFX.
pub(super) fn items(text: &str) -> Vec<Item> {
    text.split("<STMTTRN>")
        .skip(1)
        .filter_map(|rest| item(rest.split("</STMTTRN>").next()?))
        .collect()
}

fn item(text: &str) -> Option<Item> {
    let day = member(text, "<DTPOSTED>").and_then(|day| NaiveDate::parse_from_str(day.get(..8)?, "%Y%m%d").ok());
    Some(Item {
        guid: member(text, "<FITID>"),
        day,
        amount: amount(&member(text, "<TRNAMT>")?)?,
        document: member(text, "<CHECKNUM>"),
        description: member(text, "<MEMO>").or_else(|| member(text, "<NAME>")),
    })
}

fn member(text: &str, tag: &str) -> Option<String> {
    let start = text.find(tag)? + tag.len();
    let value = text[start..].split(['<', '\r', '\n']).next()?.trim();
    let value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    (!value.is_empty()).then_some(value)
}
