//! `kwgen new`: from answers to a bundle.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::cluster_file;
use super::exit::Exit;
use super::fault::CliFault;
use super::interview;
use super::make::{Made, make};
use super::request::{Request, prose_language};
use super::tool::{Tone, Tool};
use super::write;
use crate::answers;
use crate::bundle::{Mode, Plan};
use crate::output::{self, Report};
use crate::pack::Pack;
use crate::question::Canonical;
use crate::text::{Fault, say, tell};

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
            Err(refusal) => {
                report.warnings(&refusal.warnings);
                if !tool.is_json {
                    tool.say_faults(&refusal.warnings, Tone::Warning);
                }
                return fail(tool, &mut report, &refusal.faults, Exit::Request);
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

fn put(
    tool: &Tool,
    pack: &Pack,
    made: &Made<'_>,
    dir: &Path,
    asked: &Asked,
    report: &mut Report,
) -> Exit {
    let found = match write::look(dir, !asked.dry_run) {
        Ok(found) => found,
        Err(faults) => return fail(tool, report, &faults, write::exit_of(&faults)),
    };
    report.warnings(&found.said);
    let mode = if asked.force {
        Mode::Force
    } else {
        Mode::Strict
    };
    let plan = write::plan(
        dir,
        pack,
        &made.composed,
        Some(answers_text(pack, made, dir)),
        &found,
        mode,
    );
    let shown = dir.display().to_string();
    let losses = write::losses(dir, &plan);
    report.plan(&shown, &plan, asked.diff);
    report.warnings(&losses);
    if asked.shown.as_ref().is_some_and(|shown| *shown != plan) {
        let fault = CliFault::ChangedSince { dir: shown };
        return fail(tool, report, &[fault.into()], Exit::Refused);
    }
    if !tool.is_json && asked.shown.is_none() {
        tool.say_faults(&found.said, Tone::Warning);
        let decision = made.resolved.decision.as_ref();
        Tool::tell(&output::summary(&made.composed, decision, tool.language));
        tool.say_faults(&made.warnings, Tone::Warning);
        Tool::tell(&format!(
            "\n{shown}/\n{}",
            output::plan_lines(&plan, tool.language)
        ));
        tool.say_faults(&losses, Tone::Warning);
    }
    if asked.diff && !tool.is_json && write::deliver(tool, &plan.diff(), Exit::Done) != Exit::Done {
        return Exit::World;
    }
    let conflicts = write::conflicts(dir, &plan, &found);
    if !conflicts.is_empty() {
        return fail(tool, report, &conflicts, Exit::Refused);
    }
    if asked.dry_run {
        return finish(tool, report, &tell(tool.language, "cli.dry-run-done"));
    }
    let said = |id: &str| say(tool.language, id, &[("dir", shown.clone())]).message;
    if plan.is_noop() {
        return finish(tool, report, &said("cli.current"));
    }
    match write::write(dir, &plan) {
        Ok(()) => finish(tool, report, &said("cli.written")),
        Err(faults) => fail(tool, report, &faults, write::exit_of(&faults)),
    }
}

/// The text of a new answers file in `dir`.
pub(super) fn answers_text(pack: &Pack, made: &Made<'_>, dir: &Path) -> String {
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
    let mut resolved = made.resolved.clone();
    let pairs = pack.questions.questions.iter().zip(&mut resolved.answers);
    for (_, answer) in pairs.filter(|(question, _)| question.id == cluster_file::QUESTION) {
        if let Some(Canonical::Text(path)) = answer.as_mut().map(|answer| &mut answer.value) {
            *path = cluster_file::as_seen_from(dir, path);
        }
    }
    answers::write(
        &pack.questions,
        &resolved,
        made.request.preset.map(|preset| preset.id.as_str()),
        &made.request.accept,
        &why,
        language,
    )
}

/// Ends a run that did what it should.
pub(super) fn finish(tool: &Tool, report: &Report, message: &str) -> Exit {
    if tool.is_json {
        return write::deliver(tool, &report.text(), Exit::Done);
    }
    Tool::tell(&format!("\n{message}\n"));
    Exit::Done
}

/// Ends a run that did not.
pub(super) fn fail(tool: &Tool, report: &mut Report, faults: &[Fault], exit: Exit) -> Exit {
    report.errors(faults);
    if tool.is_json {
        return write::deliver(tool, &report.text(), exit);
    }
    tool.say_faults(faults, Tone::Error);
    exit
}

fn io_failure(tool: &Tool, report: &mut Report, path: &str, error: &std::io::Error) -> Exit {
    let fault = CliFault::Io {
        path: path.to_owned(),
        detail: error.to_string(),
    };
    fail(tool, report, &[fault.into()], Exit::World)
}
