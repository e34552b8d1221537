//! Between a value and the line a person types for it.

use std::fmt::Write as _;

use crate::answers::Raw;
use crate::question::{Canonical, Kind, Question};
use crate::value::words;

/// Whether a comma stands between two items and never inside of one.
const fn splits_at_commas(question: &Question) -> bool {
    !question.map
        && !matches!(
            question.kind,
            Kind::Access | Kind::Word | Kind::Storage | Kind::Text
        )
}

/// The line that stands for a value.
pub(super) fn line_of(question: &Question, value: &Canonical) -> String {
    let quoted = |items: Vec<String>| -> String {
        let items: Vec<String> = items.iter().map(|item| quote(question, item)).collect();
        items.join(" ")
    };
    match value {
        Canonical::None => String::new(),
        Canonical::Number(seconds) if question.kind == Kind::Seconds => duration(*seconds),
        Canonical::List(items) if items.is_empty() => "none".to_owned(),
        Canonical::List(items) => quoted(items.clone()),
        Canonical::Map(pairs) if pairs.is_empty() => "none".to_owned(),
        Canonical::Map(pairs) => quoted(
            pairs
                .iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect(),
        ),
        other => other.to_text(),
    }
}

/// Seconds as people say them: 5400 is 1h30m.
fn duration(seconds: i64) -> String {
    let mut left = seconds;
    let mut out = String::new();
    for (unit, size) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] {
        if left >= size {
            let _ = write!(out, "{}{unit}", left / size);
            left %= size;
        }
    }
    if out.is_empty() { "0".to_owned() } else { out }
}

/// One item so that it is read back as it is.
fn quote(question: &Question, item: &str) -> String {
    let is_plain = !item.is_empty()
        && !item.chars().any(|character| {
            character.is_whitespace()
                || matches!(character, '"' | '\'' | '\\')
                || (is_comma(character) && (splits_at_commas(question) || question.map))
        });
    if is_plain {
        return item.to_owned();
    }
    let escaped = item.replace('\\', "\\\\").replace('"', "\\\"");
    // The key of a pair stays readable: A="b c".
    match escaped.split_once('=') {
        Some((key, value)) if question.map => format!("{key}=\"{value}\""),
        _ => format!("\"{escaped}\""),
    }
}

/// What a line stands for. It is judged by [`crate::answers::canonical_of`].
pub(super) fn raw_of(question: &Question, line: &str) -> Raw {
    let line = line.trim();
    let stands_for_all = question.keywords.iter().any(|word| word == line)
        || (line == "none" && (question.list || question.map));
    if stands_for_all || !(question.list || question.map) {
        return Raw::Text(line.to_owned());
    }
    let spaced = if splits_at_commas(question) {
        without_commas(line, |_| true)
    } else if question.map {
        // Only a comma at the end of a word: `A=1, B=2`, but `HOSTS=a,b`.
        without_commas(line, |rest| rest.starts_with(char::is_whitespace))
    } else {
        line.to_owned()
    };
    let Ok(items) = words(&spaced) else {
        return Raw::List(vec![line.to_owned()]);
    };
    if !question.map {
        return Raw::List(items);
    }
    match items
        .iter()
        .map(|item| item.split_once('='))
        .collect::<Option<Vec<_>>>()
    {
        Some(pairs) => Raw::Map(
            pairs
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
        ),
        // A word without `=` is refused as such.
        None => Raw::Text(
            items
                .into_iter()
                .find(|item| !item.contains('='))
                .unwrap_or_default(),
        ),
    }
}

/// Whether a line has a quote that does not end.
pub(super) fn has_open_quote(question: &Question, line: &str) -> bool {
    (question.list || question.map) && words(line).is_err()
}

const fn is_comma(character: char) -> bool {
    matches!(character, ',' | '，' | '、')
}

/// The line with a space for each comma outside of quotes whose rest `splits`.
fn without_commas(line: &str, splits: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(line.len());
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for (at, character) in line.char_indices() {
        let rest = line.get(at + character.len_utf8()..).unwrap_or_default();
        let is_separator = quote.is_none() && !escaped && is_comma(character) && splits(rest);
        out.push(if is_separator { ' ' } else { character });
        if escaped {
            escaped = false;
            continue;
        }
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (Some('\''), _) => {}
            (_, '\\') => escaped = true,
            _ => {}
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use super::*;
    use crate::answers::canonical_of;
    use crate::pack::Pack;

    fn list(items: &[&str]) -> Raw {
        Raw::List(items.iter().map(|&item| item.to_owned()).collect())
    }

    fn raw(id: &str, line: &str) -> Raw {
        let pack = Pack::built_in().unwrap();
        raw_of(pack.questions.find(id).unwrap().1, line)
    }

    #[test]
    fn items_are_separated_by_commas_spaces_or_both() {
        for line in [
            "http:8080 grpc:9090",
            "http:8080,grpc:9090",
            " http:8080 , grpc:9090 ",
            "http:8080，grpc:9090",
            "http:8080\ngrpc:9090",
        ] {
            assert_eq!(
                raw("ports", line),
                list(&["http:8080", "grpc:9090"]),
                "{line}"
            );
        }
    }

    #[test]
    fn commas_inside_of_an_item_stay() {
        assert_eq!(
            raw("storage", "20Gi@/data,class=fast 1Gi@/b"),
            list(&["20Gi@/data,class=fast", "1Gi@/b"])
        );
        assert_eq!(
            raw("command", "run --only a,b 'two words'"),
            list(&["run", "--only", "a,b", "two words"])
        );
    }

    #[test]
    fn pairs_keep_their_free_text() {
        let pairs = Raw::Map(vec![
            ("A".to_owned(), "b c".to_owned()),
            ("HOSTS".to_owned(), "x,y".to_owned()),
            ("D".to_owned(), "1".to_owned()),
        ]);
        assert_eq!(raw("env", "A=\"b c\", HOSTS=x,y D=1"), pairs);
        assert_eq!(raw("env", "A"), Raw::Text("A".to_owned()));
        assert_eq!(raw("env", "none"), Raw::Text("none".to_owned()));
    }

    #[test]
    fn what_stands_in_the_line_is_read_back_as_it_was() {
        let pack = Pack::built_in().unwrap();
        let values = [
            (
                "args",
                Canonical::List(vec![
                    "a b".into(),
                    "c\"d".into(),
                    "e\\f".into(),
                    String::new(),
                ]),
            ),
            (
                "env",
                Canonical::Map(vec![
                    ("A".into(), "b \"c\", d\ne".into()),
                    ("B".into(), "x,y".into()),
                ]),
            ),
            ("command", Canonical::List(Vec::new())),
            ("callers", Canonical::Keyword("any".into())),
            ("deadline", Canonical::Number(5400)),
            ("grace", Canonical::Number(45)),
            ("ttl", Canonical::Number(90_061)),
        ];
        for (id, value) in values {
            let (_, question) = pack.questions.find(id).unwrap();
            let line = line_of(question, &value);
            let back = canonical_of(question, &raw_of(question, &line));
            assert_eq!(back, Ok(value), "{id}: {line}");
        }
    }
}
