//! `kwgen new`: from answers to a bundle.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::exit::Exit;
use super::fault::CliFault;
use super::interview;
use super::request::{Request, prose_language};
use super::tool::{Tone, Tool};
use super::write::{self, ANSWERS};
use crate::answers::{self, Resolved};
use crate::blueprint::Pack;
use crate::bundle::{Mode, Plan};
use crate::compose::{Composed, compose};
use crate::evidence;
use crate::output::{self, Report};
use crate::rule::Severity;
use crate::service::Material;
use crate::text::{Fault, Language, say, tell};

/// Everything that is decided before the disk is touched.
pub(super) struct Made<'p> {
    pub(super) request: Request<'p>,
    pub(super) resolved: Resolved,
    pub(super) composed: Composed,
    pub(super) warnings: Vec<Fault>,
}

/// Runs `kwgen new`.
pub(super) fn run(tool: &Tool, pack: &Pack, matches: &ArgMatches) -> Exit {
    let mut report = Report::new("new", tool.language);
    let flag = |name: &str| matches.get_flag(name);
    if tool.is_json && flag("stdout") {
        let fault = CliFault::StdoutJson {
            flag: "--stdout".to_owned(),
        };
        return fail(tool, &mut report, &[fault.into()], Exit::Request);
    }
    let request = Request::read(pack, matches);
    let asks =
        Tool::can_ask() && !flag("non-interactive") && !tool.is_json && !flag("print-answers");
    if flag("print-answers") {
        return print_answers(tool, pack, &request, &mut report);
    }
    let mut shown = None;
    let made = if asks && request.faults.is_empty() {
        match interview::hold(tool, pack, matches, request) {
            Ok(agreed) => {
                shown = agreed.plan;
                agreed.made
            }
            Err(exit) => return exit,
        }
    } else {
        match make(pack, request, flag("no-guess")) {
            Ok(made) => made,
            Err((faults, warnings)) => {
                report.warnings(&warnings);
                return fail(tool, &mut report, &faults, Exit::Request);
            }
        }
    };
    report.warnings(&made.warnings);
    report.composed(pack, &made.composed);
    if let Some(decision) = &made.resolved.decision {
        report.decision(decision);
    }
    if flag("stdout") {
        tool.say_faults(&made.warnings, Tone::Warning);
        return match Tool::print(&made.composed.stream()) {
            Ok(()) => Exit::Done,
            Err(error) => io_failure(tool, &mut report, "<stdout>", &error),
        };
    }
    let name = made.composed.service.as_ref();
    let dir = folder(matches, name.map_or("", |service| service.name.as_str()));
    let asked = Asked {
        dry_run: flag("dry-run"),
        diff: flag("diff"),
        force: flag("force"),
        shown,
    };
    put(tool, pack, &made, &dir, &asked, &mut report)
}

struct Asked {
    dry_run: bool,
    diff: bool,
    force: bool,
    /// The plan that an interview has shown and the person has agreed to.
    shown: Option<Plan>,
}

/// Where the bundle goes.
pub(super) fn folder(matches: &ArgMatches, name: &str) -> PathBuf {
    matches
        .get_one::<String>("dir")
        .map_or_else(|| PathBuf::from(name), PathBuf::from)
}

fn print_answers(tool: &Tool, pack: &Pack, request: &Request<'_>, report: &mut Report) -> Exit {
    let resolved = request.resolve(pack);
    let faults = request.all_faults(pack, &resolved);
    let pairs = || pack.questions.questions.iter().zip(&resolved.answers);
    let text = if tool.is_json {
        let answers = pairs()
            .filter_map(|(question, answer)| answer.as_ref().map(|answer| (question, answer)));
        let list = answers.map(|(question, answer)| {
            serde_json::json!({
                "id": question.id, "value": answer.value.to_json(), "origin": answer.origin.to_string(),
                "guess": answer.is_guess, "flag": format!("--{}", question.flag),
                "place": answer.place.as_ref().map(ToString::to_string),
            })
        });
        report.set("answers", list.collect());
        report.errors(&faults);
        report.text()
    } else {
        let mut text = String::new();
        for (question, answer) in pairs() {
            let Some(answer) = answer else { continue };
            let place = answer
                .place
                .as_ref()
                .map(|place| format!(" {place}"))
                .unwrap_or_default();
            let guess = if answer.is_guess {
                tell(tool.language, "answers.guess-mark")
            } else {
                String::new()
            };
            let id =
                console::pad_str(&question.id, 20, console::Alignment::Left, None).into_owned();
            let value = answer.value.to_text().replace('\n', "\\n");
            let _ = writeln!(text, "{id} {value}  # {}{place}{guess}", answer.origin);
        }
        tool.say_faults(&faults, Tone::Error);
        text
    };
    if let Err(error) = Tool::print(&text) {
        return io_failure(tool, report, "<stdout>", &error);
    }
    if faults.is_empty() {
        Exit::Done
    } else {
        Exit::Request
    }
}

/// Faults, and the warnings beside them.
type Refusal = (Vec<Fault>, Vec<Fault>);

/// What a service is built from.
pub(super) fn material<'m>(
    pack: &'m Pack,
    request: &'m Request<'_>,
    resolved: &'m Resolved,
) -> Material<'m> {
    Material {
        pack,
        preset: request.preset,
        resolved,
        accept: &request.accept,
        language: prose_language(pack, resolved),
    }
}

/// Makes everything that is to be written, or says why it cannot be.
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
    if !faults.is_empty() {
        return Err((faults, Vec::new()));
    }
    let composed = compose(material(pack, &request, &resolved));
    let mut warnings = composed.warnings.clone();
    let image = composed
        .service
        .as_ref()
        .and_then(|service| service.workloads.first());
    let image = image
        .map(|workload| workload.image_name.clone())
        .unwrap_or_default();
    warnings.extend(evidence::warnings(
        &request.evidence,
        &pack.questions,
        &resolved,
    ));
    warnings.extend(evidence::objections(
        &request.evidence,
        &image,
        &pack.questions,
        &resolved,
    ));
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
        Err((faults, warnings))
    }
}

/// A finding as a fault of the run.
pub(super) fn finding_fault(finding: &crate::rule::Finding) -> Fault {
    let text = |language| say(language, &finding.message_id(), &finding.fields).message;
    let fault = CliFault::Finding {
        rule: finding.rule.to_owned(),
        object: finding.object.clone(),
        path: finding.path.clone(),
        text_en: text(Language::En),
        text_zh: text(Language::Zh),
    };
    Fault::new(&fault).at(Some(finding.place.clone()))
}

fn note(finding: &crate::rule::Finding) -> Fault {
    let text = |language| say(language, &finding.message_id(), &finding.fields).message;
    let fault = CliFault::Note {
        rule: finding.rule.to_owned(),
        object: finding.object.clone(),
        text_en: text(Language::En),
        text_zh: text(Language::Zh),
    };
    Fault::new(&fault).at(Some(finding.place.clone()))
}

fn put(
    tool: &Tool,
    pack: &Pack,
    made: &Made<'_>,
    dir: &Path,
    asked: &Asked,
    report: &mut Report,
) -> Exit {
    let found = match write::look(dir) {
        Ok(found) => found,
        Err(faults) => return fail(tool, report, &faults, Exit::World),
    };
    if let Some(recovered) = &found.recovered {
        tool.say_faults(std::slice::from_ref(recovered), Tone::Warning);
    }
    let files = write::texts(&made.composed);
    let lock = write::lock_of(pack, &files, found.lock.as_ref());
    let plan = write::plan(dir, &all_files(pack, made), found.lock.as_ref());
    let shown = dir.display().to_string();
    report.plan(&shown, &plan);
    if asked.shown.as_ref().is_some_and(|shown| *shown != plan) {
        let fault = CliFault::ChangedSince { dir: shown };
        return fail(tool, report, &[fault.into()], Exit::Refused);
    }
    if !tool.is_json && asked.shown.is_none() {
        Tool::tell(&output::summary(&made.composed, tool.language));
        tool.say_faults(&made.warnings, Tone::Warning);
        Tool::tell(&format!(
            "\n{shown}/\n{}",
            output::plan_lines(&plan, tool.language)
        ));
    }
    if asked.diff && !tool.is_json {
        let _ = Tool::print(&plan.diff());
    }
    let conflicts = write::conflicts(&plan);
    if !conflicts.is_empty() && !asked.force {
        return fail(tool, report, &conflicts, Exit::Refused);
    }
    if asked.dry_run {
        return finish(tool, report, &tell(tool.language, "cli.dry-run-done"));
    }
    let mode = if asked.force {
        Mode::Force
    } else {
        Mode::Strict
    };
    match write_all(dir, &plan, mode, &lock) {
        Ok(()) => finish(
            tool,
            report,
            &say(tool.language, "cli.written", &[("dir", shown)]).message,
        ),
        Err(fault) => {
            let exit = write::exit_of(&fault);
            fail(tool, report, &[fault], exit)
        }
    }
}

fn write_all(dir: &Path, plan: &Plan, mode: Mode, lock: &crate::bundle::Lock) -> Result<(), Fault> {
    if plan.is_noop() && dir.join(write::LOCK).exists() {
        return Ok(());
    }
    write::write(dir, plan, mode, lock, None)
}

/// Every file of the bundle but its lock, in path order.
pub(super) fn all_files(pack: &Pack, made: &Made<'_>) -> Vec<(String, String)> {
    let mut files = write::texts(&made.composed);
    files.push((ANSWERS.to_owned(), answers_text(pack, made)));
    files.sort();
    files
}

fn answers_text(pack: &Pack, made: &Made<'_>) -> String {
    let language = prose_language(pack, &made.resolved);
    let guesses = made
        .composed
        .service
        .as_ref()
        .map(|service| service.guesses.as_slice())
        .unwrap_or_default();
    let why = |id: &str| {
        guesses
            .iter()
            .find(|guess| guess.id == id)
            .map(|guess| guess.why.clone())
    };
    answers::write(
        &pack.questions,
        &made.resolved,
        made.request.preset.map(|preset| preset.id.as_str()),
        &made.request.accept,
        &why,
        language,
    )
}

/// Ends a run that did what it should.
pub(super) fn finish(tool: &Tool, report: &Report, message: &str) -> Exit {
    if tool.is_json {
        let _ = Tool::print(&report.text());
    } else {
        Tool::tell(&format!("\n{message}\n"));
    }
    Exit::Done
}

/// Ends a run that did not.
pub(super) fn fail(tool: &Tool, report: &mut Report, faults: &[Fault], exit: Exit) -> Exit {
    report.errors(faults);
    if tool.is_json {
        let _ = Tool::print(&report.text());
    } else {
        tool.say_faults(faults, Tone::Error);
    }
    exit
}

fn io_failure(tool: &Tool, report: &mut Report, path: &str, error: &std::io::Error) -> Exit {
    let fault = CliFault::Io {
        path: path.to_owned(),
        detail: error.to_string(),
    };
    fail(tool, report, &[fault.into()], Exit::World)
}
