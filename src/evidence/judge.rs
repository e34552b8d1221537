//! Where evidence warns of answers, and where it speaks against them.

use super::command::Command;
use super::hints::last_part;
use super::known::{self, Offer};
use super::propose::{ARM, covers, is_idle};
use super::{Evidence, EvidenceFault, Hints, programs};
use crate::answers::{Origin, Resolved};
use crate::decide::Controller;
use crate::question::{Canonical, Questions};
use crate::text::Fault;
use crate::value::{Port, Storage, UserId, WritablePath};

/// What to warn of, given the effective answers. `image_name` is the last part of the repository.
pub(super) fn warnings(
    evidence: &Evidence,
    hints: &Hints,
    offer: Option<&Offer<'_>>,
    image_name: &str,
    questions: &Questions,
    resolved: &Resolved,
) -> Vec<Fault> {
    let mut faults: Vec<EvidenceFault> = Vec::new();
    faults.extend(user(evidence, hints, image_name, questions, resolved));
    faults.extend(architecture(evidence, questions, resolved));
    faults.extend(gpu(evidence, hints, questions, resolved));
    let command = Command::of(evidence, questions, resolved);
    if !programs::is_portless(evidence, hints, &command) {
        ports(evidence, offer, questions, resolved, &mut faults);
    }
    paths(evidence, hints, offer, questions, resolved, &mut faults);
    programs::warnings(evidence, hints, questions, resolved, &mut faults);
    faults.extend(programs::script(
        evidence, hints, offer, questions, resolved,
    ));
    if let Some(offer) = offer {
        known::conflicts(offer, &mut faults);
        known::warnings(offer, &mut faults);
    }
    faults.into_iter().map(Fault::from).collect()
}

/// A user that nobody chose, and what the image says of it.
fn user(
    evidence: &Evidence,
    hints: &Hints,
    image_name: &str,
    questions: &Questions,
    resolved: &Resolved,
) -> Option<EvidenceFault> {
    let answer = resolved.answer(questions, "runAsUser")?;
    if answer.origin != Origin::Default {
        return None;
    }
    let Canonical::Text(text) = &answer.value else {
        return None;
    };
    let chosen = i64::from(UserId::parse(text).ok()?.uid());
    match &evidence.user {
        Some(user) if !user.value.is_empty() && !is_root(&user.value) => {
            Some(EvidenceFault::NamedUser {
                user: user.value.clone(),
                at: user.at.clone(),
                chosen,
            })
        }
        seen => {
            let runtime = resolved.value(questions, "runtime").to_text();
            let base = evidence.base.as_ref().map(|base| last_part(&base.value));
            let names = [image_name, runtime.as_str(), base.unwrap_or_default()];
            let fails = hints.fails(&names)?;
            let (fails_en, fails_zh) = (fails.en.trim_end(), fails.zh.trim_end());
            if !evidence.is_present {
                return Some(EvidenceFault::OtherUser {
                    user: chosen,
                    fails_en: fails_en.to_owned(),
                    fails_zh: fails_zh.to_owned(),
                });
            }
            Some(EvidenceFault::Root {
                at: seen
                    .as_ref()
                    .map(|user| user.at.clone())
                    .unwrap_or_default(),
                user: chosen,
                fails_en: fails_en.to_owned(),
                fails_zh: fails_zh.to_owned(),
            })
        }
    }
}

/// What the config says that the image is built for, against where it is to run.
fn architecture(
    evidence: &Evidence,
    questions: &Questions,
    resolved: &Resolved,
) -> Option<EvidenceFault> {
    let seen = evidence.architecture.as_ref()?;
    let answer = resolved.answer(questions, "architecture")?;
    let chosen = answer.value.to_text();
    let at = seen.at.clone();
    if matches!(answer.origin, Origin::Evidence(_)) && seen.value == ARM {
        return Some(EvidenceFault::Arm { at });
    }
    let is_one = ["amd64", ARM].contains(&chosen.as_str());
    (is_one && chosen != seen.value).then(|| EvidenceFault::Architecture {
        seen: seen.value.clone(),
        at,
        chosen,
    })
}

/// An image that is made for GPUs, where nobody said whether it gets one.
fn gpu(
    evidence: &Evidence,
    hints: &Hints,
    questions: &Questions,
    resolved: &Resolved,
) -> Option<EvidenceFault> {
    let decision = resolved.decision.as_ref()?;
    let is_said = resolved.answer(questions, "gpu").is_some();
    if is_said || decision.controller == Controller::DaemonSet {
        return None;
    }
    let mut all = evidence.env.iter().rev();
    let seen = all.find(|one| one.value.0 == hints.gpu_variable)?;
    let is_meant = !hints.no_gpu.contains(&seen.value.1);
    is_meant.then(|| EvidenceFault::Gpu {
        variable: hints.gpu_variable.clone(),
        at: seen.at.clone(),
    })
}

pub(super) fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or(user);
    name == "root" || name.parse() == Ok(0_u32)
}

/// Ports that no answer mentions, and those that only root may bind.
fn ports(
    evidence: &Evidence,
    offer: Option<&Offer<'_>>,
    questions: &Questions,
    resolved: &Resolved,
    faults: &mut Vec<EvidenceFault>,
) {
    let declared: Vec<u16> = resolved
        .value(questions, "ports")
        .items()
        .iter()
        .filter_map(|text| Port::parse(text).ok())
        .map(|port| port.number())
        .collect();
    let metrics = match resolved.value(questions, "metricsPort") {
        Canonical::Number(number) => u16::try_from(number).ok(),
        _ => None,
    };
    let runs_for_ever = resolved
        .decision
        .as_ref()
        .is_some_and(|one| one.controller.runs_for_ever());
    // What is known of the image says itself that it does not listen there.
    let is_deaf = |number: u16| {
        offer.is_some_and(|offer| {
            let mut deaf = offer.known.all(&offer.known.image.deaf);
            deaf.any(|port| port == number.to_string())
        })
    };
    let is_refused = offer.is_some_and(|offer| {
        let mut refuses = offer.known.image.refuses.iter();
        offer.serves() && refuses.any(|one| one.port.is_some())
    });
    let mut seen = std::collections::BTreeSet::new();
    for port in evidence.ports.iter().filter(|_| runs_for_ever) {
        let (number, at) = (port.value.0, port.at.clone());
        if is_deaf(number) || !seen.insert(number) {
            continue;
        }
        if number < 1024 {
            if !is_refused {
                faults.push(EvidenceFault::LowPort { port: number, at });
            }
        } else if !declared.contains(&number) && metrics != Some(number) {
            faults.push(EvidenceFault::Undeclared { port: number, at });
        }
    }
}

/// Volumes that nothing is mounted at, and mounts that may hide files of the image.
fn paths(
    evidence: &Evidence,
    hints: &Hints,
    offer: Option<&Offer<'_>>,
    questions: &Questions,
    resolved: &Resolved,
    faults: &mut Vec<EvidenceFault>,
) {
    let writable: Vec<String> = resolved
        .value(questions, "writablePaths")
        .items()
        .iter()
        .filter_map(|item| WritablePath::parse(item).ok())
        .map(|one| one.path().to_string())
        .collect();
    let stored: Vec<String> = resolved
        .value(questions, "storage")
        .items()
        .iter()
        .filter_map(|item| Storage::parse(item).ok())
        .map(|one| one.path().to_string())
        .collect();
    for volume in &evidence.volumes {
        let mut mounts = writable.iter().chain(&stored);
        if !mounts.any(|mount| covers(mount, &volume.value)) && !is_idle(offer, &volume.value) {
            faults.push(EvidenceFault::Volume {
                path: volume.value.clone(),
                at: volume.at.clone(),
            });
        }
    }
    for path in writable {
        let is_volume = evidence
            .volumes
            .iter()
            .any(|volume| volume.value.trim_end_matches('/') == path);
        let is_known = offer.is_some_and(|offer| {
            let image = offer.known.image;
            let facts = image.writable.iter().chain(&image.data);
            facts.map(|fact| &fact.is).any(|known| *known == path)
        });
        if !is_volume && !is_known && !hints.empty_paths.contains(&path) {
            faults.push(EvidenceFault::HiddenPath { path });
        }
    }
}

/// Where the evidence speaks against the answers. `image_name` is the last part of the repository.
pub(super) fn objections(
    evidence: &Evidence,
    hints: &Hints,
    offer: Option<&Offer<'_>>,
    image_name: &str,
    questions: &Questions,
    resolved: &Resolved,
) -> Vec<Fault> {
    let mut faults: Vec<EvidenceFault> = Vec::new();
    let Some(decision) = &resolved.decision else {
        return Vec::new();
    };
    let controller = decision.controller;
    let kind = controller.kind().to_owned();
    let has_storage = !resolved.value(questions, "storage").items().is_empty();
    if let Some(offer) = offer {
        known::objections(offer, &mut faults);
    }
    let is_database = offer.map_or_else(
        || hints.databases.iter().any(|known| known == image_name),
        known::keeps_data,
    );
    if is_database
        && controller != Controller::StatefulSet
        && controller.runs_for_ever()
        && !has_storage
    {
        faults.push(EvidenceFault::Database {
            image: image_name.to_owned(),
            controller: kind.clone(),
        });
    }
    if let Some(volume) = evidence
        .volumes
        .iter()
        .find(|volume| !hints.empty_paths.contains(&volume.value) && !is_idle(offer, &volume.value))
        && !faults
            .iter()
            .any(|fault| matches!(fault, EvidenceFault::Database { .. }))
        && controller == Controller::Deployment
        && !has_storage
    {
        faults.push(EvidenceFault::VolumeStateless {
            path: volume.value.clone(),
            at: volume.at.clone(),
        });
    }
    if controller.runs_for_ever()
        && let Some((command, at)) = ending(evidence, hints, questions, resolved)
    {
        faults.push(EvidenceFault::Exits {
            command,
            controller: kind,
            at,
        });
    }
    faults.into_iter().map(Fault::from).collect()
}

/// The command, where one of its words after the first is that of a process which ends.
fn ending(
    evidence: &Evidence,
    hints: &Hints,
    questions: &Questions,
    resolved: &Resolved,
) -> Option<(String, String)> {
    let own: Vec<String> = ["command", "args"]
        .iter()
        .flat_map(|id| resolved.value(questions, id).items().to_vec())
        .collect();
    let (words, at) = match (&own[..], &evidence.command) {
        ([], Some(command)) => (command.value.clone(), command.at.clone()),
        _ => (own, "command".to_owned()),
    };
    words
        .iter()
        .skip(1)
        .any(|word| hints.ending.contains(word))
        .then(|| (words.join(" "), at))
}
