//! The mixture of files that kwgen renders and of files that their owner edited or deleted, as it
//! will lie on disk: it passes the same validation as what kwgen renders alone.

use std::path::Path;

use super::make::finding_fault;
use crate::bundle::{Action, BundleFault, Entry, OnDisk, Plan, check_path, state};
use crate::cluster::NodePool;
use crate::compose::{Composed, delivery};
use crate::kubernetes;
use crate::manifest;
use crate::overlay::{self, File, OverlayFault};
use crate::rule;
use crate::service::Service;
use crate::text::Fault;
use crate::yaml;

/// What is wrong with the mixture; nothing where nobody edited anything.
pub(super) fn faults(dir: &Path, composed: &Composed, plan: &Plan) -> Vec<Fault> {
    let kept = |path: &str| {
        plan.files()
            .iter()
            .find(|entry| entry.path == path && entry.action == Action::Keep)
    };
    if plan
        .files()
        .iter()
        .all(|entry| entry.action != Action::Keep)
    {
        return Vec::new();
    }
    let Some(service) = &composed.service else {
        return Vec::new();
    };
    let mut mixed = Vec::new();
    let mut faults = Vec::new();
    // What is made once is its owner's: the part of kwgen is judged, and not the sum.
    for file in composed.files.iter().filter(|file| !file.is_once) {
        let text = match kept(&file.path).map(Entry::old_text) {
            None => file.text.as_str().into(),
            Some(Some(edited)) => edited,
            Some(None) => continue,
        };
        if file.path.ends_with("kustomization.yaml") {
            faults.extend(missing(dir, plan, &file.path, &text));
        }
        mixed.push(File {
            path: file.path.clone(),
            text: text.into_owned(),
        });
    }
    if composed.environments.is_empty() {
        let is_manifest = |path: &str| {
            let found = composed.files.iter().find(|file| file.path == path);
            found.is_some_and(|file| file.is_manifest)
        };
        let manifests = mixed.iter().filter(|file| is_manifest(&file.path));
        let texts = manifests.map(|file| {
            let name = dir.join(&file.path).display().to_string();
            (name, file.text.clone())
        });
        faults.extend(judged(texts, service.minor, &composed.pools));
    }
    let services: Vec<&Service> = match composed.environments.as_slice() {
        [] => vec![service],
        all => all
            .iter()
            .filter_map(|(_, own)| own.service.as_ref())
            .collect(),
    };
    let is_delivery = |path: &str| {
        let found = composed.files.iter().find(|file| file.path == path);
        found.is_some_and(|file| file.is_delivery)
    };
    let paths: Vec<&str> = mixed.iter().map(|file| file.path.as_str()).collect();
    let texts = mixed.iter().filter(|file| is_delivery(&file.path));
    let texts = texts.map(|file| (file.path.as_str(), file.text.as_str()));
    faults.extend(delivery::judged(texts, &paths, &services));
    for (environment, own) in &composed.environments {
        let Some(service) = &own.service else {
            continue;
        };
        let (folder, pools) = (&service.folder, own.pools.as_slice());
        if service.is_rendered() {
            let own = own.files.iter().filter(|file| file.is_manifest);
            let own = own.filter_map(|file| mixed.iter().find(|one| one.path == file.path));
            let texts = own.map(|file| {
                let name = dir.join(&file.path).display().to_string();
                (name, file.text.clone())
            });
            faults.extend(judged(texts, service.minor, pools));
            continue;
        }
        let Some(built) = overlay::build(&mixed, folder) else {
            let environment = environment.clone();
            faults.push(OverlayFault::Unbuildable { environment }.into());
            continue;
        };
        let name = dir.join(folder).display().to_string();
        let texts = built
            .iter()
            .map(|object| (name.clone(), overlay::document(object)));
        faults.extend(judged(texts, service.minor, pools));
    }
    faults
}

/// What is wrong with the manifests (name, text) as one set.
fn judged(
    texts: impl Iterator<Item = (String, String)>,
    minor: u16,
    pools: &[NodePool],
) -> Vec<Fault> {
    let table = kubernetes::table(minor);
    let mut objects = Vec::new();
    let mut faults = Vec::new();
    for (name, text) in texts {
        let (more, broken) = manifest::read(&name, &text, &table);
        objects.extend(more);
        faults.extend(broken);
    }
    let findings = rule::check_on(&objects, minor, pools);
    faults.extend(
        findings
            .iter()
            .filter(|finding| finding.stops())
            .map(finding_fault),
    );
    faults
}

/// The resources of a kustomization that will not be there.
fn missing(dir: &Path, plan: &Plan, path: &str, text: &str) -> Vec<Fault> {
    let name = dir.join(path).display().to_string();
    let documents = match yaml::read(&name, text) {
        Ok(documents) => documents,
        Err(faults) => return faults,
    };
    let listed = documents.iter().filter_map(|document| {
        let list = document.get(document.root(), "resources")?;
        Some(document.items(list).iter().map(|id| document.text(*id)))
    });
    let listed = listed.flatten();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_missing = |resource: &&str| {
        let path = format!("{folder}/{resource}");
        let path = path.trim_start_matches('/');
        match plan.files().iter().find(|entry| entry.path == path) {
            Some(entry) => entry.hash_after().is_none(),
            // What is reached otherwise (a folder, an address, `../`) is its owner's.
            None => check_path(path).is_ok() && state(dir, path) == OnDisk::Absent,
        }
    };
    listed
        .filter(is_missing)
        .map(|resource| {
            let (file, resource) = (name.clone(), resource.to_owned());
            BundleFault::NoResource { file, resource }.into()
        })
        .collect()
}
