//! `kwgen cluster new --from SNAPSHOT`: what is read of a realistic ACK cluster, and of hostile input.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::put;
use crate::support::{Ran, folder, kwgen, repository, tree};

fn new(dir: &Path, args: &[&str]) -> Ran {
    let start = ["cluster", "new", "ack-x", "--non-interactive"];
    kwgen(dir).args(start).args(args.to_vec()).run()
}

/// The file that is made of these objects.
fn made_of(items: &Value) -> String {
    let dir = folder();
    let list = json!({"apiVersion": "v1", "kind": "List", "items": items});
    put(&dir.path().join("snapshot.json"), &list.to_string());
    let ran = new(dir.path(), &["--from", "snapshot.json", "--stdout"]).ends_with(0);
    let cluster = kwgen::cluster::read("ack-x.yaml", &ran.stdout);
    assert!(cluster.is_ok(), "{cluster:?}\n{}", ran.stdout);
    ran.stdout
}

#[test]
fn the_file_of_a_realistic_cluster_is_the_golden_one() {
    let dir = folder();
    let snapshots = repository("tests/cluster/snapshots");
    let snapshot = std::fs::read_to_string(snapshots.join("ack.json")).expect("a snapshot");
    for (tag, short) in [("en", "en"), ("zh-CN", "zh")] {
        // The locale does not decide what is written.
        let ran = kwgen(dir.path())
            .args(["cluster", "new", "ack-hangzhou", "--from", "-", "--stdout"])
            .args(["--prose-lang", tag])
            .env("LC_ALL", "zh_CN.UTF-8")
            .stdin(snapshot.as_str())
            .run()
            .ends_with(0);
        let path = snapshots.join(format!("ack.{short}.yaml"));
        if std::env::var_os("KWGEN_BLESS").is_some() {
            std::fs::write(&path, &ran.stdout).expect("a golden file");
        }
        let kept = std::fs::read_to_string(&path)
            .unwrap_or_default()
            .replace("\r\n", "\n");
        assert!(
            kept == ran.stdout,
            "KWGEN_BLESS=1 cargo test cluster\n{}",
            ran.stdout
        );
    }
}

#[test]
fn a_bundle_is_made_for_the_cluster_of_a_snapshot_as_it_is() {
    let dir = folder();
    let snapshot = repository("tests/cluster/snapshots/ack.json");
    let snapshot = snapshot.to_str().expect("a path");
    let ran = new(dir.path(), &["--from", snapshot]).ends_with(0);
    assert!(ran.stderr.contains("clusters/ack-x.yaml"), "{}", ran.stderr);
    let args = [
        "new",
        "orders",
        "--non-interactive",
        "--image",
        "registry.example.com/shop/orders:1.4.2",
        "--port",
        "sql:5432",
        "--stateful",
        "--storage",
        "500Gi@/data,class=essd-pl2-retain",
        "--cluster",
        "ack-x",
    ];
    let ran = kwgen(dir.path()).args(args).run().ends_with(0);
    assert!(
        ran.stderr
            .contains("nobody said whether the cluster ack-x enforces"),
        "{}",
        ran.stderr
    );
    let small = args.map(|arg| {
        if arg.starts_with("500Gi") {
            "460Gi@/data,class=essd-pl2-retain"
        } else {
            arg
        }
    });
    let ran = kwgen(dir.path())
        .args(small)
        .args(["--dir", "small"])
        .run()
        .ends_with(2);
    assert!(ran.stderr.contains("at least 461Gi"), "{}", ran.stderr);
}

#[test]
fn a_file_that_is_there_is_overwritten_with_force_only() {
    let dir = folder();
    let file = dir.path().join("clusters/ack-x.yaml");
    new(dir.path(), &[]).ends_with(0);
    let made = std::fs::read_to_string(&file).expect("a file");
    let again = new(dir.path(), &[]).ends_with(0);
    assert!(
        again.stderr.contains("clusters/ack-x.yaml is current."),
        "{}",
        again.stderr
    );

    put(&file, "cluster: mine\n");
    let refused = new(dir.path(), &["-o", "json"]).ends_with(3);
    assert_eq!(refused.report()["errors"][0]["id"], "cli.cluster-exists");
    assert_eq!(
        tree(dir.path()),
        [(
            "clusters/ack-x.yaml".to_owned(),
            "cluster: mine\n".to_owned()
        )]
    );
    let forced = new(dir.path(), &["--force", "-o", "json"]).ends_with(0);
    let report = forced.report();
    assert_eq!(report["files"][0]["action"], "overwrite");
    assert_eq!(
        report["files"][0]["sha256"],
        kwgen::bundle::sha256_hex(made.as_bytes())
    );
    assert_eq!(tree(dir.path()), [("clusters/ack-x.yaml".to_owned(), made)]);
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_not_replaced_even_with_force() {
    let dir = folder();
    put(&dir.path().join("elsewhere.yaml"), "mine\n");
    std::fs::create_dir(dir.path().join("clusters")).expect("a folder");
    let link = dir.path().join("clusters/ack-x.yaml");
    std::os::unix::fs::symlink("../elsewhere.yaml", &link).expect("a link");
    let ran = new(dir.path(), &["--force"]).ends_with(3);
    assert!(ran.stderr.contains("it is no plain file"), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(&link).expect("a file"), "mine\n");
}

#[test]
fn hostile_input_gives_one_clear_error_and_no_file() {
    let dir = folder();
    let refused = |bytes: Vec<u8>, id: &str| {
        let ran = kwgen(dir.path())
            .args(["cluster", "new", "ack-x", "--from", "-", "-o", "json"])
            .stdin(bytes)
            .run()
            .ends_with(2);
        let report = ran.report();
        let ids: Vec<&Value> = report["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .map(|one| &one["id"])
            .collect();
        assert_eq!(ids, [id]);
        assert!(tree(dir.path()).is_empty());
    };
    let large = format!("{{\"items\": [\"{}\"]}}", "x".repeat(10 << 20));
    refused(large.into_bytes(), "cluster.large-snapshot");
    refused(Vec::new(), "cluster.not-json");
    refused(b"\xFF\xFE{\x00}\x00".to_vec(), "cluster.not-json");
    refused("[".repeat(100_000).into_bytes(), "cluster.not-json");
    refused(
        b"{\"kind\": \"List\", \"items\": []}".to_vec(),
        "cluster.nothing-seen",
    );
    refused(
        b"{\"kind\": \"List\", \"items\": {}}".to_vec(),
        "cluster.not-a-list",
    );
    refused(b"\"items\"".to_vec(), "cluster.not-a-list");
}

#[test]
fn what_a_snapshot_holds_cannot_break_out_of_its_place() {
    let evil = "x\nnetworkPolicy: true\n#";
    let text = made_of(&json!([
        {"kind": "Node", "metadata": {"labels": {
            "alibabacloud.com/nodepool-id": evil, "capacity": evil, "a b\n": "c", "no": "yes", "n": "1e3",
            "kubernetes.io/arch": evil, "topology.kubernetes.io/zone": evil,
         }},
         "spec": {"taints": [{"key": evil, "effect": "NoSchedule"}, {"key": "a", "value": evil, "effect": "NoSchedule"},
                             {"key": "b", "effect": evil}, 7, null]},
         "status": {"nodeInfo": {"kubeletVersion": evil}}},
        {"kind": "Node", "metadata": 7},
        {"kind": "StorageClass", "metadata": {"name": evil}},
        {"kind": "StorageClass", "metadata": {"name": "good"}, "provisioner": evil, "reclaimPolicy": evil,
         "parameters": {"type": evil}, "volumeBindingMode": 7, "allowVolumeExpansion": "true"},
        {"kind": "StorageClass", "metadata": {"name": "good"}},
        {"kind": "IngressClass", "metadata": {"name": "a", "annotations": 7}, "spec": {"controller": evil}},
        {"kind": "Namespace", "metadata": {"name": evil}},
    ]));
    assert!(!text.contains("\nnetworkPolicy: true"), "{text}");
    assert!(text.contains("Left out: 2 with a name"), "{text}");
}

#[test]
fn pools_of_karpenter_and_lists_without_kinds_are_read_too() {
    let dir = folder();
    let node = |kind: &str| json!({"metadata": {"labels": {"karpenter.sh/nodepool": "burst", "karpenter.sh/capacity-type": kind}}});
    let list = json!({"kind": "NodeList", "items": [node("spot"), node("spot")]});
    put(&dir.path().join("nodes.json"), &list.to_string());
    let ran = new(dir.path(), &["--from", "nodes.json", "--stdout"]).ends_with(0);
    assert!(
        ran.stdout
            .contains("nodePools:\n- name: burst\n  spot: true\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_pool_has_the_gpus_that_one_of_its_nodes_has_for_pods() {
    let node = |pool: &str, gpus: Value| {
        json!({"kind": "Node", "metadata": {"labels": {"alibabacloud.com/nodepool-id": pool}},
            "status": {"allocatable": {"cpu": "16", "nvidia.com/gpu": gpus}}})
    };
    let text = made_of(&json!([
        node("np-a10", "1".into()),
        node("np-a10", "2".into()),
        node("np-shared", "0".into()),
        node("np-strange", "2k; rm".into()),
        node("np-stranger", json!({})),
    ]));
    assert_eq!(text.matches("\n  gpus: ").count(), 1, "{text}");
    let pool = text
        .split("\n- name: ")
        .find(|one| one.starts_with("np-a10"));
    assert!(
        pool.is_some_and(|pool| pool.ends_with("\n  gpus: 2")),
        "{text}"
    );
}

#[test]
fn of_several_defaults_the_newest_is_one() {
    let class = |name: &str, day: &str| {
        json!({"kind": "StorageClass", "metadata": {"name": name, "creationTimestamp": day,
            "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}})
    };
    let text = made_of(&json!([
        class("a", "2026-02-02T00:00:00Z"),
        class("b", "2026-01-01T00:00:00Z")
    ]));
    assert_eq!(text.matches("\n  default: true\n").count(), 1, "{text}");
    assert!(text.contains("- name: a\n  default: true\n"), "{text}");
}

#[test]
fn a_thousand_nodes_are_read_in_one_go() {
    let mut items = String::new();
    for at in 0..1000 {
        let _ = write!(
            items,
            "{{\"kind\": \"Node\", \"metadata\": {{\"labels\": {{\"alibabacloud.com/nodepool-id\": \"np{}\"}}}}}},",
            at % 7
        );
    }
    let list: Value =
        serde_json::from_str(&format!("[{}]", items.trim_end_matches(','))).expect("JSON");
    let text = made_of(&list);
    assert_eq!(text.matches("\n- name: np").count(), 7);
}
