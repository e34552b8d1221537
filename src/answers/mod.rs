//! What was given: the layers of answers, merged, each value with its origin.

mod accept;
mod append;
mod convert;
mod cut;
mod expression;
mod fault;
mod file;
mod flag;
mod group;
mod judge;
mod kept;
mod layer;
mod reach;
mod resolve;
mod rival;
mod write;

use std::fmt;

use crate::question::{Canonical, Question};
use crate::text::{Place, Prose};

pub use accept::{Acceptance, parse_acceptance};
pub use append::{append, lines_of, lines_of_first, lines_said};
pub use convert::{FIRST, First, convert, of_workload};
pub use expression::{Expressions, Scope};
pub use fault::AnswerFault;
pub use file::{AnswersFile, read};
pub use flag::{from_flag, from_set, unreachable};
pub use group::{Groups, write_groups};
pub use judge::canonical_of;
pub(crate) use kept::is_same_prose;
pub use layer::strongest;
pub use reach::{Named, Outline, Part, Reach};
pub use resolve::{Knowledge, Resolved, resolve};
pub use write::write;

/// An answer as it was typed: every kind parses from text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// One value.
    Text(String),
    /// Several.
    List(Vec<String>),
    /// KEY → VALUE, in the order given.
    Map(Vec<(String, String)>),
}

impl Raw {
    /// What would be typed for a value.
    pub fn of(value: &Canonical) -> Self {
        match value {
            Canonical::List(items) if !items.is_empty() => Self::List(items.clone()),
            Canonical::Map(pairs) if !pairs.is_empty() => Self::Map(pairs.clone()),
            other => Self::Text(other.to_text()),
        }
    }
}

/// Where an answer comes from. Strongest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Typed in the interview.
    Interview,
    /// A flag, or `--set`.
    Flag,
    /// The answers file.
    File,
    /// The answers file, which still marks it as a guess: the text is why it may be wrong.
    Kept(String),
    /// Seen in an image config or a Dockerfile: the text says where.
    Evidence(String),
    /// Known of the image that has this id.
    Image(String),
    /// The preset with this id.
    Preset(String),
    /// What the cluster with this name is.
    Cluster(String),
    /// The question's own default.
    Default,
}

impl Origin {
    /// Whether a person said it of this service, so that it must not be dropped in silence.
    pub const fn is_typed(&self) -> bool {
        matches!(
            self,
            Self::Interview | Self::Flag | Self::File | Self::Kept(_)
        )
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interview => f.write_str("interview"),
            Self::Flag => f.write_str("flag"),
            Self::File | Self::Kept(_) => f.write_str("file"),
            Self::Evidence(seen) => write!(f, "evidence: {seen}"),
            Self::Image(id) => write!(f, "known image {id}"),
            Self::Preset(id) => write!(f, "preset {id}"),
            Self::Cluster(name) => write!(f, "cluster {name}"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// One answer of one layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The question's id.
    pub id: String,
    /// What was typed.
    pub raw: Raw,
    /// Where.
    pub place: Option<Place>,
    /// Where each item or pair of it stands; empty where its place says it all.
    pub parts: Vec<Place>,
    /// Which layer it belongs to.
    pub origin: Origin,
    /// Which part of the service it is for.
    pub reach: Reach,
}

/// An effective answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its value in canonical form.
    pub value: Canonical,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it was given, if it was.
    pub place: Option<Place>,
    /// It may be wrong for this service.
    pub is_guess: bool,
    /// Which of the question's reasons holds, should it be a guess.
    pub reason: usize,
}

impl Answer {
    /// Why the question's default may be wrong for this service.
    pub fn guess<'q>(&self, question: &'q Question) -> Option<&'q Prose> {
        Some(&question.guess.get(self.reason)?.prose)
    }
}
