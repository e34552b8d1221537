//! An answer as it stands behind a line: its value and where it comes from.

use super::Bundle;
use crate::answers::{Origin, is_same_prose};
use crate::question::Question;
use crate::text::{Language, Place};

/// The key of the owner's exceptions in `kwgen.yaml`, and their flag.
const ACCEPT: &str = "accept";

/// Where an answer comes from, for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Its owner wrote it into `kwgen.yaml`.
    File,
    /// It may be wrong for this service: nobody has confirmed it.
    Guess,
    /// The preset.
    Preset,
    /// The file of its cluster.
    Cluster,
    /// The question's own default.
    Default,
    /// Nobody gave one, and none is needed.
    None,
}

impl Source {
    /// The word for it in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Guess => "guess",
            Self::Preset => "preset",
            Self::Cluster => "cluster",
            Self::Default => "default",
            Self::None => "none",
        }
    }
}

/// An answer behind a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub id: String,
    /// Its flag, without dashes.
    pub flag: String,
    /// The value.
    pub value: String,
    /// Where it comes from.
    pub source: Source,
    /// The preset, where it comes from one.
    pub preset: Option<String>,
    /// The cluster, where it comes from the file of one.
    pub cluster: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
    /// Why it may be wrong, where it is a guess.
    pub doubt: Option<String>,
}

impl Bundle<'_> {
    /// The answer to question `id`; `None` where there is no such question.
    pub(super) fn answered(&self, id: &str, language: Language) -> Option<Answered> {
        let questions = &self.pack.questions;
        let (_, question) = questions.find(id)?;
        let mut answered = Answered {
            id: id.to_owned(),
            flag: question.flag.clone(),
            value: self.resolved.value(questions, id).to_text(),
            source: Source::None,
            preset: None,
            cluster: None,
            place: None,
            doubt: None,
        };
        let Some(answer) = self.resolved.answer(questions, id) else {
            return Some(answered);
        };
        answered.place.clone_from(&answer.place);
        answered.source = match &answer.origin {
            _ if answer.is_guess => Source::Guess,
            Origin::Preset(id) => {
                answered.preset = Some(id.clone());
                Source::Preset
            }
            Origin::Cluster(name) => {
                answered.cluster = Some(name.clone());
                Source::Cluster
            }
            Origin::Default => Source::Default,
            _ => Source::File,
        };
        if answer.is_guess {
            answered.doubt = match &answer.origin {
                Origin::Kept(said) => Some(self.doubt(question, said, language)),
                _ => answer
                    .guess(question)
                    .map(|prose| prose.said(language).to_owned()),
            };
        }
        Some(answered)
    }

    /// The owner's own exception to a rule, as an answer.
    pub(super) fn accepted(&self, rule: &str) -> Option<Answered> {
        let accepted = self.accept.iter().find(|one| one.rule == rule)?;
        Some(Answered {
            id: ACCEPT.to_owned(),
            flag: ACCEPT.to_owned(),
            value: format!("{rule}={}", accepted.stated()),
            source: Source::File,
            preset: None,
            cluster: None,
            place: accepted.place.clone(),
            doubt: None,
        })
    }

    /// Why a guess that `kwgen.yaml` keeps may be wrong, in the reader's language where the pack said
    /// it; what its owner wrote there, or what was seen, as it stands.
    fn doubt(&self, question: &Question, said: &str, language: Language) -> String {
        let preset = self
            .preset
            .and_then(|preset| preset.guesses.get(&question.id));
        preset
            .into_iter()
            .chain(question.guess.iter().map(|reason| &reason.prose))
            .find(|prose| is_same_prose(&prose.en, said) || is_same_prose(&prose.zh, said))
            .map_or(said, |prose| prose.said(language))
            .to_owned()
    }
}

/// Whether a line names the question `id`: in backticks, or as `id: value` inside a value.
pub(super) fn names(line: &str, id: &str) -> bool {
    let said = format!("{id}: ");
    line.contains(&format!("`{id}`"))
        || [": ", ": '", ": \""]
            .iter()
            .any(|lead| line.contains(&format!("{lead}{said}")))
}
