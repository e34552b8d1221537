//! The verb as its users run it.

use std::collections::BTreeSet;
use std::path::Path;

use kwgen::why::{LOCK, Reasons, lock_line};

use crate::support::{Ran, folder, kwgen};

const WEB: [&str; 9] = [
    "new",
    "payments",
    "--non-interactive",
    "--preset",
    "web",
    "--image",
    "registry.example.com/shop/payments:1.4.2",
    "--memory",
    "768Mi",
];

fn web() -> tempfile::TempDir {
    let dir = folder();
    kwgen(dir.path()).args(WEB).run().ends_with(0);
    dir
}

/// The line (from 1) of the first line of a file that holds `text`.
pub(super) fn line_of(dir: &Path, file: &str, text: &str) -> usize {
    let all = std::fs::read_to_string(dir.join(file)).expect("a file");
    let at = all.lines().position(|line| line.contains(text));
    at.unwrap_or_else(|| panic!("{text} in {file}")) + 1
}

pub(super) fn why(dir: &Path, file: &str, line: usize) -> Ran {
    kwgen(dir).args(["why", &format!("{file}:{line}")]).run()
}

pub(super) fn replace(dir: &Path, file: &str, from: &str, to: &str) {
    let path = dir.join(file);
    let text = std::fs::read_to_string(&path).expect("a file");
    assert!(text.contains(from), "{from} in {file}");
    std::fs::write(path, text.replacen(from, to, 1)).expect("a file");
}

/// The file of a cluster that enforces policies.
const CLUSTER: &str = "apiVersion: kwgen/v1\ncluster: x\nkubernetesVersion: '1.34'\nnetworkPolicy: true\n\
    dependencies: {orders-db: [{cidrs: [10.0.12.0/24], port: 5432}]}\n";

const DEPLOYMENT: &str = "payments/base/deployment.yaml";

#[test]
fn a_line_leads_to_its_answer_and_what_breaks_without_it() {
    let dir = web();
    let line = line_of(dir.path(), DEPLOYMENT, "memory: 768Mi");
    let ran = why(dir.path(), DEPLOYMENT, line).ends_with(0);
    for part in ["memory: 768Mi (payments/kwgen.yaml:", "Without it", "H6: "] {
        assert!(ran.stdout.contains(part), "{part}\n{}", ran.stdout);
    }
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
    let line = line_of(dir.path(), DEPLOYMENT, "cpu: 100m");
    let ran = why(dir.path(), DEPLOYMENT, line).ends_with(0);
    assert!(ran.stdout.contains("cpu: 100m (a guess"), "{}", ran.stdout);
}

#[test]
fn a_version_and_a_fact_are_named_where_they_matter() {
    let dir = web();
    let line = line_of(dir.path(), DEPLOYMENT, "preStop:");
    let ran = why(dir.path(), DEPLOYMENT, line).ends_with(0);
    for part in ["LifecycleHandler.sleep", "1.30", "1.35", "drainSeconds: 10"] {
        assert!(ran.stdout.contains(part), "{part}\n{}", ran.stdout);
    }
}

#[test]
fn it_is_said_in_chinese_and_in_json_too() {
    let dir = web();
    let line = line_of(dir.path(), DEPLOYMENT, "readOnlyRootFilesystem");
    let at = format!("{DEPLOYMENT}:{line}");
    let ran = kwgen(dir.path())
        .args(["--lang", "zh-CN", "why", &at])
        .run()
        .ends_with(0);
    assert!(ran.stdout.contains("没有它会怎样"), "{}", ran.stdout);
    let ran = kwgen(dir.path())
        .args(["why", &at, "-o", "json"])
        .run()
        .ends_with(0);
    let report = ran.report();
    let line = &report["line"];
    assert_eq!(line["maker"], "kwgen");
    assert_eq!(line["object"]["kind"], "Deployment");
    assert_eq!(line["contract"][0]["id"], "H5");
    assert_eq!(line["answers"][0]["id"], "writablePaths");
    assert_eq!(line["answers"][0]["origin"], "default");
}

#[test]
fn a_line_is_found_again_in_a_file_that_was_edited() {
    let dir = web();
    replace(dir.path(), DEPLOYMENT, "spec:\n", "# mine\nspec:\n");
    replace(dir.path(), DEPLOYMENT, "memory: 768Mi", "memory: 2Gi");
    let line = line_of(dir.path(), DEPLOYMENT, "readOnlyRootFilesystem");
    let ran = why(dir.path(), DEPLOYMENT, line).ends_with(0);
    assert!(
        ran.stdout
            .contains("securityContext.readOnlyRootFilesystem"),
        "{}",
        ran.stdout
    );
    let line = line_of(dir.path(), DEPLOYMENT, "# mine");
    let ran = why(dir.path(), DEPLOYMENT, line).ends_with(1);
    assert!(ran.stdout.contains("Written by hand"), "{}", ran.stdout);
    let line = line_of(dir.path(), DEPLOYMENT, "memory: 2Gi");
    let ran = why(dir.path(), DEPLOYMENT, line).ends_with(1);
    assert!(
        ran.stdout.contains("kwgen wrote: memory: 768Mi"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("resources.requests.memory"),
        "{}",
        ran.stdout
    );
}

#[test]
fn answers_that_changed_since_are_said_and_do_not_mislead() {
    let dir = web();
    replace(
        dir.path(),
        "payments/kwgen.yaml",
        "memory: 768Mi",
        "memory: 1Gi",
    );
    let line = line_of(dir.path(), DEPLOYMENT, "readOnlyRootFilesystem");
    let ran = why(dir.path(), DEPLOYMENT, line).ends_with(0);
    assert!(
        ran.stderr.contains("kwgen update --diff payments"),
        "{}",
        ran.stderr
    );
    let line = line_of(dir.path(), DEPLOYMENT, "memory: 768Mi");
    let ran = why(dir.path(), DEPLOYMENT, line).ends_with(1);
    assert!(ran.stdout.is_empty(), "{}", ran.stdout);
    assert!(
        ran.stderr.contains("run `kwgen update payments` first"),
        "{}",
        ran.stderr
    );
}

#[test]
fn every_line_of_the_other_files_is_answered() {
    let dir = web();
    for file in [
        "README.md",
        "kwgen.yaml",
        "base/kustomization.yaml",
        "kwgen.lock",
    ] {
        let path = format!("payments/{file}");
        let text = std::fs::read_to_string(dir.path().join(&path)).expect("a file");
        let count = text.lines().count();
        // The lock repeats the rest: its head and some of each kind.
        let step = if file == "kwgen.lock" { 23 } else { 7 };
        for line in (1..=count).step_by(step).chain([2, 3, 4, 5, 6, 7, count]) {
            let ran = why(dir.path(), &path, line).ends_with(0);
            assert!(
                ran.stdout.contains("Without it"),
                "{path}:{line}\n{}",
                ran.stdout
            );
        }
    }
    let line = line_of(dir.path(), "payments/kwgen.yaml", "memory:");
    let ran = why(dir.path(), "payments/kwgen.yaml", line).ends_with(0);
    assert!(
        ran.stdout.contains("base/deployment.yaml:"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_bundle_is_found_from_inside_and_from_outside() {
    let dir = web();
    let inside = dir.path().join("payments/base");
    let line = line_of(&inside, "deployment.yaml", "replicas:");
    why(&inside, "deployment.yaml", line).ends_with(0);
    why(&inside, "../README.md", 1).ends_with(0);
    let whole = inside.join("deployment.yaml");
    why(Path::new("/"), &whole.display().to_string(), line).ends_with(0);
    // As faults and findings name a place.
    let at = format!("{DEPLOYMENT}:{line}:5");
    kwgen(dir.path()).args(["why", &at]).run().ends_with(0);
}

#[test]
fn what_cannot_be_explained_is_said_in_both_languages_with_what_to_do() {
    let dir = web();
    std::fs::write(dir.path().join("payments/base/mine.yaml"), "a: 1\n").expect("a file");
    std::fs::write(dir.path().join("lone.yaml"), "a: 1\n").expect("a file");
    let cases = [
        ("payments/base/deployment.yaml", "why.not-a-line"),
        ("payments/base/deployment.yaml:x", "why.not-a-line"),
        ("payments/base/deploymnt.yaml:3", "why.no-file"),
        ("payments/base:3", "why.not-a-file"),
        ("payments/base/deployment.yaml:0", "why.out-of-range"),
        (
            "payments/base/deployment.yaml:99999999999999999999999",
            "why.out-of-range",
        ),
        ("payments/base/mine.yaml:1", "why.not-ours"),
        ("lone.yaml:1", "why.no-lock"),
    ];
    for (at, id) in cases {
        let ran = kwgen(dir.path())
            .args(["why", at, "-o", "json"])
            .run()
            .ends_with(2);
        let report = ran.report();
        assert_eq!(report["errors"][0]["id"], id, "{at}");
        for language in ["en", "zh-CN"] {
            let ran = kwgen(dir.path())
                .args(["why", at, "--lang", language])
                .run()
                .ends_with(2);
            assert!(ran.stderr.contains("→"), "{at}: {}", ran.stderr);
            assert!(ran.stdout.is_empty(), "{at}: {}", ran.stdout);
        }
    }
    replace(
        dir.path(),
        "payments/kwgen.yaml",
        "memory: 768Mi",
        "memory: lots",
    );
    let ran = why(dir.path(), DEPLOYMENT, 3).ends_with(2);
    assert!(
        ran.stderr.contains("payments/kwgen.yaml:"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_exception_leads_to_who_asked_for_it() {
    let dir = web();
    let file = "payments/kwgen.yaml";
    replace(dir.path(), file, "replicas: 3", "replicas: 2");
    let accept = "accept:\n- {rule: image-without-digest, reason: a sandbox, by: li.wei}\n";
    replace(
        dir.path(),
        file,
        "\n# Process\n",
        &format!("\n{accept}# Process\n"),
    );
    kwgen(dir.path())
        .args(["update", "payments"])
        .run()
        .ends_with(0);
    for (annotation, answer) in [
        ("accept.few-replicas", "replicas: 2 ("),
        (
            "accept.image-without-digest",
            "accept: image-without-digest=a sandbox (li.wei)",
        ),
    ] {
        let line = line_of(dir.path(), DEPLOYMENT, annotation);
        let ran = why(dir.path(), DEPLOYMENT, line).ends_with(0);
        assert!(ran.stdout.contains(answer), "{answer}\n{}", ran.stdout);
    }
    let line = line_of(dir.path(), file, "- {rule:");
    let ran = why(dir.path(), file, line).ends_with(0);
    assert!(ran.stdout.contains("exceptions"), "{}", ran.stdout);
}

#[test]
fn a_probe_and_a_rule_of_the_network_inherit_their_answers() {
    let dir = web();
    let line = line_of(dir.path(), DEPLOYMENT, "tcpSocket:") + 1;
    let ran = why(dir.path(), DEPLOYMENT, line).ends_with(0);
    assert!(
        ran.stdout.contains("readiness: tcp (a guess"),
        "{}",
        ran.stdout
    );
    let policy = "payments/base/networkpolicy.yaml";
    let line = line_of(dir.path(), policy, "except:");
    let ran = why(dir.path(), policy, line).ends_with(0);
    assert!(ran.stdout.contains("dependencies: any"), "{}", ran.stdout);
}

#[test]
fn every_line_of_a_lock_has_a_reason_and_every_reason_of_the_lock_a_line() {
    let dir = folder();
    std::fs::write(dir.path().join("x.yaml"), CLUSTER).expect("a cluster file");
    kwgen(dir.path())
        .args(WEB)
        .args(["--cluster", "x.yaml"])
        .run()
        .ends_with(0);
    let lock = std::fs::read_to_string(dir.path().join("payments/kwgen.lock")).expect("the lock");
    let words: BTreeSet<String> = (1..=lock.lines().count())
        .map(|line| lock_line(&lock, line).word)
        .collect();
    let reasons = Reasons::load().expect("the reasons");
    let known: BTreeSet<String> = reasons
        .all()
        .iter()
        .filter(|reason| reason.kinds == [LOCK])
        .flat_map(|reason| reason.paths.iter().cloned())
        .collect();
    assert_eq!(words, known);
}

#[test]
fn a_line_that_a_cluster_decided_names_it() {
    let dir = folder();
    std::fs::write(dir.path().join("x.yaml"), CLUSTER).expect("a cluster file");
    kwgen(dir.path())
        .args(WEB)
        .args(["--cluster", "x.yaml", "--dependency", "orders-db"])
        .run()
        .ends_with(0);
    let policy = "payments/base/networkpolicy.yaml";
    let line = line_of(dir.path(), policy, "10.0.12.0/24");
    let ran = why(dir.path(), policy, line).ends_with(0);
    for part in [
        "the file of the cluster x",
        "../x.yaml (payments/kwgen.yaml:",
        "dependencies: orders-db",
    ] {
        assert!(ran.stdout.contains(part), "{part}\n{}", ran.stdout);
    }
    let readme = "payments/README.md";
    let line = line_of(dir.path(), readme, "Kubernetes 1.34");
    let ran = why(dir.path(), readme, line).ends_with(0);
    let said = "kubernetesVersion: 1.34 (from the file of the cluster x;";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
}

#[test]
fn a_checkout_with_other_line_ends_is_still_kwgens() {
    let dir = web();
    let path = dir.path().join(DEPLOYMENT);
    let text = std::fs::read_to_string(&path).expect("a file");
    std::fs::write(&path, text.replace('\n', "\r\n")).expect("a file");
    let line = line_of(dir.path(), DEPLOYMENT, "readOnlyRootFilesystem");
    why(dir.path(), DEPLOYMENT, line).ends_with(0);
}
