//! From a request to everything that is decided before the disk is touched. Shared by `new` and `update`.

use super::fault::CliFault;
use super::request::{Request, prose_language};
use crate::answers::Resolved;
use crate::compose::{Composed, compose};
use crate::pack::Pack;
use crate::rule::{Finding, Severity};
use crate::service::{self, Material};
use crate::text::{Fault, Language, say};
use crate::value::Minor;

/// A bundle in memory, sound.
pub(super) struct Made<'p> {
    pub(super) request: Request<'p>,
    pub(super) resolved: Resolved,
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
    let resolved = request.resolve(pack);
    let mut faults = request.all_faults(pack, &resolved);
    faults.extend(request.unmet_needs(pack, &resolved));
    if no_guess {
        faults.extend(request.refused_guesses(pack, &resolved));
    }
    let broken = request.wrong_or_missing(pack, &resolved);
    let setting = request.setting(pack);
    let material = Material {
        pack,
        preset: request.preset,
        resolved: &resolved,
        broken: &broken,
        accept: &request.accept,
        setting: &setting,
        language: prose_language(pack, &resolved),
    };
    if !faults.is_empty() {
        faults.extend(service::build(material).faults);
        // Faults of a file come in the order of its lines, then those that stand nowhere.
        faults.sort_by_key(|fault| {
            let place = fault.place.as_ref().filter(|place| place.line > 0);
            place.map_or((u32::MAX, 0), |place| (place.line, place.column))
        });
        return Err(Refusal {
            faults,
            warnings: objections(pack, &request, &resolved),
        });
    }
    let composed = compose(material);
    drop(setting);
    let mut warnings = composed.warnings.clone();
    warnings.extend(said_of(pack, &request, &resolved));
    warnings.extend(old_version(pack, &resolved));
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
            resolved,
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
