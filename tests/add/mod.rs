//! `kwgen new --add`: a bundle gets another workload, its owner's `kwgen.yaml` keeps every comment, and
//! the cluster sees no change of what was there.

mod conversions;
mod refusals;

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::golden::{cases, lay_clusters};
use crate::support::{Kwgen, folder, in_threads, kwgen, tree};

const IMAGE: &str = "registry.example.com/shop/payments:1.4.2@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945";

/// A folder with the bundle `payments` made from these answers.
fn bundle(args: &[&str]) -> TempDir {
    let base = folder();
    new(base.path()).args(args).run().ends_with(0);
    base
}

fn new(base: &Path) -> Kwgen {
    kwgen(base).args(["new", "payments", "--non-interactive", "--image", IMAGE])
}

/// `kwgen new --add ID` in the folder of a bundle.
fn add(base: &Path, id: &str) -> Kwgen {
    kwgen(base).args(["new", "--add", id, "--dir", "payments", "--non-interactive"])
}

fn files(base: &Path) -> Vec<(String, String)> {
    tree(&base.join("payments"))
}

fn read(base: &Path, path: &str) -> String {
    fs::read_to_string(base.join("payments").join(path)).expect("a file")
}

/// The files of both trees that tell of the whole service.
fn tells_of_all(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    [
        "README.md",
        "kwgen.yaml",
        "kwgen.lock",
        "kustomization.yaml",
    ]
    .contains(&name)
        || path.starts_with("namespace/")
}

/// The first file that was there and is not as it was.
fn changed(before: &[(String, String)], after: &[(String, String)]) -> Option<String> {
    let mut own = before.iter().filter(|(path, _)| !tells_of_all(path));
    own.find(|one| !after.contains(one))
        .map(|(path, _)| path.clone())
}

#[track_caller]
fn is_current(base: &Path) {
    let check = kwgen(base).args(["update", "--check", "payments"]);
    check.run().ends_with(0);
}

#[test]
fn whatever_a_bundle_was_made_from_its_objects_stay_to_the_byte() {
    let tried = in_threads(cases(), |case| {
        let answers = fs::read_to_string(case.join("answers.yaml")).expect("answers");
        if answers.contains("\nworkloads:") {
            return false;
        }
        let base = folder();
        let name = case
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        lay_clusters(&case, base.path());
        fs::write(base.path().join("answers.yaml"), &answers).expect("a file");
        let made =
            kwgen(base.path()).args(["new", "--answers", "answers.yaml", "--dir", "payments"]);
        made.args(["--non-interactive"]).run().ends_with(0);
        let before = files(base.path());
        let more = [
            "--preset",
            "worker",
            "--expose",
            "none",
            "--network-policy",
            "both",
        ];
        let more = add(base.path(), "extra")
            .args(more)
            .args(["--spot", "never"]);
        let more = more.args(["--run-as-user", "10001"]).run();
        assert_eq!(more.code, 0, "{name}: {}", more.stderr);
        let after = files(base.path());
        assert_eq!(changed(&before, &after), None, "{name}");
        assert!(after.len() > before.len(), "{name}");
        is_current(base.path());
        true
    });
    assert!(tried.iter().filter(|tried| **tried).count() >= 50);
}

/// The answers that a preset does not do without.
fn needs(preset: &str) -> &'static [&'static str] {
    match preset {
        "database" => &[
            "--port",
            "sql:5432",
            "--storage",
            "20Gi@/data",
            "--secret",
            "db",
        ],
        "log-agent" => &["--host-path", "/var/log", "--run-as-user", "0"],
        "scheduled-job" => &["--schedule", "0 2 * * *"],
        "batch-job" => &["--deadline", "1h"],
        _ => &[],
    }
}

#[test]
fn each_preset_can_come_to_each_other_and_changes_nothing_of_it() {
    let presets = [
        "web",
        "worker",
        "database",
        "log-agent",
        "batch-job",
        "scheduled-job",
        "spot-worker",
    ];
    let pairs: Vec<(&str, &str)> = presets
        .iter()
        .flat_map(|one| presets.iter().map(move |other| (*one, *other)))
        .collect();
    in_threads(pairs, |(one, other)| {
        let base = folder();
        let made = new(base.path())
            .args(["--preset", one])
            .args(needs(one))
            .run();
        assert_eq!(made.code, 0, "{one}: {}", made.stderr);
        let before = files(base.path());
        let more = add(base.path(), "other").args(["--preset", other]);
        let more = more.args(needs(other)).run();
        assert_eq!(more.code, 0, "{one} and {other}: {}", more.stderr);
        assert_eq!(
            changed(&before, &files(base.path())),
            None,
            "{one} and {other}"
        );
        is_current(base.path());
    });
}

#[test]
fn a_workload_comes_to_a_bundle_that_has_several() {
    let base = bundle(&["--preset", "web"]);
    let worker = add(base.path(), "worker").args(["--preset", "worker"]);
    worker.run().ends_with(0);
    let before = files(base.path());
    let settle = add(base.path(), "settle").args(["--schedule", "0 2 * * *"]);
    settle
        .args(["--time-zone", "Asia/Shanghai"])
        .run()
        .ends_with(0);
    let after = files(base.path());
    assert_eq!(changed(&before, &after), None);
    let answers = read(base.path(), "kwgen.yaml");
    let old = before.iter().find(|(path, _)| path == "kwgen.yaml");
    let (_, old) = old.expect("the answers");
    assert!(answers.starts_with(old.as_str()), "{answers}");
    assert!(read(base.path(), "base/settle-cronjob.yaml").contains("name: payments-settle"));
    is_current(base.path());
}

#[test]
fn each_workload_has_its_own_selector_policy_and_budget() {
    let base = bundle(&["--preset", "web"]);
    add(base.path(), "worker")
        .args(["--preset", "worker"])
        .run()
        .ends_with(0);
    for (prefix, name) in [("", "payments"), ("worker-", "payments-worker")] {
        for kind in ["deployment", "networkpolicy", "poddisruptionbudget"] {
            let text = read(base.path(), &format!("base/{prefix}{kind}.yaml"));
            let label = format!("app.kubernetes.io/name: {name}\n");
            assert!(text.contains(&label), "{prefix}{kind}: {text}");
        }
    }
}

#[test]
fn hand_edits_of_the_first_workload_stay() {
    let base = bundle(&["--preset", "web"]);
    let path = base.path().join("payments/base/deployment.yaml");
    let edited = format!("# ours\n{}", read(base.path(), "base/deployment.yaml"));
    fs::write(path, &edited).expect("a file");
    add(base.path(), "worker")
        .args(["--preset", "worker"])
        .run()
        .ends_with(0);
    assert_eq!(read(base.path(), "base/deployment.yaml"), edited);
}

#[test]
fn an_exception_of_a_new_workload_is_its_own() {
    let base = bundle(&["--preset", "web", "--accept", "few-replicas=one region"]);
    let worker = add(base.path(), "worker").args(["--preset", "worker", "--replicas", "2"]);
    worker
        .args(["--accept", "few-replicas=a queue waits"])
        .run()
        .ends_with(0);
    let answers = read(base.path(), "kwgen.yaml");
    assert!(
        answers.ends_with(
            "accept:\n- workload: main\n  rule: few-replicas\n  reason: one region\n\
             - rule: few-replicas\n  reason: a queue waits\n  workload: worker\n"
        ),
        "{answers}"
    );
}

#[test]
fn a_dry_run_shows_the_plan_and_writes_nothing() {
    let base = bundle(&["--preset", "web"]);
    let before = files(base.path());
    let ran = add(base.path(), "worker").args(["--preset", "worker", "--dry-run", "--diff"]);
    let ran = ran.run().ends_with(0);
    assert!(
        ran.stderr.contains("create base/worker-deployment.yaml"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stdout.contains("+    objectName: payments\n"),
        "{}",
        ran.stdout
    );
    assert_eq!(files(base.path()), before);
}

#[test]
fn the_report_in_json_has_the_decision_of_each_workload() {
    let base = bundle(&["--preset", "web"]);
    let ran = add(base.path(), "settle").args(["--schedule", "0 2 * * *", "-o", "json"]);
    let ran = ran.run().ends_with(0);
    let report: Value = serde_json::from_str(&ran.stdout).expect("one document");
    let workloads = report["workloads"].as_object().map(|all| {
        let decided = all.iter();
        let decided = decided.map(|(id, one)| (id.clone(), one["controller"].clone()));
        decided.collect::<Vec<_>>()
    });
    let text = format!("{:?} {}", workloads, report["workloads"]);
    assert!(
        text.contains("CronJob") && text.contains("Deployment"),
        "{text}"
    );
    assert_eq!(report["ok"], true, "{}", ran.stdout);
}
