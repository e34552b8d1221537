//! The answers of every workload in every environment, resolved.

use super::pinned::pinned_guesses;
use super::request::{Request, prose_language};
use crate::answers::{
    Acceptance, Answer, AnswerFault, Given, Named, Origin, Part, Raw, Reach, Resolved,
};
use crate::cluster::Setting;
use crate::compose::{Composed, EnvironmentMaterial, compose_environments, compose_workloads};
use crate::decide::Decision;
use crate::pack::Pack;
use crate::service::{Material, build};
use crate::text::{Fault, Place, add_new};
use crate::value::{Minor, closest};

/// The question whose answer is the lowest of all environments' in the base.
const TARGET: &str = "kubernetesVersion";

/// One workload, in one environment or in what all share.
pub(super) struct Solved {
    /// Its key in `workloads:`.
    pub(super) workload: Option<String>,
    /// Its answers.
    pub(super) resolved: Resolved,
    /// The questions whose answers are wrong or missing.
    broken: Vec<String>,
    /// The exceptions that hold for it.
    accept: Vec<Acceptance>,
}

/// All of them.
pub(super) struct Solution {
    /// Each workload as all environments share it.
    pub(super) shared: Vec<Solved>,
    /// The same without what only the environments say, where that differs: what `kwgen.yaml` holds.
    plain: Option<Vec<Solved>>,
    /// Each environment with its workloads.
    pub(super) environments: Vec<(String, Vec<Solved>)>,
}

impl Solution {
    pub(super) fn of(pack: &Pack, request: &Request<'_>) -> Self {
        let outline = &request.outline;
        let solve = |environment: Option<&str>, also: &[Given]| -> Vec<Solved> {
            let parts = outline.parts(environment);
            let solved = parts.into_iter();
            solved
                .map(|part| solve_part(pack, request, part, also))
                .collect()
        };
        let fresh = (!outline.environments.is_empty()).then(|| solve(None, &[]));
        let pinned = fresh.as_ref().map_or_else(Vec::new, |fresh| {
            let setting = request.setting(pack, None);
            let built = build(&materials(pack, request, fresh, &setting));
            let reasons = built.service.map(|service| service.guesses);
            pinned_guesses(pack, fresh, &reasons.unwrap_or_default())
        });
        let named = outline.environments.iter();
        let environments: Vec<(String, Vec<Solved>)> = named
            .map(|one| (one.id.clone(), solve(Some(&one.id), &pinned)))
            .collect();
        let mut lowest = pinned;
        if let Some(minor) = lowest_target(pack, &environments) {
            lowest.push(Given {
                id: TARGET.to_owned(),
                raw: Raw::Text(format!("1.{minor}")),
                place: None,
                parts: Vec::new(),
                origin: Origin::Interview,
                reach: Reach::default(),
            });
        }
        // A bundle follows its clusters: what one of them says is not pinned for all.
        let of_clusters = targets(&environments, pack)
            .map(|(_, answer)| answer)
            .find(|answer| matches!(answer.origin, Origin::Cluster(_)))
            .map(|answer| Given {
                id: TARGET.to_owned(),
                raw: Raw::Text(answer.value.to_text()),
                place: None,
                parts: Vec::new(),
                origin: answer.origin.clone(),
                reach: Reach::default(),
            });
        let plain = match of_clusters {
            Some(target) => Some(solve(None, &[target])),
            None => fresh,
        };
        let mut shared = solve(None, &lowest);
        // What only the environments say has to come from one of them.
        let missing = |at: &usize| shared.iter().any(|one| one.resolved.missing.contains(at));
        let open: Vec<&str> = (0..pack.questions.questions.len())
            .filter(missing)
            .filter_map(|at| Some(pack.questions.questions.get(at)?.id.as_str()))
            .collect();
        if let (false, Some((first, _))) = (open.is_empty(), environments.first()) {
            let own = request.given.iter().filter(|one| {
                one.reach.environment.as_ref() == Some(first) && open.contains(&one.id.as_str())
            });
            lowest.extend(own.map(|one| Given {
                reach: Reach {
                    environment: None,
                    ..one.reach.clone()
                },
                ..one.clone()
            }));
            shared = solve(None, &lowest);
        }
        Self {
            shared,
            plain,
            environments,
        }
    }

    /// What `kwgen.yaml` is written from.
    pub(super) fn plain(&self) -> Vec<&Resolved> {
        let solved = self.plain.as_ref().unwrap_or(&self.shared).iter();
        solved.map(|one| &one.resolved).collect()
    }

    /// The versions of the environments that no cluster gives where one does for another: they are
    /// pinned there, as none is for all.
    pub(super) fn pinned_targets(&self, pack: &Pack) -> Vec<Given> {
        let all: Vec<(&str, &Answer)> = targets(&self.environments, pack).collect();
        let of_cluster = |answer: &Answer| matches!(answer.origin, Origin::Cluster(_));
        if !all.iter().any(|(_, answer)| of_cluster(answer)) {
            return Vec::new();
        }
        all.iter()
            .filter(|(_, answer)| !of_cluster(answer) && !answer.origin.is_typed())
            .map(|(environment, answer)| Given {
                id: TARGET.to_owned(),
                raw: Raw::Text(answer.value.to_text()),
                place: None,
                parts: Vec::new(),
                origin: Origin::File,
                reach: Reach {
                    environment: Some((*environment).to_owned()),
                    workload: None,
                },
            })
            .collect()
    }

    /// What is built: the environments, or what is the same everywhere.
    pub(super) fn groups(&self) -> impl Iterator<Item = (Option<&str>, &[Solved])> {
        let shared = self
            .environments
            .is_empty()
            .then_some((None, self.shared.as_slice()));
        let environments = self.environments.iter();
        let environments =
            environments.map(|(name, group)| (Some(name.as_str()), group.as_slice()));
        shared.into_iter().chain(environments)
    }

    /// The decision of each workload.
    pub(super) fn decisions(&self) -> Vec<(Option<&str>, &Decision)> {
        let decided = self.shared.iter().filter_map(|one| {
            let decision = one.resolved.decision.as_ref()?;
            Some((one.workload.as_deref(), decision))
        });
        decided.collect()
    }

    /// Every fault of the request and of all resolutions, each once.
    pub(super) fn faults(&self, pack: &Pack, request: &Request<'_>, no_guess: bool) -> Vec<Fault> {
        let mut faults: Vec<Fault> = Vec::new();
        let mut add = |more: Vec<Fault>| add_new(&mut faults, more);
        add(misplaced_exceptions(request));
        for (environment, group) in self.groups() {
            for one in group {
                let place = key_of(request, environment, one.workload.as_deref());
                let at = |fault: Fault| match (&fault.place, &place) {
                    (None, Some(place)) => fault.at(Some(place.clone())),
                    _ => fault,
                };
                let workload = one.workload.as_deref();
                let own = request.all_faults(pack, &one.resolved, workload);
                add(own.into_iter().map(at).collect());
                add(request
                    .unmet_needs(pack, &one.resolved, workload)
                    .into_iter()
                    .map(at)
                    .collect());
                if no_guess {
                    let guesses = request.refused_guesses(pack, &one.resolved, workload);
                    add(guesses.into_iter().map(at).collect());
                }
            }
            add(applies_to_none(group));
        }
        faults
    }

    /// Composes and validates the files.
    pub(super) fn compose(&self, pack: &Pack, request: &Request<'_>) -> Composed {
        let common = request.setting(pack, None);
        let mut named = self.environments.iter();
        let settings: Vec<Setting<'_>> = named
            .clone()
            .map(|(name, _)| request.setting(pack, Some(name)))
            .collect();
        let at = self.seen_from(request);
        let at = named.position(|(name, _)| Some(name.as_str()) == at);
        let seen_from = at.and_then(|at| settings.get(at)).unwrap_or(&common);
        let shared = materials(pack, request, &self.shared, seen_from);
        if self.environments.is_empty() {
            return compose_workloads(&shared);
        }
        let environments: Vec<EnvironmentMaterial<'_>> = self
            .environments
            .iter()
            .zip(&settings)
            .map(|((name, group), setting)| EnvironmentMaterial {
                name: name.clone(),
                materials: materials(pack, request, group, setting),
            })
            .collect();
        compose_environments(&shared, &environments)
    }

    /// The environment whose cluster what all share is seen from, as it runs nowhere by itself: none
    /// where all of them name one, else the first that does.
    pub(super) fn seen_from(&self, request: &Request<'_>) -> Option<&str> {
        let names = self
            .environments
            .iter()
            .map(|(name, _)| Some(name.as_str()));
        let mut all = std::iter::once(None).chain(names);
        all.find(|name| request.clusters.of(*name).is_some())?
    }

    /// Only what is wrong with the answers as a service, where there will be no files.
    pub(super) fn build_faults(&self, pack: &Pack, request: &Request<'_>) -> Vec<Fault> {
        let mut all = Vec::new();
        for (environment, group) in self.groups() {
            let setting = request.setting(pack, environment);
            let built = build(&materials(pack, request, group, &setting));
            add_new(&mut all, built.faults);
        }
        all
    }
}

/// The target of each environment, as its first workload has it: it is the service's.
fn targets<'s>(
    environments: &'s [(String, Vec<Solved>)],
    pack: &Pack,
) -> impl Iterator<Item = (&'s str, &'s Answer)> {
    environments.iter().filter_map(|(name, group)| {
        let answer = group.first()?.resolved.answer(&pack.questions, TARGET)?;
        Some((name.as_str(), answer))
    })
}

fn solve_part(pack: &Pack, request: &Request<'_>, part: Part<'_>, also: &[Given]) -> Solved {
    let resolved = request.resolve_part(pack, part, also);
    Solved {
        workload: part.workload.map(str::to_owned),
        broken: request.wrong_or_missing(pack, &resolved),
        accept: request
            .accept
            .iter()
            .filter(|one| one.reach.covers(part))
            .cloned()
            .collect(),
        resolved,
    }
}

fn materials<'m>(
    pack: &'m Pack,
    request: &'m Request<'_>,
    group: &'m [Solved],
    setting: &'m Setting<'m>,
) -> Vec<Material<'m>> {
    let material = |one: &'m Solved| Material {
        pack,
        preset: request.preset_of(one.workload.as_deref()),
        resolved: &one.resolved,
        broken: &one.broken,
        accept: &one.accept,
        setting,
        language: prose_language(pack, &one.resolved),
        workload: one.workload.as_deref(),
    };
    group.iter().map(material).collect()
}

/// The lowest target of all environments.
fn lowest_target(pack: &Pack, environments: &[(String, Vec<Solved>)]) -> Option<u16> {
    let solved = environments.iter().flat_map(|(_, group)| group);
    let minors = solved.filter_map(|one| {
        let text = one.resolved.value(&pack.questions, TARGET).to_text();
        Minor::parse(&text).ok().map(Minor::number)
    });
    minors.min()
}

/// What was said for several workloads of a group and applies to none of them.
fn applies_to_none(group: &[Solved]) -> Vec<Fault> {
    let Some((first, rest)) = group.split_first() else {
        return Vec::new();
    };
    let in_all = |fault: &&Fault| {
        rest.iter()
            .all(|one| one.resolved.set_aside.contains(fault))
    };
    let faults = first.resolved.set_aside.iter();
    faults.filter(in_all).cloned().collect()
}

/// Where the key of a workload stands; of an environment, where there is one workload.
fn key_of(
    request: &Request<'_>,
    environment: Option<&str>,
    workload: Option<&str>,
) -> Option<Place> {
    let outline = &request.outline;
    let place = |all: &[Named], id: &str| {
        let found = all.iter().find(|one| one.id == id);
        found.map(|one| one.place.clone())
    };
    match (workload, environment) {
        (Some(id), _) => place(&outline.workloads, id),
        (None, Some(id)) => place(&outline.environments, id),
        (None, None) => None,
    }
}

/// Exceptions for a workload or environment that is not there.
fn misplaced_exceptions(request: &Request<'_>) -> Vec<Fault> {
    let outline = &request.outline;
    let ids = |all: &[Named]| -> Vec<String> { all.iter().map(|one| one.id.clone()).collect() };
    let mut faults = Vec::new();
    for one in request.accept.iter().filter(|_| !request.is_lost) {
        let missing = |all: &[Named], id: &Option<String>| {
            let id = id
                .clone()
                .filter(|id| all.iter().all(|one| one.id != *id))?;
            let known = ids(all);
            let suggestion = closest(&id, known.iter().map(String::as_str));
            let suggestion = suggestion.unwrap_or_default().to_owned();
            Some((id, known.join(", "), suggestion))
        };
        let mut add = |fault: AnswerFault| faults.push(Fault::new(&fault).at(one.place.clone()));
        if let Some((workload, known, suggestion)) =
            missing(&outline.workloads, &one.reach.workload)
        {
            add(AnswerFault::NoWorkload {
                workload,
                known,
                suggestion,
            });
        }
        let environment = missing(&outline.environments, &one.reach.environment);
        if let Some((environment, known, suggestion)) = environment {
            add(AnswerFault::NoEnvironment {
                environment,
                known,
                suggestion,
            });
        }
    }
    faults
}
