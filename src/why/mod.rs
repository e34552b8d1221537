//! Why a line of a bundle is there: the answers, the rule of the contract, the fact and the version
//! behind it, and what breaks without it. Pure: it reads a composed bundle and no disk.

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
