//! What was said so far, in which order, and the layers that come of it.

use crate::answers::{Given, Origin, Raw, Reach, Resolved};
use crate::pack::{Pack, Preset};

/// One step of an interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Which preset it starts from.
    Preset,
    /// One of the preset's sizes.
    Size,
    /// The question with this index.
    Question(usize),
}

/// The answers so far.
#[derive(Debug, Clone)]
pub(super) struct Draft<'p> {
    pack: &'p Pack,
    /// What was given before the first question: flags, a file, evidence.
    base: Vec<Given>,
    /// What was said in the interview.
    said: Vec<Given>,
    pub(super) preset: Option<&'p Preset>,
    pub(super) size: Option<usize>,
    /// The steps that were answered, the last one last.
    trail: Vec<Step>,
}

/// The raw answer that a preset's JSON stands for on one line.
pub(super) fn raw_of_json(value: &serde_json::Value) -> Raw {
    match value {
        serde_json::Value::String(text) => Raw::Text(text.clone()),
        other => Raw::Text(other.to_string()),
    }
}

impl<'p> Draft<'p> {
    pub(super) fn new(pack: &'p Pack, base: Vec<Given>, preset: Option<&'p Preset>) -> Self {
        Self {
            pack,
            base,
            said: Vec::new(),
            preset,
            size: None,
            trail: Vec::new(),
        }
    }

    /// The same draft over other answers that were given before.
    #[must_use]
    pub(super) fn over(mut self, base: Vec<Given>) -> Self {
        self.base = base;
        self
    }

    /// A draft that goes on with what was said in an earlier interview.
    #[must_use]
    pub(super) fn resumed(mut self, said: Vec<Given>) -> Self {
        for one in &said {
            if let Some((at, _)) = self.pack.questions.find(&one.id) {
                self.trail.push(Step::Question(at));
            }
        }
        self.said = said;
        self
    }

    /// Whether something was said to a question of the tree.
    pub(super) fn has_tree(&self) -> bool {
        let tree = self.pack.tree.questions();
        let mut tree = tree.chain(["controller"]);
        self.preset.is_none() && tree.any(|id| self.said.iter().any(|one| one.id == id))
    }

    /// Whether a flag or a file has answered `id`, or what excludes it.
    pub(super) fn is_stated(&self, id: &str) -> bool {
        self.base.iter().any(|one| {
            self.settles(one, id)
                && matches!(one.origin, Origin::Flag | Origin::File | Origin::Kept(_))
        })
    }

    /// Whether this answers `id`, or asks for the same in another way.
    fn settles(&self, one: &Given, id: &str) -> bool {
        one.id == id
            || (self.pack.questions.rival(id) == Some(one.id.as_str())
                && one.raw != Raw::Text("none".to_owned()))
    }

    /// What an answers file has answered.
    pub(super) fn of_file(&self) -> impl Iterator<Item = &Given> {
        self.base
            .iter()
            .filter(|one| matches!(one.origin, Origin::File | Origin::Kept(_)))
    }

    /// Records an answer.
    pub(super) fn put(&mut self, id: &str, raw: Raw) {
        self.drop_said(id);
        if raw != Raw::Text("none".to_owned())
            && let Some(rival) = self.pack.questions.rival(id)
        {
            self.drop_said(rival);
        }
        self.said.push(Given {
            id: id.to_owned(),
            raw,
            place: None,
            parts: Vec::new(),
            origin: Origin::Interview,
            reach: Reach::default(),
        });
    }

    /// Forgets what was said to `id`.
    pub(super) fn drop_said(&mut self, id: &str) {
        self.said.retain(|one| one.id != id);
    }

    /// Another preset has other sizes.
    pub(super) fn take_preset(&mut self, preset: Option<&'p Preset>) {
        if self.preset.map(|one| &one.id) != preset.map(|one| &one.id) {
            self.size = None;
            self.trail.retain(|step| *step != Step::Size);
        }
        self.preset = preset;
    }

    /// Marks a step as answered.
    pub(super) fn answered(&mut self, step: Step) {
        self.trail.retain(|one| *one != step);
        self.trail.push(step);
    }

    pub(super) fn is_answered(&self, step: Step) -> bool {
        self.trail.contains(&step)
    }

    /// Takes the last answered step that is still one of `steps` off the trail.
    pub(super) fn back(&mut self, steps: &[Step]) -> bool {
        while let Some(step) = self.trail.pop() {
            if steps.contains(&step) {
                return true;
            }
        }
        false
    }

    /// All layers but the preset's. An answer by itself is stronger than the size it belongs to.
    pub(super) fn layers(&self) -> Vec<Given> {
        let mut given = self.base.clone();
        given.extend(self.said.iter().cloned());
        let size = self
            .preset
            .and_then(|preset| preset.sizes.get(self.size?))
            .into_iter()
            .flat_map(|size| &size.answers);
        for (id, value) in size {
            if !self.is_stated(id) && !self.said.iter().any(|one| self.settles(one, id)) {
                given.push(Given {
                    id: id.clone(),
                    raw: raw_of_json(value),
                    place: None,
                    parts: Vec::new(),
                    origin: Origin::Interview,
                    reach: Reach::default(),
                });
            }
        }
        given
    }

    /// The ids of what was said and no longer counts: its question does not apply any more, or the
    /// tree's path leads past it.
    pub(super) fn idle(&self, given: &[Given], resolved: &Resolved) -> Vec<String> {
        let tree: Vec<&str> = self.pack.tree.questions().collect();
        let said = |id: &str| {
            given
                .iter()
                .any(|one| one.id == id && one.origin == Origin::Interview)
        };
        let Some(decision) = &resolved.decision else {
            // A contradiction in the tree: the last node that was said gives way.
            let last = tree.iter().rev().find(|id| said(id));
            return last.iter().map(|id| (**id).to_owned()).collect();
        };
        let on_path = |id: &str| decision.path.iter().any(|step| step.question == id);
        self.pack
            .questions
            .questions
            .iter()
            .zip(&resolved.applies)
            .filter(|(question, _)| said(&question.id))
            .filter(|(question, applies)| {
                let id = question.id.as_str();
                !**applies || (tree.contains(&id) && !on_path(id))
            })
            .map(|(question, _)| question.id.clone())
            .collect()
    }
}
