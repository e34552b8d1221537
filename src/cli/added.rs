//! The workload that comes to a bundle: what is asked of it, beside what the bundle's answers say.

use clap::ArgMatches;

use super::fault::CliFault;
use super::request::Request;
use crate::answers::{self, Given, Named};
use crate::pack::{Pack, Preset};
use crate::text::{Fault, Place};

/// The workload that comes to a bundle.
#[derive(Debug)]
pub(super) struct Added<'p> {
    pub(super) id: String,
    pub(super) preset: Option<&'p Preset>,
}

impl<'p> Request<'p> {
    /// What is asked of a new workload.
    pub(super) fn of_new(id: &str, preset: Option<&'p Preset>, given: Vec<Given>) -> Self {
        let mut request = Self {
            given,
            added: Some(Added {
                id: id.to_owned(),
                preset,
            }),
            ..Self::default()
        };
        let layer = preset.into_iter().flat_map(Preset::layer);
        request.given.extend(layer);
        for one in &mut request.given {
            one.reach = answers::of_workload(id);
        }
        request
    }

    /// The same from a command line.
    pub(super) fn of_workload(pack: &'p Pack, matches: &ArgMatches, id: &str) -> Self {
        let mut said = Self::default();
        said.flags(pack, matches);
        said.sets(pack, matches);
        said.env_file(matches);
        said.look(matches);
        said.acceptances(matches);
        let preset = matches.get_one::<String>("preset");
        let preset = preset.and_then(|preset| pack.preset(preset));
        for one in &said.given {
            let other = [&one.reach.environment, &one.reach.workload];
            if let Some(other) = other.into_iter().flatten().find(|other| *other != id) {
                let fault = CliFault::AddElsewhere {
                    id: one.id.clone(),
                    part: other.clone(),
                    workload: id.to_owned(),
                };
                said.faults.push(Fault::new(&fault).at(one.place.clone()));
            }
        }
        for one in &mut said.accept {
            one.reach = answers::of_workload(id);
        }
        Self {
            accept: said.accept,
            evidence: said.evidence,
            faults: said.faults,
            ..Self::of_new(id, preset, said.given)
        }
    }

    /// Adds what is asked of a new workload; `place` is where it was named.
    pub(super) fn add(&mut self, place: Place, own: Self) {
        if let Some(added) = &own.added {
            let id = added.id.clone();
            self.outline.workloads.push(Named { id, place });
        }
        self.given.extend(own.given);
        self.accept.extend(own.accept);
        self.faults.extend(own.faults);
        self.evidence = own.evidence;
        self.added = own.added;
    }

    /// The preset that a workload is made from.
    pub(super) fn preset_of(&self, workload: Option<&str>) -> Option<&'p Preset> {
        match &self.added {
            Some(added) if workload == Some(&added.id) => added.preset,
            _ => self.preset,
        }
    }

    /// Whether a workload comes to a bundle that exists.
    pub(super) fn is_added(&self, workload: Option<&str>) -> bool {
        let added = self.added.as_ref();
        added.is_some_and(|added| workload == Some(&added.id))
    }
}
