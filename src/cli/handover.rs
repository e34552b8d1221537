//! Who owns the number of pods, before and after a write: what the files say is right, and yet the next
//! apply of them can take down a service that runs.

use std::path::Path;

use super::fault::CliFault;
use crate::bundle::{Entry, Plan};
use crate::kubernetes;
use crate::manifest::{self, Kind, Object};
use crate::text::Fault;

/// What must be done in the cluster before the files of a plan are applied to it.
pub(super) fn warnings(plan: &Plan, minor: u16) -> Vec<Fault> {
    let changed: Vec<&Entry> = plan
        .files()
        .iter()
        .filter(|entry| entry.action.is_change() && is_yaml(&entry.path))
        .collect();
    let read = |text: &dyn Fn(&Entry) -> Option<String>| -> Vec<Object> {
        let table = kubernetes::table(minor);
        let texts = changed.iter().filter_map(|entry| text(entry));
        texts
            .flat_map(|text| manifest::read("", &text, &table).0)
            .collect()
    };
    let before = read(&|entry| entry.old_text().map(std::borrow::Cow::into_owned));
    if before.is_empty() {
        return Vec::new();
    }
    let after = read(&|entry| entry.new.clone());
    let now = |old: &Object| {
        after
            .iter()
            .find(|new| new.kind_name == old.kind_name && new.name() == old.name())
    };
    before
        .iter()
        .filter_map(|old| match (&old.kind, now(old)) {
            (Some(Kind::HorizontalPodAutoscaler(_)), None) => Some(CliFault::AutoscalerStays {
                name: old.name().to_owned(),
                namespace: old.namespace().to_owned(),
            }),
            (_, Some(new)) => {
                let count = replicas(old).filter(|count| *count > 1)?;
                replicas(new).is_none().then(|| CliFault::ReplicasDropped {
                    kind: old.kind_name.clone(),
                    name: old.name().to_owned(),
                    namespace: old.namespace().to_owned(),
                    count,
                })
            }
            _ => None,
        })
        .map(Fault::from)
        .collect()
}

fn is_yaml(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "yaml")
}

fn replicas(object: &Object) -> Option<i32> {
    match &object.kind {
        Some(Kind::Deployment(one)) => one.spec.replicas,
        Some(Kind::StatefulSet(one)) => one.spec.replicas,
        _ => None,
    }
}
