//! Claims the API server takes.

use k8s_openapi::api::core::v1::PersistentVolumeClaimSpec;

use crate::manifest::Kind;
use crate::value::Quantity;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new("claim-shape", Stage::Value, Severity::Error)];

const MODES: [&str; 4] = [
    "ReadWriteOnce",
    "ReadOnlyMany",
    "ReadWriteMany",
    "ReadWriteOncePod",
];

pub(super) struct ClaimShape;

impl Rule for ClaimShape {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [claim_shape] = &METAS;
        for object in set.objects {
            let claims: Vec<(String, &PersistentVolumeClaimSpec)> = match &object.kind {
                Some(Kind::PersistentVolumeClaim(claim)) => claim
                    .spec
                    .iter()
                    .map(|spec| ("spec".to_owned(), spec))
                    .collect(),
                Some(Kind::StatefulSet(owner)) => owner
                    .spec
                    .volume_claim_templates
                    .iter()
                    .flatten()
                    .enumerate()
                    .filter_map(|(at, claim)| {
                        Some((
                            format!("spec.volumeClaimTemplates[{at}].spec"),
                            claim.spec.as_ref()?,
                        ))
                    })
                    .collect(),
                _ => continue,
            };
            for (path, claim) in claims {
                let modes = claim.access_modes.as_deref().unwrap_or_default();
                let size = claim
                    .resources
                    .as_ref()
                    .and_then(|one| one.requests.as_ref())
                    .and_then(|one| one.get("storage"));
                let is_sized = size.is_some_and(|size| Quantity::parse_positive(&size.0).is_ok());
                if modes.is_empty()
                    || modes.iter().any(|mode| !MODES.contains(&mode.as_str()))
                    || !is_sized
                {
                    report.add(claim_shape, object, &path, Vec::new());
                }
            }
        }
    }
}
