//! What names of images and commands tell: data of a pack.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Evidence;
use super::command::Command;
use super::programs::ProgramHint;
use crate::text::Prose;

/// Names that prove a runtime.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RuntimeHint {
    /// The answer to `runtime`.
    pub runtime: String,
    /// First words of a command and names of base images.
    pub names: Vec<String>,
}

/// What of an image usually fails when it runs as a user it was not made for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct UserHint {
    /// Names of images and runtimes; empty for all others.
    #[serde(default)]
    pub names: Vec<String>,
    /// What fails, and the way out.
    pub fails: Prose,
}

/// `evidence.yaml` of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hints {
    /// Names of images that keep data of their own.
    pub databases: Vec<String>,
    /// Words that a process which ends is started with.
    pub ending: Vec<String>,
    /// Programs that only start the next word of a command.
    pub starters: Vec<String>,
    /// Options that say where a server listens, as a number or HOST:PORT.
    pub port_options: Vec<String>,
    /// Paths that an image keeps empty, so that a volume there hides nothing.
    pub empty_paths: Vec<String>,
    /// Size proposed for a volume of an image whose data must survive.
    pub volume_size: String,
    /// The variable of images that are made for GPUs.
    pub gpu_variable: String,
    /// Values of it that ask for none.
    pub no_gpu: Vec<String>,
    /// Names that prove a runtime.
    pub runtimes: Vec<RuntimeHint>,
    /// Names of users that are the same number in every image.
    pub user_names: BTreeMap<String, String>,
    /// What fails as another user, the most special first.
    pub users: Vec<UserHint>,
    /// Programs that do not do their work like this, or listen nowhere.
    #[serde(default)]
    pub programs: Vec<ProgramHint>,
}

impl Hints {
    /// The runtime that the command or the base image proves, with where it was seen.
    pub(super) fn runtime(&self, evidence: &Evidence) -> Option<(&str, String)> {
        let command = Command::of_the_image(evidence);
        let first = command
            .program(&self.starters)
            .map(|word| (word, &command.at));
        let base = evidence
            .base
            .iter()
            .map(|base| (base.value.as_str(), &base.at));
        first.into_iter().chain(base).find_map(|(word, at)| {
            let name = last_part(word);
            let hint = self
                .runtimes
                .iter()
                .find(|hint| hint.names.iter().any(|known| known == name))?;
            Some((hint.runtime.as_str(), at.clone()))
        })
    }

    /// What fails when an image of this name or runtime runs as another user.
    pub(super) fn fails(&self, names: &[&str]) -> Option<&Prose> {
        self.users
            .iter()
            .find(|hint| {
                hint.names.is_empty()
                    || hint
                        .names
                        .iter()
                        .any(|known| names.contains(&known.as_str()))
            })
            .map(|hint| &hint.fails)
    }
}

/// `docker.io/library/node:20` and `/usr/local/bin/node` → `node`.
pub(super) fn last_part(word: &str) -> &str {
    let name = word.rsplit('/').next().unwrap_or(word);
    name.split([':', '@']).next().unwrap_or(name)
}
