//! Volumes: each name once, each from one source.

use k8s_openapi::api::core::v1::Volume;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("volume-twice", Stage::Value, Severity::Error),
    Meta::new("volume-source", Stage::Value, Severity::Error),
];

pub(super) struct VolumeShape;

impl Rule for VolumeShape {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [volume_twice, volume_source] = &METAS;
        for pod in set.pods() {
            let volumes = pod.spec.volumes.as_deref().unwrap_or_default();
            for (at, volume) in volumes.iter().enumerate() {
                let path = pod.at(&format!("volumes[{at}]"));
                let fields = vec![("name", volume.name.clone())];
                if volumes.iter().take(at).any(|one| one.name == volume.name) {
                    report.add(
                        volume_twice,
                        pod.object,
                        &format!("{path}.name"),
                        fields.clone(),
                    );
                }
                if sources(volume) > 1 {
                    report.add(volume_source, pod.object, &path, fields);
                }
            }
        }
    }
}

/// The sources a volume names, of those in use today.
fn sources(volume: &Volume) -> usize {
    [
        volume.config_map.is_some(),
        volume.csi.is_some(),
        volume.downward_api.is_some(),
        volume.empty_dir.is_some(),
        volume.ephemeral.is_some(),
        volume.host_path.is_some(),
        volume.image.is_some(),
        volume.nfs.is_some(),
        volume.persistent_volume_claim.is_some(),
        volume.projected.is_some(),
        volume.secret.is_some(),
    ]
    .iter()
    .filter(|is_there| **is_there)
    .count()
}
