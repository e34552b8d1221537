//! The text of a new cluster file: what is known as it is, the rest as commented lines that say how
//! to learn it.

use std::fmt::Write as _;

use serde_json::Value;

use super::field::{Field, Kind, fields};
use super::snapshot::Seen;
use crate::text::{Language, say};
use crate::yaml::{self, Position};

/// The width that comments are wrapped at.
const WIDTH: usize = 98;

/// The text of the file of the cluster `name`.
pub fn write(name: &str, seen: &Seen, language: Language) -> String {
    let mut out = String::new();
    let head = [("name", name.to_owned())];
    comment(&say(language, "cluster.head", &head).message, &mut out);
    out.push('\n');
    for field in fields() {
        match field.key.as_str() {
            "apiVersion" => {
                let _ = writeln!(out, "apiVersion: {}", field.example());
                continue;
            }
            "cluster" => {
                let _ = writeln!(out, "cluster: {}", scalar(name, false));
                continue;
            }
            _ => {}
        }
        out.push('\n');
        comment(field.what.said(language), &mut out);
        for note in seen.notes.iter().filter(|note| note.field == field.key) {
            comment(&say(language, note.id, &note.fields).message, &mut out);
        }
        if let Some(value) = seen.values.get(&field.key) {
            known(field, value, &mut out);
        } else {
            unknown(field, language, &mut out);
        }
    }
    out
}

fn unknown(field: &Field, language: Language, out: &mut String) {
    if let Some(find) = &field.find {
        let fields = [("how", find.said(language).to_owned())];
        // Not broken into lines: a command in it is to be copied.
        let _ = writeln!(out, "# {}", say(language, "cluster.find", &fields).message);
    }
    for choice in &field.choices {
        let fields = [
            ("value", choice.value.clone()),
            ("what", choice.what.said(language).to_owned()),
        ];
        comment(&say(language, "cluster.choice", &fields).message, out);
    }
    let _ = writeln!(out, "#{}: {}", field.key, field.example());
}

fn known(field: &Field, value: &Value, out: &mut String) {
    let Value::Array(items) = value else {
        let _ = writeln!(out, "{}: {}", field.key, flow(value, false));
        return;
    };
    if field.kind != Kind::Object {
        let _ = writeln!(out, "{}: {}", field.key, flow(value, false));
        return;
    }
    let _ = writeln!(out, "{}:", field.key);
    for item in items {
        let mut lead = "- ";
        // In the order of the definitions, whatever that of the snapshot.
        for part in &field.fields {
            if let Some(value) = item.get(&part.key) {
                let _ = writeln!(out, "{lead}{}: {}", part.key, flow(value, false));
                lead = "  ";
            }
        }
    }
}

/// A value on one line.
fn flow(value: &Value, inside: bool) -> String {
    match value {
        Value::String(text) => scalar(text, inside),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| flow(item, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let pairs: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{}: {}", scalar(key, true), flow(value, true)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

fn scalar(text: &str, flow: bool) -> String {
    let position = Position {
        indent: 2,
        flow,
        key: false,
    };
    yaml::scalar(text, position)
}

/// Comment lines, broken between words; Chinese has none, and breaks anywhere.
fn comment(text: &str, out: &mut String) {
    for line in text.lines() {
        for piece in crate::text::wrap(line, WIDTH) {
            let _ = writeln!(out, "# {}", piece.trim());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::read;

    #[test]
    fn a_file_of_nothing_but_comments_is_sound_and_so_is_each_line_without_its_mark() {
        for language in [Language::En, Language::Zh] {
            let text = write("ack-x", &Seen::default(), language);
            assert!(read("x.yaml", &text).is_ok(), "{text}");
            let open: String = text
                .lines()
                .map(|line| match line.strip_prefix('#') {
                    Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
                    _ => format!("{line}\n"),
                })
                .collect();
            let cluster = read("x.yaml", &open).map_err(|faults| format!("{faults:#?}\n{open}"));
            assert!(cluster.is_ok_and(|one| one.resource_policy == Some(true)));
        }
    }
}
