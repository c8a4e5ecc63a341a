//! XML as `to_xml` of Rails writes it: two blanks of indent, `type` and `nil` attributes, dasherised names.

use std::borrow::Cow;

use super::names::{dasherized, singular};
use super::node::{Document, Kind, Node};

/// A body as XML.
pub fn to_xml(document: &Document<'_>) -> String {
    let mut out = String::with_capacity(document.expected_bytes() * 2);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    match document {
        Document::One(root, node) | Document::Bare(root, node) => write(&mut out, &dasherized(root), node, 0),
        Document::Many(plural, root, nodes) => list(&mut out, &dasherized(plural), &dasherized(root), nodes, 0),
    }
    out
}

fn write(out: &mut String, name: &str, node: &Node<'_>, depth: usize) {
    match node {
        Node::Null(kind) => {
            open(out, name, *kind, depth);
            out.push_str(" nil=\"true\"/>\n");
        }
        Node::Value(kind, text) => {
            open(out, name, *kind, depth);
            out.push('>');
            escaped(out, text);
            close(out, name);
        }
        Node::Stored(kind, json) => {
            open(out, name, *kind, depth);
            out.push('>');
            escaped(out, &unquoted(json));
            close(out, name);
        }
        // A list's members are called by the singular of its name.
        Node::List(nodes) => list(out, name, &dasherized(&singular(&name.replace('-', "_"))), nodes, depth),
        Node::Hash(members) => {
            open(out, name, Kind::Text, depth);
            out.push_str(">\n");
            for (member, node) in members {
                write(out, &dasherized(member), node, depth + 1);
            }
            indent(out, depth);
            close(out, name);
        }
    }
}

fn list(out: &mut String, name: &str, child: &str, nodes: &[Node<'_>], depth: usize) {
    indent(out, depth);
    out.push('<');
    out.push_str(name);
    out.push_str(" type=\"array\"");
    if nodes.is_empty() {
        out.push_str("/>\n");
        return;
    }
    out.push_str(">\n");
    for node in nodes {
        write(out, child, node, depth + 1);
    }
    indent(out, depth);
    close(out, name);
}

fn open(out: &mut String, name: &str, kind: Kind, depth: usize) {
    indent(out, depth);
    out.push('<');
    out.push_str(name);
    if let Some(kind) = kind.xml_type() {
        out.push_str(" type=\"");
        out.push_str(kind);
        out.push('"');
    }
}

fn close(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// The text of a JSON value that is no list and no object.
fn unquoted(json: &str) -> Cow<'_, str> {
    let inner = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if inner.contains('\\') => serde_json::from_str(json).map_or(Cow::Borrowed(inner), Cow::Owned),
        Some(inner) => Cow::Borrowed(inner),
        None => Cow::Borrowed(json),
    }
}

fn escaped(out: &mut String, text: &str) {
    let is_plain = |byte: u8| byte >= b' ' && !matches!(byte, b'&' | b'<' | b'>' | 0xEF);
    if text.bytes().all(is_plain) {
        return out.push_str(text);
    }
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A reader would make a line feed of it.
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(character),
            // XML 1.0 cannot hold these.
            control if control < ' ' || matches!(control, '\u{fffe}' | '\u{ffff}') => out.push('*'),
            plain => out.push(plain),
        }
    }
}
