//! XML as parameters, by the rules of `Hash.from_xml`: `type` attributes convert, nothing is ever expanded.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::DEPTH;
use super::parameter::{Members, Parameter, Upload};

/// How many elements a text may have, and how many attributes an element.
const ELEMENTS: usize = 20_000;
const ATTRIBUTES: usize = 64;

/// An element on its way to be a parameter.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<(String, Parameter)>,
}

/// Reads XML. The error says what is wrong with it.
pub fn read_xml(body: &[u8]) -> Result<Members, String> {
    let text = decoded(body)?;
    let mut reader = Reader::from_str(&text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = Members::new();
    let mut elements = 0;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                elements += 1;
                begin(&mut open, &start, elements, root.is_empty())?;
            }
            Event::Empty(start) => {
                elements += 1;
                begin(&mut open, &start, elements, root.is_empty())?;
                finish(&mut open, &mut root)?;
            }
            Event::End(_) => finish(&mut open, &mut root)?,
            Event::Text(text) => add(&mut open, &text)?,
            Event::CData(text) => add(&mut open, &text)?,
            Event::GeneralRef(reference) => add(&mut open, &resolved(&reference)?)?,
            Event::DocType(_) => return Err("document type declarations are not taken".to_owned()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    match open.last() {
        Some(element) => Err(format!("the element {} is not closed", element.name)),
        None if root.is_empty() => Err("there is no element".to_owned()),
        None => Ok(root),
    }
}

/// The text of a body in the encoding that its declaration or byte order mark names; UTF-8 without one.
fn decoded(body: &[u8]) -> Result<String, String> {
    let head = String::from_utf8_lossy(&body[..body.len().min(200)]).to_lowercase();
    let declared = head
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split("?>").next()?.split("encoding=").nth(1));
    let label = declared.map(|rest| rest.trim_start_matches(['"', '\'']));
    let label = label.and_then(|rest| rest.split(['"', '\'']).next()).unwrap_or("utf-8");
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())
        .ok_or_else(|| format!("the encoding {label:?} is unknown"))?;
    let (text, _, is_broken) = encoding.decode(body);
    if is_broken {
        return Err(format!("the text is not {label}"));
    }
    Ok(text.into_owned())
}

fn begin(open: &mut Vec<Element>, start: &BytesStart<'_>, elements: usize, is_first: bool) -> Result<(), String> {
    if open.len() >= DEPTH {
        return Err(format!("elements are nested more than {DEPTH} deep"));
    }
    if elements > ELEMENTS {
        return Err(format!("there are more than {ELEMENTS} elements"));
    }
    if open.is_empty() && !is_first {
        return Err("there is a second root element".to_owned());
    }
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| error.to_string())?;
        attributes.push((attribute.key.0.to_owned(), value.into_owned()));
        if attributes.len() > ATTRIBUTES {
            return Err(format!("an element has more than {ATTRIBUTES} attributes"));
        }
    }
    let name = start.name().0.replace('-', "_");
    open.push(Element {
        name,
        attributes,
        ..Element::default()
    });
    Ok(())
}

fn add(open: &mut [Element], text: &str) -> Result<(), String> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() => {}
        None => return Err("there is text outside the root element".to_owned()),
    }
    Ok(())
}

/// The character of a character reference, or of one of the five entities.
fn resolved(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character.to_string());
    }
    let text = match &**reference {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        other => return Err(format!("the entity &{other}; is unknown")),
    };
    Ok(text.to_owned())
}

fn finish(open: &mut Vec<Element>, root: &mut Members) -> Result<(), String> {
    let Some(element) = open.pop() else {
        return Err("an element ends that never began".to_owned());
    };
    let name = element.name.clone();
    let value = converted(element)?;
    match open.last_mut() {
        Some(parent) => parent.children.push((name, value)),
        None => {
            root.insert(name, value.munged());
        }
    }
    Ok(())
}

/// An element as a parameter.
fn converted(element: Element) -> Result<Parameter, String> {
    let Element {
        name,
        attributes,
        text,
        children,
    } = element;
    let attribute = |name: &str| {
        attributes
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    };
    let kind = attribute("type").unwrap_or_default();
    if matches!(kind, "symbol" | "yaml") {
        return Err(format!(
            "the element {name} has the type {kind:?}, which is not allowed"
        ));
    }
    if kind == "array" {
        return Ok(Parameter::List(children.into_iter().map(|(_, value)| value).collect()));
    }
    if attribute("nil") == Some("true") {
        return Ok(Parameter::Null);
    }
    if !children.is_empty() && (text.trim().is_empty()) {
        let plain = attributes.iter().filter(|(name, _)| name != "nil");
        let plain = plain.map(|(name, value)| (name.replace('-', "_"), Parameter::Text(value.clone())));
        return Ok(Parameter::Hash(grouped(plain.collect(), children)));
    }
    if text.is_empty() {
        return Ok(if kind == "string" {
            Parameter::Text(text)
        } else {
            Parameter::Null
        });
    }
    let is_base64 = kind == "base64Binary" || attribute("encoding") == Some("base64");
    if kind == "file" {
        return Ok(Parameter::File(Upload {
            name: attribute("name").unwrap_or("untitled").to_owned(),
            content_type: attribute("content_type")
                .unwrap_or("application/octet-stream")
                .to_owned(),
            content: base64_bytes(&text)?.into(),
        }));
    }
    if is_base64 {
        return Ok(Parameter::Text(
            String::from_utf8_lossy(&base64_bytes(&text)?).into_owned(),
        ));
    }
    let trimmed = text.trim();
    Ok(match kind {
        "integer" => Parameter::Number(leading_integer(trimmed)),
        "boolean" => Parameter::Boolean(matches!(trimmed, "1" | "true")),
        "decimal" | "float" | "double" => Parameter::Number(leading_decimal(trimmed)),
        _ => Parameter::Text(text),
    })
}

/// Children under their names; a name that occurs more than once becomes a list.
fn grouped(mut members: Members, children: Vec<(String, Parameter)>) -> Members {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    for (name, value) in children {
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 {
            members.insert(name, value);
            continue;
        }
        let place = members.entry(name).or_insert(Parameter::Null);
        if *count == 2 {
            *place = Parameter::List(vec![std::mem::replace(place, Parameter::Null)]);
        }
        if let Parameter::List(list) = place {
            list.push(value);
        }
    }
    members
}

fn base64_bytes(text: &str) -> Result<Vec<u8>, String> {
    let packed: String = text.split_whitespace().collect();
    STANDARD
        .decode(packed)
        .map_err(|error| format!("what is said to be base64 is not: {error}"))
}

/// Ruby's `to_i`: the digits at the beginning, or 0.
fn leading_integer(text: &str) -> String {
    let length = text
        .bytes()
        .enumerate()
        .take_while(|(place, byte)| byte.is_ascii_digit() || (*place == 0 && matches!(byte, b'-' | b'+')))
        .count();
    match text[..length].trim_start_matches('+') {
        "" | "-" => "0".to_owned(),
        digits => digits.to_owned(),
    }
}

/// Ruby's `to_d`: the number at the beginning, or 0.
fn leading_decimal(text: &str) -> String {
    let mut end = 0;
    for (place, _) in text.char_indices().chain([(text.len(), ' ')]) {
        if place > 0
            && text[..place].parse::<f64>().is_ok_and(f64::is_finite)
            && !text[..place].ends_with(['f', 'y', 'n', 'N'])
        {
            end = place;
        }
        if place > 64 {
            break;
        }
    }
    match &text[..end] {
        "" => "0".to_owned(),
        number => number.trim_start_matches('+').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match read_xml(text.as_bytes()) {
            Ok(members) => format!("{:?}", members["p"]),
            Err(reason) => reason,
        }
    }

    #[test]
    fn elements_become_what_hash_from_xml_makes_of_them() {
        for (xml, expected) in [
            ("<p><a-b>x</a-b></p>", r#"Hash({"a_b": Text("x")})"#),
            ("<p><n type=\"integer\"> 12 </n></p>", r#"Hash({"n": Number("12")})"#),
            ("<p><n type=\"integer\">abc</n></p>", r#"Hash({"n": Number("0")})"#),
            (
                "<p><n type=\"decimal\">0.199E3</n></p>",
                r#"Hash({"n": Number("0.199E3")})"#,
            ),
            ("<p><b type=\"boolean\"> 1 </b></p>", r#"Hash({"b": Boolean(true)})"#),
            ("<p><a/></p>", r#"Hash({"a": Null})"#),
            ("<p><a type=\"string\"></a></p>", r#"Hash({"a": Text("")})"#),
            ("<p><a type=\"string\" nil=\"true\"></a></p>", r#"Hash({"a": Null})"#),
            ("<p><a>   </a></p>", r#"Hash({"a": Text("   ")})"#),
            (
                "<p><a type=\"array\"><i>1</i></a></p>",
                r#"Hash({"a": List([Text("1")])})"#,
            ),
            ("<p><a type=\"array\"> </a></p>", r#"Hash({"a": Null})"#),
            (
                "<p><a>1</a><a>2</a></p>",
                r#"Hash({"a": List([Text("1"), Text("2")])})"#,
            ),
            (
                "<p kind=\"x\"><a>1</a></p>",
                r#"Hash({"a": Text("1"), "kind": Text("x")})"#,
            ),
            ("<p kind=\"x\">text</p>", r#"Text("text")"#),
            ("<p><type>Debit</type></p>", r#"Hash({"type": Text("Debit")})"#),
            (
                "<p><a><![CDATA[<b>&]]>&#233;&lt;</a></p>",
                r#"Hash({"a": Text("<b>&é<")})"#,
            ),
        ] {
            assert_eq!(read(xml), expected, "{xml}");
        }
    }

    #[test]
    fn what_could_expand_is_refused() {
        for (xml, expected) in [
            (
                "<!DOCTYPE p [<!ENTITY a \"b\">]><p>&a;</p>",
                "document type declarations are not taken",
            ),
            ("<p>&a;</p>", "the entity &a; is unknown"),
            (
                "<p type=\"yaml\">x</p>",
                "the element p has the type \"yaml\", which is not allowed",
            ),
        ] {
            assert_eq!(read(xml), expected, "{xml}");
        }
        let deep = format!("{}{}", "<p>".repeat(65), "</p>".repeat(65));
        assert_eq!(read(&deep), "elements are nested more than 64 deep");
    }
}
