//! `-o json`: exactly one document, of the form that the schema says, also on failure.

use std::fs;

use kwgen::bundle::sha256_hex;
use serde_json::Value;

use super::Bundle;
use crate::support::{Ran, folder};

fn file<'r>(report: &'r Value, path: &str) -> &'r Value {
    let files = report["files"].as_array().expect("files");
    let found = files.iter().find(|file| file["path"] == path);
    found.unwrap_or_else(|| panic!("{path} in {report}"))
}

/// Every hash that a report gives is that of the file on disk.
fn assert_hashes(bundle: &Bundle, report: &Value) {
    for one in report["files"].as_array().expect("files") {
        let path = one["path"].as_str().expect("a path");
        let hash = fs::read(bundle.path(path))
            .ok()
            .map(|bytes| sha256_hex(&bytes));
        assert_eq!(one["sha256"], Value::from(hash), "{path}");
    }
}

#[test]
fn new_reports_what_it_writes_and_what_it_refuses() {
    let base = folder();
    let new = |args: &[&str]| -> Ran {
        let run = crate::disk::new(base.path()).args(["-o", "json"]);
        run.args(args.iter().copied()).run()
    };
    let report = new(&["--dry-run"]).ends_with(0).report();
    assert_eq!(file(&report, "kwgen.lock")["action"], "create");
    assert!(!base.path().join("payments").exists());
    let report = new(&[]).ends_with(0).report();
    assert_eq!(file(&report, "kwgen.yaml")["action"], "create");
    assert_eq!(report["dir"], "payments");
    let report = new(&["--replicas", "5"]).ends_with(3).report();
    assert_eq!(report["ok"], false);
    assert_eq!(report["errors"][0]["id"], "cli.conflict");
    assert_eq!(report["errors"][0]["file"], "payments/kwgen.yaml");
    let report = new(&["--replicas", "5", "--force"]).ends_with(0).report();
    assert_eq!(file(&report, "kwgen.yaml")["action"], "overwrite");
    let warned = report["warnings"].as_array().expect("warnings");
    assert!(
        warned.iter().any(|one| one["id"] == "bundle.lost"),
        "{report}"
    );
    let report = new(&["--dir", "/"]).ends_with(2).report();
    assert_eq!(report["errors"][0]["id"], "bundle.directory");
    let report = new(&["--replicas", "no"]).ends_with(2).report();
    assert_eq!(report["ok"], false);
}

#[test]
fn update_reports_each_file_with_what_lies_there_afterwards() {
    let bundle = Bundle::new();
    let update = |args: &[&str]| -> Ran {
        bundle
            .update()
            .args(["-o", "json"])
            .args(args.iter().copied())
            .run()
    };
    let report = update(&[]).ends_with(0).report();
    let files = report["files"].as_array().expect("files");
    assert!(
        files.iter().all(|file| file["action"] == "same"),
        "{report}"
    );
    assert_hashes(&bundle, &report);

    bundle.port(9090);
    let report = update(&["--check"]).ends_with(1).report();
    assert!(
        report["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .all(|one| one["id"] == "cli.drift")
    );
    let report = update(&["--dry-run", "--diff"]).ends_with(0).report();
    let diff = file(&report, "base/networkpolicy.yaml")["diff"]
        .as_str()
        .expect("a diff");
    assert!(diff.contains("+      port: 9090"), "{diff}");
    let report = update(&[]).ends_with(0).report();
    assert_eq!(file(&report, "kwgen.lock")["action"], "update");
    assert_eq!(report["bundles"][0]["files"], report["files"]);
    assert_eq!(report["decision"]["controller"], "Deployment");
    assert!(
        !report["warnings"].as_array().expect("warnings").is_empty(),
        "{report}"
    );
    assert_hashes(&bundle, &report);

    bundle.edit("base/networkpolicy.yaml", "# Callers.", "# Mine.");
    fs::remove_file(bundle.path("base/service.yaml")).expect("a file");
    bundle.port(7070);
    let report = update(&[]).ends_with(3).report();
    let policy = file(&report, "base/networkpolicy.yaml");
    assert_eq!(policy["action"], "edited");
    assert!(
        policy["ownerDiff"]
            .as_str()
            .is_some_and(|diff| diff.contains("+  # Mine."))
    );
    assert!(
        policy["kwgenDiff"]
            .as_str()
            .is_some_and(|diff| diff.contains("+      port: 7070"))
    );
    bundle.edit("base/kustomization.yaml", "- service.yaml\n", "");
    bundle.port(9090);
    bundle.edit("kwgen.yaml", "replicas: 3", "replicas: 4");
    let report = update(&["--keep-edited"]).ends_with(0).report();
    assert_eq!(file(&report, "base/networkpolicy.yaml")["action"], "keep");
    assert_hashes(&bundle, &report);

    fs::write(bundle.path("kwgen.yaml"), "pots: 1\nname: a\n").expect("a file");
    let report = update(&[]).ends_with(2).report();
    let errors = report["errors"].as_array().expect("errors");
    let of_line = errors.iter().find(|one| one["line"] == 1).expect("a line");
    assert_eq!(of_line["file"], "payments/kwgen.yaml");
    assert_eq!(report["bundles"][0]["ok"], false);
    fs::write(bundle.path("kwgen.lock"), "format: 9\n").expect("a file");
    let report = update(&[]).ends_with(3).report();
    assert_eq!(report["errors"][0]["id"], "bundle.newer-lock");
}

#[test]
fn a_request_that_is_no_request_is_reported_too() {
    let bundle = Bundle::new();
    let report = bundle
        .update()
        .args(["--frce", "-o", "json"])
        .run()
        .ends_with(2)
        .report();
    assert_eq!(report["errors"][0]["id"], "cli.unknown-flag");
}
