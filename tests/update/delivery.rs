//! The layout of a bundle, and what tells Argo CD or Flux of it, from one update to the next.

use std::fs;

use tempfile::TempDir;

use super::Bundle;
use crate::support::{Kwgen, folder, kwgen, repository, tree};

/// The bundle of a golden case, in `out`.
pub(super) fn golden(case: &str) -> TempDir {
    let dir = folder();
    let answers = repository("tests/golden").join(case).join("answers.yaml");
    kwgen(dir.path())
        .args(["new", "--non-interactive", "--dir", "out", "--answers"])
        .args([answers.to_str().expect("a path")])
        .run()
        .ends_with(0);
    dir
}

pub(super) fn update(dir: &TempDir) -> Kwgen {
    kwgen(dir.path()).args(["update", "out"])
}

#[track_caller]
pub(super) fn edit(dir: &TempDir, path: &str, old: &str, new: &str) {
    let path = dir.path().join("out").join(path);
    let text = fs::read_to_string(&path).expect("a file");
    assert!(text.contains(old), "{old} in {text}");
    fs::write(path, text.replace(old, new)).expect("a file");
}

#[test]
fn a_bundle_changes_its_layout_with_the_answer_and_back() {
    let bundle = Bundle::new();
    let before = bundle.tree();
    bundle.edit(
        "kwgen.yaml",
        "name: payments\n",
        "name: payments\nlayout: rendered\n",
    );
    bundle.update().run().ends_with(0);
    assert!(bundle.path("manifests/4-deployment.yaml").exists());
    let left: Vec<String> = bundle.tree().into_iter().map(|file| file.0).collect();
    assert!(
        left.iter()
            .all(|path| !path.starts_with("base/") && !path.contains("kustomization")),
        "{left:?}"
    );
    bundle.update().args(["--check"]).run().ends_with(0);
    bundle.edit("kwgen.yaml", "replicas: 3", "replicas: 4");
    bundle.update().run().ends_with(0);
    assert!(
        bundle
            .read("manifests/4-deployment.yaml")
            .contains("replicas: 4\n")
    );
    bundle.edit("kwgen.yaml", "replicas: 4", "replicas: 3");
    bundle.edit("kwgen.yaml", "layout: rendered\n", "");
    bundle.update().run().ends_with(0);
    assert_eq!(bundle.tree(), before);
}

#[test]
fn an_edit_of_whole_manifests_is_judged_in_its_environment() {
    let dir = golden("environments-rendered");
    edit(
        &dir,
        "manifests/prod/3-api-service.yaml",
        "targetPort: http",
        "targetPort: htp",
    );
    edit(&dir, "kwgen.yaml", "memory: 1Gi", "memory: 2Gi");
    let before = tree(&dir.path().join("out"));
    let ran = update(&dir).args(["--keep-edited"]).run().ends_with(3);
    assert!(ran.stderr.contains("manifests/prod/"), "{}", ran.stderr);
    assert_eq!(tree(&dir.path().join("out")), before);
    edit(
        &dir,
        "manifests/prod/3-api-service.yaml",
        "targetPort: htp",
        "targetPort: http # mine",
    );
    update(&dir).args(["--keep-edited"]).run().ends_with(0);
}

#[test]
fn what_its_owner_adds_to_an_application_stays_and_what_makes_it_lie_is_refused() {
    let dir = golden("environments-argocd");
    let file = "argocd/prod/application.yaml";
    let policy = "spec:\n  syncPolicy:\n    automated: {prune: true}\n";
    edit(&dir, file, "spec:\n", policy);
    // Edits are judged whenever there is something to write.
    edit(&dir, "kwgen.yaml", "memory: 1Gi", "memory: 2Gi");
    for (old, new, said) in [
        ("overlays/prod", "overlays/staging", "applies the folder"),
        (
            "    namespace: payments\n",
            "    namespace: payment\n",
            "names the namespace",
        ),
        (
            "name: payments-prod",
            "name: payments-staging",
            "is there twice",
        ),
        (
            "kind: Application",
            "kind: AppProject",
            "is nothing that Argo CD or Flux",
        ),
    ] {
        edit(&dir, file, old, new);
        let ran = update(&dir).run().ends_with(3);
        assert!(ran.stderr.contains(said), "{new}: {}", ran.stderr);
        edit(&dir, file, new, old);
    }
    update(&dir).run().ends_with(0);
    let kept = fs::read_to_string(dir.path().join("out").join(file)).expect("a file");
    assert!(kept.contains("syncPolicy"), "{kept}");
}

#[test]
fn an_object_for_a_tool_is_no_part_of_what_is_applied() {
    for case in ["argocd", "flux", "rendered"] {
        let dir = folder();
        let answers = repository("tests/golden").join(case).join("answers.yaml");
        let ran = kwgen(dir.path())
            .args(["new", "--non-interactive", "--stdout", "--answers"])
            .args([answers.to_str().expect("a path")])
            .run()
            .ends_with(0);
        for kind in ["kind: Application", "kind: Kustomization"] {
            assert!(!ran.stdout.contains(kind), "{case}: {kind}");
        }
        assert!(ran.stdout.contains("kind: NetworkPolicy"), "{case}");
    }
}
