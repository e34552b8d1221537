//! In which order the objects of a bundle reach the cluster.

use serde_json::Value;

use crate::golden::{Bundle, bundles};

/// The kinds of the objects in base, in the order of its kustomization; of whole manifests in that of
/// their names.
fn kinds_in_order(bundle: &Bundle) -> Vec<String> {
    let objects = bundle.objects();
    let whole = objects
        .iter()
        .filter(|(path, _)| path.starts_with("manifests/"));
    let first = whole.clone().find_map(|(path, _)| path.rsplit_once('/'));
    if let Some((folder, _)) = first {
        let of =
            whole.filter(|(path, _)| path.rsplit_once('/').is_some_and(|(one, _)| one == folder));
        return of
            .filter_map(|(_, object)| object["kind"].as_str().map(str::to_owned))
            .collect();
    }
    let of = |file: &str| -> Vec<&Value> {
        let path = format!("base/{file}");
        let here = objects.iter().filter(|(one, _)| *one == path);
        here.map(|(_, object)| object).collect()
    };
    let list = of("kustomization.yaml");
    let files = list.iter().filter_map(|list| list["resources"].as_array());
    files
        .flatten()
        .filter_map(Value::as_str)
        .flat_map(of)
        .filter_map(|object| object["kind"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn what_a_pod_needs_is_applied_before_the_pod() {
    for bundle in bundles() {
        for (path, text) in bundle.yaml() {
            if path.ends_with("kustomization.yaml") {
                let list = kwgen::yaml::load::<Value>(path, text).expect("a kustomization");
                assert_eq!(list["sortOptions"]["order"], "fifo", "{path}");
            }
        }
        let kinds = kinds_in_order(bundle);
        let at = |kind: &str| kinds.iter().position(|one| one == kind);
        let pods = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];
        let first = pods.iter().filter_map(|kind| at(kind)).min();
        let policy = at("NetworkPolicy");
        assert!(policy < first, "{}: {kinds:?}", bundle.name());
    }
}

#[test]
fn what_an_argo_cd_job_needs_is_in_its_wave() {
    let mut seen = 0;
    for bundle in bundles() {
        let wave = |object: &Value| {
            let annotations = &object["metadata"]["annotations"];
            annotations["argocd.argoproj.io/sync-wave"].clone()
        };
        let objects: Vec<(String, Value)> = bundle
            .objects()
            .into_iter()
            .filter(|(path, _)| path.starts_with("base/") && !path.ends_with("kustomization.yaml"))
            .collect();
        let job = objects
            .iter()
            .find(|(_, object)| object["kind"] == "Job")
            .map(|(_, object)| wave(object));
        let Some(job) = job.filter(|wave| !wave.is_null()) else {
            continue;
        };
        seen += objects.len();
        for (path, object) in &objects {
            assert_eq!(wave(object), job, "{}: {path}", bundle.name());
        }
    }
    assert_eq!(
        seen, 10,
        "five objects of a Job with a config and a disk, in two languages"
    );
}

#[test]
fn every_kind_that_is_written_has_its_row_in_the_order() {
    let rows = kwgen::kubernetes::Rows::read();
    let last = rows.of("a kind that nobody heard of");
    for bundle in bundles() {
        for (path, object) in bundle.objects() {
            let is_applied = ["base/", "manifests/", "namespace/", "storage/"]
                .iter()
                .any(|folder| path.starts_with(folder));
            if is_applied && !path.ends_with("kustomization.yaml") {
                let kind = object["kind"].as_str().expect("a kind");
                assert!(rows.of(kind) < last, "{}/{path}: {kind}", bundle.name());
            }
        }
    }
}
