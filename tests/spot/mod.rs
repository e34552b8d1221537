//! Spot nodes: what is written for them, for whom it is refused, and what is said of the guide's own.

use std::path::Path;

use kwgen::cluster::Cluster;
use kwgen::pack::Pack;
use kwgen::rule;

use crate::support::{Ran, folder, kwgen, repository};

const IMAGE: &str = "registry.example.com/shop/payments:1.4.2";
/// A pool that is not spot, and one that is.
const POOLS: &str = "nodePools:\n- {name: default, spot: false}\n- name: cheap\n  labels: {capacity: spot}\n  \
    taints: [{key: capacity, value: spot, effect: NoSchedule}]\n  spot: true\n";

fn cluster(pools: &str) -> String {
    format!("apiVersion: kwgen/v1\ncluster: ack-x\ncni: terway\nnetworkPolicy: true\n{pools}")
}

/// A folder with the cluster `ack-x`.
fn beside(pools: &str) -> tempfile::TempDir {
    let dir = folder();
    std::fs::create_dir(dir.path().join("clusters")).expect("a folder");
    put(dir.path(), "clusters/ack-x.yaml", &cluster(pools));
    dir
}

fn put(dir: &Path, path: &str, text: &str) {
    std::fs::write(dir.join(path), text).expect("a file");
}

fn read(dir: &Path, path: &str) -> String {
    std::fs::read_to_string(dir.join(path)).expect("a file")
}

fn new(dir: &Path, args: &[&str]) -> Ran {
    let start = ["new", "payments", "--non-interactive", "--image", IMAGE];
    kwgen(dir).args(start).args(args).run()
}

#[test]
fn a_toleration_that_somebody_takes_out_is_missed_by_the_rule_that_plays_the_scheduler() {
    let dir = beside(POOLS);
    let args = ["--port", "none", "--spot", "prefer", "--cluster", "ack-x"];
    new(dir.path(), &args).ends_with(0);
    let file = "payments/base/deployment.yaml";
    let text = read(dir.path(), file);
    let own = "      - key: capacity\n        operator: Equal\n        value: spot\n        effect: NoSchedule\n";
    assert!(text.contains(own), "{text}");
    put(dir.path(), file, &text.replace(own, ""));
    let answers = read(dir.path(), "payments/kwgen.yaml");
    put(
        dir.path(),
        "payments/kwgen.yaml",
        &answers.replace("replicas: 3", "replicas: 5"),
    );
    let ran = kwgen(dir.path())
        .args(["update", "payments", "--keep-edited"])
        .run()
        .ends_with(3);
    for said in [
        "spot-pool-closed",
        "the pool cheap",
        "capacity=spot:NoSchedule",
    ] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

#[test]
fn a_job_gets_another_name_when_what_its_pod_has_from_the_cluster_changes() {
    let name = |pools: &str, spot: &[&str]| {
        let dir = beside(pools);
        let args = [&["--batch", "--stdout", "--cluster", "ack-x"], spot].concat();
        let ran = new(dir.path(), &args).ends_with(0);
        let name = ran.stdout.lines().rev().find_map(|line| {
            let name = line.strip_prefix("  name: payments-")?;
            Some(name.to_owned())
        });
        name.unwrap_or_else(|| panic!("no Job in {}", ran.stdout))
    };
    let other = POOLS.replace("key: capacity", "key: price");
    let prefer = ["--spot", "prefer"];
    assert_ne!(name(POOLS, &prefer), name(&other, &prefer));
    assert_ne!(name(POOLS, &prefer), name(POOLS, &["--spot", "require"]));
    assert_eq!(
        name(POOLS, &[]),
        name(&other, &[]),
        "it has nothing of them"
    );
}

#[test]
fn a_stateful_set_on_spot_nodes_says_on_the_object_who_wanted_it() {
    let dir = beside(POOLS);
    let cache = [
        "--stateful",
        "--port",
        "tcp:6379",
        "--spot",
        "prefer",
        "--cluster",
        "ack-x",
    ];
    new(dir.path(), &cache).ends_with(2);
    let args = [&cache[..], &["--accept", "stateful-on-spot=a cache"]].concat();
    new(dir.path(), &args).ends_with(0);
    let text = read(dir.path(), "payments/base/statefulset.yaml");
    assert!(
        text.contains("kwgen.io/accept.stateful-on-spot: a cache"),
        "{text}"
    );
}

#[test]
fn the_preset_needs_no_more_than_a_name_and_an_image() {
    let dir = folder();
    let ran = new(dir.path(), &["--preset", "spot-worker", "--stdout"]).ends_with(0);
    for line in [
        "kind: Deployment",
        "key: node.alibabacloud.com/spot-strategy",
        "topologyKey: node.kubernetes.io/instance-type",
        "terminationGracePeriodSeconds: 60",
        "kind: PodDisruptionBudget",
    ] {
        assert!(ran.stdout.contains(line), "{line}: {}", ran.stdout);
    }
    let early = new(
        dir.path(),
        &[
            "--batch",
            "--spot",
            "prefer",
            "--kubernetes-version",
            "1.25",
        ],
    );
    early.ends_with(0);
    let readme = read(dir.path(), "payments/README.md");
    assert!(
        readme.contains("On Kubernetes 1.25 each pod lost with its node counts"),
        "{readme}"
    );
}

#[test]
fn each_environment_has_the_spot_nodes_of_its_own_cluster() {
    let dir = beside(POOLS);
    put(
        dir.path(),
        "clusters/ack-test.yaml",
        &cluster("nodePools: [{name: default}]\n").replace("ack-x", "ack-test"),
    );
    let answers = format!(
        "apiVersion: kwgen/v1\nname: payments\nimage: {IMAGE}\nports: none\nspot: prefer\n\
         environments:\n  staging: {{cluster: ack-test, spot: never}}\n  prod: {{cluster: ack-x, spot: require}}\n"
    );
    kwgen(dir.path())
        .args(["new", "--non-interactive", "--dir", "out", "--answers", "-"])
        .stdin(answers.as_str())
        .run()
        .ends_with(0);
    let stream = |environment: &str| {
        kwgen(dir.path())
            .args([
                "new",
                "--non-interactive",
                "--stdout",
                "--environment",
                environment,
            ])
            .args(["--answers", "out/kwgen.yaml"])
            .run()
            .ends_with(0)
            .stdout
    };
    assert!(!stream("staging").contains("spot"), "{}", stream("staging"));
    let prod = stream("prod");
    assert!(
        prod.contains("nodeSelectorTerms") && prod.contains("value: spot"),
        "{prod}"
    );
    kwgen(dir.path())
        .args(["update", "--check", "out"])
        .run()
        .ends_with(0);
}

#[test]
fn what_explain_quotes_of_the_guide_stands_in_it() {
    let pack = Pack::built_in().expect("the pack");
    let page = pack.page("spot").expect("a page").expect("a sound one");
    let guide = std::fs::read_to_string(repository("tests/spot/guide.yaml")).expect("the guide");
    let plain = |line: &str| {
        let line = line.trim().trim_start_matches("- ");
        line.trim_end_matches('…').trim().to_owned()
    };
    let lines: Vec<String> = guide.lines().map(plain).collect();
    let points: Vec<_> = page.parts.iter().flat_map(|part| &part.points).collect();
    assert!(points.len() >= 10, "{}", points.len());
    for point in points {
        // What is written on one line here may stand on several there.
        for line in point.said.lines().map(plain) {
            let head = line.split(" {").next().unwrap_or_default();
            assert!(lines.iter().any(|one| one.starts_with(head)), "{line}");
        }
    }
}

#[test]
fn the_guides_own_deployment_fits_no_pool_of_a_cluster() {
    let guide = std::fs::read_to_string(repository("tests/spot/guide.yaml")).expect("the guide");
    let table = kwgen::kubernetes::table(35);
    let (objects, faults) = kwgen::manifest::read("guide.yaml", &guide, &table);
    assert_eq!(faults, []);
    let cluster: Cluster =
        kwgen::cluster::read("cluster.yaml", &cluster(POOLS)).expect("a cluster");
    let findings = rule::check_on(&objects, 35, &cluster.node_pools);
    let ids: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    for id in ["spot-pool-closed", "spread-missing", "image-tag-missing"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
}
