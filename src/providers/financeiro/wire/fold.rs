//! Text as MySQL's general collation compares it: neither case nor accents count.

/// A text to be compared or sorted.
pub(crate) fn folded(text: &str) -> String {
    let letter = |letter: char| match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    };
    text.chars().flat_map(char::to_lowercase).map(letter).collect()
}
