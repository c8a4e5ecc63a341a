//! Making texts comparable: in one case, and without accents where those do not count.
//!
//! Every character becomes one character, so that places and lengths in a folded text are those of the text.

/// The text in lower case.
pub fn without_case(text: &str) -> String {
    text.chars().map(lower).collect()
}

/// The text in lower case and without the accents of Latin letters.
pub fn without_case_and_accents(text: &str) -> String {
    text.chars().map(|c| bare(lower(c))).collect()
}

/// A character in lower case, where that is one character.
fn lower(character: char) -> char {
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => character,
    }
}

/// A letter of the Latin alphabet without its accent.
fn bare(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' => 'i',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_every_character_in_its_place() {
        assert_eq!(without_case("RÁPIDA İß"), "rápida İß");
        assert_eq!(without_case_and_accents("PENHOR RÁPIDA Ç"), "penhor rapida c");
    }
}
