//! A bundle on disk, made again from its answers, to be asked why its lines are there.

use std::path::Path;

use super::make::Made;
use super::solve::Solved;
use super::update::made;
use super::write::ANSWERS;
use crate::blueprint::Rendered;
use crate::cluster::Setting;
use crate::compose::Composed;
use crate::pack::Pack;
use crate::service::Service;
use crate::text::Fault;
use crate::why::{AnswersText, Bundle, Group};

/// A bundle with all that its answers make.
pub struct Explainer<'p> {
    pack: &'p Pack,
    made: Made<'p>,
    answers: String,
}

impl<'p> Explainer<'p> {
    /// Makes the bundle in `dir` again; what is wrong with its answers where they make none.
    pub fn open(pack: &'p Pack, dir: &Path) -> Result<Self, Vec<Fault>> {
        let made = made(pack, dir, None)?;
        let answers = std::fs::read_to_string(dir.join(ANSWERS)).unwrap_or_default();
        Ok(Self {
            pack,
            made,
            answers,
        })
    }

    /// Its files, as the answers of today make them.
    pub fn files(&self) -> &[Rendered] {
        &self.made.composed.files
    }

    /// The bundle; none where its answers make no service.
    pub fn bundle(&self) -> Option<Bundle<'_>> {
        let Made {
            request,
            solution,
            composed,
            ..
        } = &self.made;
        let own = composed.environments.iter().zip(&solution.environments);
        let environments: Vec<Group<'_>> = own
            .filter_map(|((name, own), (_, solved))| {
                let setting = request.setting(self.pack, Some(name));
                group(Some(name), setting, own, solved)
            })
            .collect();
        let seen_from = composed.seen_from.as_deref();
        let seen_from = seen_from.or_else(|| solution.seen_from(request));
        let setting = request.setting(self.pack, seen_from);
        Some(Bundle {
            pack: self.pack,
            preset: request.preset,
            accept: &request.accept,
            files: &composed.files,
            shared: group(None, setting, composed, &solution.shared)?,
            environments,
            answers: AnswersText::read(&self.answers),
        })
    }
}

fn group<'m>(
    name: Option<&'m str>,
    setting: Setting<'m>,
    composed: &'m Composed,
    solved: &'m [Solved],
) -> Option<Group<'m>> {
    let service: &Service = composed.service.as_ref()?;
    let workloads = solved.iter();
    Some(Group {
        name,
        setting,
        service,
        files: &composed.files,
        workloads: workloads
            .map(|one| (one.workload.as_deref(), &one.resolved))
            .collect(),
    })
}
