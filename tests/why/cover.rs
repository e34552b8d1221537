//! What the data covers: lines, reasons, and the variables of the templates.

use std::collections::BTreeSet;

use kwgen::blueprint::Rendered;
use kwgen::cli::Explainer;
use kwgen::embedded;
use kwgen::pack::Pack;
use kwgen::text::Language;
use kwgen::why::{self, Bundle, Explained, Page, Reasons};

use crate::golden::{self, bundles};
use crate::support::{folder, in_threads, repository};

fn has_han(text: &str) -> bool {
    text.chars()
        .any(|one| matches!(one, '\u{3400}'..='\u{9FFF}'))
}

/// Lays a golden bundle out on disk, as it would be checked out.
fn laid(of: &golden::Bundle) -> tempfile::TempDir {
    let dir = folder();
    golden::lay_clusters(
        &repository(&format!("tests/golden/{}", of.case)),
        dir.path(),
    );
    for (path, text) in &of.files {
        let path = dir.path().join("out").join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    dir
}

/// Whether an answer is that of another environment or another workload than a file's.
fn is_stray(bundle: &Bundle<'_>, file: &Rendered, key: &str) -> bool {
    let mut groups = bundle.environments.iter();
    let group = groups.find(|group| file.path.split('/').nth(1) == group.name);
    let is_of = |folder: &str, id: Option<&str>| {
        let mut parts = key.split('.').skip_while(|part| *part != folder).skip(1);
        parts.next().is_none_or(|part| Some(part) == id)
    };
    let workload = file.workload.map(|at| bundle.shared.workloads[at].0);
    let is_other_workload = workload.is_some_and(|id| !is_of("workloads", id));
    match group {
        Some(group) => !is_of("environments", group.name) || is_other_workload,
        None => is_other_workload,
    }
}

/// What is said of every line of a bundle to a reader, as its place and what.
fn said(
    pack: &Pack,
    reasons: &Reasons,
    of: &golden::Bundle,
    reader: Language,
) -> Vec<(String, Option<Explained>)> {
    let dir = laid(of);
    let again = Explainer::open(pack, &dir.path().join("out")).expect("sound answers");
    let bundle = again.bundle().expect("a service");
    let text = |path: &str| {
        let found = of.files.iter().find(|(name, _)| name == path);
        found.expect("a file").1.as_str()
    };
    let mut all = Vec::new();
    for file in again.files() {
        assert_eq!(file.text, text(&file.path), "{}", of.name());
        let page = Page::new(&bundle, reasons, file, reader);
        for line in 1..=file.text.lines().count() {
            let name = format!("{}/{}:{line}", of.name(), file.path);
            let explained = page.explain(line);
            let answers = explained.iter().flat_map(|explained| &explained.answers);
            let keys = answers.filter_map(|one| one.key.as_deref());
            let stray: Vec<&str> = keys.filter(|key| is_stray(&bundle, file, key)).collect();
            assert!(stray.is_empty(), "{name}: {stray:?}");
            all.push((name, explained));
        }
    }
    for line in 1..=text("kwgen.yaml").lines().count() {
        let name = format!("{}/kwgen.yaml:{line}", of.name());
        all.push((name, bundle.explain_answers(reasons, line, reader)));
    }
    all
}

/// What is wrong with the explanation of a line.
pub(crate) fn faults_of(
    name: &str,
    explained: Option<&Explained>,
    reader: Language,
) -> Vec<String> {
    let Some(explained) = explained else {
        return vec![format!("{name}: no reason")];
    };
    let mut wrong = Vec::new();
    for (what, text) in [("why", &explained.why), ("without", &explained.without)] {
        let long = if reader == Language::Zh { 8 } else { 20 };
        let is_short = text.chars().count() < long;
        if is_short || text.contains("{{") || text.contains("{%") || text.contains("  ") {
            wrong.push(format!("{name}: {what}: {text:?}"));
        }
        if has_han(text) != (reader == Language::Zh) {
            wrong.push(format!("{name}: {what} in the wrong language: {text}"));
        }
    }
    wrong
}

#[test]
fn every_line_of_every_golden_bundle_has_a_reason_and_every_reason_a_line() {
    let pack = Pack::built_in().expect("the pack");
    let reasons = Reasons::load().expect("the reasons");
    // In the language of the bundle; of the fullest ones also in the other, as its reader may differ.
    let pairs: Vec<(&golden::Bundle, Language)> = bundles()
        .iter()
        .flat_map(|bundle| [(bundle, Language::En), (bundle, Language::Zh)])
        .filter(|(bundle, reader)| {
            let own = Language::parse(bundle.language).expect("a language");
            own == *reader || bundle.case.starts_with("everything")
        })
        .collect();
    let all = in_threads(pairs, |(bundle, reader)| {
        (reader, said(&pack, &reasons, bundle, reader))
    });
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    let mut lines = 0;
    for (reader, said) in all {
        for (name, explained) in said {
            lines += 1;
            used.extend(explained.as_ref().and_then(|explained| explained.reason));
            wrong.extend(faults_of(&name, explained.as_ref(), reader));
            // An answer from kwgen.yaml says where it stands there.
            let answers = explained
                .into_iter()
                .flat_map(|explained| explained.answers);
            let lost = answers.filter(|one| {
                let is_written = one.source == why::Source::File && one.place.is_some();
                is_written && one.key.is_none() && one.id != "accept"
            });
            wrong.extend(lost.map(|one| format!("{name}: {} has no key", one.id)));
        }
    }
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(lines > 20_000, "only {lines} lines");
    let mut idle = Vec::new();
    for (at, reason) in reasons.all().iter().enumerate() {
        // Those of the lock are asked for by the verb itself.
        let paths = reason.paths.iter().enumerate();
        let unused = paths.filter(|(pattern, _)| !used.contains(&(at, *pattern)));
        idle.extend(
            unused
                .filter(|_| reason.kinds != [why::LOCK])
                .map(|(_, path)| format!("{:?} {path} {:?}", reason.kinds, reason.when)),
        );
    }
    assert!(idle.is_empty(), "{} idle:\n{}", idle.len(), idle.join("\n"));
}

#[test]
fn what_a_reason_refers_to_is_there() {
    let pack = Pack::built_in().expect("the pack");
    let reasons = Reasons::load().expect("the reasons");
    for reason in reasons.all() {
        for id in &reason.answers {
            assert!(pack.questions.find(id).is_some(), "{id} is no question");
        }
        for id in &reason.contract {
            assert!(reasons.demand(id).is_some(), "{id} is not in the contract");
        }
        for rule in &reason.rules {
            assert!(
                kwgen::rule::ids().any(|known| known == rule),
                "{rule} is no rule"
            );
        }
    }
}

#[test]
fn every_fact_that_a_reason_names_is_one_and_every_field_is_in_the_table() {
    let pack = Pack::built_in().expect("the pack");
    let reasons = Reasons::load().expect("the reasons");
    let facts = serde_json::to_value(&pack.facts).expect("the facts");
    let mut missing = Vec::new();
    for reason in reasons.all() {
        for fact in &reason.facts {
            if facts
                .pointer(&format!("/{}", fact.replace('.', "/")))
                .is_none()
            {
                missing.push(fact.clone());
            }
        }
        if let Some(field) = &reason.field {
            let (of, name) = field.split_once('.').expect("TYPE.field");
            let known = kwgen::kubernetes::has_field(kwgen::kubernetes::NEVER - 1, of, name);
            assert!(known, "{field}");
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_variable_that_a_template_prints_leads_to_its_answers() {
    let reasons = Reasons::load().expect("the reasons");
    let pack = Pack::built_in().expect("the pack");
    let mut missing = BTreeSet::new();
    let mut count = 0;
    for (path, text) in embedded::under("ack/templates/") {
        let template = path.strip_prefix("ack/templates/").expect("below it");
        for part in text.split("{{").skip(1) {
            let expression = part.split("}}").next().unwrap_or_default();
            let variables = why::variables(expression.trim_matches(['-', ' ', '\n']));
            for variable in variables {
                count += 1;
                let Some(ids) = reasons.deciders(template, &variable) else {
                    missing.insert(format!("{template}: {variable}"));
                    continue;
                };
                for id in ids {
                    let known = id.starts_with("facts.") || pack.questions.find(id).is_some();
                    assert!(known, "{variable}: {id} is no question");
                }
            }
        }
    }
    assert!(count > 300, "{count}");
    let missing: Vec<String> = missing.into_iter().collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
