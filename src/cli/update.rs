//! `kwgen update`: brings a bundle up to date with its edited answers, or with a newer pack.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::exit::Exit;
use super::fault::CliFault;
use super::make::{finding_fault, make};
use super::new::{fail, finish};
use super::request::Request;
use super::tool::{Tone, Tool, read_input};
use super::write::{self, ANSWERS};
use crate::bundle::{Mode, Plan};
use crate::compose::Composed;
use crate::manifest;
use crate::output::{self, Report};
use crate::pack::Pack;
use crate::rule;
use crate::text::{Fault, say, tell};

/// The most that a `kwgen.yaml` may hold.
const ANSWERS_LIMIT: u64 = 8 << 20;

/// Runs `kwgen update`.
pub(super) fn run(tool: &Tool, pack: &Pack, matches: &ArgMatches) -> Exit {
    let mut paths: Vec<PathBuf> = matches
        .get_many::<String>("PATH")
        .into_iter()
        .flatten()
        .map(PathBuf::from)
        .collect();
    if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let mut worst = Exit::Done;
    let mut report = Report::new("update", tool.language);
    for path in &paths {
        let exit = one(tool, pack, matches, path, &mut report);
        if exit.code() > worst.code() {
            worst = exit;
        }
    }
    if tool.is_json {
        let _ = Tool::print(&report.text());
    }
    worst
}

fn refuse(tool: &Tool, report: &mut Report, faults: &[Fault], exit: Exit) -> Exit {
    // The document of a run over several bundles is printed once, at its end.
    let quiet = Tool {
        is_json: false,
        ..tool.clone()
    };
    if tool.is_json {
        report.errors(faults);
        return exit;
    }
    fail(&quiet, report, faults, exit)
}

fn one(tool: &Tool, pack: &Pack, matches: &ArgMatches, dir: &Path, report: &mut Report) -> Exit {
    let flag = |name: &str| matches.get_flag(name);
    let found = match write::look(dir) {
        Ok(found) => found,
        Err(faults) => return refuse(tool, report, &faults, Exit::Request),
    };
    if let Some(recovered) = &found.recovered {
        tool.say_faults(std::slice::from_ref(recovered), Tone::Warning);
    }
    let composed = match composed(pack, dir) {
        Ok(composed) => composed,
        Err(faults) => return refuse(tool, report, &faults, Exit::Request),
    };
    let files = write::texts(&composed);
    let mut lock = write::lock_of(pack, &files, found.lock.as_ref());
    let plan = write::plan(dir, &files, found.lock.as_ref());
    let shown = dir.display().to_string();
    report.composed(pack, &composed);
    report.plan(&shown, &plan);
    let changed = !plan.is_noop();
    if flag("diff") || flag("dry-run") {
        let _ = if tool.is_json {
            Ok(())
        } else {
            Tool::print(&plan.diff())
        };
    }
    if flag("check") {
        return check(tool, &shown, &plan, report);
    }
    if changed && !tool.is_json {
        Tool::tell(&format!(
            "{shown}/\n{}",
            output::plan_lines(&plan, tool.language)
        ));
    }
    let mode = if flag("force") {
        Mode::Force
    } else if flag("keep-edited") {
        Mode::KeepEdited
    } else {
        Mode::Strict
    };
    let conflicts = write::conflicts(&plan);
    if !conflicts.is_empty() && mode == Mode::Strict {
        if !tool.is_json {
            let _ = Tool::print(&plan.both_diffs());
        }
        return refuse(tool, report, &conflicts, Exit::Refused);
    }
    if mode == Mode::KeepEdited {
        let faults = mixture_faults(dir, &composed, &plan);
        if !faults.is_empty() {
            return refuse(tool, report, &faults, Exit::Refused);
        }
        keep_bases(&mut lock, found.lock.as_ref(), &plan);
    }
    let is_current = found
        .lock
        .as_ref()
        .is_some_and(|before| before.to_string() == lock.to_string());
    if (!changed && is_current) || flag("dry-run") {
        let id = if changed {
            "cli.dry-run-done"
        } else {
            "cli.current"
        };
        return done(
            tool,
            report,
            &say(tool.language, id, &[("dir", shown)]).message,
        );
    }
    match write::write(dir, &plan, mode, &lock, None) {
        Ok(()) => done(
            tool,
            report,
            &say(tool.language, "cli.updated", &[("dir", shown)]).message,
        ),
        Err(fault) => {
            let exit = write::exit_of(&fault);
            refuse(tool, report, &[fault], exit)
        }
    }
}

fn done(tool: &Tool, report: &Report, message: &str) -> Exit {
    if tool.is_json {
        Exit::Done
    } else {
        finish(tool, report, message)
    }
}

fn check(tool: &Tool, shown: &str, plan: &Plan, report: &mut Report) -> Exit {
    if plan.is_noop() {
        return done(
            tool,
            report,
            &say(tool.language, "cli.current", &[("dir", shown.to_owned())]).message,
        );
    }
    let drift: Vec<Fault> = plan
        .entries()
        .iter()
        .filter(|entry| entry.action.is_change() || entry.action.is_conflict())
        .map(|entry| {
            let path = format!("{shown}/{}", entry.path);
            CliFault::Drift {
                path,
                action: tell(tool.language, &format!("plan.{}", entry.action.word())),
            }
            .into()
        })
        .collect();
    refuse(tool, report, &drift, Exit::No)
}

/// What the answers in `dir` make.
fn composed(pack: &Pack, dir: &Path) -> Result<Composed, Vec<Fault>> {
    let path = dir.join(ANSWERS);
    let name = path.display().to_string();
    let bytes = read_input(&name, ANSWERS_LIMIT).map_err(|error| {
        let fault = if error.kind() == std::io::ErrorKind::NotFound {
            CliFault::NoBundle {
                dir: dir.display().to_string(),
            }
        } else {
            CliFault::Unreadable {
                file: name.clone(),
                detail: error.to_string(),
            }
        };
        vec![Fault::from(fault)]
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        vec![Fault::from(CliFault::Unreadable {
            file: name.clone(),
            detail: error.to_string(),
        })]
    })?;
    let mut request = Request {
        is_kept: true,
        ..Request::default()
    };
    request.take_file(pack, &name, &text);
    request.take_preset();
    make(pack, request, false)
        .map(|made| made.composed)
        .map_err(|refusal| refusal.faults)
}

/// What is wrong with the mixture of new files and hand-edited ones that would lie on disk.
fn mixture_faults(dir: &Path, composed: &Composed, plan: &Plan) -> Vec<Fault> {
    let minor = composed
        .service
        .as_ref()
        .map_or(35, |service| service.minor);
    let table = manifest::table(minor);
    let mut objects = Vec::new();
    let mut faults = Vec::new();
    for file in composed.files.iter().filter(|file| file.is_manifest) {
        let kept = plan
            .entries()
            .iter()
            .find(|entry| entry.path == file.path && entry.action.is_conflict());
        let name = dir.join(&file.path).display().to_string();
        let text = kept
            .and_then(|entry| entry.old.as_deref())
            .unwrap_or(&file.text);
        let (more, broken) = manifest::read(&name, text, &table);
        objects.extend(more);
        faults.extend(broken);
    }
    faults.extend(
        rule::check(&objects, minor)
            .iter()
            .filter(|finding| finding.stops())
            .map(finding_fault),
    );
    faults
}

/// A file that was kept keeps its base, so that a later merge still knows what its owner changed.
fn keep_bases(lock: &mut crate::bundle::Lock, before: Option<&crate::bundle::Lock>, plan: &Plan) {
    let Some(before) = before else { return };
    for entry in plan.conflicts() {
        let old = before.files.iter().find(|file| file.path == entry.path);
        if let (Some(slot), Some(old)) = (
            lock.files.iter_mut().find(|file| file.path == entry.path),
            old,
        ) {
            slot.clone_from(old);
        }
    }
}
