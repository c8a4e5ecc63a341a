//! The name that an uploaded file is kept under: that of the file alone, as Rails' storage cleans it.

use percent_encoding::percent_decode_str;

use crate::web::extract::is_well_encoded;

/// How many bytes a name has at most, as in most file systems; a longer one is cut before its ending.
const BYTES_MAX: usize = 255;

/// The longest ending that is kept, its point included, in bytes.
const ENDING_BYTES_MAX: usize = 32;

/// The name without the characters that mean something in a path, a header or a terminal; `None` where nothing is left.
pub(super) fn sanitized(sent: &str) -> Option<String> {
    // Browsers encode quotes and line breaks, and Rack decodes what is encoded well.
    let name = match is_well_encoded(sent) {
        true => percent_decode_str(sent).decode_utf8_lossy().into_owned(),
        false => sent.to_owned(),
    };
    let cleaned: String = name.trim().chars().map(cleaned).collect();
    let only_points = cleaned.chars().all(|letter| letter == '.');
    match cleaned.len() {
        0 => None,
        // A directory's own name and its parent's.
        length if only_points => Some("-".repeat(length.min(BYTES_MAX))),
        _ => Some(shortened(cleaned)),
    }
}

fn cleaned(letter: char) -> char {
    match letter {
        '%' | '$' | '|' | ':' | ';' | '/' | '<' | '>' | '?' | '*' | '"' | '\\' => '-',
        // Rails replaces the first of these; each of them makes a name read as another one.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '-',
        '\u{200E}' | '\u{200F}' | '\u{061C}' => '-',
        // Breaks of a line or paragraph, which are no controls.
        '\u{2028}' | '\u{2029}' => '-',
        control if control.is_control() => '-',
        letter => letter,
    }
}

/// A header holds three letters for each byte of a name, and clients bound headers.
fn shortened(name: String) -> String {
    if name.len() <= BYTES_MAX {
        return name;
    }
    let ending = name.rfind('.').map_or("", |at| &name[at..]);
    let ending = match ending.len() {
        length if length <= ENDING_BYTES_MAX => ending,
        _ => "",
    };
    let stem = &name[..name.floor_char_boundary(BYTES_MAX - ending.len())];
    format!("{stem}{ending}")
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
            ("nota\u{202E}fdp.exe", "nota-fdp.exe"),
            ("a\u{2066}b\u{200F}c\u{2028}.txt", "a-b-c-.txt"),
            ("..", "--"),
            (".env", ".env"),
        ] {
            assert_eq!(sanitized(sent).as_deref(), Some(name));
        }
        assert_eq!(sanitized(" "), None);
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = sanitized(&format!("{}.pdf", "é".repeat(4_000))).unwrap();
        assert_eq!((name.len(), name.ends_with("é.pdf")), (254, true));
        let name = sanitized(&format!("a.{}", "x".repeat(4_000))).unwrap();
        assert_eq!(name.len(), 255);
    }
}
