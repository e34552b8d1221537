//! `kwgen new`: from answers to a bundle.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::Value;

use super::add;
use super::cluster_file;
use super::custom;
use super::exit::Exit;
use super::fault::CliFault;
use super::handover;
use super::interview;
use super::make::{Made, make};
use super::mixture;
use super::request::{Request, prose_language};
use super::several;
use super::solve::{Solution, Solved};
use super::tool::{Tone, Tool};
use super::write;
use crate::answers::{self, Answer, Groups, Raw, Resolved};
use crate::bundle::{Mode, Plan};
use crate::compose::Composed;
use crate::output::{self, Report};
use crate::pack::Pack;
use crate::question::{Canonical, Question};
use crate::service::Guess;
use crate::text::{Fault, say, tell};
use crate::value::closest;

/// Runs `kwgen new`.
pub(super) fn run(tool: &Tool, pack: &Pack, matches: &ArgMatches) -> Exit {
    let mut report = Report::new("new", tool.language);
    if let Some(id) = matches.get_one::<String>("add") {
        return add::run(tool, pack, matches, id);
    }
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
    let (mut shown, mut edit) = (None, None);
    // A file with environments, or with workloads that no interview kept, says everything by itself.
    let (request, more) = if asks && request.faults.is_empty() {
        several::split(request)
    } else {
        (request, Vec::new())
    };
    let made = if asks && request.faults.is_empty() && request.outline.is_flat() {
        match interview::hold(tool, pack, matches, request, more) {
            Ok(agreed) => {
                shown = agreed.plan;
                edit = agreed.text.map(|text| (None, text));
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
    report.decisions(&made.solution.decisions());
    if flag("stdout") {
        tool.say_faults(&made.warnings, Tone::Warning);
        let asked = matches.get_one::<String>("environment");
        let one = match environment(&made.composed, asked.map(String::as_str)) {
            Ok(one) => one,
            Err(fault) => return fail(tool, &mut report, &[fault], Exit::Request),
        };
        return match Tool::print(&one.stream()) {
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
        edit,
    };
    put(tool, pack, &made, &dir, &asked, &mut report)
}

/// The environment that is to be printed.
fn environment<'c>(composed: &'c Composed, asked: Option<&str>) -> Result<&'c Composed, Fault> {
    let all = &composed.environments;
    let found = match (asked, all.as_slice()) {
        (None, []) => Some(composed),
        (None, [(_, only)]) => Some(only),
        (None, _) => None,
        (Some(asked), _) => all
            .iter()
            .find(|(name, _)| name == asked)
            .map(|(_, one)| one),
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        let environment = asked.unwrap_or_default();
        let suggestion = closest(environment, names.iter().copied());
        Fault::from(CliFault::WhichEnvironment {
            environment: environment.to_owned(),
            known: names.join(", "),
            suggestion: suggestion.unwrap_or_default().to_owned(),
        })
    })
}

/// How a bundle is written.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) dry_run: bool,
    pub(super) diff: bool,
    pub(super) force: bool,
    /// The plan that an interview has shown and the person has agreed to.
    pub(super) shown: Option<Plan>,
    /// The text of `kwgen.yaml` as it lies there, where it is edited, and what it becomes.
    pub(super) edit: Option<(Option<String>, String)>,
}

/// Where the bundle goes.
pub(super) fn folder(matches: &ArgMatches, name: &str) -> PathBuf {
    matches
        .get_one::<String>("dir")
        .map_or_else(|| PathBuf::from(name), PathBuf::from)
}

fn print_answers(tool: &Tool, pack: &Pack, request: &Request<'_>, report: &mut Report) -> Exit {
    let solution = Solution::of(pack, request);
    let faults = solution.faults(pack, request, false);
    let text = if tool.is_json {
        let mut list = Vec::new();
        for (environment, group) in solution.groups() {
            for one in group {
                list.extend(answers_json(pack, environment, one));
            }
        }
        report.set("answers", list.into());
        report.errors(&faults);
        report.text()
    } else {
        let mut text = String::new();
        for (environment, group) in solution.groups() {
            for one in group {
                let named: Vec<&str> = [environment, one.workload.as_deref()]
                    .into_iter()
                    .flatten()
                    .collect();
                if !named.is_empty() {
                    let gap = if text.is_empty() { "" } else { "\n" };
                    let _ = writeln!(text, "{gap}# {}", named.join(" / "));
                }
                answer_lines(tool, pack, &one.resolved, &mut text);
            }
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

/// The effective answers of one workload, an object each.
fn answers_json(pack: &Pack, environment: Option<&str>, one: &Solved) -> Vec<Value> {
    let pairs = pack.questions.questions.iter().zip(&one.resolved.answers);
    let answers = pairs.filter_map(|(question, answer)| Some((question, answer.as_ref()?)));
    let entry = |(question, answer): (&Question, &Answer)| {
        let mut entry = serde_json::json!({
            "id": question.id, "value": answer.value.to_json(), "origin": answer.origin.to_string(),
            "guess": answer.is_guess, "flag": format!("--{}", question.flag),
            "place": answer.place.as_ref().map(ToString::to_string),
        });
        let named = [
            ("environment", environment),
            ("workload", one.workload.as_deref()),
        ];
        for (key, id) in named {
            if let Some(id) = id {
                entry[key] = id.into();
            }
        }
        entry
    };
    answers.map(entry).collect()
}

/// The same as lines.
fn answer_lines(tool: &Tool, pack: &Pack, resolved: &Resolved, text: &mut String) {
    for (question, answer) in pack.questions.questions.iter().zip(&resolved.answers) {
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
        let id = console::pad_str(&question.id, 20, console::Alignment::Left, None).into_owned();
        let value = answer.value.to_text().replace('\n', "\\n");
        let _ = writeln!(text, "{id} {value}  # {}{place}{guess}", answer.origin);
    }
}

/// Shows the plan, and refuses it or carries it out.
pub(super) fn put(
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
    let answers = match &asked.edit {
        Some((_, edited)) => edited.clone(),
        None => answers_text(pack, made, dir),
    };
    let mut plan = write::plan(dir, pack, &made.composed, Some(answers), &found, mode);
    let read = asked.edit.as_ref().and_then(|(read, _)| read.as_ref());
    if let Some(read) = read {
        plan = plan.with_edit(write::ANSWERS, read);
    }
    let shown = dir.display().to_string();
    let losses = write::losses(dir, &plan);
    report.plan(&shown, &plan, asked.diff);
    report.warnings(&losses);
    let minor = made.composed.service.as_ref().map(|one| one.minor);
    let mut handed = handover::warnings(&plan, minor.unwrap_or_default());
    handed.extend(custom::stays(dir, &plan));
    report.warnings(&handed);
    if asked.shown.as_ref().is_some_and(|shown| *shown != plan) {
        let fault = CliFault::ChangedSince { dir: shown };
        return fail(tool, report, &[fault.into()], Exit::Refused);
    }
    if !tool.is_json && asked.shown.is_none() {
        tool.say_faults(&found.said, Tone::Warning);
        let decisions = made.solution.decisions();
        Tool::tell(&output::summary(&made.composed, &decisions, tool.language));
        tool.say_faults(&made.warnings, Tone::Warning);
        Tool::tell(&format!(
            "\n{shown}/\n{}",
            output::plan_lines(&plan, tool.language)
        ));
        tool.say_faults(&losses, Tone::Warning);
        tool.say_faults(&handed, Tone::Warning);
    }
    if asked.diff && !tool.is_json && write::deliver(tool, &plan.diff(), Exit::Done) != Exit::Done {
        return Exit::World;
    }
    let conflicts = write::conflicts(dir, &plan, &found);
    if !conflicts.is_empty() {
        return fail(tool, report, &conflicts, Exit::Refused);
    }
    // Where nothing is written, nothing is mixed.
    if !plan.is_noop() {
        let faults = mixture::faults(dir, &made.composed, &plan);
        if !faults.is_empty() {
            return fail(tool, report, &faults, Exit::Refused);
        }
    }
    if asked.dry_run {
        return finish(tool, report, &tell(tool.language, "cli.dry-run-done"));
    }
    let first = made.composed.environments.first();
    let first = first.map_or(&made.composed, |(_, own)| own);
    let (how, folder) = first.service.as_ref().map_or(("-k", ""), |service| {
        let how = if service.is_rendered() { "-f" } else { "-k" };
        (how, service.folder.as_str())
    });
    let fields = [
        ("dir", shown.clone()),
        ("folder", folder.to_owned()),
        ("how", how.to_owned()),
    ];
    let said = |id: &str| say(tool.language, id, &fields).message;
    if plan.is_noop() {
        return finish(tool, report, &said("cli.current"));
    }
    match write::write(dir, &plan) {
        Ok(()) => finish(tool, report, &said("cli.written")),
        Err(faults) => fail(tool, report, &faults, write::exit_of(&faults)),
    }
}

/// Why an answer of a workload is a guess.
pub(super) fn reason(composed: &Composed, workload: Option<&str>, id: &str) -> Option<String> {
    let fits = |guess: &&Guess| {
        let own = workload.is_some_and(|id| guess.workloads.iter().any(|one| one == id));
        guess.id == id && (own || workload.is_none() || guess.workloads.is_empty())
    };
    let guesses = composed.service.iter().flat_map(|service| &service.guesses);
    guesses
        .into_iter()
        .find(fits)
        .map(|guess| guess.why.clone())
}

/// The text of a new answers file in `dir`.
pub(super) fn answers_text(pack: &Pack, made: &Made<'_>, dir: &Path) -> String {
    let Some(first) = made.solution.shared.first() else {
        return String::new();
    };
    let language = prose_language(pack, &first.resolved);
    let why = |workload: Option<&str>, id: &str| reason(&made.composed, workload, id);
    let request = &made.request;
    let preset = request.preset.map(|preset| preset.id.as_str());
    let questions = &pack.questions;
    if request.outline.is_flat() {
        let why = |id: &str| why(None, id);
        let mut resolved = first.resolved.clone();
        let answer = questions
            .find(cluster_file::QUESTION)
            .and_then(|(at, _)| resolved.answers.get_mut(at)?.as_mut());
        if let Some(Canonical::Text(path)) = answer.map(|answer| &mut answer.value) {
            *path = cluster_file::as_seen_from(dir, path);
        }
        return answers::write(
            questions,
            &resolved,
            preset,
            &request.accept,
            &why,
            language,
        );
    }
    let shared = made.solution.plain();
    let mut given = request.given.clone();
    for one in given
        .iter_mut()
        .filter(|one| one.id == cluster_file::QUESTION)
    {
        if let Raw::Text(path) = &mut one.raw {
            *path = cluster_file::as_seen_from(dir, path);
        }
    }
    given.extend(made.solution.pinned_targets(pack));
    let groups = Groups {
        questions,
        given: &given,
        outline: &request.outline,
        shared: &shared,
        accept: &request.accept,
        preset,
        language,
    };
    answers::write_groups(groups, &why)
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
