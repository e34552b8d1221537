//! Why a line of a bundle is there: the answers, the rule of the contract, the fact and the version
//! behind it, and what breaks without it. Pure: it reads a composed bundle and no disk.

mod answer;
mod answers_file;
mod context;
mod fault;
mod locate;
mod lock;
mod markdown;
mod page;
mod reason;

use crate::answers::{Acceptance, Resolved};
use crate::blueprint::Rendered;
use crate::cluster::Setting;
use crate::pack::{Pack, Preset};
use crate::service::Service;

pub use answer::{Answered, Source};
pub use context::variables;
pub use fault::WhyFault;
pub use lock::lock_line;
pub use page::Page;
pub use reason::{Found, Reason, Reasons};

/// The kind of a README's reasons, and those of the answers and the lock, which are no objects.
pub const README: &str = "README";
/// The kind of the reasons of `kwgen.yaml`.
pub const ANSWERS: &str = "Answers";
/// The kind of the reasons of `kwgen.lock`.
pub const LOCK: &str = "Lock";

/// A bundle as its answers make it.
#[derive(Debug, Clone, Copy)]
pub struct Bundle<'b> {
    /// What it is made from.
    pub pack: &'b Pack,
    /// The preset that its answers name.
    pub preset: Option<&'b Preset>,
    /// Its effective answers.
    pub resolved: &'b Resolved,
    /// Where it runs.
    pub setting: &'b Setting<'b>,
    /// Its owner's exceptions.
    pub accept: &'b [Acceptance],
    /// Its service.
    pub service: &'b Service,
    /// Its files.
    pub files: &'b [Rendered],
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
    /// Of an answer: the lines that it decides, as (file, line).
    pub makes: Vec<(String, usize)>,
    /// Which of the reasons it is, and which of its paths; absent where the question itself says it.
    pub reason: Option<(usize, usize)>,
}
