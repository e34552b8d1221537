//! A service of several workloads in several environments, as its owner uses it: what each overlay builds
//! is what was validated, and a change reaches only what it concerns.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::golden::{cases, lay_clusters};
use crate::overlay::{built, kubectls};
use crate::support::{folder, kwgen, repository, tree};

/// The golden cases that have environments, with their names.
fn with_environments() -> Vec<(String, String, Vec<String>)> {
    let mut found = Vec::new();
    for case in cases() {
        let name = case
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(case.join("answers.yaml")).expect("answers");
        let answers: Value = kwgen::yaml::load(&name, &text).expect("YAML");
        let environments = answers["environments"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        if !environments.is_empty() {
            found.push((name, text, environments.keys().cloned().collect()));
        }
    }
    assert!(found.len() >= 2, "too few cases");
    found
}

fn by_title(objects: impl IntoIterator<Item = Value>) -> BTreeMap<String, Value> {
    let title = |object: &Value| {
        let metadata = &object["metadata"];
        format!(
            "{} {}/{}",
            object["kind"], metadata["namespace"], metadata["name"]
        )
    };
    objects
        .into_iter()
        .map(|object| (title(&object), object))
        .collect()
}

/// The objects that `--stdout` prints for an environment.
fn streamed(dir: &Path, answers: &str, environment: &str) -> BTreeMap<String, Value> {
    let ran = kwgen(dir)
        .args(["new", "--non-interactive", "--answers", "-", "--stdout"])
        .args(["--environment", environment])
        .stdin(answers)
        .run();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    by_title(kwgen::overlay::objects("stream", &ran.stdout).expect("objects"))
}

/// Writes a bundle of `answers` into `dir/out`.
fn written(dir: &Path, answers: &str) {
    kwgen(dir)
        .args(["new", "--non-interactive", "--answers", "-", "--dir", "out"])
        .stdin(answers)
        .run()
        .ends_with(0);
}

/// A folder with the bundle of four workloads in three environments.
fn story() -> TempDir {
    bundle_of("environments")
}

/// A folder with the bundle of a golden case, and the files of its clusters.
fn bundle_of(case: &str) -> TempDir {
    let dir = folder();
    let case = repository(&format!("tests/golden/{case}"));
    lay_clusters(&case, dir.path());
    let answers = std::fs::read_to_string(case.join("answers.yaml")).expect("answers");
    written(dir.path(), &answers);
    dir
}

/// Another image for prod, in the answers of [`story`].
fn change_image(dir: &Path) {
    let path = dir.join("out/kwgen.yaml");
    let text = std::fs::read_to_string(&path).expect("kwgen.yaml");
    std::fs::write(&path, text.replace("payments:1.4.2@", "payments:1.4.3@")).expect("an edit");
}

#[test]
fn each_overlay_builds_exactly_the_objects_that_were_validated_for_its_environment() {
    for (name, answers, environments) in with_environments() {
        let dir = folder();
        lay_clusters(&repository(&format!("tests/golden/{name}")), dir.path());
        written(dir.path(), &answers);
        let files: Vec<kwgen::overlay::File> = tree(&dir.path().join("out"))
            .into_iter()
            .map(|(path, text)| kwgen::overlay::File { path, text })
            .collect();
        for environment in environments {
            let wanted = streamed(dir.path(), &answers, &environment);
            if answers.contains("layout: rendered") {
                assert_eq!(
                    by_title(whole(&files, &environment)),
                    wanted,
                    "{name}: {environment}"
                );
                continue;
            }
            let folder = format!("overlays/{environment}");
            let simulated = kwgen::overlay::build(&files, &folder).expect("a build");
            let wanted: BTreeMap<String, Value> = wanted
                .into_iter()
                .filter(|(title, _)| !is_of_the_namespace(title))
                .collect();
            assert_eq!(by_title(simulated), wanted, "{name}: {folder}");
            for kubectl in kubectls() {
                let real = built(&kubectl, &dir.path().join("out").join(&folder)).expect("a build");
                assert_eq!(
                    by_title(real),
                    wanted,
                    "{name}: {folder} by {}",
                    kubectl.display()
                );
            }
        }
    }
}

/// The objects of an environment whose manifests are written whole.
fn whole(files: &[kwgen::overlay::File], environment: &str) -> Vec<Value> {
    let folders =
        ["manifests", "namespace", "storage"].map(|folder| format!("{folder}/{environment}/"));
    let own = files
        .iter()
        .filter(|file| folders.iter().any(|folder| file.path.starts_with(folder)));
    own.flat_map(|file| kwgen::overlay::objects(&file.path, &file.text).expect("objects only"))
        .collect()
}

/// What the folders `namespace/` and `storage/` hold is applied apart from the overlays.
fn is_of_the_namespace(title: &str) -> bool {
    let kinds = [
        "\"Namespace\"",
        "\"ResourceQuota\"",
        "\"LimitRange\"",
        "\"StorageClass\"",
    ];
    kinds.iter().any(|kind| title.starts_with(kind))
        || title.ends_with("\"default\"")
        || title.ends_with("\"default-deny\"")
}

#[test]
fn a_changed_image_in_one_environment_changes_its_overlay_and_the_lock_and_nothing_else() {
    for case in ["environments", "environments-clusters"] {
        let dir = bundle_of(case);
        let out = dir.path().join("out");
        let before: BTreeMap<String, String> = tree(&out).into_iter().collect();
        change_image(dir.path());
        kwgen(dir.path()).args(["update", "out"]).run().ends_with(0);
        let after: BTreeMap<String, String> = tree(&out).into_iter().collect();
        let changed: Vec<&str> = after
            .iter()
            .filter(|(path, text)| before.get(*path) != Some(*text))
            .map(|(path, _)| path.as_str())
            .collect();
        assert_eq!(
            changed,
            [
                "kwgen.lock",
                "kwgen.yaml",
                "overlays/prod/kustomization.yaml",
                // A Job cannot be changed: its image is part of its name.
                "overlays/prod/migrate-job.yaml",
            ],
            "{case}"
        );
        assert_eq!(before.len(), after.len(), "{case}");
        let kustomization = "overlays/prod/kustomization.yaml";
        let differ: Vec<&str> = after[kustomization]
            .lines()
            .filter(|line| !before[kustomization].lines().any(|one| one == *line))
            .collect();
        assert_eq!(differ, ["  newTag: 1.4.3"], "{case}");
    }
}

/// The owner is guessed from the namespace, the memory from the runtime.
const NO_OWNER: &str = "apiVersion: kwgen/v1
name: payments
image: registry.example.com/shop/payments:1.4.2
ports: [http:8080]
environments:
  dev: {namespace: payments-dev, runtime: jvm}
  prod: {}
";

#[test]
fn what_was_guessed_for_all_environments_counts_in_each_of_them() {
    let dir = folder();
    written(dir.path(), NO_OWNER);
    let before = tree(&dir.path().join("out"));
    assert!(
        !before
            .iter()
            .any(|(_, text)| text.contains("owner: payments-dev"))
    );
    let ran = kwgen(dir.path()).args(["update", "out", "--check"]).run();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn an_update_right_after_new_changes_nothing() {
    for (name, answers, _) in with_environments() {
        let dir = folder();
        lay_clusters(&repository(&format!("tests/golden/{name}")), dir.path());
        written(dir.path(), &answers);
        let before = tree(&dir.path().join("out"));
        let ran = kwgen(dir.path()).args(["update", "out"]).run();
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        assert_eq!(before, tree(&dir.path().join("out")), "{name}");
    }
}

#[test]
fn a_kept_edit_that_breaks_one_environment_stops_the_update() {
    let dir = story();
    change_image(dir.path());
    let patch = dir.path().join("out/overlays/prod/api-deployment.yaml");
    let text = std::fs::read_to_string(&patch).expect("a patch");
    std::fs::write(&patch, text.replace("replicas: 6", "replicas: -6")).expect("an edit");
    let ran = kwgen(dir.path())
        .args(["update", "--keep-edited", "out"])
        .run();
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("overlays/prod"), "{}", ran.stderr);
    std::fs::write(
        &patch,
        text.replace(
            "name: payments-api\n  namespace",
            "name: payments-apy\n  namespace",
        ),
    )
    .expect("an edit");
    let ran = kwgen(dir.path())
        .args(["update", "--keep-edited", "out"])
        .run();
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("could not build the overlay prod"),
        "{}",
        ran.stderr
    );
}

#[test]
fn stdout_wants_to_know_which_environment() {
    let dir = folder();
    let answers = "apiVersion: kwgen/v1\nname: payments\nports: http:8080\n\
        image: registry.example.com/shop/payments:1.4.2\nenvironments: {staging: {}, prod: {}}\n";
    let print = |more: &[&str]| {
        kwgen(dir.path())
            .args(["new", "--non-interactive", "--answers", "-", "--stdout"])
            .args(more.to_vec())
            .stdin(answers)
            .run()
    };
    let unsaid = print(&[]);
    assert_eq!(unsaid.code, 2);
    assert!(
        unsaid
            .stderr
            .contains("say which one with --environment: staging, prod"),
        "{}",
        unsaid.stderr
    );
    let typo = print(&["-e", "prd"]);
    assert_eq!(typo.code, 2);
    assert!(
        typo.stderr
            .contains("there is no environment prd; did you mean prod?"),
        "{}",
        typo.stderr
    );
    assert_eq!(print(&["-e", "prod"]).code, 0);
}

#[test]
fn the_report_has_each_workload_and_the_objects_of_each_environment() {
    let dir = folder();
    let answers = repository("tests/golden/environments/answers.yaml");
    let ran = kwgen(dir.path())
        .args([
            "new",
            "--non-interactive",
            "--dry-run",
            "-o",
            "json",
            "--answers",
        ])
        .args([answers.into_os_string()])
        .run();
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let controllers: Vec<&str> = report["workloads"]
        .as_array()
        .expect("workloads")
        .iter()
        .map(|one| {
            one["decision"]["controller"]
                .as_str()
                .expect("a controller")
        })
        .collect();
    assert_eq!(controllers, ["Deployment", "Deployment", "Job", "CronJob"]);
    let count = |environment: &str| {
        let objects = report["objects"].as_array().expect("objects");
        let own = objects
            .iter()
            .filter(|one| one["environment"] == environment);
        own.count()
    };
    assert_eq!(
        [count("dev"), count("staging"), count("prod")],
        [15, 15, 15]
    );
}
