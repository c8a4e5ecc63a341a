//! JSON as Rails writes it: compact, decimals as texts.

use super::node::{Document, Kind, Node};

/// How JSON text outside ASCII is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escaping {
    /// As it is.
    Raw,
    /// As `\u00e3`, which the encoder of Rails 3 did.
    Ascii,
}

/// A body as JSON.
pub fn to_json(document: &Document<'_>, escaping: Escaping) -> String {
    let mut out = String::with_capacity(document.expected_bytes());
    match document {
        Document::One(root, node) => rooted(&mut out, root, node, escaping),
        Document::Bare(_, node) => write(&mut out, node, escaping),
        Document::Many(_, root, nodes) => {
            out.push('[');
            for (place, node) in nodes.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                rooted(&mut out, root, node, escaping);
            }
            out.push(']');
        }
    }
    out
}

fn rooted(out: &mut String, root: &str, node: &Node<'_>, escaping: Escaping) {
    out.push_str("{\"");
    out.push_str(root);
    out.push_str("\":");
    write(out, node, escaping);
    out.push('}');
}

fn write(out: &mut String, node: &Node<'_>, escaping: Escaping) {
    match node {
        Node::Null(_) => out.push_str("null"),
        Node::Value(Kind::Integer | Kind::Boolean, text) => out.push_str(text),
        Node::Value(_, text) => quoted(out, text, escaping),
        // The stored text is escaped already, except for characters outside ASCII.
        Node::Stored(_, json) if escaping == Escaping::Raw || json.is_ascii() => out.push_str(json),
        Node::Stored(_, json) => json.chars().for_each(|character| ascii(out, character)),
        Node::List(nodes) => {
            out.push('[');
            for (place, node) in nodes.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(out, node, escaping);
            }
            out.push(']');
        }
        Node::Hash(members) => {
            out.push('{');
            for (place, (name, node)) in members.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                out.push('"');
                out.push_str(name);
                out.push_str("\":");
                write(out, node, escaping);
            }
            out.push('}');
        }
    }
}

fn quoted(out: &mut String, text: &str, escaping: Escaping) {
    use std::fmt::Write as _;
    out.push('"');
    let is_plain = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\');
    if text.bytes().all(is_plain) && (escaping == Escaping::Raw || text.is_ascii()) {
        out.push_str(text);
        return out.push('"');
    }
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if control < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other if escaping == Escaping::Ascii => ascii(out, other),
            plain => out.push(plain),
        }
    }
    out.push('"');
}

/// A character, as `\u00e3` where it is not ASCII.
fn ascii(out: &mut String, character: char) {
    use std::fmt::Write as _;
    if character.is_ascii() {
        return out.push(character);
    }
    for unit in character.encode_utf16(&mut [0; 2]) {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}
