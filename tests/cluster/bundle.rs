//! A bundle that names a cluster: where the file is found, what of it reaches the manifests, and what
//! happens when it changes.

use std::path::Path;

use super::{cluster, put};
use crate::support::{Ran, folder, kwgen};

const DB: &str = "dependencies: {orders-db: [{cidrs: [10.0.12.0/24], port: 5432}]}\n";

fn new(dir: &Path, args: &[&str]) -> Ran {
    let web = [
        "new",
        "payments",
        "--non-interactive",
        "--image",
        "registry.example.com/shop/payments:1.4.2",
        "--port",
        "http:8080",
    ];
    kwgen(dir).args(web).args(args.to_vec()).run()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file")
}

fn update(dir: &Path, args: &[&str]) -> Ran {
    kwgen(dir).args(["update"]).args(args.to_vec()).run()
}

#[test]
fn a_path_stands_in_the_answers_as_it_is_seen_from_them() {
    let dir = folder();
    let file = dir.path().join("platform/clusters/ack-x.yaml");
    put(&file, &cluster("ack-x", DB));
    std::fs::create_dir(dir.path().join("team")).expect("a folder");
    let named = [
        "--cluster",
        "../platform/clusters/ack-x.yaml",
        "--dependency",
        "orders-db",
    ];
    new(&dir.path().join("team"), &named).ends_with(0);
    let answers = read(&dir.path().join("team/payments/kwgen.yaml"));
    assert!(
        answers.contains("\ncluster: ../../platform/clusters/ack-x.yaml\n"),
        "{answers}"
    );
    // From wherever it is run.
    for (from, path) in [
        (".", "team/payments"),
        ("team/payments", "."),
        ("platform", "../team/payments"),
    ] {
        update(&dir.path().join(from), &["--check", path]).ends_with(0);
    }
    let policy = read(&dir.path().join("team/payments/base/networkpolicy.yaml"));
    assert!(policy.contains("cidr: 10.0.12.0/24"), "{policy}");
}

#[test]
fn a_path_in_an_answers_file_is_seen_from_that_file() {
    let dir = folder();
    put(
        &dir.path().join("answers/clusters/ack-x.yaml"),
        &cluster("ack-x", ""),
    );
    put(
        &dir.path().join("answers/payments.yaml"),
        "apiVersion: kwgen/v1\ncluster: clusters/ack-x.yaml\n",
    );
    new(dir.path(), &["--answers", "answers/payments.yaml"]).ends_with(0);
    let answers = read(&dir.path().join("payments/kwgen.yaml"));
    assert!(
        answers.contains("\ncluster: ../answers/clusters/ack-x.yaml\n"),
        "{answers}"
    );
}

#[test]
fn a_name_is_found_in_the_nearest_folder_of_clusters() {
    let dir = folder();
    put(
        &dir.path().join("clusters/ack-x.yaml"),
        &cluster("ack-x", "kubernetesVersion: '1.36'\n"),
    );
    let team = dir.path().join("team");
    put(&team.join("clusters/other.yaml"), &cluster("other", ""));
    new(&team, &["--cluster", "ack-x"]).ends_with(0);
    let answers = read(&team.join("payments/kwgen.yaml"));
    assert!(answers.contains("\ncluster: ack-x\n"), "{answers}");
    assert!(
        !answers.contains("kubernetesVersion"),
        "it follows its cluster: {answers}"
    );
    assert!(read(&team.join("payments/README.md")).contains("Kubernetes 1.36"));
    update(&team, &["--check", "payments"]).ends_with(0);
    put(
        &team.join("clusters/ack-x.yaml"),
        &cluster("ack-x", "kubernetesVersion: '1.35'\n"),
    );
    update(&team, &["--check", "payments"]).ends_with(1);

    let lost = new(&team, &["--cluster", "ack-y", "--dry-run"]).ends_with(2);
    assert!(
        lost.stderr.contains("did you mean ack-x?"),
        "{}",
        lost.stderr
    );
    assert!(
        lost.stderr.contains("known: ack-x, other;"),
        "{}",
        lost.stderr
    );
}

#[test]
fn a_file_of_another_cluster_is_not_taken_for_the_one_that_is_named() {
    let dir = folder();
    put(
        &dir.path().join("clusters/ack-x.yaml"),
        &cluster("ack-y", ""),
    );
    let ran = new(dir.path(), &["--cluster", "ack-x"]).ends_with(2);
    let said = "error: clusters/ack-x.yaml: this is the file of the cluster ack-y, not of ack-x\n";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
}

#[test]
fn the_lock_holds_the_digest_of_the_facts_that_a_bundle_was_made_from() {
    let dir = folder();
    let file = dir.path().join("clusters/ack-x.yaml");
    put(&file, &cluster("ack-x", DB));
    new(
        dir.path(),
        &["--cluster", "ack-x", "--dependency", "orders-db"],
    )
    .ends_with(0);
    let lock = || read(&dir.path().join("payments/kwgen.lock"));
    let digest = kwgen::bundle::sha256_hex(cluster("ack-x", DB).as_bytes());
    assert!(
        lock().contains(&format!("\ncluster: ack-x {digest}\n")),
        "{}",
        lock()
    );

    // A comment changes no file, and so not the lock either; a fact changes both.
    let before = lock();
    put(&file, &(cluster("ack-x", DB) + "# reviewed\n"));
    update(dir.path(), &["payments"]).ends_with(0);
    assert_eq!(lock(), before);
    put(&file, &cluster("ack-x", &DB.replace("10.0.12", "10.0.13")));
    update(dir.path(), &["--check", "payments"]).ends_with(1);
    update(dir.path(), &["payments"]).ends_with(0);
    assert!(!lock().contains(&digest));
    assert!(lock().contains("cidr: 10.0.13.0/24"));
}

#[test]
fn the_version_of_the_cluster_is_below_an_answer_and_above_the_default() {
    let dir = folder();
    put(
        &dir.path().join("ack-x.yaml"),
        &cluster("ack-x", "kubernetesVersion: v1.32.7-aliyun.1\n"),
    );
    let version = |args: &[&str]| {
        let ran = new(dir.path(), args);
        let line = ran
            .stdout
            .lines()
            .find(|line| line.starts_with("kubernetesVersion"));
        let words: Vec<&str> = line.expect("a version").split_whitespace().collect();
        words.join(" ")
    };
    let shown = ["--print-answers", "--cluster", "./ack-x.yaml"];
    assert_eq!(version(&shown), "kubernetesVersion 1.32 # cluster ack-x");
    assert_eq!(
        version(&["--print-answers"]),
        "kubernetesVersion 1.35 # default"
    );
    let stated = [&shown[..], &["--kubernetes-version", "1.30"]].concat();
    assert_eq!(
        version(&stated),
        "kubernetesVersion 1.30 # flag --kubernetes-version"
    );
    // `none` says that there is no cluster, whatever a file says.
    put(
        &dir.path().join("a.yaml"),
        "apiVersion: kwgen/v1\ncluster: ack-x.yaml\n",
    );
    let none = [
        "--print-answers",
        "--answers",
        "a.yaml",
        "--cluster",
        "none",
    ];
    assert_eq!(version(&none), "kubernetesVersion 1.35 # default");
}

#[test]
fn an_update_takes_the_facts_from_another_file_for_one_run() {
    let dir = folder();
    put(
        &dir.path().join("clusters/ack-x.yaml"),
        &cluster("ack-x", DB),
    );
    new(
        dir.path(),
        &["--cluster", "ack-x", "--dependency", "orders-db"],
    )
    .ends_with(0);
    put(
        &dir.path().join("next.yaml"),
        &cluster("ack-x", &DB.replace("10.0.12", "10.0.13")),
    );
    put(&dir.path().join("other.yaml"), &cluster("ack-y", DB));
    let check = |file: &str| update(dir.path(), &["--check", "--cluster", file, "payments"]);
    check("clusters/ack-x.yaml").ends_with(0);
    check("next.yaml").ends_with(1);
    let other = check("other.yaml").ends_with(2);
    assert!(
        other
            .stderr
            .contains("of the cluster ack-y, and kwgen.yaml names ack-x"),
        "{}",
        other.stderr
    );
    assert!(!other.stderr.contains("orders-db"), "{}", other.stderr);
    let answers = read(&dir.path().join("payments/kwgen.yaml"));
    assert!(answers.contains("\ncluster: ack-x\n"), "{answers}");

    std::fs::remove_dir_all(dir.path().join("payments")).expect("removed");
    new(dir.path(), &[]).ends_with(0);
    let none = check("next.yaml").ends_with(2);
    assert!(
        none.stderr.contains("write cluster: PATH in kwgen.yaml"),
        "{}",
        none.stderr
    );
}

#[test]
fn a_cluster_file_that_is_a_pipe_is_not_waited_for() {
    let dir = folder();
    let ran = new(dir.path(), &["--cluster", "/dev/stdin"]).ends_with(2);
    assert!(ran.stderr.contains("it is no plain file"), "{}", ran.stderr);
}

#[test]
fn what_is_wrong_with_the_cluster_and_with_the_answers_is_said_in_one_run() {
    let dir = folder();
    put(
        &dir.path().join("ack-x.yaml"),
        &cluster("ack-x", "cnii: terway\n"),
    );
    let ran = new(
        dir.path(),
        &[
            "--cluster",
            "ack-x.yaml",
            "--memory",
            "none",
            "--dependency",
            "orders-db",
        ],
    )
    .ends_with(2);
    assert!(ran.stderr.contains("did you mean cni?"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--memory"), "{}", ran.stderr);
    // What the broken file might know is not said to be unknown.
    assert!(!ran.stderr.contains("orders-db"), "{}", ran.stderr);
}

#[test]
fn a_pod_on_acs_asks_for_its_policies() {
    let dir = folder();
    put(
        &dir.path().join("ack-x.yaml"),
        &cluster("ack-x", "cni: acs\n"),
    );
    let ask = "      annotations:\n";
    let annotation = "alibabacloud.com/enable-network-policy-agent: \"true\"";
    for paths in [&["--writable-path", "none"][..], &[], &["--replicas", "1"]] {
        let args = [&["--stdout", "--cluster", "./ack-x.yaml"], paths].concat();
        let ran = new(dir.path(), &args).ends_with(0);
        assert!(ran.stdout.contains(annotation), "{paths:?}: {}", ran.stdout);
        assert_eq!(ran.stdout.matches(ask).count(), 1, "{paths:?}");
    }
    put(
        &dir.path().join("ack-x.yaml"),
        &cluster("ack-x", "cni: terway\n"),
    );
    let ran = new(dir.path(), &["--stdout", "--cluster", "./ack-x.yaml"]).ends_with(0);
    assert!(!ran.stdout.contains(annotation));
}
