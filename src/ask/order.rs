//! Which steps an interview has, in which order, and where each one stands.

use super::draft::{Draft, Step};
use crate::answers::Resolved;
use crate::pack::Pack;
use crate::question::Canonical;

/// The word for the size in an interview's list.
const SIZE: &str = "size";

/// The steps of the interview with the answers so far. Questions that a flag or a file has answered
/// are not among them, nor those that do not apply, nor those that the tree's path leads past.
pub(super) fn steps(
    pack: &Pack,
    draft: &Draft<'_>,
    resolved: &Resolved,
    asks_preset: bool,
) -> Vec<Step> {
    let mut steps = Vec::new();
    if asks_preset {
        steps.push(Step::Preset);
    }
    let ids = draft
        .preset
        .map_or(&pack.interview.questions, |preset| &preset.interview);
    for id in ids {
        if id == SIZE {
            if has_size(draft) {
                steps.push(Step::Size);
            }
        } else if let Some((at, _)) = pack.questions.find(id)
            && is_asked(pack, draft, resolved, at)
            && !is_unasked(pack, draft, resolved, id)
        {
            steps.push(Step::Question(at));
        }
    }
    // What is needed all the same, whatever the list says.
    let needs = draft.preset.into_iter().flat_map(|preset| &preset.needs);
    let needed = needs
        .filter_map(|need| pack.questions.find(&need.id).map(|(at, _)| at))
        .chain(resolved.missing.iter().copied());
    for at in needed {
        let step = Step::Question(at);
        if !steps.contains(&step) && is_asked(pack, draft, resolved, at) {
            steps.push(step);
        }
    }
    steps
}

fn has_size(draft: &Draft<'_>) -> bool {
    draft.preset.is_some_and(|preset| {
        preset
            .sizes
            .iter()
            .flat_map(|size| size.answers.keys())
            .any(|id| !draft.is_stated(id))
    })
}

fn is_asked(pack: &Pack, draft: &Draft<'_>, resolved: &Resolved, at: usize) -> bool {
    let Some(question) = pack.questions.questions.get(at) else {
        return false;
    };
    let applies = resolved.applies.get(at).copied().unwrap_or(true);
    applies && !draft.is_stated(&question.id) && !leads_past(pack, draft, resolved, &question.id)
}

/// Whether the preset leaves `id` out because of another answer.
fn is_unasked(pack: &Pack, draft: &Draft<'_>, resolved: &Resolved, id: &str) -> bool {
    let others = draft.preset.and_then(|preset| preset.unasked.get(id));
    others.into_iter().flatten().any(|(other, answers)| {
        matches!(
            resolved.value(&pack.questions, other),
            Canonical::Text(said) | Canonical::Keyword(said) if answers.contains(&said)
        )
    })
}

/// Whether `id` is a question of the tree that the path does not come to.
fn leads_past(pack: &Pack, draft: &Draft<'_>, resolved: &Resolved, id: &str) -> bool {
    let is_of_tree = pack.tree.questions().any(|one| one == id);
    is_of_tree
        && (draft.is_stated("controller")
            || resolved
                .decision
                .as_ref()
                .is_some_and(|decision| decision.path.iter().all(|step| step.question != id)))
}

/// Whether no question of the tree is left open.
pub(super) fn tree_is_walked(pack: &Pack, draft: &Draft<'_>, steps: &[Step]) -> bool {
    steps.iter().all(|step| match step {
        Step::Preset => draft.is_answered(*step),
        Step::Size => true,
        Step::Question(at) => {
            draft.is_answered(*step)
                || pack
                    .questions
                    .questions
                    .get(*at)
                    .is_none_or(|question| pack.tree.questions().all(|id| id != question.id))
        }
    })
}

/// The section of a step; the choice of a preset belongs to none.
pub(super) fn section(pack: &Pack, step: Step) -> Option<usize> {
    match step {
        Step::Preset => None,
        Step::Size => pack.questions.section(SIZE),
        Step::Question(at) => pack.questions.questions.get(at).map(|one| one.section),
    }
}

/// Where `step` stands among the sections that are asked: (3, 6) for the third of six.
pub(super) fn progress(pack: &Pack, steps: &[Step], step: Step) -> Option<(usize, usize)> {
    let mut sections: Vec<usize> = Vec::new();
    for one in steps.iter().filter_map(|one| section(pack, *one)) {
        if !sections.contains(&one) {
            sections.push(one);
        }
    }
    let own = section(pack, step)?;
    let at = sections.iter().position(|one| *one == own)?;
    Some((at + 1, sections.len()))
}
