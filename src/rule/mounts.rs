//! Mounts: each of a volume that is there, each path once.

use std::collections::HashSet;

use crate::manifest::Kind;
use crate::value::AbsolutePath;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("mount-unresolved", Stage::Value, Severity::Error),
    Meta::new("mount-path", Stage::Value, Severity::Error),
];

pub(super) struct Mounts;

impl Rule for Mounts {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [mount_unresolved, mount_path] = &METAS;
        for pod in set.pods() {
            let mut names: Vec<&str> = pod
                .spec
                .volumes
                .iter()
                .flatten()
                .map(|volume| volume.name.as_str())
                .collect();
            if let Some(Kind::StatefulSet(object)) = &pod.object.kind {
                let claims = object.spec.volume_claim_templates.iter().flatten();
                names.extend(claims.filter_map(|claim| claim.metadata.name.as_deref()));
            }
            let volumes: HashSet<&str> = names.iter().copied().collect();
            for (path, container) in pod.containers() {
                let mounts = container.volume_mounts.as_deref().unwrap_or_default();
                let mut known = HashSet::new();
                for (at, mount) in mounts.iter().enumerate() {
                    if !volumes.contains(mount.name.as_str()) {
                        let fields =
                            vec![("name", mount.name.clone()), ("volumes", names.join(", "))];
                        report.add(
                            mount_unresolved,
                            pod.object,
                            &format!("{path}.volumeMounts[{at}].name"),
                            fields,
                        );
                    }
                    let is_twice = !known.insert(mount.mount_path.as_str());
                    if is_twice || AbsolutePath::parse(&mount.mount_path).is_err() {
                        let fields = vec![("path", mount.mount_path.clone())];
                        report.add(
                            mount_path,
                            pod.object,
                            &format!("{path}.volumeMounts[{at}].mountPath"),
                            fields,
                        );
                    }
                }
            }
        }
    }
}
