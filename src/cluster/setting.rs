//! What is taken for true of where a service runs: the facts of the pack, with those of its cluster
//! over them.

use std::borrow::Cow;

use super::{Binding, Cluster, StorageClass, Target};
use crate::answers::{Given, Origin, Raw, Reach};
use crate::pack::Facts;

/// The word for a DNS cache that is not installed.
const NONE: &str = "none";

/// Where a service runs.
#[derive(Debug, Clone)]
pub struct Setting<'c> {
    /// The facts that hold there.
    pub facts: Cow<'c, Facts>,
    /// Its cluster, if one is known.
    pub cluster: Option<&'c Cluster>,
}

impl<'c> Setting<'c> {
    /// The facts of a pack, with those of a cluster over them.
    pub fn new(facts: &'c Facts, cluster: Option<&'c Cluster>) -> Self {
        let facts = cluster.map_or(Cow::Borrowed(facts), |cluster| {
            Cow::Owned(cluster.over(facts))
        });
        Self { facts, cluster }
    }

    /// Where what all of `others` share is applied: of its cluster only what is true of all of them is said.
    pub(crate) fn on_all<'o>(&self, others: impl IntoIterator<Item = &'o Setting<'o>>) -> Self
    where
        'c: 'o,
    {
        let digest = |setting: &Setting<'_>| setting.cluster.map(|one| one.digest.clone());
        let is_same = others.into_iter().all(|one| digest(one) == digest(self));
        Self {
            facts: self.facts.clone(),
            cluster: self.cluster.filter(|_| is_same),
        }
    }

    /// The storage class of a claim that names none; `None` where the cluster leaves it open.
    pub fn default_class(&self) -> Option<&str> {
        match self.cluster {
            Some(cluster) if !cluster.storage_classes.is_empty() => cluster
                .class(&self.facts.storage_class)
                .map(|class| class.name.as_str()),
            _ => Some(&self.facts.storage_class),
        }
    }

    /// Whether a claim can be of this class, as far as is known.
    pub fn has_class(&self, name: &str) -> bool {
        self.cluster.is_none_or(|cluster| {
            cluster.storage_classes.is_empty() || cluster.class(name).is_some()
        })
    }

    /// The least size of a claim of this class.
    pub fn least_disk(&self, name: &str) -> Option<&str> {
        let class = self.cluster.and_then(|cluster| cluster.class(name));
        if let Some(size) = class.and_then(|class| class.minimum.as_deref()) {
            return Some(size);
        }
        self.is_disk(name)
            .then_some(self.facts.least_disk.size.as_str())
    }

    /// Whether volumes of this class are disks, which one node at a time mounts.
    pub fn is_disk(&self, name: &str) -> bool {
        let disk = &self.facts.least_disk;
        let class = self.cluster.and_then(|cluster| cluster.class(name));
        match class.and_then(|class| class.provisioner.as_ref()) {
            Some(provisioner) => *provisioner == disk.provisioner,
            None => name.starts_with(&disk.class_prefix),
        }
    }

    /// The targets of a named dependency.
    pub fn dependency(&self, name: &str) -> Option<&'c [Target]> {
        let targets = self.cluster?.dependencies.get(name)?;
        Some(targets.as_slice())
    }
}

impl Cluster {
    /// The class with this name.
    fn class(&self, name: &str) -> Option<&StorageClass> {
        self.storage_classes.iter().find(|class| class.name == name)
    }

    /// These facts, with what this cluster says over them.
    fn over(&self, facts: &Facts) -> Facts {
        let mut facts = facts.clone();
        if !self.scraper_namespaces.is_empty() {
            facts
                .scraper_namespaces
                .clone_from(&self.scraper_namespaces);
        }
        if let Some(block) = &self.node_local_dns {
            facts.node_local_dns = Some(block.clone()).filter(|block| block != NONE);
        }
        facts.dns_cidrs = self.dns_cidrs.iter().map(ToString::to_string).collect();
        if self.storage_classes.is_empty() {
            return facts;
        }
        if let Some(class) = self.storage_classes.iter().find(|class| class.default) {
            facts.storage_class.clone_from(&class.name);
        }
        let of = |binding: Binding| {
            let classes = self.storage_classes.iter();
            classes
                .filter(move |class| class.binding == Some(binding))
                .map(|class| class.name.clone())
        };
        facts.waiting_classes = of(Binding::WaitForFirstConsumer).collect();
        // What the pack knows of a class holds where the cluster says nothing of it.
        let silent = |name: &String| self.class(name).is_some_and(|one| one.binding.is_none());
        facts.immediate_classes.retain(silent);
        facts.immediate_classes.extend(of(Binding::Immediate));
        facts
    }

    /// What it says of answers, as the layer above the defaults, for the environments that run on it.
    pub fn layer(&self, reach: &Reach) -> impl Iterator<Item = Given> + use<> {
        let version = self.kubernetes_version.map(|version| version.to_string());
        let name = self.name.clone();
        let reach = reach.clone();
        version.into_iter().map(move |version| Given {
            id: "kubernetesVersion".to_owned(),
            raw: Raw::Text(version),
            place: None,
            parts: Vec::new(),
            origin: Origin::Cluster(name.clone()),
            reach: reach.clone(),
        })
    }
}
