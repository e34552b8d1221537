//! The pure middle in one call: effective answers → service → files → objects → findings.

use crate::answers::{self, Acceptance, Given};
use crate::blueprint::{self, Rendered};
use crate::cluster::{Cluster, Setting};
use crate::kubernetes;
use crate::manifest::{self, Object};
use crate::pack::{Pack, Preset};
use crate::rule::{self, Finding};
use crate::service::{self, Material, Service};
use crate::text::{Fault, Language};

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
    /// The clusters whose facts are in it: name and digest.
    pub clusters: Vec<(String, String)>,
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

/// What was given for one service, not yet resolved.
#[derive(Debug, Clone, Copy)]
pub struct Layers<'l> {
    /// The preset, if one was chosen; its answers are part of `given`.
    pub preset: Option<&'l Preset>,
    /// The answers of all layers.
    pub given: &'l [Given],
    /// The owner's exceptions.
    pub accept: &'l [Acceptance],
    /// Its cluster, if one is known; what it says of answers is part of `given`.
    pub cluster: Option<&'l Cluster>,
}

/// Resolves layers of answers and composes the files of their service. A required answer that is
/// missing leaves the service out; what is wrong with the others is in the faults.
pub fn compose_layers(pack: &Pack, layers: Layers<'_>) -> Composed {
    let preset = layers.preset;
    let guesses: Vec<&str> = preset
        .iter()
        .flat_map(|preset| preset.guesses.keys().map(String::as_str))
        .collect();
    let id = preset.map(|preset| preset.id.as_str());
    let resolved = answers::resolve(pack.knowledge(), layers.given, id, &guesses);
    let missing = resolved.missing.iter();
    let missing = missing.filter_map(|at| pack.questions.questions.get(*at));
    let mut broken = resolved.broken.clone();
    broken.extend(missing.map(|question| question.id.clone()));
    let prose = resolved.value(&pack.questions, "proseLang").to_text();
    let mut composed = compose(Material {
        pack,
        preset,
        resolved: &resolved,
        broken: &broken,
        accept: layers.accept,
        setting: &Setting::new(&pack.facts, layers.cluster),
        language: Language::parse(&prose).unwrap_or_default(),
    });
    if !resolved.faults.is_empty() {
        composed.faults.extend(resolved.faults.iter().cloned());
        composed.files.clear();
    }
    composed
}

/// Composes the files of one service.
pub fn compose(material: Material<'_>) -> Composed {
    let built = service::build(material);
    let mut composed = Composed {
        faults: built.faults,
        warnings: built.warnings,
        clusters: material
            .setting
            .cluster
            .map(|cluster| (cluster.name.clone(), cluster.digest.clone()))
            .into_iter()
            .collect(),
        ..Composed::default()
    };
    let Some(service) = built.service else {
        return composed;
    };
    match blueprint::render(material.pack, material.setting, &service, material.language) {
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
