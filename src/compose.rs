//! The pure middle in one call: effective answers → service → files → objects → findings.

use crate::blueprint::{self, Rendered};
use crate::kubernetes;
use crate::manifest::{self, Object};
use crate::rule::{self, Finding};
use crate::service::{self, Material, Service};
use crate::text::Fault;

/// A set of files that belong together, validated.
#[derive(Debug, Default)]
pub struct Composed {
    /// The service, if its answers are sound.
    pub service: Option<Service>,
    /// Its files, in apply order.
    pub files: Vec<Rendered>,
    /// The objects in them.
    pub objects: Vec<Object>,
    /// What the rules found, waived findings included.
    pub findings: Vec<Finding>,
    /// What is wrong; with any of these nothing may be written.
    pub faults: Vec<Fault>,
    /// What is worth a warning.
    pub warnings: Vec<Fault>,
}

impl Composed {
    /// The Kubernetes objects as one stream, in apply order.
    pub fn stream(&self) -> String {
        let manifests: Vec<&str> = self
            .files
            .iter()
            .filter(|file| file.is_manifest)
            .map(|file| file.text.as_str())
            .collect();
        manifests.join("---\n")
    }

    /// The findings that stop a write.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.stops())
    }
}

/// Composes the files of one service.
pub fn compose(material: Material<'_>) -> Composed {
    let built = service::build(material);
    let mut composed = Composed {
        faults: built.faults,
        warnings: built.warnings,
        ..Composed::default()
    };
    let Some(service) = built.service else {
        return composed;
    };
    match blueprint::render(material.pack, &service, material.language) {
        Err(fault) => composed.faults.push(fault.into()),
        Ok(files) => {
            let table = kubernetes::table(service.minor);
            for file in files.iter().filter(|file| file.is_manifest) {
                let (objects, faults) = manifest::read(&file.path, &file.text, &table);
                composed.objects.extend(objects);
                composed.faults.extend(faults);
            }
            if composed.faults.is_empty() {
                composed.findings = rule::check(&composed.objects, service.minor);
            }
            composed.files = files;
        }
    }
    composed.service = Some(service);
    composed
}
