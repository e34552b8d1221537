//! What an image config or a Dockerfile says about a service: proposals with
//! their origin, warnings, and objections to answers.

mod dockerfile;
mod image_config;
mod propose;

pub use dockerfile::read as read_dockerfile;
pub use image_config::read as read_image_config;
pub use propose::{EvidenceFault, objections, proposals, warnings};

/// One fact and where it was seen (`Dockerfile:14`, `image config`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<T> {
    /// The fact.
    pub value: T,
    /// Where.
    pub at: String,
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
    pub health: Option<Seen<String>>,
    /// FROM of the last stage, or the image's own name.
    pub base: Option<Seen<String>>,
    /// Names of ENV variables.
    pub env: Vec<Seen<String>>,
    /// Something was read at all.
    pub is_present: bool,
}
