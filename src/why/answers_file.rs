//! Why a line of `kwgen.yaml` is there: the question that it answers, and the lines that it decides.

use super::locate::{Nodes, path_text};
use super::{ANSWERS, Bundle, Explained, Reasons, variables};
use crate::question::{Change, Question, plain_default};
use crate::text::{Language, phrase, say, tell};
use crate::yaml::Step;

impl Bundle<'_> {
    /// Why line `line` (from 1) of `kwgen.yaml`, whose text is `text`, is there.
    pub fn explain_answers(
        &self,
        reasons: &Reasons,
        text: &str,
        line: usize,
        language: Language,
    ) -> Option<Explained> {
        let located = Nodes::read(text)?.at(line)?;
        let mut explained = match located.steps.first() {
            Some(Step::Key(key)) if let Some((_, one)) = self.pack.questions.find(key) => {
                self.of_question(reasons, one, language)
            }
            _ => {
                let found = reasons.find(ANSWERS, &located.steps, &|_| true)?;
                let said = |prose: &crate::text::Prose| prose.said(language).trim_end().to_owned();
                Explained {
                    why: said(&found.reason.why),
                    without: said(&found.reason.without),
                    reason: reasons.index_of(found),
                    ..Explained::default()
                }
            }
        };
        explained.path = path_text(&located.steps);
        Some(explained)
    }

    fn of_question(&self, reasons: &Reasons, question: &Question, language: Language) -> Explained {
        let default = match (&question.default_said, &question.default) {
            (Some(said), _) => Some(said.said(language).to_owned()),
            (None, Some(expression)) => plain_default(expression),
            (None, None) => None,
        };
        let without = match default {
            Some(default) => say(language, "why.without-answer", &[("default", default)]).message,
            None if question.required.is_some() => tell(language, "why.without-required"),
            None => tell(language, "why.without-optional"),
        };
        let change = match question.change {
            Change::Free => "explain.change-free",
            Change::Restarts => "explain.change-restarts",
            Change::Never => "explain.change-never",
        };
        let fields = [("without", without), ("change", tell(language, change))];
        let asked = [
            ("ask", question.ask.said(language).trim_end().to_owned()),
            ("help", phrase(question.help.said(language), &[])),
        ];
        Explained {
            why: say(language, "why.answer", &asked).message,
            without: say(language, "why.answer-without", &fields).message,
            answers: self.answered(&question.id, language).into_iter().collect(),
            reference: question.reference.clone(),
            makes: self.lines_of(reasons, &question.id),
            ..Explained::default()
        }
    }

    /// The lines of all files that print what the answer `id` decides.
    fn lines_of(&self, reasons: &Reasons, id: &str) -> Vec<(String, usize)> {
        let mut lines = Vec::new();
        for file in self.files {
            for (line, sites) in &file.provenance {
                let decides = sites.iter().any(|site| {
                    variables(&site.expression).iter().any(|variable| {
                        let ids = reasons.deciders(&site.template, variable);
                        ids.unwrap_or_default().iter().any(|one| one == id)
                    })
                });
                if decides {
                    lines.push((file.path.clone(), *line as usize));
                }
            }
        }
        lines
    }
}
