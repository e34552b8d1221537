//! Where pods run: architecture and priority in every controller, GPUs, and the pool that is named.

use crate::support::{Kwgen, Ran, folder, kwgen};

const IMAGE: &str = "registry.example.com/shop/payments:1.4.2";

fn new(dir: &tempfile::TempDir) -> Kwgen {
    let args = ["new", "payments", "--non-interactive", "--image", IMAGE];
    kwgen(dir.path()).args(args).args(["--stdout"])
}

#[test]
fn an_agent_for_both_architectures_still_stays_off_virtual_nodes() {
    let dir = folder();
    let ran = new(&dir)
        .args([
            "--per-node",
            "--port",
            "http:8080",
            "--architecture",
            "both",
        ])
        .run()
        .ends_with(0);
    assert_eq!(ran.stdout.matches("affinity:").count(), 1, "{}", ran.stdout);
    let terms = ran.stdout.split("matchExpressions:").nth(1).expect("terms");
    let keys: Vec<&str> = terms
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- key: "))
        .collect();
    assert_eq!(keys, ["type", "kubernetes.io/arch"]);
}

#[test]
fn every_controller_runs_where_its_image_can() {
    for controller in [
        &["--port", "http:8080"][..],
        &["--port", "http:8080", "--stateful"],
        &["--port", "http:8080", "--per-node"],
        &["--batch"],
        &["--schedule", "0 2 * * *"],
    ] {
        let dir = folder();
        let ran = new(&dir)
            .args(controller.iter().copied())
            .args(["--architecture", "arm64", "--priority-class", "low"])
            .run()
            .ends_with(0);
        for part in ["kubernetes.io/arch: arm64\n", "priorityClassName: low\n"] {
            assert_eq!(ran.stdout.matches(part).count(), 1, "{controller:?} {part}");
        }
    }
}

#[test]
fn none_takes_back_what_an_image_config_proposed() {
    let dir = folder();
    let config = "{\"architecture\": \"arm64\", \"config\": {\"User\": \"10001\"}}";
    std::fs::write(dir.path().join("image.json"), config).expect("a file");
    let args = ["--port", "http:8080", "--image-config", "image.json"];
    let arch = |more: &[&str]| {
        let run = new(&dir).args(args).args(more.iter().copied());
        let ran = run.run().ends_with(0);
        (
            ran.stdout.contains("kubernetes.io/arch"),
            ran.stderr.contains("Arm"),
        )
    };
    assert_eq!(arch(&[]), (true, true));
    assert_eq!(arch(&["--architecture", "none"]), (false, false));
}

fn new_into(dir: &tempfile::TempDir, args: &[&str]) -> Ran {
    let start = ["new", "payments", "--non-interactive", "--image", IMAGE];
    kwgen(dir.path())
        .args(start)
        .args(args.iter().copied())
        .run()
}

const POOLS: &str = "apiVersion: kwgen/v1\ncluster: ack-x\ncni: terway\nnetworkPolicy: true\nnodePools:\n\
    - {name: regular}\n- {name: gpu, gpus: 2, labels: {accel: a10}, taints: [{key: accel, effect: NoSchedule}]}\n";

#[test]
fn an_edit_that_no_pool_has_nodes_for_is_found_and_says_what_keeps_it_away() {
    for (from, to, said) in [
        ("accel: a10", "accel: a100", "its selector or affinity"),
        ("nvidia.com/gpu: 1", "nvidia.com/gpu: 4", "so many GPUs"),
        (
            "- key: accel",
            "- key: accelerator",
            "does not tolerate accel:NoSchedule",
        ),
    ] {
        let dir = folder();
        std::fs::write(dir.path().join("x.yaml"), POOLS).expect("a file");
        let args = [
            "--port",
            "none",
            "--gpu",
            "1",
            "--pool",
            "gpu",
            "--cluster",
            "x.yaml",
        ];
        new_into(&dir, &args).ends_with(0);
        let file = dir.path().join("payments/base/deployment.yaml");
        let text = std::fs::read_to_string(&file).expect("a file");
        assert!(text.contains(from), "{text}");
        std::fs::write(&file, text.replace(from, to)).expect("a file");
        let answers = dir.path().join("payments/kwgen.yaml");
        let text = std::fs::read_to_string(&answers).expect("a file");
        std::fs::write(&answers, text.replace("replicas: 3", "replicas: 5")).expect("a file");
        let run = kwgen(dir.path()).args(["update", "payments", "--keep-edited"]);
        let ran = run.run().ends_with(3);
        assert!(
            ran.stderr.contains("no-node") && ran.stderr.contains(said),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn a_job_gets_another_name_when_its_gpus_or_its_pool_change() {
    let name = |pools: &str, args: &[&str]| {
        let dir = folder();
        std::fs::write(dir.path().join("x.yaml"), pools).expect("a file");
        let args = [&["--batch", "--stdout", "--cluster", "x.yaml"], args].concat();
        let ran = new_into(&dir, &args).ends_with(0);
        let mut lines = ran.stdout.lines().rev();
        let name = lines.find_map(|line| line.strip_prefix("  name: payments-"));
        name.expect("a Job").to_owned()
    };
    let one = ["--gpu", "1"];
    let other = POOLS.replace("key: accel", "key: price");
    assert_ne!(name(POOLS, &one), name(POOLS, &[]));
    assert_ne!(name(POOLS, &one), name(POOLS, &["--gpu", "2"]));
    assert_ne!(name(POOLS, &one), name(&other, &one));
    assert_eq!(
        name(POOLS, &[]),
        name(&other, &[]),
        "it has nothing of them"
    );
    let pool = ["--pool", "gpu"];
    let label = POOLS.replace("a10", "a100");
    assert_ne!(name(POOLS, &pool), name(POOLS, &[]));
    assert_ne!(name(POOLS, &pool), name(&label, &pool));
}
