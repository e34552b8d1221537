//! Where a line stands: in what all environments share or in one of them, and of which workloads.

use super::Bundle;
use crate::answers::{Part, Resolved};
use crate::blueprint::{OUTSIDE, OVERLAYS, Rendered};
use crate::cluster::Setting;
use crate::service::{Service, Workload};

/// Folders that hold one for each environment.
const BY_ENVIRONMENT: [&str; 4] = [OVERLAYS, "manifests/", "argocd/", "flux/"];

/// One environment with all that was made of it, or what all share.
#[derive(Debug, Clone)]
pub struct Group<'b> {
    /// The environment.
    pub name: Option<&'b str>,
    /// Where it runs.
    pub setting: Setting<'b>,
    /// The service there.
    pub service: &'b Service,
    /// Its files, whole; those of the bundle where it is what all share.
    pub files: &'b [Rendered],
    /// The effective answers of each workload of the service, with its key in `workloads:`.
    pub workloads: Vec<(Option<&'b str>, &'b Resolved)>,
}

impl<'b> Group<'b> {
    /// The workload at an index, as one part of the answers.
    pub(super) fn part(&self, at: usize) -> Part<'b> {
        Part {
            workload: self.workloads.get(at).and_then(|(id, _)| *id),
            environment: self.name,
        }
    }
}

/// Where a line stands.
#[derive(Debug, Clone)]
pub(super) struct Scope<'b> {
    pub(super) group: &'b Group<'b>,
    /// The workloads that it is of, by index.
    pub(super) workloads: Vec<usize>,
    /// It tells of all environments.
    pub(super) is_across: bool,
}

impl<'b> Scope<'b> {
    /// What a file of `bundle` is of.
    pub(super) fn of(bundle: &'b Bundle<'b>, file: &Rendered) -> Self {
        let mut folders = BY_ENVIRONMENT.iter().chain(&OUTSIDE);
        let environment = folders.find_map(|folder| {
            let (name, _) = file.path.strip_prefix(folder)?.split_once('/')?;
            let mut all = bundle.environments.iter();
            all.find(|group| group.name == Some(name))
        });
        let group = environment.unwrap_or(&bundle.shared);
        Self {
            group,
            workloads: file
                .workload
                .map_or_else(|| (0..group.workloads.len()).collect(), |at| vec![at]),
            is_across: environment.is_none() && file.is_markdown(),
        }
    }

    /// The one workload that it is of, if it is one.
    pub(super) fn workload(&self) -> Option<&'b Workload> {
        match self.workloads.as_slice() {
            [one] => self.group.service.workloads.get(*one),
            _ => None,
        }
    }

    /// The same for those of its workloads that a line of a README names: by the names of their objects,
    /// or by their keys in brackets.
    pub(super) fn named_on(&self, line: &str) -> Self {
        let names: Vec<&str> = line.split(|one: char| !is_of_name(one)).collect();
        let keys: Option<Vec<&str>> =
            bracketed(line).map(|text| text.split([',', '、', ' ']).collect());
        let is_named = |at: &usize| {
            let workload = self.group.service.workloads.get(*at);
            workload.is_some_and(|one| {
                names.contains(&one.name.as_str())
                    || keys
                        .as_ref()
                        .is_some_and(|keys| keys.contains(&one.id.as_str()))
            })
        };
        let named: Vec<usize> = self.workloads.iter().copied().filter(is_named).collect();
        Self {
            workloads: if named.is_empty() {
                self.workloads.clone()
            } else {
                named
            },
            ..self.clone()
        }
    }
}

const fn is_of_name(one: char) -> bool {
    one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-'
}

/// The text in the first brackets of a row of a table.
fn bracketed(line: &str) -> Option<&str> {
    let (_, rest) = line.strip_prefix('|')?.split_once(['(', '（'])?;
    rest.split([')', '）']).next()
}
