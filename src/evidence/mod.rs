//! What an image config or a Dockerfile says about a service: proposals with
//! their origin, warnings, and objections to answers.
//!
//! # Known images
//!
//! `images/index.txt` is looked through first (the last part of the repository, what stands before it,
//! variables that only images made from it have); a file is read only when its image is met. Each fact
//! has its source and the versions it holds for. `evidence::Sight` holds the image config or Dockerfile
//! and what is known together: answers of the tree, proposals (origin `known image ID`, below a config,
//! above a preset), warnings, objections. Facts about the service of an image hold only while the
//! container starts that service (`starts`). A bundle that exists is not touched by them: what was
//! proposed stands in its kwgen.yaml.
//! Programs are known by the words that a container is started with (`programs:` of `evidence.yaml`,
//! `evidence::programs`): an init made for root, a cron daemon, a worker that listens nowhere;
//! `evidence::command` finds the program behind `sh -c` or `tini --` and the port that its options
//! name.
//! `tests/first_start/` is the corpus: image configs, arguments and the paths each image needs, with
//! the reviewed text of what is proposed and said.

mod command;
mod dockerfile;
mod fault;
mod health;
mod hints;
mod image_config;
mod judge;
mod known;
mod programs;
mod propose;
mod sight;

pub use dockerfile::read as read_dockerfile;
pub use fault::EvidenceFault;
pub use hints::{Hints, RuntimeHint, UserHint};
pub use image_config::read as read_image_config;
pub use known::{Fact, How, Known, KnownImage, Need, Remark, User, When};
pub use programs::ProgramHint;
pub use sight::Sight;

use crate::value::Port;

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
    /// The processor that it is built for, as Kubernetes calls it.
    pub architecture: Option<Seen<String>>,
    /// ENV: name and value.
    pub env: Vec<Seen<(String, String)>>,
    /// Something was read at all.
    pub is_present: bool,
}

/// Variables that tell the port of a web application where no port is exposed.
const PORT_VARIABLES: [&str; 3] = ["PORT", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_URLS"];

impl Evidence {
    /// Whether USER is root, or missing.
    pub fn runs_as_root(&self) -> bool {
        let user = self.user.as_ref().map(|user| user.value.as_str());
        user.is_none_or(|user| user.is_empty() || judge::is_root(user))
    }

    /// The ports that a process without root can bind, those that are usual for HTTP first: a config
    /// has no order, and beside 8080 a 6060 is for whoever debugs. Where none is exposed, the one that
    /// the command or a variable tells.
    fn usable_ports(&self, told: Option<&Seen<(u16, String)>>) -> Vec<Seen<(u16, String)>> {
        let mut usable: Vec<_> = self
            .ports
            .iter()
            .filter(|port| port.value.0 >= 1024)
            .cloned()
            .collect();
        if !self.ports.is_empty() {
            let is_http = |number: u16| {
                Port::parse(&number.to_string()).is_ok_and(|port| port.name().as_str() == "http")
            };
            usable.sort_by_key(|port| !is_http(port.value.0));
            return usable;
        }
        if let Some(told) = told {
            return vec![told.clone()];
        }
        self.env
            .iter()
            .rev()
            .filter(|one| PORT_VARIABLES.contains(&one.value.0.as_str()))
            .filter_map(|one| {
                let text = one.value.1.rsplit(':').next().unwrap_or_default();
                let number = text.parse().ok().filter(|port| *port >= 1024)?;
                Some(Seen {
                    value: (number, "TCP".to_owned()),
                    at: one.at.clone(),
                })
            })
            .take(1)
            .collect()
    }
}
