//! From evidence to proposals: an image config or Dockerfile first, what is known of the image behind it.

use super::command::Command;
use super::known::{How, Offer};
use super::{Evidence, Hints, Seen, health, programs};
use crate::answers::{Given, Origin, Raw, Reach};
use crate::decide::Controller;
use crate::value::{Port, UserId};

/// Arm, as image configs and nodes call it.
pub(super) const ARM: &str = "arm64";

/// The answers that the evidence proposes to a workload of this controller, each with its origin.
pub(super) fn proposals(
    evidence: &Evidence,
    hints: &Hints,
    offer: Option<&Offer<'_>>,
    controller: Option<Controller>,
    command: &Command,
) -> Vec<Given> {
    let told = command.port(&hints.port_options);
    let mut given = Vec::new();
    let mut propose = |id: &str, raw: Raw, at: &str| {
        given.push(Given {
            id: id.to_owned(),
            raw,
            place: None,
            parts: Vec::new(),
            origin: Origin::Evidence(at.to_owned()),
            reach: Reach::default(),
        });
    };
    if let Some(user) = &evidence.user
        && let Some(id) = user_id(hints, &user.value)
        && !offer.is_some_and(Offer::spares_the_group_of_root)
    {
        propose("runAsUser", Raw::Text(id), &user.at);
    }
    let is_portless = programs::is_portless(evidence, hints, command);
    if let Some(replicas) = programs::replicas(evidence, hints, command) {
        propose("replicas", Raw::Text(replicas.clone()), &command.at);
    }
    // What the image checks is what the image starts.
    if !(is_portless && command.is_own)
        && let (Some(probe), Some(health)) =
            (health::probe(evidence, told.as_ref()), &evidence.health)
    {
        propose("readiness", Raw::Text(probe), &health.at);
    }
    if let Some((runtime, at)) = hints.runtime(evidence) {
        propose("runtime", Raw::Text(runtime.to_owned()), &at);
    }
    // A config tells of one processor only, also where the image is built for several. x86 is where
    // pods go without an answer; Arm is where an image that is built for nothing else has to go.
    if let Some(architecture) = evidence
        .architecture
        .as_ref()
        .filter(|one| one.value == ARM)
    {
        propose("architecture", Raw::Text(ARM.to_owned()), &architecture.at);
    }
    let offered = offer.map(Offer::all).unwrap_or_default();
    let known = |id: &str| match offered.iter().find(|one| one.id == id) {
        Some(Given {
            raw: Raw::List(items),
            ..
        }) => items.as_slice(),
        _ => &[],
    };
    let by_name = offer.is_some_and(|offer| offer.known.how == How::Name);
    let deaf: Vec<&str> = offer
        .filter(|offer| offer.serves())
        .map(|offer| offer.known.all(&offer.known.image.deaf).collect())
        .unwrap_or_default();
    let usable = evidence.usable_ports(told.as_ref());
    if is_portless {
        propose("ports", Raw::Text("none".to_owned()), &command.at);
    } else if let Some((ports, at)) = ports(usable, known("ports"), &deaf, by_name) {
        propose("ports", Raw::List(ports), &at);
    }
    let volumes: Vec<&Seen<String>> = evidence
        .volumes
        .iter()
        .filter(|volume| !is_idle(offer, &volume.value))
        .collect();
    if let Some(first) = volumes.first() {
        let paths = volumes.iter().map(|volume| &volume.value);
        if controller == Some(Controller::StatefulSet) {
            let own = paths.filter(|path| !is_mounted(known("storage"), path));
            let own = own.filter(|path| !is_mounted(known("writablePaths"), path));
            let claims = own.map(|path| format!("{}@{path}", hints.volume_size));
            let all: Vec<String> = known("storage").iter().cloned().chain(claims).collect();
            propose("storage", Raw::List(all), &first.at);
        } else {
            let own = paths.filter(|path| !is_mounted(known("writablePaths"), path));
            let own = own.map(String::as_str).filter(|path| *path != "/tmp");
            let mut all: Vec<String> = known("writablePaths").to_vec();
            if all.is_empty() {
                all.push("/tmp".to_owned());
            }
            all.extend(own.map(str::to_owned));
            propose("writablePaths", Raw::List(all), &first.at);
        }
    }
    given.extend(offered);
    given
}

/// The image's own values of variables that would otherwise be replaced in silence, an agent among
/// the options of a JVM for one.
pub(super) fn kept_variables(evidence: &Evidence, variables: &[(&str, &str)]) -> Option<Given> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut at = None;
    for seen in &evidence.env {
        let (name, value) = &seen.value;
        if variables
            .iter()
            .any(|(own, fixed)| own == name && fixed != value)
        {
            pairs.retain(|(known, _)| known != name);
            pairs.push((name.clone(), value.clone()));
            at = Some(seen.at.clone());
        }
    }
    Some(Given {
        id: "env".to_owned(),
        raw: Raw::Map(pairs),
        place: None,
        parts: Vec::new(),
        origin: Origin::Evidence(at?),
        reach: Reach::default(),
    })
}

/// A user of the config as a number: one that is not root, or a name that means the same everywhere.
/// The group of root is left out: what it may write belongs to the node's root too.
fn user_id(hints: &Hints, user: &str) -> Option<String> {
    if let Ok(id) = UserId::parse(user) {
        return (id.uid() != 0).then(|| match id.gid() {
            0 => id.uid().to_string(),
            _ => user.to_owned(),
        });
    }
    let name = user.split(':').next().unwrap_or(user);
    hints.user_names.get(name).cloned()
}

/// The ports of the config, called as the table calls them. Of an image recognised by its name the
/// table knows which of the exposed ones it really listens on.
fn ports(
    mut usable: Vec<Seen<(u16, String)>>,
    known: &[String],
    deaf: &[&str],
    by_name: bool,
) -> Option<(Vec<String>, String)> {
    usable.retain(|seen| deaf.iter().all(|port| *port != seen.value.0.to_string()));
    let first = usable.first()?;
    let number = |text: &String| Port::parse(text).ok().map(|port| port.number());
    let is_exposed = |text: &&String| {
        number(text).is_some_and(|known| usable.iter().any(|seen| seen.value.0 == known))
    };
    if by_name && known.iter().any(|text| is_exposed(&text)) {
        return Some((known.to_vec(), first.at.clone()));
    }
    let ports = usable.iter().map(|port| {
        let called = known.iter().find(|text| number(text) == Some(port.value.0));
        match (called, port.value.1.as_str()) {
            (Some(called), _) => called.clone(),
            (None, "TCP") => port.value.0.to_string(),
            (None, protocol) => format!("{}/{protocol}", port.value.0),
        }
    });
    Some((ports.collect(), first.at.clone()))
}

/// A volume that the table knows to need no mount.
pub(super) fn is_idle(offer: Option<&Offer<'_>>, volume: &str) -> bool {
    let Some(offer) = offer.filter(|offer| offer.serves()) else {
        return false;
    };
    let known = offer.known;
    known.all(&known.image.idle).any(|path| path == volume)
}

/// Whether one of these mounts (`/path`, `20Gi@/path`) holds the path.
fn is_mounted(mounts: &[String], path: &str) -> bool {
    mounts.iter().any(|mount| {
        let mount = mount.rsplit('@').next().unwrap_or(mount);
        let mount = mount.split(['=', ',']).next().unwrap_or(mount);
        covers(mount, path)
    })
}

/// Whether a mount at one path holds another.
pub(super) fn covers(mount: &str, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    path.strip_prefix(mount.trim_end_matches('/'))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
