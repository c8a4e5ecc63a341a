//! CPF and CNPJ: their check digits, and the form in which they are compared.
//!
//! The Receita Federal's CNPJ of July 2026 has letters or digits in its twelve first places; a letter counts as its
//! ASCII code less 48, as digits always did.

/// A CPF or CNPJ without its punctuation, letters in upper case.
pub(super) fn bare(text: &str) -> String {
    let kept = text.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Whether a bare text is a CPF or a CNPJ whose check digits are right.
pub(super) fn is_valid(bare: &str) -> bool {
    let places: Vec<u32> = bare.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0'))).collect();
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if bare.bytes().all(|byte| Some(&byte) == bare.as_bytes().first()) {
        return false;
    }
    match bare.len() {
        11 => are_digits(bare) && [9, 10].into_iter().all(|at| places[at] == cpf_digit(&places[..at])),
        14 => are_digits(&bare[12..]) && [12, 13].into_iter().all(|at| places[at] == cnpj_digit(&places[..at])),
        _ => false,
    }
}

/// Whether a bare text is a CPF whose check digits are right.
pub(super) fn is_cpf(bare: &str) -> bool {
    bare.len() == 11 && is_valid(bare)
}

/// Weights 2, 3, 4… from the right.
fn cpf_digit(places: &[u32]) -> u32 {
    check_digit(places.iter().rev().zip(2..))
}

/// Weights 2 to 9 from the right, again and again.
fn cnpj_digit(places: &[u32]) -> u32 {
    check_digit(places.iter().rev().zip((2..=9).cycle()))
}

fn check_digit<'a>(weighted: impl Iterator<Item = (&'a u32, u32)>) -> u32 {
    let sum: u32 = weighted.map(|(place, weight)| place * weight).sum();
    match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_tell_right_from_wrong() {
        for right in [
            "529.982.247-25",
            "12.345.678/0001-95",
            "12.ABC.345/01DE-35",
            "12.abc.345/01de-35",
        ] {
            assert!(is_valid(&bare(right)), "{right}");
        }
        for wrong in [
            "",
            "529.982.247-26",
            "12.345.678/0001-96",
            "12.ABC.345/01DE-36",
            "111.111.111-11",
            "00.000.000/0000-00",
            "1234567",
            "5299822472A",
            "12ABC34501DE3A",
            "çççççç",
        ] {
            assert!(!is_valid(&bare(wrong)), "{wrong}");
        }
    }
}
