//! What is known of an image that many people run: typed facts, each with its
//! source and the versions it holds for. Data of a pack, read only when the image is met.

mod judge;
mod propose;
mod select;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::text::Prose;

pub(super) use judge::{conflicts, keeps_data, objections, warnings};
pub(super) use propose::Offer;
pub(super) use propose::of_the_tree;

/// The releases and variants that a fact holds for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct When {
    /// The first version.
    pub from: Option<String>,
    /// The first version it no longer holds for.
    pub below: Option<String>,
    /// A word that the tag holds (`alpine`).
    pub tag: Option<String>,
    /// A word that the tag does not hold.
    pub without: Option<String>,
}

/// One fact in the syntax of the answer it proposes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Fact {
    /// The fact.
    pub is: String,
    /// The name of its source.
    pub source: String,
    /// The releases it holds for; all where it is absent.
    pub when: Option<When>,
}

/// A user of the image.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct User {
    /// Its number, with the group where that differs.
    pub is: String,
    /// Its name in the image.
    pub name: Option<String>,
    /// Only where the config names it: the image starts as another one.
    #[serde(default)]
    pub offered: bool,
    /// The name of the source.
    pub source: String,
    /// The releases it holds for.
    pub when: Option<When>,
}

/// Something to say: what fails in silence, or why the image cannot run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Remark {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
    /// The name of its source.
    pub source: String,
    /// The releases it holds for.
    pub when: Option<When>,
    /// Questions whose own answers settle it.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Questions whose own answers bring it about; always where there are none.
    #[serde(default)]
    pub answered: Vec<String>,
    /// The port it is about: a config that exposes others has settled it.
    pub port: Option<u16>,
    /// Only of the image itself, run without a command of one's own.
    #[serde(default)]
    pub bare: bool,
}

/// A variable without which the image does not do its work.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Need {
    /// Any one of these is enough.
    pub any_of: Vec<String>,
    /// The one that takes the path of a file with the secret.
    pub file: Option<String>,
    /// What happens without.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
    /// The name of its source.
    pub source: String,
    /// The releases it holds for.
    pub when: Option<When>,
}

/// What is known of one image.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KnownImage {
    /// What it is.
    pub title: Prose,
    /// Where the facts were read, by a short name.
    pub sources: BTreeMap<String, String>,
    /// Commands that are this image's own service; with any other it is only a base.
    #[serde(default)]
    pub starts: Vec<String>,
    /// The controller that fits.
    #[serde(default)]
    pub controller: Vec<Fact>,
    /// How many replicas make sense without a configuration of one's own.
    #[serde(default)]
    pub replicas: Vec<Fact>,
    /// What it is written in.
    #[serde(default)]
    pub runtime: Vec<Fact>,
    /// The users that work, the most special first.
    #[serde(default)]
    pub user: Vec<User>,
    /// Paths it must write to, where it keeps nothing that a volume would hide.
    #[serde(default)]
    pub writable: Vec<Fact>,
    /// Ports it listens on.
    #[serde(default)]
    pub ports: Vec<Fact>,
    /// Ports that it exposes and that no client needs, or that it does not listen on.
    #[serde(default)]
    pub deaf: Vec<Fact>,
    /// The port of its metrics.
    #[serde(default)]
    pub metrics_port: Vec<Fact>,
    /// Where its data lies.
    #[serde(default)]
    pub data: Vec<Fact>,
    /// Volumes that need no mount.
    #[serde(default)]
    pub idle: Vec<Fact>,
    /// Whether it initialises itself behind a closed port at its first start.
    #[serde(default)]
    pub slow_start: Vec<Fact>,
    /// Variables that it needs where its data are mounted.
    #[serde(default)]
    pub env: Vec<Fact>,
    /// Arguments that it needs.
    #[serde(default)]
    pub args: Vec<Fact>,
    /// The check that says whether it can serve.
    #[serde(default)]
    pub readiness: Vec<Fact>,
    /// Variables it does not work without.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What goes wrong in silence.
    #[serde(default)]
    pub warns: Vec<Remark>,
    /// Why it cannot run, and what can.
    #[serde(default)]
    pub refuses: Vec<Remark>,
}

/// How an image was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By its own repository.
    Name,
    /// By FROM of its Dockerfile.
    Base,
    /// By a variable that only images made from it have.
    Mark,
}

/// A known image, as it was met.
#[derive(Debug, Clone)]
pub struct Known<'k> {
    /// Its id: the name of its file.
    pub id: &'k str,
    /// What is known.
    pub image: &'k KnownImage,
    /// How it was recognised.
    pub how: How,
    /// The tag or version it was met with.
    pub tag: String,
}

impl KnownImage {
    /// Every (source, when) of its facts, for those who check the data.
    pub fn origins(&self) -> Vec<(&str, Option<&When>)> {
        let facts = [
            &self.controller,
            &self.replicas,
            &self.runtime,
            &self.slow_start,
            &self.writable,
            &self.ports,
            &self.deaf,
            &self.metrics_port,
            &self.data,
            &self.idle,
            &self.env,
            &self.args,
            &self.readiness,
        ];
        let facts = facts.into_iter().flatten();
        let facts = facts.map(|one| (one.source.as_str(), one.when.as_ref()));
        let users = self.user.iter();
        let users = users.map(|one| (one.source.as_str(), one.when.as_ref()));
        let said = self.warns.iter().chain(&self.refuses);
        let said = said.map(|one| (one.source.as_str(), one.when.as_ref()));
        let needs = self.needs.iter();
        let needs = needs.map(|one| (one.source.as_str(), one.when.as_ref()));
        facts.chain(users).chain(said).chain(needs).collect()
    }
}
