//! The rules of the house that a compiler does not hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kwgen::embedded;
use kwgen::pack::Pack;
use kwgen::text::Prose;
use serde_json::Value;

use crate::support::{repository, tree};

/// The Rust files below a folder of the repository: (path, text).
fn rust(folder: &str) -> Vec<(String, String)> {
    let is_rust = |path: &str| Path::new(path).extension().is_some_and(|end| end == "rs");
    tree(&repository(folder))
        .into_iter()
        .filter(|(path, _)| is_rust(path))
        .map(|(path, text)| (format!("{folder}/{path}"), text))
        .collect()
}

/// A file of Rust without its unit tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

fn has_han(text: &str) -> bool {
    text.chars()
        .any(|one| matches!(one, '\u{3400}'..='\u{9FFF}'))
}

/// Every message of the catalogues: id → (file, entry).
fn catalogue() -> BTreeMap<String, (String, Value)> {
    let mut all = BTreeMap::new();
    for (path, text) in embedded::under("messages/") {
        let entries: BTreeMap<String, Value> = kwgen::yaml::load(path, text).expect("a catalogue");
        for (id, entry) in entries {
            let known = all.insert(id.clone(), (path.to_owned(), entry));
            assert!(known.is_none(), "{id} is in two catalogues");
        }
    }
    all
}

#[test]
fn no_file_is_longer_than_six_hundred_lines() {
    /// Past the limit when this test was written; each is to be cut, none may be added.
    const LONG: [&str; 2] = ["src/ask/interview.rs", "src/service/build.rs"];
    let long: Vec<String> = rust("src")
        .into_iter()
        .chain(rust("tests"))
        .filter(|(_, text)| text.lines().count() > 600)
        .map(|(path, _)| path)
        .filter(|path| !LONG.contains(&path.as_str()))
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_module_says_what_it_owns() {
    for (path, text) in rust("src").into_iter().chain(rust("tests")) {
        assert!(text.starts_with("//! "), "{path}");
    }
}

#[test]
fn prose_stands_in_data_and_not_in_code() {
    /// Where a language itself is chosen, or two languages stand side by side.
    const ALLOWED: [&str; 2] = ["src/text/language.rs", "src/cli/tool.rs"];
    let mut wrong = Vec::new();
    for (path, text) in rust("src") {
        if ALLOWED.contains(&path.as_str()) {
            continue;
        }
        let lines = without_tests(&text).lines().enumerate();
        let found = lines.filter(|(_, line)| has_han(line));
        wrong.extend(found.map(|(at, line)| format!("{path}:{}: {line}", at + 1)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_template_quotes_a_value_or_calls_it_safe() {
    for (path, text) in embedded::under("ack/templates/") {
        for bad in ["\"{{", "'{{", "|safe", "| safe", "autoescape"] {
            assert!(!text.contains(bad), "{path} holds {bad}");
        }
    }
}

/// Texts in quotes in the code that have the form of a message id.
fn ids_in_code() -> BTreeSet<String> {
    let groups: BTreeSet<String> = catalogue()
        .into_keys()
        .map(|id| id.split('.').next().unwrap_or_default().to_owned())
        .collect();
    let mut ids = BTreeSet::new();
    for (_, text) in rust("src") {
        for word in without_tests(&text).split('"') {
            let is_id = word.split_once('.').is_some_and(|(group, rest)| {
                groups.contains(group)
                    && !rest.is_empty()
                    && rest.chars().all(|one| {
                        one.is_ascii_lowercase() || one.is_ascii_digit() || "-.".contains(one)
                    })
            });
            if is_id {
                ids.insert(word.to_owned());
            }
        }
    }
    ids
}

#[test]
fn every_message_that_the_code_says_is_in_a_catalogue() {
    let known = catalogue();
    let missing: Vec<String> = ids_in_code()
        .into_iter()
        .filter(|id| !known.contains_key(id))
        // Names of files and of fields look the same.
        .filter(|id| ![".rs", ".yaml", ".md"].iter().any(|end| id.ends_with(end)))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_message_of_a_catalogue_is_said_somewhere() {
    let code: String = rust("src").into_iter().map(|(_, text)| text).collect();
    let said = ids_in_code();
    // Ids that are put together: `rule.<id>`, `cli.<flag>`, `explain.<word>`.
    let is_built = |id: &str| {
        id.split_once('.').is_some_and(|(group, rest)| {
            let rest = rest.trim_end_matches(".why").trim_end_matches("-help");
            code.contains(&format!("\"{group}.{{")) && code.contains(&format!("\"{rest}\""))
        })
    };
    let dead: Vec<String> = catalogue()
        .into_keys()
        .filter(|id| !said.contains(id) && !is_built(id))
        .filter(|id| !id.starts_with("rule."))
        .collect();
    assert!(dead.is_empty(), "{dead:?}");
}

#[test]
fn every_message_is_written_in_both_languages() {
    let mut wrong = Vec::new();
    let mut judge = |name: &str, en: &str, zh: &str| {
        // Values alone, such as a path, are the same in every language.
        let words = |text: &str| {
            // So is a command.
            let text = text.split('`').step_by(2).collect::<String>();
            let mut rest = text.as_str();
            let mut kept = String::new();
            while let Some((before, after)) = rest.split_once('{') {
                kept.push_str(before);
                rest = after
                    .split_once('}')
                    .map_or("", |(_, after)| after.trim_start_matches('}'));
            }
            kept + rest
        };
        let is_prose = words(en)
            .split_whitespace()
            .any(|word| word.len() > 2 && word.chars().all(|one| one.is_ascii_lowercase()));
        if has_han(en) || (is_prose && (!has_han(zh) || en == zh)) {
            wrong.push(format!("{name}: {en} / {zh}"));
        }
    };
    for (id, (_, entry)) in catalogue() {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        judge(&id, &text(&entry["en"]), &text(&entry["zh"]));
        judge(
            &format!("{id} help"),
            &text(&entry["help"]["en"]),
            &text(&entry["help"]["zh"]),
        );
    }
    let pack = Pack::built_in().expect("the pack");
    let mut prose: Vec<(String, Prose)> = Vec::new();
    for section in &pack.questions.sections {
        prose.push((section.id.clone(), section.title.clone()));
    }
    for question in &pack.questions.questions {
        prose.push((question.id.clone(), question.ask.clone()));
        prose.push((format!("{} help", question.id), question.help.clone()));
        prose.extend(
            question
                .guess
                .iter()
                .map(|text| (format!("{} guess", question.id), text.prose.clone())),
        );
        prose.extend(
            question
                .unless
                .iter()
                .map(|text| (format!("{} unless", question.id), text.clone())),
        );
    }
    for preset in pack.presets() {
        for text in [&preset.title, &preset.what, &preset.when_not] {
            prose.push((preset.id.clone(), text.clone()));
        }
        prose.extend(
            preset
                .guesses
                .values()
                .map(|text| (preset.id.clone(), text.clone())),
        );
        prose.extend(
            preset
                .needs
                .iter()
                .map(|need| (preset.id.clone(), need.why.clone())),
        );
        prose.extend(
            preset
                .sizes
                .iter()
                .map(|size| (preset.id.clone(), size.title.clone())),
        );
    }
    for (name, text) in &prose {
        judge(name, &text.en, &text.zh);
        assert!(
            !text.en.trim().is_empty() && !text.zh.trim().is_empty(),
            "{name}"
        );
    }
    assert!(prose.len() > 120, "{}", prose.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Pairs `{en, zh}` anywhere in a file of data.
fn pairs(name: &str, value: &Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) if map.contains_key("en") || map.contains_key("zh") => {
            found.push((name.to_owned(), value.clone()));
            map.iter()
                .for_each(|(key, inner)| pairs(&format!("{name}.{key}"), inner, found));
        }
        Value::Object(map) => map
            .iter()
            .for_each(|(key, inner)| pairs(&format!("{name}.{key}"), inner, found)),
        Value::Array(items) => items.iter().for_each(|inner| pairs(name, inner, found)),
        _ => {}
    }
}

#[test]
fn every_pair_of_prose_in_the_data_has_both_halves() {
    let mut count = 0;
    let is_yaml = |path: &str| Path::new(path).extension().is_some_and(|end| end == "yaml");
    for (path, text) in
        embedded::under("").filter(|(path, _)| is_yaml(path) && !path.contains("/templates/"))
    {
        let Ok(value) = kwgen::yaml::load::<Value>(path, text) else {
            panic!("{path}")
        };
        let mut found = Vec::new();
        pairs(path, &value, &mut found);
        for (name, pair) in found {
            count += 1;
            let half = |language: &str| {
                pair[language]
                    .as_str()
                    .unwrap_or_default()
                    .trim()
                    .to_owned()
            };
            assert!(
                !half("en").is_empty() && !half("zh").is_empty(),
                "{name}: one half is missing"
            );
        }
    }
    assert!(count > 400, "{count}");
}

#[test]
fn template_comments_come_in_both_languages() {
    for (path, text) in embedded::under("ack/templates/") {
        let mut runs: Vec<&str> = Vec::new();
        for line in text.lines().map(str::trim_start) {
            let language = ["en", "zh"]
                .into_iter()
                .find(|code| line.starts_with(&format!("# [{code}] ")));
            if let Some(language) = language {
                assert_eq!(has_han(line), language == "zh", "{path}: {line}");
                if runs.last() != Some(&language) {
                    runs.push(language);
                }
            } else if line.starts_with('#') && !line.starts_with("# {{") && !path.contains("README")
            {
                panic!("{path}: a comment without its language: {line}");
            }
        }
        assert!(
            runs.chunks(2).all(|pair| pair == ["en", "zh"]),
            "{path}: {runs:?}"
        );
    }
}

#[test]
fn the_binary_holds_exactly_the_files_of_blueprints() {
    let on_disk = tree(&repository("blueprints"));
    let embedded: Vec<(String, String)> = embedded::under("")
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    assert_eq!(
        on_disk.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        embedded.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    assert!(on_disk == embedded, "a file differs: build again");
}

#[test]
fn nothing_that_is_published_names_a_machine_or_a_tool_of_the_workplace() {
    // Put together, so that this file does not name them either.
    let words = [
        ["/wo", "rk/"].concat(),
        ["/tm", "p/bash"].concat(),
        ["far", "m-"].concat(),
    ];
    let mut files = rust("src");
    files.extend(rust("tests"));
    files.extend(embedded::under("").map(|(path, text)| (path.to_owned(), text.to_owned())));
    for (path, text) in files {
        for word in &words {
            assert!(!text.contains(word.as_str()), "{path} names {word}");
        }
    }
}
