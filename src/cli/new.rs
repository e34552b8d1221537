//! `kwgen new`: from answers to a bundle.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::exit::Exit;
use super::fault::CliFault;
use super::make::{Made, make};
use super::request::{Request, prose_language};
use super::tool::{Tone, Tool};
use super::write::{self, ANSWERS};
use crate::answers;
use crate::ask::{self, Outcome};
use crate::bundle::{Mode, Plan};
use crate::evidence;
use crate::output::{self, Report};
use crate::pack::Pack;
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
    let mut request = Request::read(pack, matches);
    let asks =
        Tool::can_ask() && !flag("non-interactive") && !tool.is_json && !flag("print-answers");
    if asks && request.faults.is_empty() {
        match interview(tool, pack, &mut request) {
            Ok(()) => {}
            Err(exit) => return exit,
        }
    }
    if flag("print-answers") {
        return print_answers(tool, pack, &request, &mut report);
    }
    let made = match make(pack, request, flag("no-guess")) {
        Ok(made) => made,
        Err(refusal) => {
            report.warnings(&refusal.warnings);
            if !tool.is_json {
                tool.say_faults(&refusal.warnings, Tone::Warning);
            }
            return fail(tool, &mut report, &refusal.faults, Exit::Request);
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
    let dir = matches.get_one::<String>("dir").map_or_else(
        || {
            PathBuf::from(
                made.composed
                    .service
                    .as_ref()
                    .map(|service| service.name.clone())
                    .unwrap_or_default(),
            )
        },
        PathBuf::from,
    );
    let asked = Asked {
        dry_run: flag("dry-run"),
        diff: flag("diff"),
        force: flag("force"),
        asks,
    };
    put(tool, pack, &made, &dir, &asked, &mut report)
}

#[allow(
    clippy::struct_excessive_bools,
    reason = "one for each flag of the command line"
)]
struct Asked {
    dry_run: bool,
    diff: bool,
    force: bool,
    asks: bool,
}

fn interview<'p>(tool: &Tool, pack: &'p Pack, request: &mut Request<'p>) -> Result<(), Exit> {
    if !request.evidence.is_present
        && let Ok(text) = std::fs::read_to_string("Dockerfile")
    {
        request.evidence = evidence::read_dockerfile("Dockerfile", &text);
    }
    let mut terminal = ask::Terminal::new(tool.language);
    let evidence = request.evidence.clone();
    match ask::interview(
        &mut terminal,
        pack,
        tool.language,
        &mut request.given,
        &mut |given, preset| {
            let mut probe = Request {
                given,
                preset,
                evidence: evidence.clone(),
                ..Request::default()
            };
            probe.take_preset();
            let resolved = probe.resolve(pack);
            (probe.given, resolved)
        },
    ) {
        Outcome::Write { preset } => {
            request.preset = preset.and_then(|id| pack.preset(&id)).or(request.preset);
            Ok(())
        }
        Outcome::Cancelled { preset } => {
            let preset = preset.or_else(|| request.preset.map(|preset| preset.id.clone()));
            Err(keep(tool, pack, request, preset.as_deref()))
        }
    }
}

/// Keeps the answers of a cancelled interview and says how to go on.
fn keep(tool: &Tool, pack: &Pack, request: &Request<'_>, preset: Option<&str>) -> Exit {
    let resolved = request.resolve(pack);
    let text = answers::write(
        &pack.questions,
        &resolved,
        preset,
        &request.accept,
        &|_| None,
        tool.language,
    );
    let said = request
        .given
        .iter()
        .any(|given| matches!(given.origin, answers::Origin::Interview));
    if !said {
        Tool::tell(&format!(
            "\n{}\n",
            tell(tool.language, "cli.cancelled-empty")
        ));
        return Exit::Cancelled;
    }
    let file = format!("kwgen-answers-{}.yaml", std::process::id());
    let fields = match std::fs::write(&file, text) {
        Ok(()) => ("cli.cancelled", vec![("file", file)]),
        Err(error) => ("cli.cancelled-unsaved", vec![("detail", error.to_string())]),
    };
    Tool::tell(&format!(
        "\n{}\n",
        say(tool.language, fields.0, &fields.1).message
    ));
    Exit::Cancelled
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
    let found = match write::look(dir) {
        Ok(found) => found,
        Err(faults) => return fail(tool, report, &faults, Exit::World),
    };
    if let Some(recovered) = &found.recovered {
        tool.say_faults(std::slice::from_ref(recovered), Tone::Warning);
    }
    let files = write::texts(&made.composed);
    let answers = answers_text(pack, made);
    let lock = write::lock_of(pack, &files, found.lock.as_ref());
    let mut all = files.clone();
    all.push((ANSWERS.to_owned(), answers.clone()));
    all.sort();
    let plan = write::plan(dir, &all, found.lock.as_ref());
    let shown = dir.display().to_string();
    report.plan(&shown, &plan);
    if !tool.is_json {
        Tool::tell(&output::summary(&made.composed, tool.language));
        tool.say_faults(&made.warnings, Tone::Warning);
        Tool::tell(&format!(
            "\n{shown}/\n{}",
            output::plan_lines(&plan, tool.language)
        ));
        if asked.diff {
            let _ = Tool::print(&plan.diff());
        }
    }
    let conflicts = write::conflicts(&plan);
    if !conflicts.is_empty() && !asked.force {
        return fail(tool, report, &conflicts, Exit::Refused);
    }
    if asked.dry_run {
        return finish(tool, report, &tell(tool.language, "cli.dry-run-done"));
    }
    if asked.asks && !ask::Terminal::new(tool.language).confirms_write() {
        return keep(
            tool,
            pack,
            &made.request,
            made.request.preset.map(|preset| preset.id.as_str()),
        );
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
