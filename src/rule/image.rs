//! Images that say which bytes run.

use crate::value::Image;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 5] = [
    Meta::new("image-syntax", Stage::Value, Severity::Error),
    Meta::new("image-tag-missing", Stage::Hardening, Severity::Error),
    Meta::new("image-without-digest", Stage::Hardening, Severity::Warning),
    Meta::new("image-registry-closed", Stage::Hardening, Severity::Error),
    Meta::new("image-pull-policy", Stage::Hardening, Severity::Info),
];

pub(super) struct ImageReference;

impl Rule for ImageReference {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [
            image_syntax,
            image_tag_missing,
            image_without_digest,
            image_registry_closed,
            image_pull_policy,
        ] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                let text = container.image.clone().unwrap_or_default();
                let fields = vec![("image", text.clone())];
                let at = format!("{path}.image");
                if text.starts_with("k8s.gcr.io/") {
                    report.add(image_registry_closed, pod.object, &at, fields.clone());
                }
                match Image::parse(&text) {
                    Err(_) => report.add(image_syntax, pod.object, &at, fields),
                    Ok(image) if image.digest().is_some() => {}
                    Ok(image) if image.tag().is_none() || image.is_latest() => {
                        report.add(image_tag_missing, pod.object, &at, fields);
                    }
                    Ok(_) => report.add(image_without_digest, pod.object, &at, fields),
                }
                if container.image_pull_policy.as_deref() != Some("Always") {
                    let path = format!("{path}.imagePullPolicy");
                    report.add(image_pull_policy, pod.object, &path, Vec::new());
                }
            }
        }
    }
}
