//! The pure middle in one call: effective answers → service → files → objects → findings.

pub(crate) mod delivery;
mod environments;

pub use environments::{EnvironmentMaterial, compose_environments};

use crate::answers::{self, Acceptance, Given};
use crate::blueprint::{self, Rendered};
use crate::cluster::{Cluster, NodePool, Setting};
use crate::kubernetes;
use crate::manifest::{self, Object};
use crate::pack::{Pack, Preset};
use crate::rule::{self, Finding};
use crate::service::{self, Material, Service, ServiceFault};
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
    /// Each environment with its name, whole, as it was validated; none where the service is the same everywhere.
    pub environments: Vec<(String, Self)>,
    /// The node pools of the cluster that its objects are for.
    pub pools: Vec<NodePool>,
    /// The environment whose cluster what all share is seen from, where its own cannot have it.
    pub seen_from: Option<String>,
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
        workload: None,
    });
    if !resolved.faults.is_empty() {
        composed.faults.extend(resolved.faults.iter().cloned());
        composed.files.clear();
    }
    composed
}

/// Composes the files of a service of one workload.
pub fn compose(material: Material<'_>) -> Composed {
    compose_workloads(&[material])
}

/// Composes the files of a service that is the same everywhere: one workload for each material.
pub fn compose_workloads(materials: &[Material<'_>]) -> Composed {
    let mut composed = Composed::of(materials);
    if let (Some(first), Some(service)) = (materials.first(), composed.service.take()) {
        if service.custom {
            let answer = first.resolved.answer(&first.pack.questions, "custom");
            let place = answer.and_then(|answer| answer.place.clone());
            let fault = Fault::from(ServiceFault::CustomAlone {});
            composed.faults.push(fault.at(place));
        }
        composed.render(first, &service, &str::to_owned);
        composed
            .faults
            .extend(delivery::faults(&composed.files, &[&service]));
        composed.service = Some(service);
    }
    composed
}

impl Composed {
    /// The service of `materials`, or what is wrong with it; no files yet.
    fn of(materials: &[Material<'_>]) -> Self {
        let built = service::build(materials);
        let cluster = materials.first().and_then(|one| one.setting.cluster);
        Self {
            pools: cluster.map_or_else(Vec::new, |one| one.node_pools.clone()),
            service: built.service,
            faults: built.faults,
            warnings: built.warnings,
            clusters: cluster
                .map(|cluster| (cluster.name.clone(), cluster.digest.clone()))
                .into_iter()
                .collect(),
            ..Self::default()
        }
    }

    /// Renders and validates; `shown` is the name of a file in what is said of it.
    fn render(
        &mut self,
        material: &Material<'_>,
        service: &Service,
        shown: &dyn Fn(&str) -> String,
    ) {
        match blueprint::render(material.pack, material.setting, service, material.language) {
            Err(fault) => self.faults.push(fault.into()),
            Ok(files) => {
                let table = kubernetes::table(service.minor);
                for file in files.iter().filter(|file| file.is_manifest) {
                    let (objects, faults) = manifest::read(&shown(&file.path), &file.text, &table);
                    self.objects.extend(objects);
                    self.faults.extend(faults);
                }
                if self.faults.is_empty() {
                    self.findings = rule::check_on(&self.objects, service.minor, &self.pools);
                }
                self.files = files;
            }
        }
    }
}
