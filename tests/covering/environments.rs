//! The covering set in environments and among other workloads: what is laid out is what was validated.

use std::collections::BTreeMap;

use kwgen::answers::Resolved;
use kwgen::compose::{Composed, EnvironmentMaterial, compose_environments, compose_workloads};
use kwgen::overlay::{self, File};
use kwgen::question::Owner;
use kwgen::service::Service;
use serde_json::Value;

use super::pairs::Strength;
use super::table::Case;
use super::{FIRST, material, pack, refusals, resolved, sets};
use crate::support::in_threads;

/// Objects by kind and name; the order of their keys means nothing.
fn titled(objects: Vec<Value>) -> BTreeMap<String, Value> {
    let title = |one: &Value| format!("{} {}", one["kind"], one["metadata"]["name"]);
    objects.into_iter().map(|one| (title(&one), one)).collect()
}

/// What is wrong with the overlay of an environment.
fn differs(composed: &Composed) -> Result<(), String> {
    let wrong = refusals(composed);
    if !wrong.is_empty() {
        return Err(format!("{wrong:?}"));
    }
    let file = |path: &str, text: &str| File {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let files: Vec<File> = composed
        .files
        .iter()
        .map(|one| file(&one.path, &one.text))
        .collect();
    for (name, own) in &composed.environments {
        let is_whole = own.service.as_ref().is_some_and(Service::is_rendered);
        let whole = format!("manifests/{name}/");
        let built = if is_whole {
            let files = files.iter().filter(|one| one.path.starts_with(&whole));
            files
                .flat_map(|one| overlay::objects(&one.path, &one.text).expect("a manifest"))
                .collect()
        } else {
            overlay::build(&files, &format!("overlays/{name}"))
                .ok_or_else(|| format!("overlays/{name} does not build"))?
        };
        let applied = if is_whole { whole.as_str() } else { "base/" };
        let manifests = own
            .files
            .iter()
            .filter(|one| one.is_manifest && one.path.starts_with(applied));
        let validated =
            manifests.flat_map(|one| overlay::objects(&one.path, &one.text).expect("a manifest"));
        if titled(built) != titled(validated.collect()) {
            return Err(format!("{name} is laid out as something else"));
        }
    }
    Ok(())
}

#[test]
fn any_two_neighbours_of_the_covering_set_are_environments_of_one_service() {
    neighbours(Strength::Values);
}

#[test]
#[ignore = "minutes without optimisation; .ci/run has it"]
fn any_two_neighbours_of_the_whole_covering_set_are_environments_of_one_service() {
    neighbours(Strength::Pairs);
}

fn neighbours(strength: Strength) {
    let results = in_threads(pairs(strength), |(one, other, minor)| {
        let two = Two::of(one, other, minor);
        differs(&two.composed()).map_err(|wrong| format!("{wrong}\n{}", two.text))
    });
    let wrong: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Cases that stand side by side, with a version for the second.
pub(super) fn pairs(strength: Strength) -> Vec<(&'static Case, &'static Case, u16)> {
    let sets = sets(strength).iter();
    let pairs = sets.flat_map(|set| set.cases.windows(2).enumerate());
    pairs
        .map(|(at, two)| (&two[0], &two[1], 32 + u16::try_from(at % 6).expect("small")))
        .collect()
}

/// Two cases as environments of one service.
pub(super) struct Two {
    pub(super) staging: Resolved,
    pub(super) prod: Resolved,
    text: String,
}

impl Two {
    pub(super) fn of(one: &Case, other: &Case, minor: u16) -> Self {
        let (staging, base_text) = resolved(one, FIRST);
        // A bundle has one layout.
        let mut other = other.clone();
        match one.answers.get("layout") {
            Some(layout) => other.answers.insert("layout".to_owned(), layout.clone()),
            None => other.answers.remove("layout"),
        };
        // Every second one has a component of its owner's, which no layout but the overlays can have.
        let is_whole = other
            .answers
            .get("layout")
            .is_some_and(|layout| layout == "rendered");
        if minor.is_multiple_of(2) && !is_whole {
            other.answers.insert("custom".to_owned(), "true".into());
        }
        let (prod, own_text) = resolved(&other, minor);
        Self {
            staging,
            prod,
            text: format!("{base_text}---\n{own_text}"),
        }
    }

    pub(super) fn composed(&self) -> Composed {
        let environment = |name: &str, materials| EnvironmentMaterial {
            name: name.to_owned(),
            materials,
        };
        let environments = [
            environment("staging", vec![material(&self.staging, None)]),
            environment("prod", vec![material(&self.prod, None)]),
        ];
        compose_environments(&[material(&self.staging, None)], &environments)
    }
}

/// Answers of the service are those of `first`.
fn beside(first: &Case, case: &Case) -> Case {
    let is_shared = |id: &str| {
        let found = pack().questions.find(id);
        // What a workload leaves open must fit whether the namespace is the service's own.
        id == "networkPolicy" || found.is_some_and(|(_, question)| question.of == Owner::Service)
    };
    let own = case.answers.iter().filter(|(id, _)| !is_shared(id));
    let shared = first.answers.iter().filter(|(id, _)| is_shared(id));
    let all = own
        .chain(shared)
        .map(|(id, value)| (id.clone(), value.clone()));
    Case {
        answers: all.collect::<BTreeMap<_, _>>(),
    }
}

#[test]
fn one_case_of_each_controller_stand_together_in_one_service() {
    let most = sets(Strength::Values)
        .iter()
        .map(|set| set.cases.len())
        .max();
    let wrong = in_threads((0..most.unwrap_or_default()).collect(), |at| {
        let pick = |cases: &'static [Case]| &cases[at % cases.len()];
        // `ttl` of a Job depends on the delivery, so that its answers are the service's.
        let job = sets(Strength::Values).iter().find(|set| set.start == "job");
        let first = pick(&job.expect("a set of Jobs").cases);
        let workloads: Vec<(&str, _)> = sets(Strength::Values)
            .iter()
            .map(|set| {
                let case = beside(first, pick(&set.cases));
                (set.start.as_str(), resolved(&case, FIRST).0)
            })
            .collect();
        let materials: Vec<_> = workloads
            .iter()
            .map(|(id, resolved)| material(resolved, Some(id)))
            .collect();
        let wrong = refusals(&compose_workloads(&materials));
        (!wrong.is_empty()).then(|| format!("{at}: {wrong:?}"))
    });
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
