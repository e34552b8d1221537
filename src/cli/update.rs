//! `kwgen update`: brings a bundle up to date with its edited answers, or with a newer pack.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::custom;
use super::exit::Exit;
use super::fault::CliFault;
use super::handover;
use super::make::{Made, make};
use super::mixture;
use super::request::Request;
use super::tool::{Tone, Tool, read_input};
use super::write::{self, ANSWERS, Found};
use crate::answers::Acceptance;
use crate::bundle::{Mode, Plan};
use crate::output::{self, Report};
use crate::pack::Pack;
use crate::text::{Fault, Place, say, tell};

/// The most that a `kwgen.yaml` may hold.
const ANSWERS_LIMIT: u64 = 8 << 20;

/// What was asked of the run.
#[allow(
    clippy::struct_excessive_bools,
    reason = "one for each flag of the command line"
)]
struct Asked {
    mode: Mode,
    check: bool,
    diff: bool,
    dry_run: bool,
    /// The file that the facts of the cluster are taken from.
    cluster: Option<String>,
}

/// Runs `kwgen update`.
pub(super) fn run(tool: &Tool, pack: &Pack, matches: &ArgMatches) -> Exit {
    let flag = |name: &str| matches.get_flag(name);
    let asked = Asked {
        mode: match (flag("force"), flag("keep-edited")) {
            (true, _) => Mode::Force,
            (false, true) => Mode::KeepEdited,
            (false, false) => Mode::Strict,
        },
        check: flag("check"),
        diff: flag("diff"),
        dry_run: flag("dry-run"),
        cluster: matches.get_one::<String>("cluster").cloned(),
    };
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
    let mut reports = Vec::new();
    for dir in paths {
        let mut report = Report::new("update", tool.language);
        report.set("dir", dir.display().to_string().into());
        let mut run = Run {
            tool,
            pack,
            asked: &asked,
            shown: dir.display().to_string(),
            dir,
            report,
        };
        let exit = run.whole().unwrap_or_else(|exit| exit);
        if exit.code() > worst.code() {
            worst = exit;
        }
        if tool.is_json {
            reports.push(run.report);
        }
    }
    if !tool.is_json {
        return worst;
    }
    let mut report = Report::new("update", tool.language);
    report.bundles(reports);
    write::deliver(tool, &report.text(), worst)
}

/// The run over one bundle.
struct Run<'r> {
    tool: &'r Tool,
    pack: &'r Pack,
    asked: &'r Asked,
    dir: PathBuf,
    shown: String,
    report: Report,
}

impl Run<'_> {
    /// The way it ends is the same whether it comes early (`Err`) or late.
    fn whole(&mut self) -> Result<Exit, Exit> {
        let writes = !self.asked.check && !self.asked.dry_run;
        let found = write::look(&self.dir, writes).map_err(|faults| {
            let is_cut_short = faults.iter().any(|fault| fault.id == "bundle.cut-short");
            let exit = if self.asked.check && is_cut_short {
                Exit::No
            } else {
                write::exit_of(&faults)
            };
            self.refuse(&faults, exit)
        })?;
        if writes {
            self.warn(&found.said);
        }
        let cluster = self.asked.cluster.as_deref();
        let made = made(self.pack, &self.dir, cluster).map_err(|faults| {
            let is_io = faults.iter().any(|fault| fault.id == "cli.unreadable");
            let exit = if is_io { Exit::World } else { Exit::Request };
            self.refuse(&faults, exit)
        })?;
        let mode = self.asked.mode;
        let plan = write::plan(&self.dir, self.pack, &made.composed, None, &found, mode);
        self.report.composed(self.pack, &made.composed);
        self.report.decisions(&made.solution.decisions());
        self.report.plan(&self.shown, &plan, self.asked.diff);
        if self.asked.check {
            let expired = expired(&made.request.accept);
            return Ok(self.check(&plan, expired));
        }
        self.settle(&found, &made, &plan)
    }

    /// Shows the plan, and refuses it or carries it out.
    fn settle(&mut self, found: &Found, made: &Made<'_>, plan: &Plan) -> Result<Exit, Exit> {
        if !plan.is_noop() {
            self.talk(&format!(
                "{}/\n{}",
                self.shown,
                output::plan_lines(plan, self.tool.language)
            ));
            self.warn(&made.warnings);
            let minor = made.composed.service.as_ref().map(|one| one.minor);
            self.warn(&handover::warnings(plan, minor.unwrap_or_default()));
            self.warn(custom::stays(&self.dir, plan).as_slice());
        }
        self.warn(&write::losses(&self.dir, plan));
        let conflicts = write::conflicts(&self.dir, plan, found);
        if !conflicts.is_empty() {
            self.product(&output::both_diffs(plan, self.tool.language))?;
            return Err(self.refuse(&conflicts, Exit::Refused));
        }
        if self.asked.diff || self.asked.dry_run {
            self.product(&plan.diff())?;
        }
        if plan.is_noop() {
            return Ok(self.done("cli.current"));
        }
        let faults = mixture::faults(&self.dir, &made.composed, plan);
        if !faults.is_empty() {
            return Err(self.refuse(&faults, Exit::Refused));
        }
        if self.asked.dry_run {
            return Ok(self.done("cli.dry-run-done"));
        }
        write::write(&self.dir, plan)
            .map_err(|faults| self.refuse(&faults, write::exit_of(&faults)))?;
        Ok(self.done("cli.updated"))
    }

    /// What drifted, and which exceptions have ended.
    fn check(&mut self, plan: &Plan, expired: Vec<Fault>) -> Exit {
        let drift: Vec<Fault> = plan
            .entries()
            .filter(|entry| entry.action.is_change() || entry.action.is_conflict())
            .map(|entry| {
                let action = tell(self.tool.language, &format!("plan.{}", entry.action.word()));
                let path = self.dir.join(&entry.path).display().to_string();
                Fault::from(CliFault::Drift { action }).at(Some(Place::named(&path)))
            })
            .chain(expired)
            .collect();
        if drift.is_empty() {
            return Exit::Done;
        }
        self.refuse(&drift, Exit::No)
    }

    fn refuse(&mut self, faults: &[Fault], exit: Exit) -> Exit {
        self.report.errors(faults);
        if !self.tool.is_json {
            self.tool.say_faults(faults, Tone::Error);
        }
        exit
    }

    fn warn(&mut self, faults: &[Fault]) {
        self.report.warnings(faults);
        if !self.tool.is_json {
            self.tool.say_faults(faults, Tone::Warning);
        }
    }

    fn done(&self, id: &str) -> Exit {
        let said = say(self.tool.language, id, &[("dir", self.shown.clone())]);
        self.talk(&format!("{}\n", said.message));
        Exit::Done
    }

    fn talk(&self, text: &str) {
        if !self.tool.is_json {
            Tool::tell(text);
        }
    }

    /// Prints what the run is for; in JSON it is part of the report.
    fn product(&self, text: &str) -> Result<(), Exit> {
        if self.tool.is_json {
            return Ok(());
        }
        match write::deliver(self.tool, text, Exit::Done) {
            Exit::Done => Ok(()),
            exit => Err(exit),
        }
    }
}

/// The exceptions that have ended, by the clock of this machine.
fn expired(accept: &[Acceptance]) -> Vec<Fault> {
    let today = Tool::today();
    accept.iter().filter_map(|one| one.expired(today)).collect()
}

/// What the answers in `dir` make.
pub(super) fn made<'p>(
    pack: &'p Pack,
    dir: &Path,
    cluster: Option<&str>,
) -> Result<Made<'p>, Vec<Fault>> {
    let (name, text) = answers_in(dir)?;
    let mut request = request(pack, &name, &text);
    request.judge_reaches(pack);
    match cluster {
        Some(file) => request.replace_cluster(file, dir),
        None => request.take_clusters(dir),
    }
    make(pack, request, false).map_err(|refusal| refusal.faults)
}

/// What the text of a bundle's answers says.
pub(super) fn request<'p>(pack: &'p Pack, name: &str, text: &str) -> Request<'p> {
    let mut request = Request {
        is_kept: true,
        ..Request::default()
    };
    request.take_file(pack, name, text);
    request.take_preset();
    request
}

/// The answers of the bundle in `dir`: the name of their file and its text.
pub(super) fn answers_in(dir: &Path) -> Result<(String, String), Vec<Fault>> {
    let path = dir.join(ANSWERS);
    let name = path.display().to_string();
    let unreadable = |detail: String| {
        let file = name.clone();
        vec![Fault::from(CliFault::Unreadable { file, detail })]
    };
    // A FIFO would hang us; the answers may be reached through a link, as nothing is written there.
    match std::fs::metadata(&path) {
        Ok(meta) if meta.is_file() => {}
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(unreadable(error.to_string()));
        }
        _ => {
            let dir = dir.display().to_string();
            return Err(vec![CliFault::NoBundle { dir }.into()]);
        }
    }
    let bytes = read_input(&name, ANSWERS_LIMIT).map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    Ok((name, text))
}
