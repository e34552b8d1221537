//! The covering set: every pair of answers that fit together stands in a bundle that kwgen validates,
//! every pair that does not is refused by a reason that `values.yaml` names, and nothing else is refused.
//!
//! `cargo test` composes a small set that holds every value; `KWGEN_COVERING=FOLDER cargo test --release
//! covering -- --ignored` composes every pair on every version and writes the objects of each case for
//! the judges of `.ci/judges.py`.
#![allow(
    clippy::print_stdout,
    reason = "the counts are for whoever reads the run"
)]

mod environments;
mod pairs;
mod table;
mod why;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use kwgen::answers::{self, Resolved};
use kwgen::cluster::Setting;
use kwgen::compose::{Composed, compose};
use kwgen::pack::Pack;
use kwgen::service::Material;
use kwgen::text::Language;

use crate::support::in_threads;
use pairs::{Set, Strength, cover};
use table::Case;

/// The versions on which every pair is tried, and those on which every value is.
const PAIRWISE: std::ops::RangeInclusive<u16> = 32..=37;
const SMOKE: std::ops::RangeInclusive<u16> = 25..=31;
/// The version that the set is made on.
const FIRST: u16 = 35;

fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| Pack::built_in().expect("the built-in pack"))
}

/// One set for each way through the tree.
fn sets(strength: Strength) -> &'static [Set] {
    static VALUES: OnceLock<Vec<Set>> = OnceLock::new();
    static PAIRS: OnceLock<Vec<Set>> = OnceLock::new();
    let sets = match strength {
        Strength::Values => &VALUES,
        Strength::Pairs => &PAIRS,
    };
    sets.get_or_init(|| {
        let table = table::table();
        in_threads(table.starts.keys().cloned().collect(), |start: String| {
            cover(table, &start, strength)
        })
    })
}

/// What kwgen makes of a case.
enum Outcome {
    /// Files that are validated.
    Bundle(Box<Composed>),
    /// These questions do not apply beside the other answers.
    Idle(Vec<String>),
    /// It is refused by these messages.
    Refused(Vec<String>),
}

fn setting() -> &'static Setting<'static> {
    static SETTING: OnceLock<Setting<'static>> = OnceLock::new();
    SETTING.get_or_init(|| Setting::new(&pack().facts, None))
}

/// Resolves the answers of a case, which `answers::read` must be able to read.
fn resolved(case: &Case, minor: u16) -> (Resolved, String) {
    let text = case.text(minor);
    let (file, faults) = answers::read(&pack().questions, "kwgen.yaml", &text);
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    let resolved = answers::resolve(pack().knowledge(), &file.given, None, &[]);
    (resolved, text)
}

fn material<'m>(resolved: &'m Resolved, workload: Option<&'m str>) -> Material<'m> {
    let prose = resolved.value(&pack().questions, "proseLang").to_text();
    Material {
        pack: pack(),
        setting: setting(),
        preset: None,
        resolved,
        broken: &[],
        accept: &[],
        language: Language::parse(&prose).unwrap_or_default(),
        workload,
    }
}

fn outcome(case: &Case, minor: u16) -> Outcome {
    let (resolved, text) = resolved(case, minor);
    let missing: Vec<&str> = resolved
        .missing
        .iter()
        .map(|at| pack().questions.questions[*at].id.as_str())
        .collect();
    assert!(missing.is_empty(), "{missing:?} is missing:\n{text}");
    let (idle, wrong): (Vec<_>, Vec<_>) = resolved
        .faults
        .iter()
        .partition(|fault| fault.id == "answers.not-applicable");
    if !idle.is_empty() {
        let id = |fault: &&kwgen::text::Fault| fault.fields[0].1.clone();
        return Outcome::Idle(idle.iter().map(id).collect());
    }
    if !wrong.is_empty() {
        return Outcome::Refused(wrong.iter().map(|fault| fault.id.to_owned()).collect());
    }
    let composed = compose(material(&resolved, None));
    match refusals(&composed) {
        wrong if wrong.is_empty() => Outcome::Bundle(Box::new(composed)),
        wrong => Outcome::Refused(wrong),
    }
}

/// Why kwgen would not write this: messages, and rules over what it rendered.
fn refusals(composed: &Composed) -> Vec<String> {
    let faults = composed.faults.iter().map(|fault| fault.id.to_owned());
    let errors = composed
        .errors()
        .map(|finding| format!("rule {} {} {}", finding.rule, finding.object, finding.path));
    faults.chain(errors).collect()
}

#[test]
fn the_covering_set_knows_every_question_and_every_choice() {
    let table = table::table();
    let mut wrong = Vec::new();
    for question in &pack().questions.questions {
        let known = table.questions.get(&question.id);
        if known.is_none() && !table.fixed.contains(&question.id) {
            wrong.push(format!("{}: values.yaml has no values for it", question.id));
        }
        let Some(values) = known else { continue };
        let has = |word: &str| values.iter().any(|value| value.as_str() == Some(word));
        let words = question.keywords.iter().map(String::as_str);
        let choices = question.choices.iter().map(|choice| choice.value.as_str());
        let defaults = [question
            .default
            .as_deref()
            .unwrap_or_default()
            .trim_matches('\'')];
        wrong.extend(
            words
                .chain(choices)
                .filter(|word| !has(word) && !defaults.contains(word))
                .map(|word| format!("{}: {word} is never tried", question.id)),
        );
    }
    let known = |id: &String| pack().questions.find(id).is_some();
    let named = table
        .questions
        .keys()
        .chain(&table.fixed)
        .chain(&table.of_start);
    wrong.extend(
        named
            .filter(|id| !known(id))
            .map(|id| format!("{id} is no question")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_value_is_validated_in_some_bundle_beside_many_others() {
    let held = || {
        let cases = sets(Strength::Values).iter().flat_map(|set| &set.cases);
        cases.flat_map(|case| {
            case.answers
                .iter()
                .map(|(id, value)| format!("{id}={value}"))
        })
    };
    for set in sets(Strength::Values) {
        assert!(set.wrong.is_empty(), "{}", set.wrong.join("\n"));
        assert!(set.held > 50 && set.cases.len() > 3, "{}", set.start);
        // What one start cannot have, another one has: an exposed workload never lacks a port.
        for refused in set.refused.values().flatten() {
            let value = refused.split(' ').next().unwrap_or_default();
            assert!(held().any(|one| one == value), "{:?}", set.refused);
        }
    }
}

#[test]
#[ignore = "minutes without optimisation; .ci/run has it"]
fn every_pair_of_answers_is_validated_or_refused_by_a_known_reason() {
    let mut wrong = Vec::new();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    let mut met: BTreeSet<&String> = BTreeSet::new();
    for set in sets(Strength::Pairs) {
        wrong.extend(set.wrong.iter().cloned());
        met.extend(&set.met);
        for (reason, pairs) in &set.refused {
            *reasons.entry(reason).or_default() += pairs.len();
        }
        println!(
            "{}: {} bundles hold {} pairs; {} pairs do not apply, {} are refused",
            set.start,
            set.cases.len(),
            set.held,
            set.idle,
            set.refused.values().map(Vec::len).sum::<usize>()
        );
    }
    println!("{reasons:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let idle: Vec<&String> = table::table()
        .refusals
        .keys()
        .filter(|id| !met.contains(id))
        .collect();
    assert!(
        idle.is_empty(),
        "these refuse nothing, values.yaml need not name them: {idle:?}"
    );
}

/// The cases for one version: all of a pairwise version, those with a value that no case before them
/// has of another.
fn cases_for(set: &Set, minor: u16) -> Vec<&Case> {
    if PAIRWISE.contains(&minor) {
        return set.cases.iter().collect();
    }
    let mut seen = std::collections::BTreeSet::new();
    let has_new = |case: &&Case| {
        let before = seen.len();
        seen.extend(
            case.answers
                .iter()
                .map(|(id, value)| format!("{id}={value}")),
        );
        seen.len() > before
    };
    set.cases.iter().filter(has_new).collect()
}

/// What is wrong with a case on a version, where it should be a bundle; writes it if there is a folder.
fn judge((name, case, minor): (String, &Case, u16)) -> Result<usize, String> {
    match outcome(case, minor) {
        Outcome::Bundle(composed) => {
            if let Some(folder) = std::env::var_os("KWGEN_COVERING") {
                let path = std::path::Path::new(&folder).join(format!("{name}-1.{minor}.yaml"));
                std::fs::write(path, composed.stream()).expect("a stream");
            }
            Ok(composed.objects.len())
        }
        Outcome::Idle(ids) => Err(format!("{name} 1.{minor}: {ids:?} do not apply")),
        Outcome::Refused(wrong) if wrong.iter().all(|id| is_too_old(id, minor)) => Ok(0),
        Outcome::Refused(wrong) => {
            Err(format!("{name} 1.{minor}: {wrong:?}\n{}", case.text(minor)))
        }
    }
}

fn is_too_old(id: &str, minor: u16) -> bool {
    let since = table::table().too_old.get(id);
    since.is_some_and(|since| minor < *since)
}

fn judge_all(jobs: Vec<(String, &Case, u16)>) -> usize {
    let results = in_threads(jobs, judge);
    let bundles = results.len();
    let (done, wrong): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    let wrong: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
    let objects: usize = done.into_iter().filter_map(Result::ok).sum();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{bundles} bundles, {objects} objects");
    bundles
}

#[test]
fn each_case_of_the_covering_set_is_valid_on_another_version_too() {
    let versions: Vec<u16> = SMOKE.chain(PAIRWISE).filter(|one| *one != FIRST).collect();
    let cases = sets(Strength::Values).iter().flat_map(|set| {
        let named = set.cases.iter().enumerate();
        named.map(move |(at, case)| (format!("{}-{at}", set.start), case, at))
    });
    let jobs = cases.map(|(name, case, at)| (name, case, versions[at % versions.len()]));
    judge_all(jobs.collect());
}

#[test]
#[ignore = "minutes without optimisation; .ci/run has it"]
fn the_whole_covering_set_is_valid_on_every_version() {
    if let Some(folder) = std::env::var_os("KWGEN_COVERING") {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("the folder of the covering set");
    }
    let mut bundles = 0;
    for minor in SMOKE.chain(PAIRWISE) {
        print!("1.{minor}: ");
        let jobs = sets(Strength::Pairs).iter().flat_map(|set| {
            let named = cases_for(set, minor).into_iter().enumerate();
            named.map(move |(at, case)| (format!("{}-{at}", set.start), case, minor))
        });
        bundles += judge_all(jobs.collect());
    }
    println!("{bundles} bundles in all");
    assert!(bundles >= 1000, "{bundles} bundles");
}
