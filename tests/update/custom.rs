//! The owner's component in `custom/`: made once, never touched again, and over what kwgen wrote.

use std::fs;

use tempfile::TempDir;

use super::delivery::{edit, golden, update};
use crate::overlay::{built, kubectls};
use crate::support::{folder, kwgen, repository, tree};

const FILE: &str = "out/custom/kustomization.yaml";
const MINE: &str = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- target: {kind: Deployment, name: payments-api}\n  patch: |\n    - {op: replace, path: /spec/template/spec/containers/0/ports/0/containerPort, value: 9999}\n";

fn bundle() -> TempDir {
    golden("environments-custom")
}

fn lie(dir: &TempDir, path: &str, text: &str) {
    fs::write(dir.path().join(path), text).expect("a file");
}

fn read(dir: &TempDir, path: &str) -> String {
    fs::read_to_string(dir.path().join(path)).expect("a file")
}

#[test]
fn what_its_owner_wrote_or_emptied_is_not_touched_by_any_command() {
    for text in [MINE, ""] {
        let dir = bundle();
        lie(&dir, FILE, text);
        lie(&dir, "out/custom/sidecar.yaml", "# mine\n");
        edit(&dir, "kwgen.yaml", "replicas: 5", "replicas: 6");
        update(&dir).run().ends_with(0);
        update(&dir).args(["--force"]).run().ends_with(0);
        let answers = repository("tests/golden/environments-custom/answers.yaml");
        kwgen(dir.path())
            .args([
                "new",
                "--non-interactive",
                "--force",
                "--dir",
                "out",
                "--answers",
            ])
            .args([answers])
            .run()
            .ends_with(0);
        update(&dir).args(["--check"]).run().ends_with(0);
        assert_eq!(read(&dir, FILE), text);
        assert_eq!(read(&dir, "out/custom/sidecar.yaml"), "# mine\n");
        let lock = read(&dir, "out/kwgen.lock");
        let mut files = lock.lines().filter(|line| !line.starts_with('|'));
        assert!(!files.any(|line| line.contains("custom/")), "{lock}");
    }
}

#[test]
fn a_folder_that_is_gone_is_made_again_as_no_overlay_builds_without_it() {
    let dir = bundle();
    let first = tree(&dir.path().join("out"));
    fs::remove_dir_all(dir.path().join("out/custom")).expect("a folder");
    update(&dir).args(["--check"]).run().ends_with(1);
    update(&dir).run().ends_with(0);
    assert_eq!(tree(&dir.path().join("out")), first);
}

#[test]
fn a_kustomization_of_another_name_has_none_of_kwgens_beside_it() {
    let dir = bundle();
    let other = dir.path().join("out/custom/kustomization.yml");
    fs::rename(dir.path().join(FILE), other).expect("a rename");
    update(&dir).args(["--check"]).run().ends_with(0);
    update(&dir).args(["--force"]).run().ends_with(0);
    assert!(!dir.path().join(FILE).exists());
}

#[cfg(unix)]
#[test]
fn a_folder_behind_a_link_is_its_owners_too() {
    let dir = bundle();
    let elsewhere = dir.path().join("elsewhere");
    fs::rename(dir.path().join("out/custom"), &elsewhere).expect("a rename");
    std::os::unix::fs::symlink("../elsewhere", dir.path().join("out/custom")).expect("a link");
    update(&dir).args(["--force"]).run().ends_with(0);
    update(&dir).args(["--check"]).run().ends_with(0);
}

#[test]
fn without_custom_the_folder_stays_and_the_run_says_so_once() {
    let dir = bundle();
    lie(&dir, FILE, MINE);
    edit(&dir, "kwgen.yaml", "custom: true", "custom: false");
    let ran = update(&dir).run().ends_with(0);
    assert!(
        ran.stderr
            .contains("out/custom: no overlay applies this folder"),
        "{}",
        ran.stderr
    );
    assert_eq!(read(&dir, FILE), MINE);
    assert!(!dir.path().join("out/overlays/prod/generated").exists());
    let ran = update(&dir).run().ends_with(0);
    assert!(!ran.stderr.contains("no overlay"), "{}", ran.stderr);
    // And back.
    edit(&dir, "kwgen.yaml", "custom: false", "custom: true");
    update(&dir).run().ends_with(0);
    assert_eq!(read(&dir, FILE), MINE);
}

#[test]
fn an_edited_overlay_is_judged_without_the_owners_component() {
    let dir = bundle();
    lie(&dir, FILE, MINE);
    let file = "overlays/prod/generated/api-deployment.yaml";
    edit(&dir, file, "replicas: 5", "replicas: 7");
    edit(&dir, "kwgen.yaml", "readiness: /ready", "readiness: /up");
    update(&dir).args(["--keep-edited"]).run().ends_with(0);
    edit(&dir, file, "replicas: 7", "replikas: 7");
    edit(&dir, "kwgen.yaml", "readiness: /up", "readiness: /ready");
    update(&dir).args(["--keep-edited"]).run().ends_with(3);
}

#[test]
fn kustomize_applies_the_owners_component_over_kwgens() {
    for kubectl in kubectls() {
        let dir = bundle();
        lie(&dir, FILE, MINE);
        for (environment, port) in [("dev", 8080), ("staging", 9999), ("prod", 9999)] {
            let overlay = dir.path().join("out/overlays").join(environment);
            let objects = built(&kubectl, &overlay).expect("a build");
            let found = objects.iter().find(|one| one["kind"] == "Deployment");
            let container =
                &found.expect("a Deployment")["spec"]["template"]["spec"]["containers"][0];
            assert_eq!(
                container["ports"][0]["containerPort"], port,
                "{environment}"
            );
        }
    }
}

#[test]
fn an_answer_turns_it_on_for_a_bundle_that_is_there() {
    let dir = folder();
    let case = repository("tests/golden/environments-custom/answers.yaml");
    let text = fs::read_to_string(case).expect("answers");
    kwgen(dir.path())
        .args(["new", "--non-interactive", "--dir", "out", "--answers", "-"])
        .stdin(text.replace("custom: true\n", ""))
        .run()
        .ends_with(0);
    assert!(!dir.path().join("out/custom").exists());
    edit(
        &dir,
        "kwgen.yaml",
        "environments:",
        "custom: true\nenvironments:",
    );
    update(&dir).run().ends_with(0);
    assert!(dir.path().join(FILE).exists());
    assert!(
        !dir.path()
            .join("out/overlays/prod/migrate-job.yaml")
            .exists()
    );
    assert!(
        dir.path()
            .join("out/overlays/prod/generated/migrate-job.yaml")
            .exists()
    );
    update(&dir).args(["--check"]).run().ends_with(0);
}
