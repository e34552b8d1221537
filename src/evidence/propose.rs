//! From evidence to proposals.

use super::{Evidence, Hints, health};
use crate::answers::{Given, Origin, Raw};
use crate::decide::Controller;
use crate::value::UserId;

/// The answers that the evidence proposes to a workload of this controller, each with its origin.
pub fn proposals(evidence: &Evidence, hints: &Hints, controller: Option<Controller>) -> Vec<Given> {
    let mut given = Vec::new();
    let mut propose = |id: &str, raw: Raw, at: &str| {
        given.push(Given {
            id: id.to_owned(),
            raw,
            place: None,
            parts: Vec::new(),
            origin: Origin::Evidence(at.to_owned()),
        });
    };
    if let Some(user) = &evidence.user
        && UserId::parse(&user.value).is_ok_and(|id| id.uid() != 0)
    {
        propose("runAsUser", Raw::Text(user.value.clone()), &user.at);
    }
    let ports = evidence.usable_ports();
    if let Some(first) = ports.first() {
        let ports = ports.iter().map(|port| match port.value.1.as_str() {
            "TCP" => port.value.0.to_string(),
            protocol => format!("{}/{protocol}", port.value.0),
        });
        propose("ports", Raw::List(ports.collect()), &first.at);
    }
    if let (Some(probe), Some(health)) = (health::probe(evidence), &evidence.health) {
        propose("readiness", Raw::Text(probe), &health.at);
    }
    if let Some(first) = evidence.volumes.first() {
        let paths = evidence.volumes.iter().map(|volume| &volume.value);
        if controller == Some(Controller::StatefulSet) {
            let claims = paths.map(|path| format!("{}@{path}", hints.volume_size));
            propose("storage", Raw::List(claims.collect()), &first.at);
        } else {
            let all = std::iter::once("/tmp")
                .chain(paths.map(String::as_str).filter(|path| *path != "/tmp"));
            let all = all.map(str::to_owned).collect();
            propose("writablePaths", Raw::List(all), &first.at);
        }
    }
    if let Some((runtime, at)) = hints.runtime(evidence) {
        propose("runtime", Raw::Text(runtime.to_owned()), &at);
    }
    given
}
