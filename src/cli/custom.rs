//! The owner's component in `custom/`: kwgen makes it once, where there is none, and says so when a bundle
//! no longer applies it. Whatever lies there is never changed, locked or taken away.

use std::path::Path;

use super::fault::CliFault;
use crate::blueprint::{OVERLAYS, Rendered};
use crate::bundle::{OnDisk, Plan, state};
use crate::overlay::CUSTOM;
use crate::text::{Fault, Place};

/// The names that kustomize knows its file by: two of them in one folder are refused.
const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Whether a file of a bundle is to be written: one that is made once is its owner's where it lies, under
/// whatever name, also behind a link.
pub(super) fn is_ours(dir: &Path, file: &Rendered) -> bool {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_there = |name: &str| state(dir, &format!("{folder}/{name}")) != OnDisk::Absent;
    !file.is_once || !NAMES.iter().any(|name| is_there(name))
}

/// The component stays where a plan takes the last overlay away that applied it.
pub(super) fn stays(dir: &Path, plan: &Plan) -> Option<Fault> {
    let folder = CUSTOM.trim_start_matches("../");
    let line = format!("- {CUSTOM}\n");
    let overlays = plan
        .files()
        .iter()
        .filter(|entry| entry.path.starts_with(OVERLAYS));
    let has = |text: Option<&String>| text.is_some_and(|text| text.contains(&line));
    let was = overlays.clone().any(|entry| has(entry.base.as_ref()));
    let is = overlays.clone().any(|entry| has(entry.new.as_ref()));
    let path = dir.join(folder);
    (was && !is && path.exists()).then(|| {
        let place = Place::named(&path.display().to_string());
        Fault::from(CliFault::CustomStays {}).at(Some(place))
    })
}
