//! XML as `to_xml` of Rails writes it: two blanks of indent, `type` and `nil` attributes, dasherised names.

use super::names::{dasherized, singular};
use super::node::{Document, Kind, Node};

/// A body as XML.
pub fn to_xml(document: &Document) -> String {
    let mut out = String::with_capacity(2048);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    match document {
        Document::One(root, node) | Document::Bare(root, node) => {
            write(&mut out, &dasherized(root), node, 0)
        }
        Document::Many(plural, root, nodes) => {
            list(&mut out, &dasherized(plural), &dasherized(root), nodes, 0)
        }
    }
    out
}

fn write(out: &mut String, name: &str, node: &Node, depth: usize) {
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
        // A list's members are called by the singular of its name.
        Node::List(nodes) => list(
            out,
            name,
            &dasherized(&singular(&name.replace('-', "_"))),
            nodes,
            depth,
        ),
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

fn list(out: &mut String, name: &str, child: &str, nodes: &[Node], depth: usize) {
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

fn escaped(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A reader would make a line feed of it.
            '\r' => out.push_str("&#13;"),
            // XML 1.0 has no way to say these.
            '\t' | '\n' => out.push(character),
            control if control < ' ' || matches!(control, '\u{fffe}' | '\u{ffff}') => out.push('*'),
            plain => out.push(plain),
        }
    }
}
