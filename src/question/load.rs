//! Reading the question files of a pack, and refusing what would fail later.

use serde::Deserialize;

use super::{Kind, Question, Questions, Section};
use crate::faults;
use crate::text::{Fault, Place};
use crate::yaml;

faults! {
    /// What can be wrong with a question file.
    pub enum QuestionFault {
        /// Two questions share an id or a flag.
        Twice { id: String } = "question.twice",
        /// Prose in one language only.
        Partial { id: String } = "question.partial",
        /// A default that is computed, or a condition, that nobody can read.
        Unsaid { id: String, field: String } = "question.unsaid",
        /// It excludes a question that does not stand above it.
        Excludes { id: String, other: String } = "question.excludes",
        /// A choice without choices.
        NoChoices { id: String } = "question.no-choices",
    }
}

#[derive(Deserialize)]
struct File {
    section: Section,
    questions: Vec<Question>,
}

impl Questions {
    /// Loads `(name, text)` question files in the order given.
    pub fn load<'s, T: Into<yaml::Input<'s>>>(
        files: impl Iterator<Item = (&'s str, T)>,
    ) -> Result<Self, Vec<Fault>> {
        let mut all = Self {
            sections: Vec::new(),
            questions: Vec::new(),
        };
        let mut faults = Vec::new();
        for (name, text) in files {
            let file = yaml::load::<File>(name, text);
            match file {
                Ok(file) => all.add(file, name, &mut faults),
                Err(more) => faults.extend(more),
            }
        }
        if faults.is_empty() {
            Ok(all)
        } else {
            Err(faults)
        }
    }

    fn add(&mut self, file: File, name: &str, faults: &mut Vec<Fault>) {
        let section = self.sections.len();
        self.sections.push(file.section);
        for mut question in file.questions {
            question.section = section;
            if question.flag.is_empty() {
                question.flag = kebab(&question.id);
            }
            let id = question.id.clone();
            let mut refuse =
                |fault: QuestionFault| faults.push(Fault::new(&fault).at(Some(Place::named(name))));
            if self.find(&question.id).is_some() || self.find_flag(&question.flag).is_some() {
                refuse(QuestionFault::Twice { id: id.clone() });
            }
            let reasons = question.guess.iter().map(|reason| Some(&reason.prose));
            let texts = [
                Some(&question.ask),
                Some(&question.help),
                question.unless.as_ref(),
                question.default_said.as_ref(),
            ];
            if texts
                .into_iter()
                .chain(reasons)
                .flatten()
                .any(crate::text::Prose::is_partial)
            {
                refuse(QuestionFault::Partial { id: id.clone() });
            }
            if question.default.as_deref().is_some_and(is_computed)
                && question.default_said.is_none()
            {
                refuse(QuestionFault::Unsaid {
                    id: id.clone(),
                    field: "defaultSaid".to_owned(),
                });
            }
            // The last reason is the one that always holds.
            if question
                .guess
                .last()
                .is_some_and(|last| last.when.is_some())
            {
                refuse(QuestionFault::Unsaid {
                    id: id.clone(),
                    field: "guess".to_owned(),
                });
            }
            if question.when.is_some() && question.unless.is_none() {
                refuse(QuestionFault::Unsaid {
                    id: id.clone(),
                    field: "unless".to_owned(),
                });
            }
            if let Some(other) = &question.excludes
                && self.find(other).is_none()
            {
                refuse(QuestionFault::Excludes {
                    id: id.clone(),
                    other: other.clone(),
                });
            }
            if question.kind == Kind::Choice && question.choices.is_empty() {
                refuse(QuestionFault::NoChoices { id });
            }
            self.questions.push(question);
        }
    }
}

/// Whether an expression is more than a number, a boolean, a quoted text or a list of those.
fn is_computed(expression: &str) -> bool {
    plain_default(expression).is_none()
}

/// The plain value of an expression, as it would be typed.
pub(crate) fn plain_default(expression: &str) -> Option<String> {
    let text = expression.trim();
    let inner = text
        .strip_prefix("['")
        .and_then(|rest| rest.strip_suffix("']"))
        .or_else(|| {
            text.strip_prefix('\'')
                .and_then(|rest| rest.strip_suffix('\''))
        });
    match inner {
        Some(inner) => (!inner.contains('\'')).then(|| inner.to_owned()),
        None => (text == "true" || text == "false" || text.parse::<i64>().is_ok())
            .then(|| text.to_owned()),
    }
}

/// `metricsPort` → `metrics-port`.
pub(crate) fn kebab(id: &str) -> String {
    let mut flag = String::with_capacity(id.len() + 4);
    for character in id.chars() {
        if character.is_ascii_uppercase() {
            flag.push('-');
            flag.push(character.to_ascii_lowercase());
        } else {
            flag.push(character);
        }
    }
    flag
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(guess: &str) -> Result<Questions, Vec<Fault>> {
        let prose = "{en: a, zh: b}";
        let text = format!(
            "section: {{id: s, title: {prose}}}\nquestions:\n- {{id: one, kind: text, change: free, ask: {prose}, help: {prose}, guess: {guess}}}\n"
        );
        Questions::load([("s.yaml", text.as_str())].into_iter())
    }

    #[test]
    fn a_question_excludes_one_that_stands_above_it_and_each_is_the_others_rival() {
        let prose = "{en: a, zh: b}";
        let question = |id: &str, more: &str| {
            format!("- {{id: {id}, kind: text, change: free, ask: {prose}, help: {prose}{more}}}\n")
        };
        let head = format!("section: {{id: s, title: {prose}}}\nquestions:\n");
        let (one, two) = (question("one", ""), question("two", ", excludes: one"));
        let load = |text: &str| Questions::load([("s.yaml", text)].into_iter());
        let sound = load(&format!("{head}{one}{two}"));
        let rivals = sound.map(|all| {
            let of = |id: &str| all.rival(id).map(str::to_owned);
            (of("one"), of("two"), of("three"))
        });
        let expected = (Some("two".to_owned()), Some("one".to_owned()), None);
        assert_eq!(rivals, Ok(expected));
        let faults = load(&format!("{head}{two}{one}")).err().unwrap_or_default();
        let ids: Vec<&str> = faults.iter().map(|fault| fault.id).collect();
        assert_eq!(ids, ["question.excludes"]);
    }

    #[test]
    fn a_guess_has_one_reason_or_several_of_which_the_last_always_holds() {
        let reasons = |guess: &str| {
            load(guess).map(|all| {
                let reasons = all.questions.iter().flat_map(|one| &one.guess);
                reasons
                    .map(|one| (one.when.clone(), one.prose.en.clone()))
                    .collect::<Vec<_>>()
            })
        };
        let always = (None, "x".to_owned());
        assert_eq!(reasons("{en: x, zh: z}"), Ok(vec![always.clone()]));
        let some = (Some("one == '1'".to_owned()), "v".to_owned());
        assert_eq!(
            reasons("[{when: \"one == '1'\", en: v, zh: w}, {en: x, zh: z}]"),
            Ok(vec![some, always])
        );
        for wrong in ["[{when: one, en: v, zh: w}]", "[{en: v, zh: ''}]"] {
            assert!(load(wrong).is_err(), "{wrong}");
        }
    }
}
