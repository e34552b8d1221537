//! Programs by the words they are started with: those that do not do their work like this, and
//! those that listen nowhere.

use serde::Deserialize;

use super::command::Command;
use super::hints::last_part;
use super::known::{How, Offer};
use super::{Evidence, EvidenceFault, Hints};
use crate::answers::Resolved;
use crate::question::Questions;
use crate::text::Prose;
use crate::value::SecretEnv;

/// One program, or one way to start it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProgramHint {
    /// Last parts of a word of the command; what begins with `/` is a whole word.
    pub names: Vec<String>,
    /// The user of the image that tells it, where no name does.
    pub user: Option<String>,
    /// Other words, one of which must be there.
    #[serde(default)]
    pub words: Vec<String>,
    /// Options that settle it.
    #[serde(default)]
    pub without: Vec<String>,
    /// Variables that settle it.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Questions whose own answers settle it.
    #[serde(default)]
    pub answered: Vec<String>,
    /// It listens nowhere.
    #[serde(default)]
    pub portless: bool,
    /// How many may run at once.
    pub replicas: Option<String>,
    /// What goes wrong, and the way out.
    pub says: Option<Prose>,
    /// Where that was read.
    pub source: Option<String>,
}

impl ProgramHint {
    /// The word that tells the program.
    fn is_met<'w>(&'w self, command: &'w Command, evidence: &Evidence) -> Option<&'w str> {
        let words = || command.words.iter().map(String::as_str);
        let named = words().find_map(|word| {
            let mut names = self.names.iter();
            let file = word.rsplit('/').next().unwrap_or(word);
            names.find(|name| **name == word || *name == file)
        });
        let user = || {
            let user = self.user.as_deref()?;
            let seen = evidence.user.as_ref()?;
            (!command.is_own && seen.value.split(':').next() == Some(user)).then_some(user)
        };
        let name = named.map(String::as_str).or_else(user)?;
        let is_whole =
            self.words.is_empty() || words().any(|word| self.words.iter().any(|own| own == word));
        is_whole.then_some(name)
    }

    /// Whether an option settles what there is to say.
    fn is_settled(&self, command: &Command) -> bool {
        command.words.iter().any(|word| {
            let option = word.split('=').next().unwrap_or(word);
            self.without.iter().any(|own| own == option)
        })
    }
}

/// Whether the program that is started listens nowhere. What the image exposes counts more, unless a
/// person says what is started.
pub(super) fn is_portless(evidence: &Evidence, hints: &Hints, command: &Command) -> bool {
    (command.is_own || evidence.ports.is_empty())
        && hints
            .programs
            .iter()
            .any(|hint| hint.portless && hint.is_met(command, evidence).is_some())
}

/// How many of it may run at once, where that is known.
pub(super) fn replicas<'h>(
    evidence: &Evidence,
    hints: &'h Hints,
    command: &Command,
) -> Option<&'h String> {
    let mut hints = hints.programs.iter();
    hints.find_map(|hint| {
        hint.is_met(command, evidence)?;
        hint.replicas.as_ref()
    })
}

/// A script that starts the image, and that nothing is known of. An image made for root is warned of
/// in any case.
pub(super) fn script(
    evidence: &Evidence,
    hints: &Hints,
    offer: Option<&Offer<'_>>,
    questions: &Questions,
    resolved: &Resolved,
) -> Option<EvidenceFault> {
    let command = Command::of(evidence, questions, resolved);
    let script = command
        .program(&hints.starters)
        .filter(|word| word.strip_suffix(".sh").is_some())?;
    let answer = resolved.answer(questions, "writablePaths");
    let is_answered = answer.is_some_and(|one| one.origin.is_typed());
    // The script of a base image is known with it.
    let is_known = offer.is_some_and(|offer| {
        offer.known.how == How::Name || last_part(script) == "docker-entrypoint.sh"
    });
    let is_open = !command.is_own && !is_answered && !is_known && !evidence.runs_as_root();
    is_open.then(|| EvidenceFault::Script {
        script: script.to_owned(),
        at: command.at.clone(),
    })
}

/// What to warn of.
pub(super) fn warnings(
    evidence: &Evidence,
    hints: &Hints,
    questions: &Questions,
    resolved: &Resolved,
    faults: &mut Vec<EvidenceFault>,
) {
    let command = Command::of(evidence, questions, resolved);
    let has_variable = |name: &String| {
        let secret = resolved.value(questions, "secretEnv");
        let mut secret = secret
            .items()
            .iter()
            .filter_map(|text| SecretEnv::parse(text).ok());
        evidence.env.iter().any(|seen| seen.value.0 == *name)
            || resolved
                .value(questions, "env")
                .pairs()
                .iter()
                .any(|(own, _)| own == name)
            || secret.any(|one| one.name().to_string() == *name)
    };
    let is_answered = |id: &String| {
        let answer = resolved.answer(questions, id);
        answer.is_some_and(|one| one.origin.is_typed())
    };
    for hint in &hints.programs {
        let (Some(says), Some(source)) = (&hint.says, &hint.source) else {
            continue;
        };
        let Some(name) = hint.is_met(&command, evidence) else {
            continue;
        };
        if hint.is_settled(&command)
            || hint.unless.iter().any(has_variable)
            || hint.answered.iter().any(is_answered)
        {
            continue;
        }
        faults.push(EvidenceFault::Program {
            name: name.to_owned(),
            text_en: says.en.trim_end().to_owned(),
            text_zh: says.zh.trim_end().to_owned(),
            url: source.clone(),
        });
    }
}
