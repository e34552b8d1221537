//! `kwgen new --add`: one more workload of a bundle that exists. What was there renders as it did, or
//! nothing is written.
//!
//! # How a workload is added
//!
//! `kwgen new --add` edits `kwgen.yaml` as text (`answers::cut` cuts a block map into entries with the
//! comments above them; `convert` moves those of a flat file's workload below a key, `append` adds the
//! lines of the new one) and reads the result as `update` would; `cli::add` compares what every
//! workload that was there renders to before and after, and refuses any difference. `objectName` pins
//! the name of its objects; the workload whose objects are called like the service has no prefix to its
//! files.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::exit::Exit;
use super::fault::CliFault;
use super::make::{Made, Refusal, make};
use super::new::{Asked, fail, put, reason};
use super::request::{Request, prose_language};
use super::tool::{Tone, Tool};
use super::update;
use super::write;
use crate::answers::{self, FIRST, First, Groups};
use crate::compose::Composed;
use crate::output::Report;
use crate::pack::Pack;
use crate::service::OBJECT_NAME;
use crate::text::{Fault, Place, add_new};
use crate::value::DnsLabel;

/// Why nothing is added.
pub(super) struct Refused {
    pub(super) faults: Vec<Fault>,
    pub(super) warnings: Vec<Fault>,
    pub(super) exit: Exit,
}

impl Refused {
    fn request(faults: Vec<Fault>) -> Self {
        Self {
            faults,
            warnings: Vec::new(),
            exit: Exit::Request,
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self {
            warnings: refusal.warnings,
            ..Self::request(refusal.faults)
        }
    }
}

/// A bundle with one more workload, in memory.
pub(super) struct Grown<'p> {
    pub(super) made: Made<'p>,
    /// The text of `kwgen.yaml`.
    pub(super) text: String,
}

/// Runs `kwgen new --add`.
pub(super) fn run(tool: &Tool, pack: &Pack, matches: &ArgMatches, id: &str) -> Exit {
    let mut report = Report::new("new", tool.language);
    let flag = |name: &str| matches.get_flag(name);
    let dir = matches.get_one::<String>("dir");
    let dir = dir.map_or_else(|| PathBuf::from("."), PathBuf::from);
    // What a killed run left is finished before the answers are read.
    let found = match write::look(&dir, !flag("dry-run")) {
        Ok(found) => found,
        Err(faults) => return fail(tool, &mut report, &faults, write::exit_of(&faults)),
    };
    report.warnings(&found.said);
    if !tool.is_json {
        tool.say_faults(&found.said, Tone::Warning);
    }
    let read = update::answers_in(&dir).map_err(|faults| {
        let is_io = faults.iter().any(|fault| fault.id == "cli.unreadable");
        let exit = if is_io { Exit::World } else { Exit::Request };
        Refused {
            exit,
            ..Refused::request(faults)
        }
    });
    let first = matches.get_one::<String>("first").map(String::as_str);
    let grown = read.and_then(|(name, text)| {
        let asked = Request::of_workload(pack, matches, id);
        let bundle = Bundle {
            pack,
            dir: &dir,
            name,
            text: text.clone(),
            place: Place::named("--add"),
        };
        let grown = bundle.grown(id, first, asked, flag("no-guess"))?;
        Ok((text, grown))
    });
    let (text, grown) = match grown {
        Ok(grown) => grown,
        Err(refused) => {
            report.warnings(&refused.warnings);
            if !tool.is_json {
                tool.say_faults(&refused.warnings, Tone::Warning);
            }
            return fail(tool, &mut report, &refused.faults, refused.exit);
        }
    };
    let made = &grown.made;
    report.warnings(&made.warnings);
    report.composed(pack, &made.composed);
    report.decisions(&made.solution.decisions());
    let asked = Asked {
        dry_run: flag("dry-run"),
        diff: flag("diff"),
        force: flag("force"),
        shown: None,
        edit: Some((Some(text), grown.text)),
    };
    put(tool, pack, made, &dir, &asked, &mut report)
}

/// A bundle that a workload comes to.
pub(super) struct Bundle<'p, 'd> {
    pub(super) pack: &'p Pack,
    pub(super) dir: &'d Path,
    /// The file of its answers.
    pub(super) name: String,
    /// Their text.
    pub(super) text: String,
    /// Where the new workload was named.
    pub(super) place: Place,
}

impl<'p> Bundle<'p, '_> {
    /// The bundle with one more workload, sound.
    pub(super) fn grown(
        &self,
        id: &str,
        first: Option<&str>,
        asked: Request<'p>,
        no_guess: bool,
    ) -> Result<Grown<'p>, Refused> {
        let before = self.made(&self.text)?;
        let text = self.of_several(&before, id, first)?;
        let mut draft = update::request(self.pack, &self.name, &text);
        draft.add(self.place.clone(), asked);
        self.judge(&mut draft);
        let draft = make(self.pack, draft, no_guess)?;
        let text = self.with_workload(&draft, &text, id)?;
        let mut made = self.made(&text)?;
        if let Some(fault) = changed(&before, &made) {
            return Err(Refused::request(vec![fault]));
        }
        add_new(&mut made.warnings, draft.warnings);
        Ok(Grown { made, text })
    }

    /// What answers with this text make.
    fn made(&self, text: &str) -> Result<Made<'p>, Refused> {
        let mut request = update::request(self.pack, &self.name, text);
        self.judge(&mut request);
        Ok(make(self.pack, request, false)?)
    }

    fn judge(&self, request: &mut Request<'_>) {
        request.judge_reaches(self.pack);
        request.take_clusters(self.dir);
    }

    /// The answers as those of several workloads.
    fn of_several(
        &self,
        before: &Made<'_>,
        id: &str,
        first: Option<&str>,
    ) -> Result<String, Refused> {
        let known = &before.request.outline.workloads;
        let names: Vec<&str> = known.iter().map(|one| one.id.as_str()).collect();
        let mut faults = Vec::new();
        for (flag, id) in [("--add", Some(id)), ("--first", first)] {
            if let Some(Err(fault)) = id.map(DnsLabel::parse) {
                faults.push(Fault::from(fault).at(Some(Place::named(flag))));
            }
        }
        if names.contains(&id) || (names.is_empty() && id == first.unwrap_or(FIRST)) {
            let fault = CliFault::WorkloadTaken {
                workload: id.to_owned(),
                known: names.join(", "),
            };
            faults.push(Fault::new(&fault).at(Some(Place::named("--add"))));
        }
        if first.is_some() && !names.is_empty() {
            let known = names.join(", ");
            faults.push(CliFault::FirstNamed { known }.into());
        }
        if !faults.is_empty() {
            return Err(Refused::request(faults));
        }
        let plain = before.solution.plain();
        let (true, Some(resolved)) = (names.is_empty(), plain.first()) else {
            return Ok(self.text.clone());
        };
        let questions = &self.pack.questions;
        let language = prose_language(self.pack, resolved);
        let name = resolved.value(questions, "name").to_text();
        let is_said = resolved.answer(questions, OBJECT_NAME).is_some();
        let also = answers::lines_of_first(
            questions,
            resolved,
            (!is_said).then_some(name.as_str()),
            &|id| reason(&before.composed, None, id),
            language,
        );
        let first = First {
            id: first.unwrap_or(FIRST),
            also: &also,
            language,
        };
        answers::convert(questions, &self.name, &self.text, first)
            .map_err(|fault| Refused::request(vec![fault]))
    }

    /// The text of the answers with the new workload of `draft`.
    fn with_workload(&self, draft: &Made<'_>, text: &str, id: &str) -> Result<String, Refused> {
        let request = &draft.request;
        let shared = draft.solution.plain();
        let groups = Groups {
            questions: &self.pack.questions,
            given: &request.given,
            outline: &request.outline,
            shared: &shared,
            accept: &request.accept,
            preset: None,
            language: shared
                .first()
                .map_or_else(Default::default, |one| prose_language(self.pack, one)),
        };
        let lines = answers::lines_of(groups, id, &|question| {
            reason(&draft.composed, Some(id), question)
        });
        let accept = request.accept.iter();
        let accept: Vec<_> = accept
            .filter(|one| one.reach.workload.as_deref() == Some(id))
            .cloned()
            .collect();
        answers::append(&self.name, text, id, &lines, &accept)
            .map_err(|fault| Refused::request(vec![fault]))
    }
}

/// The workload that would not be what it was.
fn changed(before: &Made<'_>, after: &Made<'_>) -> Option<Fault> {
    let all = |made: &Made<'_>| -> Vec<(String, Option<usize>, String, String)> {
        let of = |name: &str, composed: &Composed| -> Vec<_> {
            let files = composed.files.iter().filter(|file| file.is_manifest);
            files
                .map(|file| {
                    let (path, text) = (file.path.clone(), file.text.clone());
                    (name.to_owned(), file.workload, path, text)
                })
                .collect()
        };
        let whole = &made.composed;
        if whole.environments.is_empty() {
            return of("", whole);
        }
        let each = whole.environments.iter();
        each.flat_map(|(name, own)| of(name, own)).collect()
    };
    let count = before.solution.shared.len();
    let is_old = |one: &&(_, Option<usize>, _, _)| one.1.is_some_and(|at| at < count);
    let (before, after_all) = (all(before), all(after));
    let before: Vec<_> = before.iter().filter(is_old).collect();
    let old: Vec<_> = after_all.iter().filter(is_old).collect();
    let other = before
        .iter()
        .find(|one| !old.contains(one))
        .or_else(|| old.iter().find(|one| !before.contains(one)))?;
    let number = other.1.unwrap_or_default();
    let workloads = &after.request.outline.workloads;
    let workload = workloads.get(number).map(|one| one.id.clone());
    let fault = CliFault::AddChanges {
        workload: workload.unwrap_or_default(),
    };
    Some(Fault::new(&fault).at(Some(Place::named(&other.2))))
}
