//! Probes: `/ready`, `/ready@http`, `tcp`, `tcp@grpc`, `exec:cmd arg`.

use std::fmt;

use super::port::port_number;
use super::{PortName, ValueFault, words};

/// What a probe does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProbeAction {
    /// Asks for a path.
    Http {
        /// The path, with its query.
        path: String,
        /// Name or number of the port; the first one where it is absent.
        port: Option<String>,
    },
    /// Opens a connection.
    Tcp {
        /// Name or number of the port; the first one where it is absent.
        port: Option<String>,
    },
    /// Runs a command.
    Exec(Vec<String>),
}

/// A probe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    text: String,
    action: ProbeAction,
}

impl Probe {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = || ValueFault::Probe {
            text: text.to_owned(),
        };
        let port = |text: Option<&str>| match text {
            Some(port) if port_number(port).is_none() && PortName::parse(port).is_err() => {
                Err(fail())
            }
            other => Ok(other.map(str::to_owned)),
        };
        let action = if let Some(command) = text.strip_prefix("exec:") {
            let words = words(command)?;
            if words.is_empty() || command.contains('\0') {
                return Err(fail());
            }
            ProbeAction::Exec(words)
        } else if text.starts_with('/') {
            let (path, name) = match text.rsplit_once('@') {
                Some((path, name)) => (path, Some(name)),
                None => (text, None),
            };
            if path.chars().any(|one| one.is_control() || one == ' ') {
                return Err(fail());
            }
            ProbeAction::Http {
                path: path.to_owned(),
                port: port(name)?,
            }
        } else if text == "tcp" {
            ProbeAction::Tcp { port: None }
        } else if let Some(name) = text.strip_prefix("tcp@") {
            ProbeAction::Tcp {
                port: port(Some(name))?,
            }
        } else {
            return Err(fail());
        };
        Ok(Self {
            text: text.to_owned(),
            action,
        })
    }

    /// What it does.
    pub const fn action(&self) -> &ProbeAction {
        &self.action
    }
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
