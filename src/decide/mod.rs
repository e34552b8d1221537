//! The decision tree: data that picks a controller and says why.

mod draw;
mod tree;

use crate::text::Prose;

pub use draw::{mermaid, text};
pub use tree::{Leaf, Node, Tree, TreeFault};

/// The controllers kwgen writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Controller {
    /// Interchangeable replicas.
    Deployment,
    /// Replicas with a name or files of their own.
    StatefulSet,
    /// One pod on every node.
    DaemonSet,
    /// Runs to its end, once.
    Job,
    /// Runs to its end, on a schedule.
    CronJob,
}

impl Controller {
    /// All of them, in the order of the tree.
    pub const ALL: [Self; 5] = [
        Self::StatefulSet,
        Self::DaemonSet,
        Self::CronJob,
        Self::Job,
        Self::Deployment,
    ];

    /// The Kubernetes kind.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Deployment => "Deployment",
            Self::StatefulSet => "StatefulSet",
            Self::DaemonSet => "DaemonSet",
            Self::Job => "Job",
            Self::CronJob => "CronJob",
        }
    }

    /// The controller of this kind, whatever the case of its letters.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|controller| controller.kind().eq_ignore_ascii_case(text))
    }

    /// Whether its pods are meant to run for ever.
    pub const fn runs_for_ever(self) -> bool {
        matches!(self, Self::Deployment | Self::StatefulSet | Self::DaemonSet)
    }
}

/// One question on the way to a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The node's id.
    pub node: String,
    /// The question that was answered.
    pub question: String,
    /// The answer: `true` = the edge `yes`.
    pub yes: bool,
    /// What the node finds out.
    pub why: Prose,
    /// Why this edge leads where it does.
    pub because: Prose,
}

/// A branch that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The controllers it would have led to.
    pub controllers: Vec<Controller>,
    /// The question whose answer ruled them out.
    pub question: String,
    /// Why the answer that was given rules them out.
    pub because: Prose,
}

/// The tree's choice, with its path and its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What is built.
    pub controller: Controller,
    /// What the tree chose: another one where `controller` was forced.
    pub chosen: Controller,
    /// The way through the tree.
    pub path: Vec<Step>,
    /// What was ruled out, and why.
    pub rejected: Vec<Rejected>,
    /// The questions that the way did not come to.
    pub unasked: Vec<String>,
}

impl Decision {
    /// Whether the owner overruled the tree.
    pub fn is_forced(&self) -> bool {
        self.controller != self.chosen
    }
}
