//! Bundles of several workloads and environments: each line has the answers of its own part.

use std::path::Path;

use super::run::{line_of, replace, why};
use crate::golden::lay_clusters;
use crate::support::{folder, kwgen, repository};

/// A golden case, made anew in a folder with its clusters.
fn golden(case: &str) -> tempfile::TempDir {
    let dir = folder();
    let case = repository(&format!("tests/golden/{case}"));
    lay_clusters(&case, dir.path());
    let answers = std::fs::read_to_string(case.join("answers.yaml")).expect("an answers file");
    kwgen(dir.path())
        .args(["new", "--non-interactive", "--dir", "payments"])
        .args(["--answers", "-"])
        .stdin(answers)
        .run()
        .ends_with(0);
    dir
}

fn says(dir: &Path, language: &str, file: &str, text: &str, parts: &[&str]) {
    let file = format!("payments/{file}");
    let line = line_of(dir, &file, text);
    let ran = kwgen(dir)
        .args(["--lang", language, "why", &format!("{file}:{line}")])
        .run()
        .ends_with(0);
    // Words wrap; what matters is what they say.
    let said: String = ran
        .stdout
        .split_whitespace()
        .collect::<Vec<&str>>()
        .join(" ");
    for part in parts {
        assert!(said.contains(part), "{part}\n{}", ran.stdout);
    }
}

#[test]
fn a_line_of_an_overlay_has_the_answers_and_the_cluster_of_its_environment() {
    let dir = golden("environments-clusters");
    let says = |file: &str, text: &str, parts: &[&str]| says(dir.path(), "en", file, text, parts);
    says(
        "overlays/prod/api-deployment.yaml",
        "replicas: 6",
        &[
            "of the environment prod",
            "environments.prod.workloads.api.replicas: 6 (payments/kwgen.yaml:",
            "says `replicas: 3`; this patch changes it for prod",
            "Without it prod has what the base says: `replicas: 3`.",
        ],
    );
    says(
        "overlays/prod/api-networkpolicy.yaml",
        "10.8.12.0/24",
        &[
            "The addresses of orders-db, from the file of the cluster ack-hangzhou",
            "environments.prod.cluster: ack-hangzhou",
            "environments.prod.dependencies: orders-db",
        ],
    );
    // Nothing that is printed differs; the cluster does.
    says(
        "overlays/prod/worker-persistentvolumeclaim.yaml",
        "storageClassName",
        &[
            "storageClass: alicloud-disk-essd-wait",
            "environments.prod.cluster: ack-hangzhou",
        ],
    );
    // By the base's namespace the patch finds its object.
    says(
        "overlays/dev/worker-networkpolicy.yaml",
        "namespace: payments",
        &[
            "In dev it lies in payments-dev",
            "namespace: payments (payments/kwgen.yaml:",
        ],
    );
    says(
        "overlays/dev/kustomization.yaml",
        "newTag",
        &[
            "The image that dev runs",
            "image: registry.example.com/shop/payments:1.5.0@",
        ],
    );
    says(
        "overlays/staging/migrate-job.yaml",
        "backoffLimit",
        &[
            "of the environment staging",
            "the base does not hold this object",
        ],
    );
}

#[test]
fn a_line_of_the_base_says_where_it_is_otherwise_and_whose_cluster_it_is_seen_from() {
    let dir = golden("environments-clusters");
    let says = |file: &str, text: &str, parts: &[&str]| says(dir.path(), "en", file, text, parts);
    says(
        "base/api-deployment.yaml",
        "replicas: 3",
        &[
            "workloads.api.replicas: 3 (",
            "staging: `replicas: 2`",
            "prod: `replicas: 6`",
        ],
    );
    says(
        "base/worker-networkpolicy.yaml",
        "metadata.name: payments",
        &[
            "dev: not there",
            "staging: not there",
            "namespace: payments (",
        ],
    );
    says(
        "README.md",
        "Kubernetes 1.34",
        &[
            "kubernetesVersion (dev, staging): 1.34 (from the file of the cluster ack-test",
            "kubernetesVersion (prod): 1.36 (from the file of the cluster ack-hangzhou",
        ],
    );
}

#[test]
fn an_answer_of_a_part_says_what_it_overrides_and_which_lines_it_makes() {
    let dir = golden("environments-clusters");
    let says = |text: &str, parts: &[&str]| says(dir.path(), "en", "kwgen.yaml", text, parts);
    says(
        "replicas: 6",
        &[
            "For the workload api in prod it answers",
            "What it overrides holds again: workloads.api.replicas",
            "overlays/prod/api-deployment.yaml:7",
        ],
    );
    says(
        "image: registry.example.com/shop/payments:1.5.0",
        &[
            "image (dev, staging): registry",
            "environments.prod.image: registry",
            "overlays/dev/kustomization.yaml:",
        ],
    );
    says("  prod:", &["Kubernetes 1.36, the cluster ack-hangzhou"]);
    says("  settle:", &["the CronJob payments-settle"]);
}

#[test]
fn what_a_patch_takes_away_and_gives_whole_is_said_in_chinese_too() {
    let dir = golden("environments-flat");
    let file = "overlays/prod/deployment.yaml";
    let says = |text: &str, parts: &[&str]| says(dir.path(), "zh-CN", file, text, parts);
    says(
        "affinity: null",
        &["base 有而 prod 没有", "environments.prod.replicas：1（"],
    );
    says("- $patch: replace", &["整个取代 base 的列表"]);
    says(
        "containerPort: 9090",
        &["属于环境 prod", "environments.prod.ports：http:9090（"],
    );
}

#[test]
fn a_line_of_one_workload_of_several_has_the_answers_of_that_workload() {
    let dir = golden("several-workloads");
    for (file, key) in [
        ("base/api-deployment.yaml", "workloads.api.ports"),
        ("base/store-statefulset.yaml", "workloads.store.ports"),
    ] {
        let parts = [key, "(payments/kwgen.yaml:"];
        says(dir.path(), "en", file, "containerPort", &parts);
        let line = line_of(dir.path(), &format!("payments/{file}"), "containerPort");
        let at = format!("payments/{file}:{line}");
        let ran = kwgen(dir.path())
            .args(["why", &at, "-o", "json"])
            .run()
            .ends_with(0);
        assert_eq!(ran.report()["line"]["answers"][0]["key"], key);
    }
    let quota = "namespace/resourcequota.yaml";
    let parts = ["workloads.api.cpu: 500m", "workloads.store.cpu: 500m"];
    says(dir.path(), "en", quota, "requests.cpu", &parts);
    let parts = ["workloads.api.cpu：500m", "workloads.store.cpu：500m"];
    says(dir.path(), "zh-CN", quota, "requests.cpu", &parts);
}

#[test]
fn a_line_of_a_readme_has_the_answers_of_the_workloads_that_it_names() {
    let dir = golden("environments-clusters");
    let said = |text: &str| {
        let file = "payments/README.md";
        let at = format!("{file}:{}", line_of(dir.path(), file, text));
        let ran = kwgen(dir.path())
            .args(["why", &at, "-o", "json"])
            .run()
            .ends_with(0);
        let answers = ran.report()["line"]["answers"].clone();
        let answers = answers.as_array().expect("answers").iter();
        let keys = answers.filter_map(|one| one["key"].as_str().map(str::to_owned));
        keys.collect::<Vec<String>>()
    };
    assert_eq!(said("| `liveness` (worker)"), ["workloads.worker.liveness"]);
    let memory = ["worker", "migrate", "settle"].map(|id| format!("workloads.{id}.memory"));
    assert_eq!(said("| `memory` (worker, migrate, settle)"), memory);
    // Below the heading of one workload.
    assert_eq!(
        said("A CronJob starts a Job"),
        ["workloads.settle.schedule"]
    );
}

#[test]
fn answers_on_one_line_of_kwgen_yaml_are_all_named() {
    let dir = folder();
    let answers = "apiVersion: kwgen/v1\nname: payments\n\
        image: registry.example.com/shop/payments:1.5.0\n\
        workloads:\n  api: {ports: [http:8080], memory: 1Gi}\n  worker: {ports: none}\n\
        environments:\n  prod: {namespace: payments-prod, workloads: {api: {memory: 2Gi}}}\n";
    kwgen(dir.path())
        .args(["new", "--non-interactive", "--answers", "-"])
        .stdin(answers)
        .run()
        .ends_with(0);
    std::fs::write(dir.path().join("payments/kwgen.yaml"), answers).expect("a file");
    let parts = [
        "the Deployment payments-api",
        "workloads.api.ports: http:8080",
    ];
    says(dir.path(), "en", "kwgen.yaml", "  api: {", &parts);
    let parts = [
        "environments.prod.namespace: payments-prod",
        "environments.prod.workloads.api.memory: 2Gi",
    ];
    says(dir.path(), "en", "kwgen.yaml", "  prod: {", &parts);
    // The one environment says otherwise, so that nothing follows from the workload's.
    let at = "payments/overlays/prod/api-deployment.yaml";
    let line = line_of(dir.path(), at, "memory: 2Gi");
    let ran = why(dir.path(), at, line).ends_with(0);
    assert!(ran.stdout.contains("says `memory: 1Gi`"), "{}", ran.stdout);
}

#[test]
fn an_edited_line_of_an_overlay_is_still_explained_by_its_environment() {
    let dir = golden("environments-clusters");
    let file = "payments/overlays/staging/api-deployment.yaml";
    replace(dir.path(), file, "\n  replicas: 2", "\n  replicas: 5");
    let line = line_of(dir.path(), file, "replicas: 5");
    let ran = why(dir.path(), file, line).ends_with(1);
    for part in [
        "kwgen wrote: replicas: 2",
        "environments.staging.workloads.api.replicas: 2",
    ] {
        assert!(ran.stdout.contains(part), "{part}\n{}", ran.stdout);
    }
}
