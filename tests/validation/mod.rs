//! Stages 1 to 5 against sound sets of objects and one mutation of each.
//!
//! `sound/` holds sets that no stage has anything to say about; `mutations/` holds changes of
//! them, as text, with what must be found and where.

use std::collections::{BTreeMap, BTreeSet};

use kwgen::cluster::Cluster;
use kwgen::manifest;
use kwgen::rule::{self, Stage};
use kwgen::text::{Fault, Place};
use kwgen::yaml;
use serde::Deserialize;

use crate::support::{folder, kwgen, repository};

/// Stands in `to` before the character that the finding must point at.
const MARK: char = '«';

/// One change of a sound set.
#[derive(Debug, Deserialize)]
struct Mutation {
    /// The rule, or the message of the fault.
    id: String,
    /// The sound set; several are joined by `+`.
    base: String,
    /// The text that is changed; it must be there exactly once.
    from: String,
    /// What it becomes.
    to: String,
    /// The field path of the finding.
    path: String,
    /// The text that the finding points at, where that is not in `to`; the first place counts.
    #[serde(default)]
    at: Option<String>,
    /// The target version, 35 if it is not said.
    #[serde(default)]
    minor: Option<u16>,
    /// The cluster that the objects are for: a file of `clusters/`.
    #[serde(default)]
    cluster: Option<String>,
    /// How many letters stand for `…` in `to`.
    #[serde(default)]
    fill: usize,
    /// What else the same mistake breaks.
    #[serde(default)]
    also: Vec<String>,
}

/// One thing that a stage found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    id: String,
    path: String,
    place: Place,
}

fn files(folder: &str) -> Vec<(String, String)> {
    let root = repository("tests/validation").join(folder);
    let mut files: Vec<(String, String)> = std::fs::read_dir(root)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("a text");
            (name.into_owned(), text)
        })
        .collect();
    files.sort();
    files
}

fn mutations() -> Vec<Mutation> {
    files("mutations")
        .into_iter()
        .flat_map(
            |(name, text)| match yaml::load::<Vec<Mutation>>(&name, &text) {
                Ok(all) => all,
                Err(faults) => panic!("{name}: {faults:?}"),
            },
        )
        .collect()
}

fn sound(names: &str) -> String {
    let all: BTreeMap<String, String> = files("sound").into_iter().collect();
    let texts: Vec<&str> = names
        .split('+')
        .map(|name| {
            all.get(name)
                .unwrap_or_else(|| panic!("no set {name}"))
                .as_str()
        })
        .collect();
    texts.join("---\n")
}

fn cluster(name: &str) -> Cluster {
    let file = repository("tests/validation/clusters").join(format!("{name}.yaml"));
    let text = std::fs::read_to_string(file).expect("a cluster file");
    kwgen::cluster::read("cluster.yaml", &text).expect("a cluster")
}

/// All stages, whatever the earlier ones found.
fn judge(text: &str, minor: u16) -> Vec<Found> {
    judge_on(text, minor, None)
}

fn judge_on(text: &str, minor: u16, name: Option<&str>) -> Vec<Found> {
    let cluster = name.map(cluster);
    let pools = cluster.map_or_else(Vec::new, |cluster| cluster.node_pools);
    let (objects, faults) = manifest::read("input.yaml", text, &kwgen::kubernetes::table(minor));
    let faults = faults.iter().map(of_fault);
    let findings = rule::check_on(&objects, minor, &pools);
    let findings = findings.iter().map(|finding| Found {
        id: finding.rule.to_owned(),
        path: finding.path.clone(),
        place: finding.place.clone(),
    });
    faults.chain(findings).collect()
}

fn of_fault(fault: &Fault) -> Found {
    let path = fault.fields.iter().find(|(name, _)| *name == "path");
    Found {
        id: fault.id.to_owned(),
        path: path.map(|(_, text)| text.clone()).unwrap_or_default(),
        place: fault
            .place
            .clone()
            .unwrap_or_else(|| Place::named("nowhere")),
    }
}

/// The stage that reports an id.
fn stage(id: &str) -> u8 {
    match id {
        "manifest.new-field" | "manifest.off-field" => 2,
        "manifest.choice" | "manifest.range" | "manifest.form" => 3,
        _ if id.starts_with("manifest.") || id.starts_with("yaml.") => 1,
        _ => {
            let meta = rule::metas().find(|meta| meta.id == id);
            match meta
                .unwrap_or_else(|| panic!("there is no rule {id}"))
                .stage
            {
                Stage::Value => 3,
                Stage::Objects => 4,
                Stage::Hardening => 5,
            }
        }
    }
}

fn place(text: &str, offset: usize) -> Place {
    let before = &text[..offset];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    Place {
        file: "input.yaml".into(),
        line: u32::try_from(line).expect("a line"),
        column: u32::try_from(column).expect("a column"),
    }
}

impl Mutation {
    /// The mutated text, and where the finding must point.
    fn apply(&self) -> Result<(String, Place), String> {
        let text = sound(&self.base);
        let times = text.matches(&self.from).count();
        if times != 1 {
            return Err(format!("this stands there {times} times:\n{}", self.from));
        }
        let to = self.to.replace('…', &"x".repeat(self.fill));
        let marked = text.replacen(&self.from, &to, 1);
        let mutated = marked.replace(MARK, "");
        let offset = match &self.at {
            Some(at) => mutated.find(at.as_str()),
            None => marked.find(MARK),
        };
        let place = place(&mutated, offset.ok_or("neither a mark nor `at`")?);
        Ok((mutated, place))
    }

    /// What is wrong with what was found; nothing where it is as expected.
    fn verdict(&self) -> Result<(), String> {
        let (text, place) = self.apply()?;
        let found = judge_on(&text, self.minor.unwrap_or(35), self.cluster.as_deref());
        let expected = Found {
            id: self.id.clone(),
            path: self.path.clone(),
            place,
        };
        let ids: BTreeSet<&str> = found.iter().map(|one| one.id.as_str()).collect();
        let mut allowed: BTreeSet<&str> = self.also.iter().map(String::as_str).collect();
        allowed.insert(&self.id);
        if found.contains(&expected) && ids == allowed {
            return Ok(());
        }
        let seen = found
            .iter()
            .map(|one| format!("    {} {} {}", one.id, one.path, one.place));
        let seen: Vec<String> = seen.collect();
        Err(format!(
            "expected {} at {}\n{}",
            expected.path,
            expected.place,
            seen.join("\n")
        ))
    }
}

#[test]
fn sound_sets_are_silent_in_every_stage() {
    for (name, _) in files("sound") {
        assert_eq!(judge(&sound(&name), 35), [], "{name}");
    }
}

#[test]
fn a_set_that_asks_for_spot_nodes_is_silent_on_a_cluster_with_each_kind_of_pool() {
    for name in ["spot-first", "spot-only"] {
        assert_eq!(judge_on(&sound(name), 35, Some("mixed")), [], "{name}");
    }
}

#[test]
fn every_mutation_is_found_at_its_field_and_nothing_else_is() {
    let wrong: Vec<String> = mutations()
        .iter()
        .filter_map(|one| {
            Some(format!(
                "{} in {}: {}",
                one.id,
                one.base,
                one.verdict().err()?
            ))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_mutation_that_fires_it() {
    let tried: BTreeSet<String> = mutations().into_iter().map(|one| one.id).collect();
    let untried: Vec<&str> = rule::ids().filter(|id| !tried.contains(*id)).collect();
    assert_eq!(untried, Vec::<&str>::new());
}

#[test]
fn every_rule_id_is_there_once() {
    let mut seen = BTreeSet::new();
    for id in rule::ids() {
        assert!(seen.insert(id), "{id} is there twice");
    }
}

#[test]
fn each_stage_has_mistakes_that_only_it_catches() {
    let mut only: BTreeMap<u8, usize> = BTreeMap::new();
    for mutation in mutations() {
        let own = stage(&mutation.id);
        if mutation.also.iter().all(|id| stage(id) == own) {
            *only.entry(own).or_default() += 1;
        }
    }
    for own in 1..=5 {
        assert!(
            only.get(&own).copied().unwrap_or_default() >= 5,
            "stage {own}: {only:?}"
        );
    }
}

#[test]
fn every_rule_and_fault_is_said_in_both_languages_with_what_to_do() {
    let messages = kwgen::text::messages();
    let rules = rule::ids().flat_map(|id| {
        let (what, why) = (format!("rule.{id}"), format!("rule.{id}.why"));
        [(what, true), (why, false)]
    });
    let faults = messages.keys().filter(|id| id.starts_with("manifest."));
    for (id, needs_help) in rules.chain(faults.map(|id| (id.clone(), true))) {
        let message = messages
            .get(&id)
            .unwrap_or_else(|| panic!("no message {id}"));
        let is_han = |text: &str| {
            text.chars()
                .any(|one| ('\u{4e00}'..='\u{9fff}').contains(&one))
        };
        assert!(
            !message.en.trim().is_empty() && !is_han(&message.en),
            "{id}"
        );
        assert!(is_han(&message.zh), "{id} has no Chinese");
        if needs_help {
            let help = message
                .help
                .as_ref()
                .unwrap_or_else(|| panic!("{id} has no help"));
            assert!(!help.en.trim().is_empty() && is_han(&help.zh), "{id}: help");
        }
    }
}

#[test]
fn the_name_of_a_service_may_start_with_a_digit_from_1_36_on() {
    let text = sound("web").replace(
        "kind: Service\nmetadata:\n  name: web",
        "kind: Service\nmetadata:\n  name: 1web",
    );
    let says = |minor| {
        judge(&text, minor)
            .iter()
            .any(|one| one.id == "object-name")
    };
    assert!(says(35));
    assert!(!says(36));
}

#[test]
fn what_a_part_of_a_set_refers_to_may_live_elsewhere() {
    let text = sound("web");
    let alone: Vec<&str> = text
        .split("---\n")
        .filter(|one| one.contains("kind: Deployment") || one.contains("kind: Service\n"))
        .collect();
    let table = kwgen::kubernetes::table(35);
    let (objects, faults) = manifest::read("input.yaml", &alone.join("---\n"), &table);
    assert_eq!(faults, []);
    let severity = |findings: Vec<rule::Finding>, id: &str| {
        let found = findings.into_iter().find(|finding| finding.rule == id);
        found.map(|finding| finding.severity)
    };
    for id in ["service-account-missing", "config-missing", "claim-missing"] {
        let whole = severity(rule::check(&objects, 35), id);
        let part = severity(rule::check_part(&objects, 35), id);
        assert_eq!(whole, Some(rule::Severity::Error), "{id}");
        assert_eq!(part, Some(rule::Severity::Info), "{id}");
    }
}

#[test]
fn a_namespace_of_its_own_admits_the_pods_of_the_service() {
    let image = format!("registry.example.com/a/b:1.0@sha256:{}", "0".repeat(64));
    for (answers, level) in [
        (&["--port", "http:8080"][..], "restricted"),
        (
            &["--port", "http:8080", "--run-as-user", "0"][..],
            "baseline",
        ),
        (
            &[
                "--per-node",
                "--host-path",
                "/var/log/pods",
                "--port",
                "none",
            ][..],
            "privileged",
        ),
    ] {
        let dir = folder();
        let _ = kwgen(dir.path())
            .args(["new", "pay", "--non-interactive", "--own-namespace"])
            .args(["--image", &image])
            .args(answers.iter().copied())
            .run()
            .ends_with(0);
        let text = std::fs::read_to_string(dir.path().join("pay/namespace/namespace.yaml"));
        let line = format!("pod-security.kubernetes.io/enforce: {level}\n");
        assert!(text.expect("a namespace").contains(&line), "{answers:?}");
    }
}

#[test]
fn an_exception_from_a_rule_on_a_config_map_can_be_taken() {
    let run = |more: &[&str]| {
        let dir = folder();
        let ran = kwgen(dir.path())
            .args(["new", "pay", "--non-interactive", "--stdout"])
            .args([
                "--image",
                "registry.example.com/a/b:1.0",
                "--port",
                "http:8080",
            ])
            .args(["--config", "app.properties=sample.password=changeit"])
            .args(more.iter().copied())
            .run();
        (ran.code, ran.stderr)
    };
    let (code, said) = run(&[]);
    assert!(code != 0 && said.contains("secret-in-config"), "{said}");
    let (code, said) = run(&["--accept", "secret-in-config=sample"]);
    assert_eq!(code, 0, "{said}");
}
