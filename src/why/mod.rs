//! Why a line of a bundle is there: the answers, the rule of the contract, the fact and the version
//! behind it, and what breaks without it. Pure: it reads a composed bundle and no disk.
//!
//! # From a line to its reason
//!
//! `kwgen why` goes from a line on disk to the pristine text (`bundle::trace`, a line diff), from there
//! to what today's answers render, and there to a node (`why::locate`): the first key or item that
//! begins on the line; a comment belongs to what follows it, above an object to its kind; a line in a
//! block of text to its key. What today's answers do not make is not explained, as it would be a guess.
//!
//! `cli::Explainer` makes the bundle again; `why::Bundle` holds what all environments share and each of
//! them as a `Group`: its setting, service, whole files and the resolution of each workload.
//! `why::scope` says for a file which group it is of and which workloads (`Rendered.workload`; in a
//! README those that the heading or the line names), and an answer is looked up there; its key in
//! `kwgen.yaml` is that of the node at its place. A line of a patch is followed to the node of the
//! object that its environment has whole (`overlay::follow`, by the same merge keys that the patch was
//! made with) and has that line's reason; what it says to kustomize (its head, merge keys, `$patch`,
//! `null`) has reasons of the kind Patch. `why::object` compares the base's node with each
//! environment's, so that a line of the base says where it is otherwise. Where no answer behind a
//! patched line differs from the base's, the cluster or its version is named.
//! ```yaml
//! - paths: ["pod.spec.containers[].resources.limits.cpu"]  # [] any item, * any rest of a key; in Markdown the beginnings of headings
//!   kinds: [Deployment]        # absent: any object; README, Answers, Lock, Overlay (an overlay's kustomization.yaml) and Patch are kinds of their own
//!   when: workload.drain       # over service, environment, workload, features, facts, target, variables, kind, name, key; `at`: the
//!                              # indices of the path, `item`: the list item around the line
//!   answers: [cpuLimit]        # besides those whose values are printed on the line
//!   namesAnswers: true         # and those that the line itself names
//!   facts: [drainSeconds]      # of the pack
//!   contract: [H6]             # why.yaml says each in words
//!   rules: [request-over-limit]
//!   field: LifecycleHandler.sleep   # the table of versions says from when on
//!   why: {en, zh}              # may hold {{ expressions }} over the same
//!   without: {en, zh}
//! ```
//! `pod` and `job` in a path are roots (`why.yaml`): a pod template, or the spec of a Job, wherever its
//! kind has it. The first reason in the order of the files that speaks of the node and holds wins, else
//! that of the nearest node around; a reason without answers and facts inherits those in the same way.
//! The answers behind a printed value come from the provenance: `variables` maps what templates print
//! to questions and facts. Tests hold that every line of every golden bundle has a reason in both
//! languages, every path of every reason a golden line, and every variable of the templates an entry.

mod answer;
mod answers_file;
mod context;
mod fault;
mod locate;
mod lock;
mod markdown;
mod object;
mod page;
mod patch;
mod reason;
mod scope;

use std::cell::OnceCell;

use crate::answers::Acceptance;
use crate::blueprint::Rendered;
use crate::pack::{Pack, Preset};
use answers_file::Decided;
use locate::Nodes;

pub use answer::{Answered, Source};
pub use context::variables;
pub use fault::WhyFault;
pub use lock::lock_line;
pub use object::Elsewhere;
pub use page::Page;
pub use patch::Base;
pub use reason::{Found, Reason, Reasons};
pub use scope::Group;

/// The kind of a README's reasons, and those of the answers and the lock, which are no objects.
pub const README: &str = "README";
/// The kind of the reasons of `kwgen.yaml`.
pub const ANSWERS: &str = "Answers";
/// The kind of the reasons of `kwgen.lock`.
pub const LOCK: &str = "Lock";
/// The kind of the reasons of an overlay's `kustomization.yaml`.
pub const OVERLAY: &str = "Overlay";
/// The kind of the reasons of what a patch says to kustomize.
pub const PATCH: &str = "Patch";

/// A bundle as its answers make it.
#[derive(Debug)]
pub struct Bundle<'b> {
    /// What it is made from.
    pub pack: &'b Pack,
    /// The preset that its answers name.
    pub preset: Option<&'b Preset>,
    /// Its owner's exceptions.
    pub accept: &'b [Acceptance],
    /// Its files.
    pub files: &'b [Rendered],
    /// What all environments share; all of it where there are none.
    pub shared: Group<'b>,
    /// Each environment.
    pub environments: Vec<Group<'b>>,
    /// Its `kwgen.yaml`.
    pub answers: AnswersText<'b>,
}

/// The text of a `kwgen.yaml`, and the lines that each of its answers decides.
#[derive(Debug)]
pub struct AnswersText<'b> {
    /// None where it is no YAML.
    nodes: Option<Nodes<'b>>,
    decided: OnceCell<Vec<Decided>>,
}

impl<'b> AnswersText<'b> {
    /// Reads one.
    pub fn read(text: &'b str) -> Self {
        Self {
            nodes: Nodes::read(text),
            decided: OnceCell::new(),
        }
    }
}

/// A field that not every version has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned {
    /// `LifecycleHandler.sleep`.
    pub field: String,
    /// The first version that has it switched on: 30 is 1.30.
    pub since: u16,
    /// The version that the bundle is for.
    pub target: u16,
}

/// All that is known of a line. Its texts are in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explained {
    /// The kind and the name of its object, where it is of one.
    pub object: Option<(String, String)>,
    /// The environment that it is of, if it is one's.
    pub environment: Option<String>,
    /// The path of its node, or the heading above it.
    pub path: String,
    /// The path of the block whose reason it has, where that is not its own.
    pub block: Option<String>,
    /// Why it is there.
    pub why: String,
    /// What breaks without it.
    pub without: String,
    /// The answers behind it.
    pub answers: Vec<Answered>,
    /// The facts behind it, with their values.
    pub facts: Vec<(String, String)>,
    /// The parts of the contract that it fulfils, in words.
    pub contract: Vec<(String, String)>,
    /// The rules that find it missing.
    pub rules: Vec<String>,
    /// The version behind it.
    pub version: Option<Versioned>,
    /// Where to read on.
    pub reference: Option<String>,
    /// Of a line of a patch: what the base says there.
    pub base: Option<Base>,
    /// Of a line of the base: the environments that have another there.
    pub elsewhere: Vec<Elsewhere>,
    /// Of an answer: the lines that it decides, as (file, line).
    pub makes: Vec<(String, usize)>,
    /// Which of the reasons it is, and which of its paths; absent where the question itself says it.
    pub reason: Option<(usize, usize)>,
}
