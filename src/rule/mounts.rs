//! Mounts: each of a volume that is there, each path once, each inside of its volume.

use std::collections::HashSet;

use k8s_openapi::api::core::v1::VolumeMount;

use crate::manifest::Kind;
use crate::value::AbsolutePath;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("mount-unresolved", Stage::Value, Severity::Error),
    Meta::new("mount-path", Stage::Value, Severity::Error),
    Meta::new("mount-sub-path", Stage::Value, Severity::Error),
];

pub(super) struct Mounts;

impl Rule for Mounts {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [mount_unresolved, mount_path, mount_sub_path] = &METAS;
        for pod in set.pods() {
            let volumes = pod.spec.volumes.iter().flatten();
            let mut names: Vec<&str> = volumes.map(|volume| volume.name.as_str()).collect();
            if let Some(Kind::StatefulSet(object)) = &pod.object.kind {
                let claims = object.spec.volume_claim_templates.iter().flatten();
                names.extend(claims.filter_map(|claim| claim.metadata.name.as_deref()));
            }
            let volumes: HashSet<&str> = names.iter().copied().collect();
            for (path, container) in pod.containers() {
                let mounts = container.volume_mounts.as_deref().unwrap_or_default();
                let mut known = HashSet::new();
                for (at, mount) in mounts.iter().enumerate() {
                    let path = format!("{path}.volumeMounts[{at}]");
                    if !volumes.contains(mount.name.as_str()) {
                        let fields =
                            vec![("name", mount.name.clone()), ("volumes", names.join(", "))];
                        let path = format!("{path}.name");
                        report.add(mount_unresolved, pod.object, &path, fields);
                    }
                    let is_twice = !known.insert(mount.mount_path.as_str());
                    let is_root = mount.mount_path == "/";
                    if is_twice || (!is_root && AbsolutePath::parse(&mount.mount_path).is_err()) {
                        let fields = vec![("path", mount.mount_path.clone())];
                        let path = format!("{path}.mountPath");
                        report.add(mount_path, pod.object, &path, fields);
                    }
                    if let Some((field, text)) = wrong_sub_path(mount) {
                        let fields = vec![("path", text.to_owned())];
                        let path = format!("{path}.{field}");
                        report.add(mount_sub_path, pod.object, &path, fields);
                    }
                }
            }
        }
    }
}

/// The sub-path that leads out of its volume, or is there twice.
fn wrong_sub_path(mount: &VolumeMount) -> Option<(&'static str, &str)> {
    let plain = mount.sub_path.as_deref().filter(|text| !text.is_empty());
    let expanded = mount.sub_path_expr.as_deref();
    let expanded = expanded.filter(|text| !text.is_empty());
    if let (Some(_), Some(text)) = (plain, expanded) {
        return Some(("subPathExpr", text));
    }
    let leads_out = |text: &str| text.starts_with('/') || text.split('/').any(|part| part == "..");
    [("subPath", plain), ("subPathExpr", expanded)]
        .into_iter()
        .find_map(|(field, text)| Some((field, text.filter(|text| leads_out(text))?)))
}
