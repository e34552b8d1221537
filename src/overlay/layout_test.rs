//! Layouts of small renderings.

use super::*;
use crate::overlay::{Manifest, build};
use crate::text::Language;

const OPTIONS: Options = Options {
    language: Language::En,
};

fn config(name: &str, namespace: &str, data: &str) -> String {
    format!(
        "# Kept.\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n  namespace: {namespace}\ndata:\n  a: {data}\n"
    )
}

fn job(namespace: &str, image: &str) -> String {
    format!(
        "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: j\n  namespace: {namespace}\nspec:\n  template:\n    spec:\n      containers:\n      - name: j\n        image: {image}\n"
    )
}

fn deployment(namespace: &str, image: &str, extra: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\n  namespace: {namespace}\nspec:\n  template:\n    spec:\n      containers:\n      - name: d\n        image: {image}\n{extra}"
    )
}

/// Lays out (file, text) of what is shared and of one environment, `prod` in `ns-prod`.
fn lay(shared: &[(&str, &str)], prod: &[(&str, &str)]) -> Vec<File> {
    try_lay(shared, prod, false).unwrap_or_default()
}

/// The same with the owner's component.
fn lay_custom(shared: &[(&str, &str)], prod: &[(&str, &str)]) -> Vec<File> {
    try_lay(shared, prod, true).unwrap_or_default()
}

fn try_lay(
    shared: &[(&str, &str)],
    prod: &[(&str, &str)],
    is_custom: bool,
) -> Result<Vec<File>, Vec<Fault>> {
    let shared: Vec<Manifest<'_>> = shared
        .iter()
        .map(|(file, text)| Manifest { file, text })
        .collect();
    let prod: Vec<Manifest<'_>> = prod
        .iter()
        .map(|(file, text)| Manifest { file, text })
        .collect();
    layout(
        &Rendering {
            name: "base",
            namespace: "ns",
            manifests: &shared,
            is_custom: false,
        },
        &[Rendering {
            name: "prod",
            namespace: "ns-prod",
            manifests: &prod,
            is_custom,
        }],
        OPTIONS,
    )
}

fn text<'f>(files: &'f [File], path: &str) -> &'f str {
    files
        .iter()
        .find(|file| file.path == path)
        .map_or("", |file| &file.text)
}

fn paths(files: &[File]) -> Vec<&str> {
    files.iter().map(|file| file.path.as_str()).collect()
}

#[test]
fn what_an_environment_changes_is_a_patch_in_the_namespace_of_the_base() {
    let (base, prod) = (config("c", "ns", "x"), config("c", "ns-prod", "\"true\""));
    let files = lay(&[("c.yaml", &base)], &[("c.yaml", &prod)]);
    assert_eq!(text(&files, "base/c.yaml"), base);
    assert_eq!(
        text(&files, "overlays/prod/c.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  namespace: ns\ndata:\n  a: \"true\"\n"
    );
    assert_eq!(
        text(&files, "overlays/prod/kustomization.yaml"),
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n# As listed: the policy is there before the first pod. Needs kubectl 1.27 (kustomize 5.0) or newer.\nsortOptions:\n  order: fifo\nnamespace: ns-prod\nresources:\n- ../../base\npatches:\n- path: c.yaml\n"
    );
}

#[test]
fn an_object_that_an_environment_lacks_is_not_in_the_base() {
    let (a, b) = (config("a", "ns", "x"), config("b", "ns", "x"));
    let (pa, pc) = (config("a", "ns-prod", "x"), config("c", "ns-prod", "x"));
    let both = format!("{a}---\n{b}");
    let own = format!("{pa}---\n{pc}");
    let files = lay(&[("c.yaml", &both)], &[("c.yaml", &own)]);
    assert_eq!(text(&files, "base/c.yaml"), a);
    assert_eq!(text(&files, "overlays/prod/c.yaml"), pc);
}

#[test]
fn a_job_is_never_in_the_base_and_keeps_its_image() {
    let (base, prod) = (job("ns", "r/x:1"), job("ns-prod", "r/x:2"));
    let files = lay(&[("job.yaml", &base)], &[("job.yaml", &prod)]);
    assert_eq!(
        paths(&files),
        ["overlays/prod/kustomization.yaml", "overlays/prod/job.yaml"]
    );
    assert_eq!(text(&files, "overlays/prod/job.yaml"), prod);
}

#[test]
fn an_image_alone_makes_no_patch() {
    let digest = "sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945";
    let (base, prod) = (
        deployment("ns", "r/x:1", ""),
        deployment("ns-prod", &format!("q/x:2@{digest}"), ""),
    );
    let files = lay(&[("d.yaml", &base)], &[("d.yaml", &prod)]);
    assert_eq!(text(&files, "overlays/prod/d.yaml"), "");
    let kustomization = text(&files, "overlays/prod/kustomization.yaml");
    let images =
        format!("images:\n- name: r/x\n  newName: q/x\n  newTag: \"2\"\n  digest: {digest}\n");
    assert!(kustomization.ends_with(&images), "{kustomization}");
}

#[test]
fn a_job_with_another_tag_takes_the_entry_away() {
    let files = lay(
        &[("d.yaml", &deployment("ns", "r/x:1", ""))],
        &[
            ("d.yaml", &deployment("ns-prod", "r/x:2", "")),
            ("j.yaml", &job("ns-prod", "r/x:9")),
        ],
    );
    assert!(!text(&files, "overlays/prod/kustomization.yaml").contains("images:"));
    assert!(text(&files, "overlays/prod/d.yaml").contains("image: r/x:2"));
}

#[test]
fn the_owners_component_runs_behind_the_generated_one() {
    let (base, prod) = (config("c", "ns", "x"), config("c", "ns-prod", "z"));
    let files = lay_custom(&[("c.yaml", &base)], &[("c.yaml", &prod)]);
    assert!(
        text(&files, "overlays/prod/kustomization.yaml")
            .contains("components:\n- generated\n- ../../custom\n")
    );
    assert_eq!(
        text(&files, "overlays/prod/generated/kustomization.yaml"),
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- path: c.yaml\n"
    );
    assert!(text(&files, "overlays/prod/generated/c.yaml").contains("a: z"));
    assert_eq!(
        build(&files, "overlays/prod").map(|built| built.len()),
        Some(1)
    );
}

#[test]
fn a_component_without_a_change_is_left_out_since_kustomize_calls_it_empty() {
    let (base, prod) = (config("c", "ns", "x"), config("c", "ns-prod", "x"));
    let files = lay_custom(&[("c.yaml", &base)], &[("c.yaml", &prod)]);
    assert_eq!(
        paths(&files),
        [
            "base/c.yaml",
            "base/kustomization.yaml",
            "overlays/prod/kustomization.yaml"
        ]
    );
    assert!(
        text(&files, "overlays/prod/kustomization.yaml").contains("components:\n- ../../custom\n")
    );
}

#[test]
fn an_object_that_namespace_would_move_is_refused() {
    let far = config("far", "elsewhere", "x");
    let faults = try_lay(&[], &[("far.yaml", &far)], false)
        .err()
        .unwrap_or_default();
    assert!(
        faults.iter().any(|fault| fault.id == "overlay.inexact"),
        "{faults:?}"
    );
}

#[test]
fn a_subject_called_default_in_another_namespace_is_refused() {
    let binding = |namespace: &str| {
        format!(
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: b\n  namespace: {namespace}\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: b\nsubjects:\n- kind: ServiceAccount\n  name: default\n  namespace: elsewhere\n"
        )
    };
    let (base, prod) = (binding("ns"), binding("ns-prod"));
    let faults = try_lay(&[("b.yaml", &base)], &[("b.yaml", &prod)], false);
    assert!(faults.is_err());
}

#[test]
fn without_environments_everything_is_in_the_base() {
    let text = job("ns", "r/x:1");
    let manifests = [Manifest {
        file: "job.yaml",
        text: &text,
    }];
    let shared = Rendering {
        name: "base",
        namespace: "ns",
        manifests: &manifests,
        is_custom: false,
    };
    let files = layout(&shared, &[], OPTIONS).unwrap_or_default();
    assert_eq!(paths(&files), ["base/job.yaml", "base/kustomization.yaml"]);
}
