//! Whether what tells Argo CD or Flux of a bundle is true of it. Their kinds are none of Kubernetes', so
//! no schema judges them: the folder that one names is a folder of the bundle, its namespace that of
//! the objects in it, and no name is there twice.
//!
//! # What applies a bundle
//!
//! A blueprint with `each: environment` is made once for each environment (once where there is none)
//! and holds what tells Argo CD or Flux of it; it is no manifest: not in `--stdout`, not in a
//! kustomization, not before the schemas, which do not know its kind. `compose::delivery` judges it
//! instead: the folder that it names is that environment's, the namespace too, no name is there twice;
//! also where its owner edited it.

use std::collections::HashSet;

use serde_json::Value;

use crate::blueprint::Rendered;
use crate::faults;
use crate::service::Service;
use crate::text::{Fault, Place};
use crate::yaml;

/// Flux labels each object with the name (`kustomize.toolkit.fluxcd.io/name`) and can apply none with
/// a longer one: fluxcd/flux2 issue 2004.
const LONGEST: usize = 63;

faults! {
    /// What can be wrong with what tells a tool of a bundle.
    pub(crate) enum DeliveryFault {
        /// A kind that no tool here has.
        Kind { kind: String } = "delivery.kind",
        /// A folder that is none of the bundle, or of another environment.
        Folder { path: String, wanted: String } = "delivery.folder",
        /// Objects of another namespace.
        Namespace { namespace: String, wanted: String } = "delivery.namespace",
        /// A name that Flux cannot write into the labels of the objects.
        LongName { name: String, limit: usize } = "delivery.long-name",
        /// Two objects of one name.
        Twice { name: String } = "delivery.twice",
    }
}

/// What is wrong with the files for a tool, in a bundle that is for `services`: one, or one for each
/// environment.
pub(crate) fn faults(files: &[Rendered], services: &[&Service]) -> Vec<Fault> {
    let texts = files.iter().filter(|file| file.is_delivery);
    let texts = texts.map(|file| (file.path.as_str(), file.text.as_str()));
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    judged(texts, &paths, services)
}

/// The same for texts (path, text) in a bundle that has the files `paths`.
pub(crate) fn judged<'f>(
    texts: impl Iterator<Item = (&'f str, &'f str)>,
    paths: &[&str],
    services: &[&Service],
) -> Vec<Fault> {
    let mut names = HashSet::new();
    let mut faults = Vec::new();
    for (file, text) in texts {
        let object = match yaml::load::<Value>(file, text) {
            Ok(object) => object,
            Err(more) => {
                faults.extend(more);
                continue;
            }
        };
        let Some(service) = of(file, services) else {
            continue;
        };
        let mut add = |fault: DeliveryFault| {
            faults.push(Fault::from(fault).at(Some(Place::named(file))));
        };
        let word = |path: &str| {
            object
                .pointer(path)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let kind = word("/kind");
        let (path, namespace) = match kind {
            "Application" => ("/spec/source/path", Some("/spec/destination/namespace")),
            "Kustomization" => ("/spec/path", None),
            _ => {
                let kind = kind.to_owned();
                add(DeliveryFault::Kind { kind });
                continue;
            }
        };
        let path = word(path);
        let wanted = &service.delivery.path;
        let within = format!("{}/", service.folder);
        let is_there = paths.iter().any(|path| path.starts_with(&within));
        if path.strip_prefix("./").unwrap_or(path) != wanted || !is_there {
            let (path, wanted) = (path.to_owned(), wanted.clone());
            add(DeliveryFault::Folder { path, wanted });
        }
        if let Some(namespace) = namespace.map(word)
            && namespace != service.namespace
        {
            let (namespace, wanted) = (namespace.to_owned(), service.namespace.clone());
            add(DeliveryFault::Namespace { namespace, wanted });
        }
        let name = word("/metadata/name").to_owned();
        if kind == "Kustomization" && name.len() > LONGEST {
            let (name, limit) = (name.clone(), LONGEST);
            add(DeliveryFault::LongName { name, limit });
        }
        if !names.insert((
            kind.to_owned(),
            word("/metadata/namespace").to_owned(),
            name.clone(),
        )) {
            add(DeliveryFault::Twice { name });
        }
    }
    faults
}

/// The service whose file this is: that of the environment whose folder it lies in.
fn of<'s>(file: &str, services: &[&'s Service]) -> Option<&'s Service> {
    let is_its = |one: &&&Service| match &one.environment {
        None => true,
        Some(name) => file.contains(&format!("/{name}/")),
    };
    services.iter().find(is_its).copied()
}
