//! From a request to everything that is decided before the disk is touched. Shared by `new` and `update`.

use super::fault::CliFault;
use super::request::Request;
use super::solve::Solution;
use crate::answers::Resolved;
use crate::compose::Composed;
use crate::pack::Pack;
use crate::rule::{Finding, Severity};
use crate::service;
use crate::text::{Fault, Language, add_new, say};
use crate::value::Minor;

/// A bundle in memory, sound.
pub(super) struct Made<'p> {
    pub(super) request: Request<'p>,
    pub(super) solution: Solution,
    pub(super) composed: Composed,
    pub(super) warnings: Vec<Fault>,
}

/// Why there is none.
pub(super) struct Refusal {
    pub(super) faults: Vec<Fault>,
    pub(super) warnings: Vec<Fault>,
}

/// Resolves, composes and validates; all faults are reported together.
pub(super) fn make<'p>(
    pack: &'p Pack,
    request: Request<'p>,
    no_guess: bool,
) -> Result<Made<'p>, Refusal> {
    let solution = Solution::of(pack, &request);
    let mut faults = solution.faults(pack, &request, no_guess);
    let each = |say: &dyn Fn(&Resolved) -> Vec<Fault>| {
        let mut all: Vec<Fault> = Vec::new();
        let groups = solution.groups().flat_map(|(_, group)| group);
        add_new(&mut all, groups.flat_map(|one| say(&one.resolved)));
        all
    };
    if !faults.is_empty() {
        faults.extend(solution.build_faults(pack, &request));
        // Faults of a file come in the order of its lines, then those that stand nowhere.
        faults.sort_by_key(|fault| {
            let place = fault.place.as_ref().filter(|place| place.line > 0);
            place.map_or((u32::MAX, 0), |place| (place.line, place.column))
        });
        return Err(Refusal {
            faults,
            warnings: each(&|resolved| objections(pack, &request, resolved)),
        });
    }
    let composed = solution.compose(pack, &request);
    let mut warnings = composed.warnings.clone();
    // What is guessed for all environments is new only here: in each of them it counts as answered.
    let mut said = Vec::new();
    if !solution.environments.is_empty() {
        for resolved in solution.plain() {
            add_new(&mut said, said_of(pack, &request, resolved));
        }
    }
    add_new(
        &mut said,
        each(&|resolved| said_of(pack, &request, resolved)),
    );
    warnings.extend(said);
    warnings.extend(each(&|resolved| {
        old_version(pack, resolved).into_iter().collect()
    }));
    let mut faults = composed.faults.clone();
    for finding in &composed.findings {
        if finding.stops() {
            faults.push(finding_fault(finding));
        } else if finding.waived.is_none()
            && finding.severity == Severity::Warning
            && finding.rule != "image-without-digest"
        {
            warnings.push(note(finding));
        }
    }
    if faults.is_empty() {
        Ok(Made {
            request,
            solution,
            composed,
            warnings,
        })
    } else {
        Err(Refusal { faults, warnings })
    }
}

/// What evidence says of the answers: objections first.
pub(super) fn said_of(pack: &Pack, request: &Request<'_>, resolved: &Resolved) -> Vec<Fault> {
    let said = request.seen(pack, resolved, |sight| {
        let mut said = sight.objections(resolved);
        said.extend(sight.warnings(resolved));
        said
    });
    said.0
}

/// Where evidence speaks against the decision.
pub(super) fn objections(pack: &Pack, request: &Request<'_>, resolved: &Resolved) -> Vec<Fault> {
    request
        .seen(pack, resolved, |sight| sight.objections(resolved))
        .0
}

fn old_version(pack: &Pack, resolved: &Resolved) -> Option<Fault> {
    let text = resolved
        .value(&pack.questions, "kubernetesVersion")
        .to_text();
    let minor = Minor::parse(&text).ok()?.number();
    let version = crate::kubernetes::versions()
        .iter()
        .find(|version| version.minor == minor)?;
    (!version.supported).then(|| {
        service::ServiceFault::OldVersion {
            version: format!("1.{minor}"),
        }
        .into()
    })
}

/// A finding as a fault of the run.
pub(super) fn finding_fault(finding: &Finding) -> Fault {
    let said = |language| say(language, &finding.message_id(), &finding.fields);
    let text = |language| said(language).message;
    let help = |language| said(language).help.unwrap_or_default();
    let fault = CliFault::Finding {
        help_en: help(Language::En),
        help_zh: help(Language::Zh),
        rule: finding.rule.to_owned(),
        object: finding.object.clone(),
        path: finding.path.clone(),
        text_en: text(Language::En),
        text_zh: text(Language::Zh),
    };
    Fault::new(&fault).at(Some(finding.place.clone()))
}

fn note(finding: &Finding) -> Fault {
    let text = |language| say(language, &finding.message_id(), &finding.fields).message;
    let fault = CliFault::Note {
        rule: finding.rule.to_owned(),
        object: finding.object.clone(),
        text_en: text(Language::En),
        text_zh: text(Language::Zh),
    };
    Fault::new(&fault).at(Some(finding.place.clone()))
}
