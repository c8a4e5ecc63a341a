//! OFX, in both of its syntaxes (SGML without closing tags, and XML): the items of a statement.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::providers::financeiro::wire::decimal;

/// How many items a statement may have.
const ITEMS: usize = 20_000;

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// The bank's own id for it.
    pub(super) guid: Option<String>,
    pub(super) day: Option<NaiveDate>,
    pub(super) amount: Decimal,
    pub(super) document: Option<String>,
    pub(super) description: Option<String>,
}

/// The items of a statement; none where it is not OFX.
pub(super) fn items(content: &[u8]) -> Vec<Item> {
    let (text, _, _) = encoding(content).decode(content);
    text.split("<STMTTRN>")
        .skip(1)
        .take(ITEMS)
        .filter_map(|rest| item(rest.split("</STMTTRN>").next()?))
        .collect()
}

/// Brazilian banks write Windows-1252 and say so, or UTF-8.
fn encoding(content: &[u8]) -> &'static encoding_rs::Encoding {
    if std::str::from_utf8(content).is_ok() {
        encoding_rs::UTF_8
    } else {
        encoding_rs::WINDOWS_1252
    }
}

fn item(text: &str) -> Option<Item> {
    let amount = member(text, "TRNAMT")?;
    // A comma where the decimals begin, as some banks write.
    let amount = if amount.contains('.') {
        amount.replace(',', "")
    } else {
        amount.replace(',', ".")
    };
    let day = member(text, "DTPOSTED")
        .and_then(|day| NaiveDate::parse_from_str(day.get(..8)?, "%Y%m%d").ok());
    Some(Item {
        guid: member(text, "FITID"),
        day,
        amount: decimal(amount.trim_start_matches('+'))?,
        document: member(text, "CHECKNUM"),
        description: member(text, "MEMO").or_else(|| member(text, "NAME")),
    })
}

fn member(text: &str, name: &str) -> Option<String> {
    let start = text.find(&format!("<{name}>"))? + name.len() + 2;
    let value = text[start..].split(['<', '\r', '\n']).next()?.trim();
    let value = value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    (!value.is_empty()).then_some(value)
}
