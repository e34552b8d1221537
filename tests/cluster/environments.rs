//! Environments on several clusters: each has the facts of its own, and follows its file.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{cluster, put};
use crate::support::{Ran, folder, kwgen, tree};

const ANSWERS: &str = "apiVersion: kwgen/v1\nname: payments\nnamespace: shop\nowner: team-pay\n\
    image: registry.example.com/shop/payments:1.5.0\nports: [http:8080]\ndependencies: [orders-db]\n\
    environments:\n  dev: {cluster: none, dependencies: any}\n  staging: {cluster: ack-test}\n\
    \x20 prod: {cluster: ack-hangzhou}\n";

fn facts(name: &str, version: &str, block: &str) -> String {
    let database = format!("dependencies: {{orders-db: [{{cidrs: [{block}], port: 5432}}]}}\n");
    cluster(name, &format!("kubernetesVersion: '{version}'\n{database}"))
}

/// A bundle of three environments: on no cluster, and on one each.
fn bundle() -> TempDir {
    let dir = folder();
    for (name, version, block) in [
        ("ack-test", "1.35", "10.1.0.0/24"),
        ("ack-hangzhou", "1.36", "10.2.0.0/24"),
    ] {
        let file = dir.path().join(format!("clusters/{name}.yaml"));
        put(&file, &facts(name, version, block));
    }
    let ran = kwgen(dir.path())
        .args(["new", "--non-interactive", "--dir", "out", "--answers", "-"])
        .stdin(ANSWERS)
        .run()
        .ends_with(0);
    for said in [
        "staging runs on ack-test, Kubernetes 1.35",
        "prod runs on ack-hangzhou, Kubernetes 1.36",
    ] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    dir
}

fn update(dir: &Path, args: &[&str]) -> Ran {
    kwgen(dir).args(["update", "out"]).args(args).run()
}

#[test]
fn a_version_is_pinned_only_where_no_cluster_gives_it() {
    let dir = bundle();
    let text = std::fs::read_to_string(dir.path().join("out/kwgen.yaml")).expect("answers");
    let pinned: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("kubernetesVersion"))
        .collect();
    assert_eq!(pinned, ["    kubernetesVersion: \"1.35\""], "{text}");
    update(dir.path(), &["--check"]).ends_with(0);
    let lock = std::fs::read_to_string(dir.path().join("out/kwgen.lock")).expect("a lock");
    let clusters: Vec<&str> = lock
        .lines()
        .filter_map(|line| line.strip_prefix("cluster: ")?.split(' ').next())
        .collect();
    assert_eq!(clusters, ["ack-test", "ack-hangzhou"]);
}

#[test]
fn a_changed_cluster_file_changes_the_overlays_of_its_environments() {
    let dir = bundle();
    let before = tree(&dir.path().join("out"));
    let file = dir.path().join("clusters/ack-hangzhou.yaml");
    let changed = facts("ack-hangzhou", "1.36", "10.3.0.0/24");
    put(&dir.path().join("next.yaml"), &changed);
    update(dir.path(), &["--check", "--cluster", "next.yaml"]).ends_with(1);
    put(&file, &changed);
    update(dir.path(), &[]).ends_with(0);
    let after = tree(&dir.path().join("out"));
    let paths: Vec<&str> = after
        .iter()
        .filter(|one| !before.contains(one))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(paths, ["kwgen.lock", "overlays/prod/networkpolicy.yaml"]);
}

#[test]
fn a_cluster_file_that_has_vanished_stops_the_update_at_the_answer_that_names_it() {
    let dir = bundle();
    let before = tree(&dir.path().join("out"));
    std::fs::remove_file(dir.path().join("clusters/ack-hangzhou.yaml")).expect("removed");
    let ran = update(dir.path(), &[]).ends_with(2);
    let said = "there is no cluster ack-hangzhou";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert!(ran.stderr.contains("out/kwgen.yaml:"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("error:").count(), 1, "{}", ran.stderr);
    assert_eq!(before, tree(&dir.path().join("out")));
}

#[test]
fn a_file_in_place_of_a_clusters_is_of_one_that_the_answers_name() {
    let dir = bundle();
    put(&dir.path().join("other.yaml"), &cluster("ack-x", ""));
    let ran = update(dir.path(), &["--check", "--cluster", "other.yaml"]).ends_with(2);
    let said = "of the cluster ack-x, and kwgen.yaml names ack-hangzhou, ack-test";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
}

#[test]
fn the_report_has_the_cluster_of_each_environment() {
    let dir = bundle();
    let ran = update(dir.path(), &["--check", "-o", "json"]).ends_with(0);
    let versions = &ran.report()["versions"];
    assert_eq!(versions["cluster"], Value::Null);
    let own = &versions["environments"];
    assert_eq!(own["dev"], json!({"kubernetes": "1.35"}));
    assert_eq!(own["prod"]["cluster"], "ack-hangzhou");
    assert_eq!(own["prod"]["kubernetes"], "1.36");
    assert!(own["prod"]["clusterDigest"].is_string(), "{own}");
}
