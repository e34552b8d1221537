//! Claims the API server takes.

use k8s_openapi::api::core::v1::PersistentVolumeClaimSpec;

use crate::manifest::{Kind, Object};
use crate::value::Quantity;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new("claim-shape", Stage::Value, Severity::Error)];

pub(super) struct ClaimShape;

impl Rule for ClaimShape {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [claim_shape] = &METAS;
        for object in set.objects {
            for (path, claim) in claims(object) {
                let modes = claim.access_modes.as_deref().unwrap_or_default();
                let is_alone = modes.iter().any(|mode| mode == "ReadWriteOncePod");
                if modes.is_empty() || (is_alone && modes.len() > 1) {
                    report.add(
                        claim_shape,
                        object,
                        &format!("{path}.accessModes"),
                        Vec::new(),
                    );
                }
                let requests = claim.resources.as_ref();
                let size = requests
                    .and_then(|one| one.requests.as_ref())
                    .and_then(|one| one.get("storage"));
                if size.is_none_or(|size| Quantity::parse_positive(&size.0).is_err()) {
                    let path = format!("{path}.resources.requests.storage");
                    report.add(claim_shape, object, &path, Vec::new());
                }
            }
        }
    }
}

/// The specs of the claims in an object, with their paths.
fn claims(object: &Object) -> Vec<(String, &PersistentVolumeClaimSpec)> {
    match &object.kind {
        Some(Kind::PersistentVolumeClaim(claim)) => claim
            .spec
            .iter()
            .map(|spec| ("spec".to_owned(), spec))
            .collect(),
        Some(Kind::StatefulSet(owner)) => {
            let templates = owner.spec.volume_claim_templates.iter().flatten();
            templates
                .enumerate()
                .filter_map(|(at, claim)| {
                    let path = format!("spec.volumeClaimTemplates[{at}].spec");
                    Some((path, claim.spec.as_ref()?))
                })
                .collect()
        }
        _ => Vec::new(),
    }
}
