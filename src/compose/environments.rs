//! A service with environments: each rendered whole and validated, and laid out as a base with overlays.

use super::{Composed, delivery};
use crate::blueprint::{self, BASE, OUTSIDE, OVERLAYS, Rendered};
use crate::overlay::{self, Manifest, Options, Rendering};
use crate::service::{EnvironmentText, Material, Service, ServiceFault};
use crate::text::{Fault, Language, add_new};

/// What one environment is composed from.
#[derive(Debug, Clone)]
pub struct EnvironmentMaterial<'m> {
    /// Its name.
    pub name: String,
    /// One for each workload.
    pub materials: Vec<Material<'m>>,
}

/// Composes the files of a service with environments: each is rendered whole and validated, and what
/// they have in common stands in the base.
pub fn compose_environments(
    shared: &[Material<'_>],
    environments: &[EnvironmentMaterial<'_>],
) -> Composed {
    let (mut composed, shared) = seen(shared, environments);
    for environment in environments {
        let mut own = Composed::of(&environment.materials);
        let name = &environment.name;
        if let (Some(first), Some(mut service)) =
            (environment.materials.first(), own.service.take())
        {
            service.stand_in(Some(name));
            own.render(first, &service, &|path| {
                let file = path.strip_prefix(BASE);
                file.map_or_else(
                    || path.to_owned(),
                    |file| format!("{OVERLAYS}{name}: {file}"),
                )
            });
            own.service = Some(service);
        }
        composed.absorb(&own);
        composed.environments.push((name.clone(), own));
    }
    let (Some(first), Some(mut service)) = (shared.first(), composed.service.take()) else {
        return composed;
    };
    if composed.faults.is_empty() {
        let each = environments.iter().zip(&composed.environments);
        service.environments = each
            .filter_map(|(environment, (name, own))| {
                let setting = environment.materials.first()?.setting;
                Some(EnvironmentText::of(name, own.service.as_ref()?, setting))
            })
            .collect();
        let settings = environments.iter().filter_map(|one| one.materials.first());
        let setting = first.setting.on_all(settings.map(|one| one.setting));
        match blueprint::render(first.pack, &setting, &service, first.language) {
            Err(fault) => composed.faults.push(fault.into()),
            Ok(rendered) if service.is_rendered() => composed.lay_whole(rendered),
            Ok(rendered) => composed.lay_out(rendered, &service, first.language),
        }
        composed.judge_environments(&service);
    }
    composed.service = Some(service);
    composed
}

/// The service of what all share, and what it was made from. It runs nowhere by itself: where its own
/// cluster cannot have it, it is seen from that of an environment which can. What is worth a warning is
/// said of the environments.
fn seen<'m>(
    shared: &[Material<'m>],
    environments: &[EnvironmentMaterial<'m>],
) -> (Composed, Vec<Material<'m>>) {
    let mut settings = vec![(None, None)];
    settings.extend(environments.iter().map(|one| {
        let setting = one.materials.first().map(|first| first.setting);
        (Some(one.name.clone()), setting)
    }));
    let mut first = None;
    for (seen_from, setting) in settings {
        let materials: Vec<Material<'m>> = shared
            .iter()
            .map(|&one| Material {
                setting: setting.unwrap_or(one.setting),
                ..one
            })
            .collect();
        let composed = Composed {
            warnings: Vec::new(),
            clusters: Vec::new(),
            seen_from,
            ..Composed::of(&materials)
        };
        if composed.service.is_some() {
            return (composed, materials);
        }
        first.get_or_insert((composed, materials));
    }
    first.unwrap_or_default()
}

impl Composed {
    /// Takes over what was found in one environment, each thing once.
    fn absorb(&mut self, own: &Self) {
        add_new(&mut self.faults, own.faults.iter().cloned());
        add_new(&mut self.warnings, own.warnings.iter().cloned());
        for cluster in &own.clusters {
            if !self.clusters.contains(cluster) {
                self.clusters.push(cluster.clone());
            }
        }
        self.findings.extend(own.findings.iter().cloned());
    }

    /// What each environment is applied as, whole, with the other files of the shared rendering.
    fn lay_whole(&mut self, rendered: Vec<Rendered>) {
        let own = self.environments.iter().flat_map(|(_, own)| &own.files);
        let own = own.filter(|file| file.is_manifest || file.is_delivery);
        let own = own.map(|file| Rendered {
            // As below: objects as they are applied stand in the environments.
            is_manifest: false,
            ..file.clone()
        });
        let mut files: Vec<Rendered> = own.collect();
        files.extend(rendered.into_iter().filter(|file| !file.is_manifest));
        self.files = files;
    }

    /// What is wrong with the environments together.
    fn judge_environments(&mut self, shared: &Service) {
        let services: Vec<&Service> = self
            .environments
            .iter()
            .filter_map(|(_, own)| own.service.as_ref())
            .collect();
        let other = services.iter().find(|one| one.layout != shared.layout);
        let mut faults: Vec<Fault> = Vec::new();
        if let Some(environment) = other.and_then(|one| one.environment.clone()) {
            faults.push(ServiceFault::LayoutOfOne { environment }.into());
        }
        faults.extend(delivery::faults(&self.files, &services));
        self.faults.extend(faults);
    }

    /// The file that one of a base or an overlay holds objects of, where they are whole.
    fn whole<'r>(&'r self, shared: &'r [Rendered], path: &str) -> Option<&'r Rendered> {
        let Some((name, file)) = overlay::of_overlay(path) else {
            return shared.iter().find(|one| one.path == path);
        };
        let (_, own) = self.environments.iter().find(|(one, _)| one == name)?;
        let path = format!("{BASE}{file}");
        own.files.iter().find(|one| one.path == path)
    }

    /// Base and overlays of the environments, with the other files of the shared rendering.
    fn lay_out(&mut self, rendered: Vec<Rendered>, service: &Service, language: Language) {
        let shared = manifests(&rendered);
        let own: Vec<Vec<Manifest<'_>>> = self
            .environments
            .iter()
            .map(|(_, own)| manifests(&own.files))
            .collect();
        let renderings: Vec<Rendering<'_>> = self
            .environments
            .iter()
            .zip(&own)
            .map(|((name, own), manifests)| Rendering {
                name,
                namespace: own.service.as_ref().map_or("", |one| &one.namespace),
                manifests,
                is_custom: own.service.as_ref().is_some_and(|one| one.custom),
            })
            .collect();
        let base = Rendering {
            name: "",
            namespace: &service.namespace,
            manifests: &shared,
            is_custom: false,
        };
        let options = Options { language };
        let laid = match overlay::layout(&base, &renderings, options) {
            Ok(laid) => laid,
            Err(faults) => {
                self.faults.extend(faults);
                return;
            }
        };
        let mut files: Vec<Rendered> = laid
            .into_iter()
            .map(|file| {
                let whole = self.whole(&rendered, &file.path);
                let part = whole.and_then(|whole| blueprint::part_of(whole, &file.text));
                Rendered {
                    workload: whole.and_then(|whole| whole.workload),
                    provenance: part.unwrap_or_default(),
                    // Objects as they are applied stand in the environments; these are parts of them.
                    is_manifest: false,
                    is_delivery: false,
                    is_once: false,
                    path: file.path,
                    text: file.text,
                }
            })
            .collect();
        for (name, own) in &self.environments {
            for folder in OUTSIDE {
                files.extend(own.files.iter().filter_map(|file| {
                    let path = file.path.strip_prefix(folder)?;
                    Some(Rendered {
                        path: format!("{folder}{name}/{path}"),
                        ..file.clone()
                    })
                }));
            }
            files.extend(own.files.iter().filter(|file| file.is_delivery).cloned());
        }
        let is_else = |file: &Rendered| {
            let mut folders = OUTSIDE.iter().chain([&BASE]);
            !folders.any(|folder| file.path.starts_with(folder))
        };
        files.extend(rendered.into_iter().filter(is_else));
        self.files = files;
    }
}

/// The manifests of the base, by their names in it.
fn manifests(files: &[Rendered]) -> Vec<Manifest<'_>> {
    let is_manifest = files.iter().filter(|file| file.is_manifest);
    is_manifest
        .filter_map(|file| {
            Some(Manifest {
                file: file.path.strip_prefix(BASE)?,
                text: &file.text,
            })
        })
        .collect()
}
