//! Any string at all in a free-text answer ends as exactly that string in the parsed manifest, or is
//! refused: through a flag, `--set` and an answers file; and `kwgen.yaml` reads back as it was meant.
//! `.ci/strings.py` puts the same strings before kubectl and `PyYAML`.

mod channel;
mod nasty;
mod oracle;

use kwgen::answers::{self, Acceptance, Reach, Resolved, from_flag};
use kwgen::yaml::{self, Position};
use proptest::prelude::*;
use serde_json::Value;

use channel::{CHANNELS, Channel, FREE, Field, Made, arrives, base, make, make_accepting, pack};
use nasty::NASTY;
use oracle::is_typed;

pub(crate) use nasty::any_string;

/// `kwgen.yaml` gives the same answers again, and so the same files.
fn comes_back(made: &Made) -> Result<(), String> {
    let (read, faults) = answers::read(&pack().questions, "kwgen.yaml", &made.answers);
    if !faults.is_empty() {
        return Err(format!("{faults:?}\n{}", made.answers));
    }
    let again =
        make(&read.given, &read.accept).map_err(|wrong| format!("{wrong:?}\n{}", made.answers))?;
    let values = |resolved: &Resolved| -> Vec<_> {
        resolved
            .answers
            .iter()
            .map(|answer| answer.as_ref().map(|answer| answer.value.clone()))
            .collect()
    };
    if values(&made.resolved) != values(&again.resolved) {
        return Err(format!("other answers from\n{}", made.answers));
    }
    for (one, other) in made.composed.files.iter().zip(&again.composed.files) {
        if one.text != other.text {
            return Err(format!(
                "{}:\n{}\nbecame\n{}",
                one.path, one.text, other.text
            ));
        }
    }
    if again.answers == made.answers {
        Ok(())
    } else {
        Err(format!("{}\nbecame\n{}", made.answers, again.answers))
    }
}

fn check(fields: &[Field], channel: Channel, text: &str) -> Result<bool, String> {
    let named = |fault: String| format!("{fields:?} through {channel:?}, {text:?}: {fault}");
    match arrives(fields, channel, text).map_err(named)? {
        // What was read from a file is what was read from a flag: once is enough.
        Some(_) if !matches!(channel, Channel::File) => Ok(true),
        Some(made) => comes_back(&made).map_err(named).map(|()| true),
        None => Ok(false),
    }
}

#[test]
fn every_nasty_string_in_every_free_text_arrives_as_it_is() {
    let mut wrong = Vec::new();
    for text in NASTY {
        for channel in CHANNELS {
            match check(&FREE, channel, text) {
                Err(fault) => wrong.push(fault),
                // Only what no process can be given is refused.
                Ok(arrived) if !arrived && !text.contains('\0') => {
                    wrong.push(format!("{channel:?}: {text:?} is refused"));
                }
                Ok(_) => {}
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} faults:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_restricted_text_arrives_as_it_is_or_is_refused() {
    let mut wrong = Vec::new();
    let mut arrived = 0;
    let sound = [
        "team-pay",
        "a.b",
        "/var/cache/x",
        "/ready",
        "/ready?full=1",
        "payments-db",
        "app.yaml",
        "A_b",
    ];
    for text in NASTY.iter().chain(&sound) {
        for field in [
            Field::Owner,
            Field::PartOf,
            Field::Secret,
            Field::ConfigKey,
            Field::WritablePath,
            Field::Readiness,
        ] {
            for channel in CHANNELS {
                // A keyword, and forms with a part behind the text, are not the text itself.
                let is_form = match field {
                    Field::Readiness => !text.starts_with('/') || text.contains('@'),
                    Field::ConfigKey => text.starts_with('/'),
                    Field::WritablePath => text.contains('=') || *text == "none",
                    Field::Secret => text.contains('@') || *text == "none",
                    _ => false,
                };
                if is_form {
                    continue;
                }
                match check(&[field], channel, text) {
                    Ok(one) => arrived += usize::from(one),
                    Err(fault) => wrong.push(fault),
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} faults:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(arrived >= 40, "only {arrived} were let through");
}

#[test]
fn every_nasty_reason_of_an_exception_arrives_as_it_is() {
    for text in NASTY.iter().filter(|text| !text.trim().is_empty()) {
        let accept = Acceptance {
            rule: "few-replicas".to_owned(),
            reason: (*text).to_owned(),
            by: Some((*text).to_owned()),
            until: None,
            reach: Reach::default(),
            place: None,
        };
        let mut given = base();
        given.push(from_flag(&pack().questions, "replicas", &["1".to_owned()]).expect("an answer"));
        let made = make(&given, &[accept]).unwrap_or_else(|wrong| panic!("{text:?}: {wrong:?}"));
        let object = made.file("base/deployment.yaml");
        assert_eq!(
            object["metadata"]["annotations"]["kwgen.io/accept.few-replicas"],
            format!("{text} ({text})")
        );
        comes_back(&made).unwrap_or_else(|fault| panic!("{text:?}: {fault}"));
    }
}

#[test]
fn a_text_that_looks_like_a_secret_is_refused_and_arrives_once_it_is_accepted() {
    let mut given = base();
    let files = ["app=1.KEY=VALUE".to_owned()];
    given.push(from_flag(&pack().questions, "config", &files).expect("a file"));
    let refused = make(&given, &[]).err().unwrap_or_default();
    assert_eq!(refused, ["secret-in-config data[app]"]);
    let made = make_accepting(&given).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    assert_eq!(made.value_of(Field::Config).as_deref(), Some("1.KEY=VALUE"));
}

fn position() -> impl Strategy<Value = Position> {
    (any::<bool>(), any::<bool>()).prop_map(|(flow, key)| Position {
        indent: 0,
        flow,
        key,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_in_any_free_text_arrives_as_it_is_and_updates_to_nothing(
        text in any_string(),
        field in prop::sample::select(&FREE[..]),
        channel in prop::sample::select(&CHANNELS[..]),
    ) {
        let arrived = check(&[field], channel, &text);
        let is_config = matches!(field, Field::Config) && matches!(channel, Channel::File);
        prop_assert_eq!(arrived, Ok(is_config || !text.contains('\0')));
    }

    #[test]
    fn several_strings_at_once_do_not_disturb_each_other(texts in prop::collection::vec(any_string(), 1..6)) {
        let words: Vec<String> = texts.iter().filter(|text| !text.contains('\0')).cloned().collect();
        prop_assume!(words.len() > 1);
        let questions = &pack().questions;
        let mut given = base();
        given.push(from_flag(questions, "args", &words).expect("words"));
        let pairs: Vec<String> = words.iter().enumerate().map(|(at, text)| format!("V{at}={text}")).collect();
        given.push(from_flag(questions, "env", &pairs).expect("variables"));
        let files: Vec<String> = words.iter().enumerate().map(|(at, text)| format!("f{at}={text}")).collect();
        given.push(from_flag(questions, "config", &files).expect("files"));
        let made = make_accepting(&given).map_err(|wrong| TestCaseError::fail(format!("{wrong:?}")))?;
        let container = made.container();
        let data = made.file("base/configmap.yaml")["data"].clone();
        for (at, text) in words.iter().enumerate() {
            prop_assert_eq!(container["args"][at].as_str(), Some(text.as_str()));
            prop_assert_eq!(container["env"][at]["value"].as_str(), Some(text.as_str()));
            prop_assert_eq!(data[format!("f{at}")].as_str(), Some(text.as_str()));
        }
        prop_assert_eq!(comes_back(&made), Ok(()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_scalar_reads_back_in_every_place(text in any_string(), place in position()) {
        let written = yaml::scalar(&text, place);
        prop_assert!(!written.contains('\n'));
        let document = match (place.flow, place.key) {
            (false, false) => format!("a: {written}\nb: c\n"),
            (false, true) => format!("{written}: c\n"),
            (true, false) => format!("a: [{written}, {written}]\n"),
            (true, true) => format!("a: {{{written}: c}}\n"),
        };
        // A key has at most 1024 characters for every reader; answers allow fewer.
        prop_assume!(!place.key || written.len() <= 1000);
        let value: Value = yaml::load("t", &document).map_err(|faults| TestCaseError::fail(format!("{document}{faults:?}")))?;
        let read = match (place.flow, place.key) {
            (false, false) => value["a"].as_str(),
            (false, true) => value.as_object().and_then(|map| map.keys().next()).map(String::as_str),
            (true, false) => value["a"][1].as_str(),
            (true, true) => value["a"].as_object().and_then(|map| map.keys().next()).map(String::as_str),
        };
        prop_assert_eq!(read, Some(text.as_str()), "{}", document);
        if written == text {
            prop_assert!(!is_typed(&text), "{} is plain, and some reader takes it for no text", text);
        }
    }

    #[test]
    fn a_block_reads_back_at_any_indent(text in any_string(), indent in 1_usize..9) {
        if let Some(block) = yaml::block(&text, indent * 2) {
            let lead = (0..indent).fold(String::new(), |all, at| all + &"  ".repeat(at) + "a:\n");
            let lead = lead.trim_end_matches('\n');
            let document = format!("{lead} {block}");
            let mut value: Value = yaml::load("t", &document).map_err(|faults| TestCaseError::fail(format!("{document}{faults:?}")))?;
            for _ in 0..indent {
                value = value["a"].take();
            }
            prop_assert_eq!(value.as_str(), Some(text.as_str()), "{}", document);
            let item = format!("a:\n- {}", yaml::block(&text, 2).unwrap_or_default());
            let value: Value = yaml::load("t", &item).map_err(|faults| TestCaseError::fail(format!("{item}{faults:?}")))?;
            prop_assert_eq!(value["a"][0].as_str(), Some(text.as_str()), "{}", item);
        }
    }
}
