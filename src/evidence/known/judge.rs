//! What the knowledge of an image warns of, where it speaks against answers, and where it and the
//! image's own config disagree.

use super::propose::typed;
use super::{How, Need, Offer, Remark};
use crate::decide::Controller;
use crate::evidence::EvidenceFault;
use crate::evidence::propose::covers;
use crate::question::Canonical;
use crate::value::{Autoscale, Port, SecretEnv, UserId};

/// What goes wrong in silence, and what is still needed.
pub(in crate::evidence) fn warnings(offer: &Offer<'_>, faults: &mut Vec<EvidenceFault>) {
    let known = offer.known;
    let image = known.id.to_owned();
    if known.how == How::Name && !known.serves(offer.evidence, offer.questions, offer.resolved) {
        if let Some(command) = &offer.evidence.command
            && offer
                .resolved
                .value(offer.questions, "command")
                .items()
                .is_empty()
        {
            faults.push(EvidenceFault::OtherImage {
                image,
                command: command.value.join(" "),
                at: command.at.clone(),
            });
        }
        return;
    }
    if known.is_version_unknown() && offer.serves() {
        faults.push(EvidenceFault::UnknownVersion {
            image: image.clone(),
            tag: known.tag.clone(),
        });
    }
    for remark in remarks(offer, &known.image.warns) {
        faults.push(EvidenceFault::Known {
            image: image.clone(),
            text_en: remark.en.trim_end().to_owned(),
            text_zh: remark.zh.trim_end().to_owned(),
            url: url(offer, &remark.source),
        });
    }
    if offer.serves() {
        needs(offer, faults);
        faults.extend(separate(offer));
    }
}

/// Several replicas that nobody told to form a cluster.
fn separate(offer: &Offer<'_>) -> Option<EvidenceFault> {
    let value = |id: &str| offer.resolved.value(offer.questions, id);
    let replicas = match (value("replicas"), value("autoscale")) {
        (Canonical::Number(replicas), _) => replicas,
        (_, Canonical::Text(range)) => Autoscale::parse(&range).ok()?.least().into(),
        _ => return None,
    };
    let told = ["args", "command", "config", "env"];
    let is_told = told
        .iter()
        .any(|id| typed(offer.questions, offer.resolved, id));
    let is_one = offer.known.first(&offer.known.image.replicas) == Some("1");
    (is_one && replicas > 1 && !is_told).then(|| EvidenceFault::Separate {
        image: offer.known.id.to_owned(),
        replicas,
    })
}

/// Remarks that hold, and that no answer of a person has settled. Those of a base image hold for
/// whatever runs on it, those of a service only for the service.
fn remarks<'o>(
    offer: &'o Offer<'o>,
    all: &'o [Remark],
) -> impl Iterator<Item = &'o Remark> + use<'o> {
    let is_about = offer.known.image.starts.is_empty() || offer.serves();
    all.iter().filter(move |one| {
        let any = |ids: &[String]| {
            let mut ids = ids.iter();
            ids.any(|id| typed(offer.questions, offer.resolved, id))
        };
        let is_settled = any(&one.unless) || (!one.answered.is_empty() && !any(&one.answered));
        let exposed = &offer.evidence.ports;
        let is_moved = one.port.is_some_and(|port| {
            !exposed.is_empty() && exposed.iter().all(|seen| seen.value.0 != port)
        });
        let has_command = ["command", "args"]
            .iter()
            .any(|id| typed(offer.questions, offer.resolved, id));
        let is_bare = offer.known.how == How::Name && !has_command;
        is_about
            && !is_settled
            && !is_moved
            && (is_bare || !one.bare)
            && offer.known.holds(one.when.as_ref())
    })
}

fn url(offer: &Offer<'_>, source: &str) -> String {
    let sources = &offer.known.image.sources;
    sources.get(source).cloned().unwrap_or_default()
}

/// Variables that it does not work without: from the Secret that was proposed, or to be given.
fn needs(offer: &Offer<'_>, faults: &mut Vec<EvidenceFault>) {
    let value = |id: &str| offer.resolved.value(offer.questions, id);
    let env = value("env");
    let from_secret: Vec<String> = value("secretEnv")
        .items()
        .iter()
        .filter_map(|text| Some(SecretEnv::parse(text).ok()?.name().to_string()))
        .collect();
    let open = offer
        .known
        .image
        .needs
        .iter()
        .filter(|need| offer.known.holds(need.when.as_ref()));
    for need in open {
        let own = env
            .pairs()
            .iter()
            .find(|(name, _)| need.any_of.contains(name));
        let is_file = own.is_some_and(|(name, _)| Some(name) == need.file.as_ref());
        let is_given = own.is_some() || from_secret.iter().any(|name| need.any_of.contains(name));
        if is_file && let Some((_, path)) = own {
            faults.extend(mounted(offer, need, path));
        } else if !is_given {
            faults.push(EvidenceFault::Needs {
                image: offer.known.id.to_owned(),
                variables: need.any_of.join(", "),
                why_en: need.en.trim_end().to_owned(),
                why_zh: need.zh.trim_end().to_owned(),
                file: need.file.clone().unwrap_or_default(),
                first: need.any_of.first().cloned().unwrap_or_default(),
                secret: format!("{}-credentials", value("name").to_text()),
            });
        }
    }
}

/// The Secret that a file is read from, so that its owner knows which key it must have.
fn mounted(offer: &Offer<'_>, need: &Need, path: &str) -> Option<EvidenceFault> {
    let rest = path.strip_prefix(offer.secret_root)?.strip_prefix('/')?;
    let (secret, key) = rest.split_once('/')?;
    Some(EvidenceFault::SecretKey {
        image: offer.known.id.to_owned(),
        secret: secret.to_owned(),
        key: key.to_owned(),
        namespace: offer.resolved.value(offer.questions, "namespace").to_text(),
        why_en: need.en.trim_end().to_owned(),
        why_zh: need.zh.trim_end().to_owned(),
    })
}

/// Why it cannot run, and a database that would lose its data.
pub(in crate::evidence) fn objections(offer: &Offer<'_>, faults: &mut Vec<EvidenceFault>) {
    let known = offer.known;
    for remark in remarks(offer, &known.image.refuses) {
        faults.push(EvidenceFault::CannotRun {
            image: known.id.to_owned(),
            text_en: remark.en.trim_end().to_owned(),
            text_zh: remark.zh.trim_end().to_owned(),
            url: url(offer, &remark.source),
        });
    }
}

/// Whether it is a service with data of its own, by what is known.
pub(in crate::evidence) fn keeps_data(offer: &Offer<'_>) -> bool {
    offer.serves() && offer.known.controller() == Some(Controller::StatefulSet)
}

/// Where the config of the very image says something else than the table.
pub(in crate::evidence) fn conflicts(offer: &Offer<'_>, faults: &mut Vec<EvidenceFault>) {
    let (known, evidence) = (offer.known, offer.evidence);
    if known.how != How::Name || !evidence.is_present || !offer.serves() {
        return;
    }
    let mut conflict = |id: &str, seen: &str, at: &str, expected: String| {
        faults.push(EvidenceFault::Conflict {
            id: id.to_owned(),
            seen: seen.to_owned(),
            at: at.to_owned(),
            image: known.id.to_owned(),
            expected,
        });
    };
    if let (Some(seen), Some(user)) = (&evidence.user, known.user(None)) {
        let uid = |text: &str| UserId::parse(text).ok().map(UserId::uid);
        let own = uid(&seen.value).filter(|own| *own != 0);
        if own.is_some() && own != uid(&user.is) {
            conflict("runAsUser", &seen.value, &seen.at, user.is.clone());
        }
    }
    let expected: Vec<&str> = known.all(&known.image.ports).collect();
    let numbers = expected.iter().filter_map(|one| Port::parse(one).ok());
    let numbers: Vec<u16> = numbers.map(|one| one.number()).collect();
    if let Some(first) = evidence.ports.first()
        && !numbers.is_empty()
        && evidence
            .ports
            .iter()
            .all(|one| !numbers.contains(&one.value.0))
    {
        let seen: Vec<String> = evidence
            .ports
            .iter()
            .map(|one| one.value.0.to_string())
            .collect();
        conflict("ports", &seen.join(", "), &first.at, expected.join(", "));
    }
    if let (Some(first), Some(data)) = (evidence.volumes.first(), known.first(&known.image.data))
        && evidence
            .volumes
            .iter()
            .all(|one| !covers(&one.value, data) && !covers(data, &one.value))
    {
        let seen: Vec<&str> = evidence
            .volumes
            .iter()
            .map(|one| one.value.as_str())
            .collect();
        conflict("storage", &seen.join(", "), &first.at, data.to_owned());
    }
}
