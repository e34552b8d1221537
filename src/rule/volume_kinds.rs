//! Volumes: emptyDirs with a size, no kinds that reach past the pod.

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("empty-dir-size", Stage::Hardening, Severity::Error),
    Meta::new("volume-kind", Stage::Hardening, Severity::Error),
];

pub(super) struct VolumeKinds;

impl Rule for VolumeKinds {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [empty_dir_size, volume_kind] = &METAS;
        for pod in set.pods() {
            for (at, volume) in pod.spec.volumes.iter().flatten().enumerate() {
                let path = pod.at(&format!("volumes[{at}]"));
                let fields = vec![("name", volume.name.clone())];
                let is_allowed = volume.empty_dir.is_some()
                    || volume.config_map.is_some()
                    || volume.secret.is_some()
                    || volume.projected.is_some()
                    || volume.downward_api.is_some()
                    || volume.ephemeral.is_some()
                    || volume.csi.is_some()
                    || volume.persistent_volume_claim.is_some()
                    || volume.image.is_some()
                    // Has a rule of its own.
                    || volume.host_path.is_some();
                if !is_allowed {
                    report.add(volume_kind, pod.object, &path, fields);
                } else if volume
                    .empty_dir
                    .as_ref()
                    .is_some_and(|one| one.size_limit.is_none())
                {
                    let path = format!("{path}.emptyDir");
                    report.add(empty_dir_size, pod.object, &path, fields);
                }
            }
        }
    }
}
