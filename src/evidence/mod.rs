//! What an image config or a Dockerfile says about a service: proposals with
//! their origin, warnings, and objections to answers.

mod dockerfile;
mod fault;
mod health;
mod hints;
mod image_config;
mod judge;
mod propose;

pub use dockerfile::read as read_dockerfile;
pub use fault::EvidenceFault;
pub use hints::{Hints, RuntimeHint, UserHint};
pub use image_config::read as read_image_config;
pub use judge::{objections, warnings};
pub use propose::proposals;

/// One fact and where it was seen (`Dockerfile:14`, `image.json: User`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<T> {
    /// The fact.
    pub value: T,
    /// Where.
    pub at: String,
}

/// What HEALTHCHECK runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// A command in words.
    Words(Vec<String>),
    /// A line for a shell.
    Shell(String),
}

/// Everything that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// USER.
    pub user: Option<Seen<String>>,
    /// EXPOSE: number and protocol.
    pub ports: Vec<Seen<(u16, String)>>,
    /// VOLUME.
    pub volumes: Vec<Seen<String>>,
    /// ENTRYPOINT and CMD, in words.
    pub command: Option<Seen<Vec<String>>>,
    /// HEALTHCHECK.
    pub health: Option<Seen<Check>>,
    /// FROM of the last stage.
    pub base: Option<Seen<String>>,
    /// ENV: name and value.
    pub env: Vec<Seen<(String, String)>>,
    /// Something was read at all.
    pub is_present: bool,
}

impl Evidence {
    /// The ports that a process without root can bind, or `PORT` where none is exposed.
    fn usable_ports(&self) -> Vec<Seen<(u16, String)>> {
        let usable: Vec<_> = self
            .ports
            .iter()
            .filter(|port| port.value.0 >= 1024)
            .cloned()
            .collect();
        if !self.ports.is_empty() {
            return usable;
        }
        self.env
            .iter()
            .rev()
            .filter(|one| one.value.0 == "PORT")
            .filter_map(|one| {
                let number = one.value.1.parse().ok().filter(|port| *port >= 1024)?;
                Some(Seen {
                    value: (number, "TCP".to_owned()),
                    at: one.at.clone(),
                })
            })
            .take(1)
            .collect()
    }
}
