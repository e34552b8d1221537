//! The error corpus: bad answers and exactly what is said of them, in both languages.
//! `KWGEN_BLESS=1 cargo test errors` rewrites the expectations; read the diff before you commit it.
//!
//! A case is one file: `args`, `answers` (the text of an answers file), `files` beside it, or
//! `generated` (an answers file too strange to stand in a case), and what is expected.

mod generated;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;

use crate::support::{Ran, folder, in_threads, kwgen, repository};

#[derive(Debug, Deserialize)]
struct Case {
    /// Replaces the least that makes a web service.
    #[serde(default)]
    run: Option<Vec<String>>,
    /// More arguments.
    #[serde(default)]
    args: Vec<String>,
    /// The text of `answers.yaml`.
    #[serde(default)]
    answers: Option<String>,
    /// The name of a generator of `answers.yaml`.
    #[serde(default)]
    generated: Option<String>,
    /// Other files: name → text.
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    exit: i32,
    /// The ids of the messages, sorted.
    #[serde(default)]
    ids: Vec<String>,
    #[serde(default)]
    en: String,
    #[serde(default)]
    zh: String,
}

struct Told {
    name: String,
    path: PathBuf,
    text: String,
    case: Case,
    /// What really happens: in English, in Chinese, as JSON.
    en: Ran,
    zh: Ran,
    ids: BTreeSet<String>,
}

const WEB: [&str; 7] = [
    "new",
    "payments",
    "--non-interactive",
    "--image",
    "registry.example.com/shop/payments:1.4.2@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
    "--port",
    "http:8080",
];

fn told() -> &'static [Told] {
    static TOLD: OnceLock<Vec<Told>> = OnceLock::new();
    TOLD.get_or_init(|| {
        let entries = std::fs::read_dir(repository("tests/errors")).expect("the corpus");
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.expect("a case").path())
            .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
            .collect();
        paths.sort();
        in_threads(paths, tell)
    })
}

fn tell(path: PathBuf) -> Told {
    let text = std::fs::read_to_string(&path).expect("a case");
    let name = path
        .file_stem()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    let case: Case = kwgen::yaml::load(&name, &text).unwrap_or_else(|faults| panic!("{faults:?}"));
    let dir = folder();
    let bytes = match (&case.answers, &case.generated) {
        (Some(answers), _) => Some(answers.clone().into_bytes()),
        (None, Some(generator)) => Some(generated::answers(generator)),
        (None, None) => None,
    };
    if let Some(bytes) = &bytes {
        std::fs::write(dir.path().join("answers.yaml"), bytes).expect("the answers");
    }
    for (file, text) in &case.files {
        std::fs::write(dir.path().join(file), text).expect("a file");
    }
    let mut args: Vec<String> = match (&case.run, &bytes) {
        (Some(run), _) => run.clone(),
        (None, Some(_)) => ["new", "--non-interactive", "--answers", "answers.yaml"]
            .map(str::to_owned)
            .to_vec(),
        (None, None) => WEB.map(str::to_owned).to_vec(),
    };
    args.extend(case.args.iter().cloned());
    let run = |language: &str, more: &[&str]| {
        let ran = kwgen(dir.path())
            .args(&args)
            .args(more.to_vec())
            .env("KWGEN_LANG", language)
            .run();
        assert_eq!(
            crate::support::tree(&dir.path().join("payments")).len(),
            0,
            "{name} wrote something"
        );
        ran
    };
    std::fs::create_dir(dir.path().join("payments")).expect("a folder to watch");
    let is_new = args.first().is_some_and(|verb| verb == "new");
    let (stream, json): (&[&str], &[&str]) = if is_new {
        (&["--stdout"], &["--dry-run", "-o", "json"])
    } else {
        (&[], &["-o", "json"])
    };
    let report = run("en", json);
    let report: Value = serde_json::from_str(&report.stdout)
        .unwrap_or_else(|error| panic!("{name}: {error}\n{}", report.stdout));
    let ids = ["errors", "warnings"]
        .iter()
        .flat_map(|list| report[list].as_array().into_iter().flatten())
        .map(|one| one["id"].as_str().expect("an id").to_owned())
        .collect();
    Told {
        en: run("en", stream),
        zh: run("zh-CN", stream),
        name,
        path,
        text,
        case,
        ids,
    }
}

/// A text as a block scalar below a key of the top.
fn block(key: &str, text: &str) -> String {
    let mut out = format!("{key}: |\n");
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str("  ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

#[test]
fn every_bad_answer_gets_exactly_its_message() {
    let bless = std::env::var_os("KWGEN_BLESS").is_some();
    let mut wrong = Vec::new();
    for told in told() {
        let ids: Vec<String> = told.ids.iter().cloned().collect();
        if bless {
            let head = told
                .text
                .find("\nexit:")
                .map_or(told.text.as_str(), |at| &told.text[..=at]);
            let expected = format!("exit: {}\nids: [{}]\n", told.en.code, ids.join(", "));
            let text = format!(
                "{head}{expected}{}{}",
                block("en", &told.en.stderr),
                block("zh", &told.zh.stderr)
            );
            std::fs::write(&told.path, text).expect("the case");
            continue;
        }
        let case = &told.case;
        let same = case.exit == told.en.code
            && case.exit == told.zh.code
            && case.ids == ids
            && case.en == told.en.stderr
            && case.zh == told.zh.stderr;
        if !same {
            wrong.push(format!(
                "{}: exit {} {ids:?}\n{}{}",
                told.name, told.en.code, told.en.stderr, told.zh.stderr
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "not as expected (KWGEN_BLESS=1 rewrites):\n{}",
        wrong.join("\n")
    );
}

#[test]
fn a_refusal_prints_nothing_else_and_says_what_to_do_next() {
    for told in told() {
        for ran in [&told.en, &told.zh] {
            assert!(
                ran.code == 0 || ran.stdout.is_empty(),
                "{}: {}",
                told.name,
                ran.stdout
            );
            assert!(
                !ran.stderr.contains("panicked"),
                "{}: {}",
                told.name,
                ran.stderr
            );
            for (at, line) in ran.stderr.lines().enumerate() {
                let opens = ["error: ", "warning: ", "错误: ", "警告: "]
                    .iter()
                    .any(|word| line.starts_with(word));
                let mut rest = ran
                    .stderr
                    .lines()
                    .skip(at + 1)
                    .take_while(|line| line.starts_with("  "));
                assert!(
                    !opens || rest.any(|line| line.starts_with("  → ")),
                    "{}: a dead end: {line}",
                    told.name
                );
            }
        }
        let has_han = |text: &str| {
            text.chars()
                .any(|one| matches!(one, '\u{3400}'..='\u{9FFF}'))
        };
        assert!(
            told.zh.stderr.is_empty() || has_han(&told.zh.stderr),
            "{}: no Chinese",
            told.name
        );
        assert_ne!(
            told.case.exit, 4,
            "{}: a bad answer is no failure of the world",
            told.name
        );
    }
}

/// Messages that no case shows, each with the reason.
const NOT_SHOWN: &[(&str, &str)] = &[
    (
        "answers.file-head",
        "the head of kwgen.yaml, in every golden",
    ),
    (
        "answers.file-guess",
        "a comment of kwgen.yaml, in every golden",
    ),
    ("answers.guess-mark", "a word of --print-answers"),
    (
        "answers.expression",
        "a fault of a pack; the built-in one has none",
    ),
    ("pack.", "a fault of a pack; the built-in one has none"),
    (
        "tree.",
        "a fault of a pack; the loader's own tests show them",
    ),
    ("question.", "a fault of a pack; the built-in one has none"),
    (
        "yaml.unknown-field",
        "a fault of a manifest or a pack, not of answers",
    ),
    (
        "yaml.missing-field",
        "a fault of a manifest or a pack, not of answers",
    ),
    (
        "yaml.wrong-type",
        "a fault of a manifest or a pack, not of answers",
    ),
    ("answers.guess-image", "the first-start corpus shows it"),
    ("evidence.cannot-run", "the first-start corpus shows it"),
    ("evidence.conflict", "the first-start corpus shows it"),
    ("evidence.database", "the first-start corpus shows it"),
    ("evidence.known", "the first-start corpus shows it"),
    ("evidence.program", "the first-start corpus shows it"),
    ("evidence.script", "the first-start corpus shows it"),
    ("evidence.needs", "the first-start corpus shows it"),
    ("evidence.other-image", "the first-start corpus shows it"),
    ("evidence.separate", "the first-start corpus shows it"),
    (
        "evidence.unknown-version",
        "the first-start corpus shows it",
    ),
    (
        "answers.accept-expired",
        "only update --check reads the clock, and its tests show it",
    ),
    ("answers.file-workloads", "a comment of kwgen.yaml"),
    ("answers.file-object-name", "a comment of kwgen.yaml"),
    (
        "answers.not-editable",
        "only --add edits a kwgen.yaml, and its tests show it",
    ),
    ("answers.file-environments", "a comment of kwgen.yaml"),
    (
        "answers.guess-seen",
        "the reason of a guess in kwgen.yaml, no fault",
    ),
    ("cluster.choice", "a line of a new cluster file"),
    ("cluster.example", "a line of the page of explain"),
    ("cluster.find", "a line of a new cluster file"),
    (
        "cluster.form",
        "a mistake of the program, which a unit test rules out",
    ),
    ("cluster.head", "a line of a new cluster file"),
    (
        "cluster.large-snapshot",
        "too large for a case; the tests of the cluster make one",
    ),
    ("cluster.note-architectures", "a line of a new cluster file"),
    ("cluster.note-defaults", "a line of a new cluster file"),
    ("cluster.note-left-out", "a line of a new cluster file"),
    ("cluster.note-mixed", "a line of a new cluster file"),
    ("cluster.note-spot", "a line of a new cluster file"),
    ("cluster.note-version", "a line of a new cluster file"),
    ("cluster.note-virtual", "a line of a new cluster file"),
    (
        "cluster.other-name",
        "needs a folder of clusters; the tests of the cluster have one",
    ),
    ("cluster.page", "a line of the page of explain"),
    ("cluster.required", "a line of the page of explain"),
    (
        "yaml.empty",
        "a fault of a pack; an empty answers file is answers.not-a-map",
    ),
];

#[test]
fn every_message_about_answers_is_shown_by_a_case() {
    let shown: BTreeSet<&str> = told()
        .iter()
        .flat_map(|told| told.ids.iter().map(String::as_str))
        .collect();
    let mut missing = Vec::new();
    for file in ["answers", "cluster", "value", "service", "reach", "yaml"] {
        let path = repository(&format!("blueprints/messages/{file}.yaml"));
        let text = std::fs::read_to_string(path).expect("a catalogue");
        let all: BTreeMap<String, Value> = kwgen::yaml::load(file, &text).expect("YAML");
        let excused = |id: &str| {
            NOT_SHOWN
                .iter()
                .any(|(known, _)| id == *known || (known.ends_with('.') && id.starts_with(known)))
        };
        missing.extend(
            all.into_keys()
                .filter(|id| !shown.contains(id.as_str()) && !excused(id)),
        );
    }
    assert!(missing.is_empty(), "no case shows {missing:?}");
    let stale: Vec<&str> = NOT_SHOWN
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| shown.contains(id))
        .collect();
    assert!(stale.is_empty(), "shown after all: {stale:?}");
    assert!(told().len() >= 80, "{} cases", told().len());
}

#[test]
fn ten_faults_in_one_file_are_ten_messages_in_one_run() {
    let told = told()
        .iter()
        .find(|told| told.name == "ten-faults-at-once")
        .expect("the case");
    let errors = told
        .en
        .stderr
        .lines()
        .filter(|line| line.starts_with("error: "))
        .count();
    assert_eq!(errors, 10, "{}", told.en.stderr);
    assert!(told.ids.len() >= 9, "{:?}", told.ids);
}
