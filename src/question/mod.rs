//! What is asked: every question defined once, as data, in two languages.

mod kind;
mod load;
mod reason;
mod schema;

use serde::Deserialize;

use crate::text::Prose;

pub use kind::{Canonical, Kind};
pub use load::QuestionFault;
pub(crate) use load::plain_default;
pub use reason::Reason;
pub use schema::{answers_schema, flag_help};

/// What changing an answer later does to a running service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// Nothing restarts.
    Free,
    /// The pods are replaced.
    Restarts,
    /// It cannot be changed without deleting the object.
    Never,
}

/// Whose an answer is, where a service has several workloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Owner {
    /// The service's: the same for all of its workloads.
    Service,
    /// Said for all workloads at once, or for each.
    Either,
    /// Each workload's own.
    #[default]
    Workload,
}

/// One value of a `choice`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Choice {
    /// The word in `kwgen.yaml`.
    pub value: String,
    /// English description.
    pub en: String,
    /// Chinese description.
    pub zh: String,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// Key in `kwgen.yaml`.
    pub id: String,
    /// Flag without dashes; the kebab-case of the id where it is absent.
    #[serde(default)]
    pub flag: String,
    /// How its text is judged.
    pub kind: Kind,
    /// Whose it is, where a service has several workloads.
    #[serde(default)]
    pub of: Owner,
    /// It takes several values.
    #[serde(default)]
    pub list: bool,
    /// It takes KEY=VALUE pairs.
    #[serde(default)]
    pub map: bool,
    /// Words that stand for the whole value.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// The keywords that may also stand beside other values of a list.
    #[serde(default)]
    pub beside: Vec<String>,
    /// The values of a `choice`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Least value of an `integer`.
    #[serde(default)]
    pub minimum: Option<i64>,
    /// An earlier question that asks for the same in another way: of two layers the stronger answer
    /// counts, in one layer both are refused.
    #[serde(default)]
    pub excludes: Option<String>,
    /// Whether it is asked: an expression over earlier answers.
    #[serde(default)]
    pub when: Option<String>,
    /// Said when it was given although `when` is false.
    #[serde(default)]
    pub unless: Option<Prose>,
    /// Its default: an expression over earlier answers.
    #[serde(default)]
    pub default: Option<String>,
    /// The default in words, where the expression is no plain value.
    #[serde(default)]
    pub default_said: Option<Prose>,
    /// Whether an answer must be given where there is no default.
    #[serde(default)]
    pub required: Option<String>,
    /// Present: the default may be wrong for this service, and why: the first reason that holds is said.
    #[serde(default, deserialize_with = "reason::read")]
    pub guess: Vec<Reason>,
    /// What changing it later does.
    pub change: Change,
    /// The prompt.
    pub ask: Prose,
    /// What, why, what follows, when to say no.
    pub help: Prose,
    /// A value that is right.
    #[serde(default)]
    pub example: String,
    /// Where to read on.
    #[serde(default)]
    pub reference: Option<String>,
    /// Index of its section.
    #[serde(skip)]
    pub section: usize,
}

impl Question {
    /// Why its default may be wrong, where nothing is known of the other answers: the last reason.
    pub fn guess(&self) -> Option<&Prose> {
        self.guess.last().map(|reason| &reason.prose)
    }
}

/// A group of questions, one file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Prose,
}

/// All questions of a pack, in the order they are asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Questions {
    /// The sections in order.
    pub sections: Vec<Section>,
    /// The questions in order.
    pub questions: Vec<Question>,
}

impl Questions {
    /// The question with this id and its index.
    pub fn find(&self, id: &str) -> Option<(usize, &Question)> {
        self.questions
            .iter()
            .enumerate()
            .find(|(_, question)| question.id == id)
    }

    /// The question behind a flag (without dashes).
    pub fn find_flag(&self, flag: &str) -> Option<(usize, &Question)> {
        self.questions
            .iter()
            .enumerate()
            .find(|(_, question)| question.flag == flag)
    }

    /// The question that asks for the same as `id` in another way.
    pub fn rival(&self, id: &str) -> Option<&str> {
        self.questions.iter().find_map(|question| {
            let other = question.excludes.as_deref()?;
            if question.id == id {
                Some(other)
            } else {
                (other == id).then_some(question.id.as_str())
            }
        })
    }

    /// The index of the section with this id.
    pub fn section(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.id == id)
    }
}
