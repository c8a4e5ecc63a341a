//! The name that an uploaded file is kept under: that of the file alone, as Rails' storage cleans it.

use percent_encoding::percent_decode_str;

use crate::http::extract::is_well_encoded;

/// The name without anything that a path, a header or a terminal would take for more than a letter; `None` where
/// nothing is left.
pub(super) fn kept(sent: &str) -> Option<String> {
    // Browsers encode quotes and line breaks, and Rack decodes what is encoded well.
    let name = match is_well_encoded(sent) {
        true => percent_decode_str(sent).decode_utf8_lossy().into_owned(),
        false => sent.to_owned(),
    };
    let cleaned = name.trim().chars().map(|letter| match letter {
        '\u{202E}' | '%' | '$' | '|' | ':' | ';' | '/' | '<' | '>' | '?' | '*' | '"' | '\\' => '-',
        control if control.is_control() => '-',
        letter => letter,
    });
    let cleaned: String = cleaned.collect();
    (!cleaned.is_empty()).then_some(cleaned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_nothing_but_a_name() {
        for (sent, name) in [
            ("Backup 14-55.xlsx", "Backup 14-55.xlsx"),
            ("recibo é.pdf", "recibo é.pdf"),
            ("a%22b%0D%0Ac.txt", "a-b--c.txt"),
            ("..%2F..%2Fetc%2Fpasswd", "..-..-etc-passwd"),
            ("100% certo.txt", "100- certo.txt"),
        ] {
            assert_eq!(kept(sent).as_deref(), Some(name));
        }
        assert_eq!(kept(" "), None);
    }
}
