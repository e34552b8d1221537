//! Probes: what is asked and how often.

use serde::Serialize;

use super::ContainerPort;
use crate::pack::{Timing, Timings};
use crate::value::{Probe, ProbeAction};

/// A probe with its timings, in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProbeSpec {
    /// `http`, `tcp` or `exec`.
    pub kind: &'static str,
    /// Path of an `http` probe.
    pub path: String,
    /// Name of the container port.
    pub port: String,
    /// Its number, where the port is to be asked by that.
    pub number: Option<u16>,
    /// Words of an `exec` probe.
    pub command: Vec<String>,
    /// Seconds between two.
    pub period: i64,
    /// Seconds one may take.
    pub timeout: i64,
    /// Failures in a row that count.
    pub failures: i64,
}

impl ProbeSpec {
    /// Asks for the port by its number where `other` asks the same thing: audit tools compare no
    /// timings and take the two for one probe given twice.
    pub(super) fn tell_apart(&mut self, other: &Self, ports: &[ContainerPort]) {
        if self.kind != other.kind || self.path != other.path {
            return;
        }
        if let Some(port) = ports.iter().find(|port| port.name == self.port) {
            self.number = Some(port.number);
        }
    }
}

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Readiness,
    Liveness,
    Startup,
}

impl Role {
    const fn timing(self, timings: &Timings) -> Timing {
        match self {
            Self::Readiness => timings.readiness,
            Self::Liveness => timings.liveness,
            Self::Startup => timings.startup,
        }
    }

    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Readiness => "readiness",
            Self::Liveness => "liveness",
            Self::Startup => "startup",
        }
    }
}

/// The probe of `role`, or the name of the port it asks for and the container does not have.
pub(super) fn spec(
    role: Role,
    text: &str,
    ports: &[ContainerPort],
    timings: &Timings,
) -> Result<Option<ProbeSpec>, String> {
    let Ok(probe) = Probe::parse(text) else {
        return Ok(None);
    };
    let Timing {
        period,
        timeout,
        failures,
    } = role.timing(timings);
    let mut spec = ProbeSpec {
        kind: "tcp",
        path: String::new(),
        port: String::new(),
        number: None,
        command: Vec::new(),
        period,
        timeout,
        failures,
    };
    let wanted = match probe.action() {
        ProbeAction::Exec(words) => {
            spec.kind = "exec";
            spec.command.clone_from(words);
            return Ok(Some(spec));
        }
        ProbeAction::Http { path, port } => {
            spec.kind = "http";
            spec.path.clone_from(path);
            port.clone()
        }
        ProbeAction::Tcp { port } => port.clone(),
    };
    let found = match &wanted {
        None => ports.iter().find(|port| port.protocol == "TCP"),
        Some(name) => ports
            .iter()
            .find(|port| port.name == *name || port.number.to_string() == *name),
    };
    match found {
        Some(port) => {
            spec.port.clone_from(&port.name);
            Ok(Some(spec))
        }
        None => Err(wanted.unwrap_or_default()),
    }
}
