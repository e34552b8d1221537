//! Where pods run: architecture and priority, in every controller.

use crate::support::{Kwgen, folder, kwgen};

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
