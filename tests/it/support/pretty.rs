//! JSON laid out for people.

use serde::de::IgnoredAny;

/// What is longer gets a line for each of its members.
const LINE_CHARACTERS: usize = 100;

/// The same JSON laid out: what is short stands in one line, and anything else has a line for each member. Numbers, texts
/// and the order of members stay as they were written. What is no object and no array is handed back as it is.
pub(crate) fn pretty(json: impl ToString) -> String {
    let text = json.to_string();
    let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
    let mut rest = text.trim();
    if !is_json || !rest.starts_with(['{', '[']) {
        return text;
    }
    let mut laid_out = String::new();
    Node::read(&mut rest).write(&mut laid_out, 0, 0);
    laid_out
}

/// A value, as it was written.
enum Node<'a> {
    Plain(&'a str),
    Group {
        braces: [char; 2],
        /// An object's members have names, in quotes.
        members: Vec<(Option<&'a str>, Node<'a>)>,
    },
}

impl<'a> Node<'a> {
    /// Takes a value off the front of valid JSON.
    fn read(rest: &mut &'a str) -> Self {
        *rest = rest.trim_start();
        let braces = match rest.chars().next() {
            Some('{') => ['{', '}'],
            Some('[') => ['[', ']'],
            _ => return Self::Plain(take_plain(rest)),
        };
        let mut members = Vec::new();
        while !rest.starts_with(braces[1]) {
            // The brace in front of the first member, the comma in front of any other.
            *rest = rest[1..].trim_start();
            if rest.starts_with(braces[1]) {
                break;
            }
            let name = (braces[0] == '{').then(|| take_plain(rest));
            *rest = rest.trim_start().trim_start_matches(':');
            members.push((name, Self::read(rest)));
            *rest = rest.trim_start();
        }
        *rest = &rest[1..];
        Self::Group { braces, members }
    }

    /// The value in one line.
    fn line(&self) -> String {
        match self {
            Self::Plain(text) => (*text).to_owned(),
            Self::Group { braces, members } => {
                let member = |(name, value): &(Option<&str>, Node)| match name {
                    Some(name) => format!("{name}: {}", value.line()),
                    None => value.line(),
                };
                let members: Vec<String> = members.iter().map(member).collect();
                format!("{}{}{}", braces[0], members.join(", "), braces[1])
            }
        }
    }

    /// Writes the value, which stands `before` characters from the left, in a group at `depth`.
    fn write(&self, output: &mut String, depth: usize, before: usize) {
        let line = self.line();
        let members = match self {
            Self::Group { members, .. } if before + line.chars().count() > LINE_CHARACTERS => members,
            _ => return output.push_str(&line),
        };
        let indent = "  ".repeat(depth + 1);
        output.extend(line.chars().next());
        for (position, (name, value)) in members.iter().enumerate() {
            let comma = if position > 0 { "," } else { "" };
            let name = name.map_or(String::new(), |name| format!("{name}: "));
            output.push_str(&format!("{comma}\n{indent}{name}"));
            value.write(output, depth + 1, indent.len() + name.chars().count());
        }
        output.push_str(&format!("\n{}", "  ".repeat(depth)));
        output.extend(line.chars().last());
    }
}

/// Takes a text, a number or a literal off the front.
fn take_plain<'a>(rest: &mut &'a str) -> &'a str {
    let mut is_escaped = false;
    let ends_text = |character: char| {
        let ends = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        ends
    };
    let end = match rest.strip_prefix('"') {
        Some(text) => text.find(ends_text).map_or(rest.len(), |end| end + 2),
        None => rest
            .find(|character: char| ",]}".contains(character) || character.is_whitespace())
            .unwrap_or(rest.len()),
    };
    let (plain, after) = rest.split_at(end);
    *rest = after;
    plain
}

#[test]
fn what_is_laid_out_is_what_was_written() {
    let long = "x".repeat(80);
    let text = format!(
        r#"{{"a":1.50,"b":[],"c":{{}},"d":[ 1e5 , "\"]}}é\u00e9\\",null],"long":"{long}","e":[{{"long":"{long}","f":true}}]}}"#
    );
    let laid_out = pretty(&text);
    insta::assert_snapshot!(laid_out.replace(&long, "x…"), @r#"
    {
      "a": 1.50,
      "b": [],
      "c": {},
      "d": [1e5, "\"]}é\u00e9\\", null],
      "long": "x…",
      "e": [
        {
          "long": "x…",
          "f": true
        }
      ]
    }
    "#);
    for other in ["", "<a/>", "[no", "12", "\"a\""] {
        assert_eq!(pretty(other), other);
    }
    assert_eq!(pretty(&laid_out), laid_out);
}
