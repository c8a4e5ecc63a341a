//! `Content-Disposition` of a download (RFC 6266), for any file name whatever.

use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a quoted name may hold as it is: nothing that could end the quotes or the line.
const QUOTED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b' ')
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'+')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~')
    .remove(b'-');

/// What an extended value may hold as it is (RFC 8187, `attr-char`).
const EXTENDED: &AsciiSet = &QUOTED.remove(b'&').add(b' ');

/// Has a file saved under `name`: plainly for old clients, `?` for each letter beyond ASCII, and in full for the others.
pub fn attachment(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii() { letter } else { '?' })
        .collect();
    let text = format!(
        "attachment; filename=\"{}\"; filename*=UTF-8''{}",
        utf8_percent_encode(&plain, QUOTED),
        utf8_percent_encode(name, EXTENDED),
    );
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leaves_neither_its_quotes_nor_its_line() {
        for (name, value) in [
            (
                "Backup 06-11.xlsx",
                "attachment; filename=\"Backup 06-11.xlsx\"; filename*=UTF-8''Backup%2006-11.xlsx",
            ),
            (
                "a\"b\r\nX: 1.txt",
                "attachment; filename=\"a%22b%0D%0AX%3A 1.txt\"; filename*=UTF-8''a%22b%0D%0AX%3A%201.txt",
            ),
            (
                "recibo é.pdf",
                "attachment; filename=\"recibo %3F.pdf\"; filename*=UTF-8''recibo%20%C3%A9.pdf",
            ),
            (
                "../x\\y",
                "attachment; filename=\"..%2Fx%5Cy\"; filename*=UTF-8''..%2Fx%5Cy",
            ),
        ] {
            assert_eq!(attachment(name), value);
        }
    }
}
