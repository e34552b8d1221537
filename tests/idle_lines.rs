//! No idle line: each line of the golden manifests is deleted in turn, with what it holds below it, and
//! what no validation and no rule notices is printed. `why::cover` holds that each of these lines has a
//! reason; whether the reason is worth the line is for whoever reads the list.
//! `cargo test --release idle_lines -- --ignored --nocapture` prints the list.
#![allow(clippy::print_stdout, reason = "the list is the product")]

use std::collections::BTreeMap;

use kwgen::cluster::NodePool;
use kwgen::kubernetes;
use kwgen::manifest;
use kwgen::rule;
use serde_json::json;

use crate::golden::{Bundle, bundles};
use crate::support::in_threads;

/// (path, text) of the manifests that are applied together.
type Files = Vec<(String, String)>;

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// (number, line, what is left) for each line that begins a key or an item.
fn deletions(text: &str) -> Vec<(usize, String, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words = line.trim();
        if words.is_empty() || words.starts_with('#') || words == "---" {
            continue;
        }
        let column = indent(line);
        let holds = |below: &&&str| {
            let is_own_item = words.ends_with(':')
                && !words.starts_with("- ")
                && indent(below) == column
                && below.trim_start().starts_with("- ");
            below.trim().is_empty() || indent(below) > column || is_own_item
        };
        let below = lines[at + 1..].iter().take_while(holds).count();
        let rest = [&lines[..at], &lines[at + 1 + below..]].concat();
        all.push((at + 1, words.to_owned(), rest.join("\n") + "\n"));
    }
    all
}

/// What validation and rules say of files, without the places.
fn said(files: &Files, minor: u16, pools: &[NodePool]) -> Vec<String> {
    let table = kubernetes::table(minor);
    let mut objects = Vec::new();
    let mut said = Vec::new();
    for (path, text) in files {
        let (read, faults) = manifest::read(path, text, &table);
        objects.extend(read);
        said.extend(faults.iter().map(|fault| fault.id.to_owned()));
    }
    let findings = rule::check_on(&objects, minor, pools);
    said.extend(
        findings
            .iter()
            .map(|one| format!("{} {}", one.rule, one.object)),
    );
    said.sort();
    said
}

/// The deletions of a bundle, and those that nothing notices as (file, line).
fn idle(bundle: &Bundle) -> (usize, Vec<(String, String)>) {
    let version = bundle.answers.split("kubernetesVersion: \"1.").nth(1);
    let minor = version.and_then(|rest| rest.split('"').next()?.parse().ok());
    let minor: u16 = minor.unwrap_or(35);
    let pools = bundle.cluster.as_ref().map(|one| one["nodePools"].clone());
    let pools = pools.filter(|pools| !pools.is_null()).unwrap_or(json!([]));
    let pools: Vec<NodePool> = serde_json::from_value(pools).expect("node pools");
    let mut files: Files = bundle
        .yaml()
        .filter(|(path, _)| !path.ends_with("kustomization.yaml"))
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    let sound = said(&files, minor, &pools);
    let (mut count, mut unseen) = (0, Vec::new());
    for at in 0..files.len() {
        let (path, text) = files[at].clone();
        for (_, line, left) in deletions(&text) {
            files[at].1 = left;
            count += 1;
            if said(&files, minor, &pools) == sound {
                unseen.push((path.clone(), line));
            }
        }
        files[at].1 = text;
    }
    (count, unseen)
}

#[test]
#[ignore = "minutes without optimisation; .ci/run has it"]
fn idle_lines_of_golden_bundles_are_listed() {
    let flat = bundles()
        .iter()
        .filter(|one| one.language == "en")
        .filter(|one| {
            one.files
                .iter()
                .all(|(path, _)| !path.starts_with("overlays/"))
        });
    let results = in_threads(flat.collect(), idle);
    let mut lines: BTreeMap<(String, String), usize> = BTreeMap::new();
    let (mut deleted, mut unnoticed) = (0, 0);
    for (count, unseen) in results {
        deleted += count;
        unnoticed += unseen.len();
        for place in unseen {
            *lines.entry(place).or_default() += 1;
        }
    }
    for ((path, line), count) in &lines {
        println!("{path}: {line}   ({count} times)");
    }
    println!(
        "{deleted} deletions, {unnoticed} not noticed, {} different lines",
        lines.len()
    );
    assert!(
        deleted > 10_000 && unnoticed * 2 < deleted,
        "{unnoticed} of {deleted}"
    );
}
