//! `kwgen why FILE:LINE`: the answers, the rule, the fact and the version behind a line of a bundle,
//! and what breaks without it.

use clap::ArgMatches;

use super::asked::{Asked, Refused, refused};
use super::exit::Exit;
use super::explainer::Explainer;
use super::new::fail;
use super::tool::{Tone, Tool};
use super::write::{self, ANSWERS};
use crate::blueprint::Rendered;
use crate::bundle::{LOCK, LockedFile, Traced, trace};
use crate::output::{Line, Maker, Report};
use crate::pack::Pack;
use crate::text::{Fault, Language};
use crate::why::{self, Explained, Page, Reasons, WhyFault, lock_line};
use crate::yaml::Step;

/// Runs `kwgen why`.
pub(super) fn run(tool: &Tool, pack: &Pack, matches: &ArgMatches) -> Exit {
    let asked = matches.get_one::<String>("FILE:LINE");
    let mut report = Report::new("why", tool.language);
    match answer(pack, asked.map_or("", String::as_str), tool.language) {
        Err((faults, exit)) => fail(tool, &mut report, &faults, exit),
        Ok((line, warnings)) => {
            // No: kwgen did not make it.
            let exit = match line.maker {
                Maker::Kwgen => Exit::Done,
                Maker::Edited { .. } | Maker::Added => Exit::No,
            };
            report.set("line", line.json());
            report.warnings(&warnings);
            if tool.is_json {
                return write::deliver(tool, &report.text(), exit);
            }
            tool.say_faults(&warnings, Tone::Warning);
            write::deliver(tool, &line.words(tool.language), exit)
        }
    }
}

fn answer(pack: &Pack, text: &str, language: Language) -> Result<(Line, Vec<Fault>), Refused> {
    let asked = Asked::read(text)?;
    let found = write::look(&asked.dir, false).map_err(|faults| {
        let exit = write::exit_of(&faults);
        (faults, exit)
    })?;
    let reasons = Reasons::load().map_err(|faults| (faults, Exit::Request))?;
    let of = Answer {
        pack,
        reasons: &reasons,
        asked: &asked,
        language,
    };
    match asked.path.as_str() {
        LOCK => of.of_lock(),
        ANSWERS => of.of_answers(),
        path => {
            let locked = found.lock.as_ref().and_then(|lock| lock.file(path));
            let not_ours = || {
                let dir = asked.dir.display().to_string();
                let file = asked.shown.clone();
                refused(WhyFault::NotOurs { file, dir }, Exit::Request)
            };
            of.of_file(locked.ok_or_else(not_ours)?)
        }
    }
}

/// An answer in the making.
struct Answer<'a> {
    pack: &'a Pack,
    reasons: &'a Reasons,
    asked: &'a Asked,
    language: Language,
}

impl Answer<'_> {
    fn line(&self, maker: Maker, explained: Option<Explained>) -> Line {
        let at = self.asked.number.saturating_sub(1);
        Line {
            file: self.asked.shown.clone(),
            path: self.asked.path.clone(),
            number: self.asked.number,
            text: self
                .asked
                .text
                .lines()
                .nth(at)
                .unwrap_or_default()
                .to_owned(),
            maker,
            explained,
            pristine: None,
        }
    }

    fn of_lock(&self) -> Result<(Line, Vec<Fault>), Refused> {
        let known = lock_line(&self.asked.text, self.asked.number);
        let path = [Step::Key(known.word.clone())];
        let found = self.reasons.find(why::LOCK, &path, &|_| true);
        let reason = found.map(|found| found.reason);
        let reason = reason.ok_or_else(|| self.no_reason(&known.word))?;
        let mut line = self.line(
            Maker::Kwgen,
            Some(Explained {
                why: reason.why.said(self.language).trim_end().to_owned(),
                without: reason.without.said(self.language).trim_end().to_owned(),
                ..Explained::default()
            }),
        );
        line.pristine = known.pristine;
        Ok((line, Vec::new()))
    }

    fn of_answers(&self) -> Result<(Line, Vec<Fault>), Refused> {
        let made = self.made()?;
        let explained = made.bundle().and_then(|bundle| {
            bundle.explain_answers(self.reasons, self.asked.number, self.language)
        });
        let explained = explained.ok_or_else(|| self.no_reason(ANSWERS))?;
        Ok((self.line(Maker::Kwgen, Some(explained)), Vec::new()))
    }

    /// A file that the lock holds: the line is found again in the pristine text, and that in what
    /// the answers make today.
    fn of_file(&self, locked: &LockedFile) -> Result<(Line, Vec<Fault>), Refused> {
        let traced = trace(&locked.pristine, &self.asked.text);
        let pristine = match traced.get(self.asked.number.saturating_sub(1)) {
            Some(Traced::Same(line)) => (Maker::Kwgen, *line),
            Some(Traced::Changed(lines)) => match self.twin(&locked.pristine, lines) {
                Some((line, wrote)) => (Maker::Edited { wrote }, line),
                None => return Ok((self.line(Maker::Added, None), Vec::new())),
            },
            Some(Traced::Added) | None => return Ok((self.line(Maker::Added, None), Vec::new())),
        };
        let (maker, number) = pristine;
        let made = self.made()?;
        let rendered = made.files().iter().find(|file| file.path == locked.path);
        let today = rendered.and_then(|file| {
            let traced = trace(&file.text, &locked.pristine);
            match traced.get(number.saturating_sub(1)) {
                Some(Traced::Same(line)) => Some((file, *line)),
                _ => None,
            }
        });
        let Some((file, line)) = today else {
            return self.stale_line(maker);
        };
        let explained = self.explain(&made, file, line)?;
        let mut warnings = Vec::new();
        if file.text != locked.pristine {
            let (file, dir) = self.names();
            warnings.push(WhyFault::Stale { file, dir }.into());
        }
        Ok((self.line(maker, Some(explained)), warnings))
    }

    /// What the answers of today do not make is not explained; that its owner made it still is.
    fn stale_line(&self, maker: Maker) -> Result<(Line, Vec<Fault>), Refused> {
        let (file, dir) = self.names();
        let fault = WhyFault::StaleLine { file, dir };
        match maker {
            Maker::Kwgen => Err(refused(fault, Exit::No)),
            maker => Ok((self.line(maker, None), vec![fault.into()])),
        }
    }

    fn explain(
        &self,
        made: &Explainer<'_>,
        file: &Rendered,
        line: usize,
    ) -> Result<Explained, Refused> {
        let bundle = made.bundle();
        let explained = bundle
            .as_ref()
            .and_then(|bundle| Page::new(bundle, self.reasons, file, self.language).explain(line));
        explained.ok_or_else(|| self.no_reason(&file.path))
    }

    /// The line of kwgen's that was edited into the one that was asked about: the one with its key.
    fn twin(&self, pristine: &str, lines: &[usize]) -> Option<(usize, String)> {
        let at = self.asked.number.saturating_sub(1);
        let key = key_of(self.asked.text.lines().nth(at)?)?;
        let all: Vec<&str> = pristine.lines().collect();
        let text = |line: usize| line.checked_sub(1).and_then(|at| all.get(at)).copied();
        lines.iter().find_map(|line| {
            let wrote = text(*line)?;
            (key_of(wrote)? == key).then(|| (*line, wrote.to_owned()))
        })
    }

    fn made(&self) -> Result<Explainer<'_>, Refused> {
        Explainer::open(self.pack, &self.asked.dir).map_err(|faults| (faults, Exit::Request))
    }

    fn names(&self) -> (String, String) {
        let dir = self.asked.dir.display().to_string();
        (self.asked.shown.clone(), dir)
    }

    fn no_reason(&self, path: &str) -> Refused {
        let path = format!("{path}:{}", self.asked.number);
        refused(WhyFault::NoReason { path }, Exit::Request)
    }
}

/// The key that a line of YAML begins with; a comment has none.
fn key_of(line: &str) -> Option<&str> {
    let body = line.trim_start_matches([' ', '-']);
    let (key, _) = body.split_once(':')?;
    (!key.starts_with('#')).then_some(key)
}
