//! Rails' bracket names: `person[name]`, `ids[]`, `items[][id]`.

use super::DEPTH;
use super::parameter::{Members, Parameter};

/// Puts a parameter where its name says. A name that contradicts an earlier one, or is nested too deep, is an error.
pub(super) fn put(members: &mut Members, name: &str, value: Parameter) -> Result<(), String> {
    let (first, rest) = match name.find('[') {
        Some(at) if at > 0 => name.split_at(at),
        _ => (name, ""),
    };
    let mut keys = Vec::new();
    let mut rest = rest;
    while let Some(after) = rest.strip_prefix('[') {
        let Some((key, following)) = after.split_once(']') else {
            break;
        };
        keys.push(key);
        rest = following;
    }
    if keys.len() > DEPTH {
        return Err(format!("the parameter {first:?} is nested too deep"));
    }
    match keys.is_empty() {
        true => {
            members.insert(name.to_owned(), value);
            Ok(())
        }
        false => {
            let place = members.entry(first.to_owned()).or_insert(Parameter::Null);
            put_in(place, &keys, value).ok_or_else(|| format!("the parameter {name:?} contradicts an earlier one"))
        }
    }
}

fn put_in(place: &mut Parameter, keys: &[&str], value: Parameter) -> Option<()> {
    let Some((key, rest)) = keys.split_first() else {
        *place = value;
        return Some(());
    };
    if key.is_empty() {
        if *place == Parameter::Null {
            *place = Parameter::List(Vec::new());
        }
        let Parameter::List(list) = place else {
            return None;
        };
        // A name that the last element has already begins the next element.
        let goes_on = match (rest.first(), list.last()) {
            (Some(next), Some(Parameter::Hash(last))) => {
                !next.is_empty() && (rest.len() > 1 || !last.contains_key(*next))
            }
            _ => false,
        };
        if !goes_on {
            list.push(Parameter::Null);
        }
        return put_in(list.last_mut()?, rest, value);
    }
    if *place == Parameter::Null {
        *place = Parameter::Hash(Members::new());
    }
    let Parameter::Hash(members) = place else {
        return None;
    };
    put_in(members.entry((*key).to_owned()).or_insert(Parameter::Null), rest, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Members, String> {
        let mut members = Members::new();
        for (name, value) in pairs {
            put(&mut members, name, Parameter::Text((*value).to_owned()))?;
        }
        Ok(members)
    }

    #[test]
    fn a_name_that_a_list_element_has_already_begins_the_next_one() {
        let members = read(&[("t[][id]", "1"), ("t[][amount]", "2"), ("t[][id]", "3")]).unwrap();
        let Parameter::List(list) = &members["t"] else {
            panic!("{members:?}")
        };
        assert_eq!(list.len(), 2);
    }

    #[test]
    fn a_name_that_contradicts_an_earlier_one_is_refused() {
        assert!(read(&[("a[b]", "1"), ("a[]", "2")]).is_err());
        assert!(read(&[("a[]", "1"), ("a[b]", "2")]).is_err());
    }
}
