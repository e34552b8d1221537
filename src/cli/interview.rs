//! The interview of `kwgen new`: the workshop behind its questions, and what becomes of it when it
//! ends.

use std::cell::RefCell;
use std::path::Path;

use clap::ArgMatches;

use super::add::Refused;
use super::cluster_file;
use super::exit::Exit;
use super::fault::CliFault;
use super::keep::{Keeper, shell_word};
use super::make::{self, Made};
use super::new;
use super::request::{INPUT_LIMIT, Request, prose_language};
use super::several::{guesses_of_all, others};
use super::tool::{Tone, Tool, read_input};
use super::write;
use crate::answers::{self, Given, Origin, Raw, Reach, Resolved};
use crate::ask::{self, Interview, More, Outcome, Workshop};
use crate::bundle::{Mode, Plan};
use crate::evidence;
use crate::output::{Review, ReviewFile, Target};
use crate::pack::{Pack, Preset};
use crate::question::Canonical;
use crate::service::Material;
use crate::text::{Fault, Language, Said, say, say_fault};

/// How many files are to be read first.
const FIRST: usize = 5;
/// What can be wrong with one answer by itself, whatever the others are.
const OWN_FAULTS: [&str; 8] = [
    "service.mutable-image",
    "service.no-cluster",
    "service.no-default-class",
    "service.unknown-class",
    "service.unknown-dependency",
    "service.shared-namespace",
    "service.looks-secret",
    "service.small-disk",
];

/// What an interview has agreed on.
pub(super) struct Agreed<'p> {
    pub(super) made: Made<'p>,
    /// The plan as it was shown; none where nothing is written.
    pub(super) plan: Option<Plan>,
    /// The text of `kwgen.yaml`, where it names several workloads.
    pub(super) text: Option<String>,
}

struct Planned {
    plan: Plan,
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
}

pub(super) struct Shop<'p, 'r> {
    tool: &'r Tool,
    pub(super) pack: &'p Pack,
    pub(super) matches: &'r ArgMatches,
    pub(super) request: &'r Request<'p>,
    keeper: Keeper,
    agreed: RefCell<Option<Agreed<'p>>>,
}

/// Holds the interview; `Err` is how the run ends without one.
pub(super) fn hold<'p>(
    tool: &Tool,
    pack: &'p Pack,
    matches: &ArgMatches,
    mut request: Request<'p>,
) -> Result<Agreed<'p>, Exit> {
    look_for_dockerfile(tool, &mut request);
    request
        .given
        .retain(|one| !matches!(one.origin, Origin::Preset(_)));
    let keeper = Keeper::new(tool.language, matches);
    keeper.watch();
    let shop = Shop {
        tool,
        pack,
        matches,
        request: &request,
        keeper: keeper.clone(),
        agreed: RefCell::new(None),
    };
    shop.refuse_broken()?;
    let mut terminal = ask::Terminal::new(tool.language);
    let outcome = Interview::new(
        &mut terminal,
        &shop,
        pack,
        tool.language,
        request.given.clone(),
        request.preset,
    )
    .hold();
    match (outcome, shop.agreed.into_inner()) {
        (Outcome::Write, Some(agreed)) => {
            keeper.note(None);
            Ok(agreed)
        }
        _ => Err(keeper.keep()),
    }
}

fn look_for_dockerfile(tool: &Tool, request: &mut Request<'_>) {
    const FILE: &str = "Dockerfile";
    if request.evidence.is_present {
        return;
    }
    // Only a plain file: a pipe of that name would be waited for.
    if !std::fs::metadata(FILE).is_ok_and(|meta| meta.is_file()) {
        return;
    }
    let read = read_input(FILE, INPUT_LIMIT).ok();
    let Some(text) = read.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return;
    };
    request.evidence = evidence::read_dockerfile(FILE, &text);
    let said = say(
        tool.language,
        "ask.dockerfile",
        &[("file", FILE.to_owned())],
    );
    Tool::tell(&format!("{}\n", said.message));
}

impl<'p> Shop<'p, '_> {
    pub(super) fn language(&self) -> Language {
        self.tool.language
    }

    /// The whole request for these answers.
    pub(super) fn request(&self, given: &[Given], preset: Option<&'p Preset>) -> Request<'p> {
        let mut request = Request {
            given: given.to_vec(),
            accept: self.request.accept.clone(),
            preset,
            evidence: self.request.evidence.clone(),
            clusters: self.request.clusters.clone(),
            ..Request::default()
        };
        request.take_preset();
        let is_said =
            |one: &Given| one.id == cluster_file::QUESTION && !self.request.given.contains(one);
        if given.iter().any(is_said) {
            request.take_clusters(&new::folder(self.matches, ""));
        }
        request
    }

    /// Answers that are wrong by themselves are told before the first question.
    fn refuse_broken(&self) -> Result<(), Exit> {
        let resolved = self
            .request(&self.request.given, self.request.preset)
            .resolve(self.pack);
        let faults: Vec<Fault> = resolved
            .faults
            .into_iter()
            .filter(|fault| fault.id != "answers.not-applicable")
            .collect();
        if faults.is_empty() {
            return Ok(());
        }
        self.tool.say_faults(&faults, Tone::Error);
        Err(Exit::Request)
    }

    /// The text of an answers file with what was said and given, and nothing that was guessed.
    fn kept(&self, request: &Request<'p>, resolved: &Resolved, more: &[More<'p>]) {
        let has_said = request
            .given
            .iter()
            .any(|one| one.id != "proseLang" && one.origin == Origin::Interview)
            || request.preset.map(|one| &one.id) != self.request.preset.map(|one| &one.id);
        if !has_said {
            self.keeper.note(None);
            return;
        }
        let mut kept = resolved.clone();
        for answer in &mut kept.answers {
            if answer.as_ref().is_some_and(|one| !one.origin.is_typed()) {
                *answer = None;
            }
        }
        let text = answers::write(
            &self.pack.questions,
            &kept,
            request.preset.map(|preset| preset.id.as_str()),
            &request.accept,
            &|_| None,
            self.language(),
        );
        let whole = self.with_more(&text, resolved, more);
        self.keeper.note(Some(whole.unwrap_or(text)));
    }

    fn said(&self, faults: &[Fault]) -> Vec<Said> {
        faults
            .iter()
            .map(|fault| say_fault(self.language(), fault))
            .collect()
    }

    fn target(&self, dir: &str) -> Target {
        if self.matches.get_flag("stdout") {
            Target::Stdout
        } else if self.matches.get_flag("dry-run") {
            Target::DryRun(dir.to_owned())
        } else {
            Target::Folder(dir.to_owned())
        }
    }

    /// The plan of what was made, what stands in its way, and what it costs.
    fn plan(
        &self,
        made: &Made<'p>,
        text: Option<&String>,
        dir: &Path,
    ) -> Result<Planned, Vec<Fault>> {
        let found = write::look(dir, !self.matches.get_flag("dry-run"))?;
        let mode = if self.matches.get_flag("force") {
            Mode::Force
        } else {
            Mode::Strict
        };
        let answers = text
            .cloned()
            .unwrap_or_else(|| new::answers_text(self.pack, made, dir));
        let plan = write::plan(dir, self.pack, &made.composed, Some(answers), &found, mode);
        let mut warnings = found.said;
        warnings.extend(write::losses(dir, &plan));
        Ok(Planned {
            faults: in_the_way(&plan),
            warnings,
            plan,
        })
    }

    fn first(&self, files: &[ReviewFile]) -> Vec<String> {
        let ends = &self.pack.interview.read_first;
        ends.iter()
            .flat_map(|end| files.iter().filter(move |file| ends_in(&file.path, end)))
            .map(|file| file.path.clone())
            .take(FIRST)
            .collect()
    }
}

/// All conflicts as one fault: the list of files shows them one by one.
fn in_the_way(plan: &Plan) -> Vec<Fault> {
    let paths: Vec<&str> = plan.conflicts().map(|entry| entry.path.as_str()).collect();
    if paths.is_empty() {
        return Vec::new();
    }
    let fault = CliFault::InTheWay {
        count: paths.len(),
        paths: paths.join(", "),
    };
    vec![fault.into()]
}

/// Whether the last part of `path` is `end`, or ends in `-end` (a workload's own file).
fn ends_in(path: &str, end: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == end || name.ends_with(&format!("-{end}"))
}

impl<'p> Workshop<'p> for Shop<'p, '_> {
    fn resolve(&self, given: &[Given], preset: Option<&'p Preset>) -> Resolved {
        self.request(given, preset).resolve(self.pack)
    }

    fn note(&self, given: &[Given], preset: Option<&'p Preset>, more: &[More<'p>]) {
        let request = self.request(given, preset);
        self.kept(&request, &request.resolve(self.pack), more);
    }

    fn judge(&self, given: &[Given], preset: Option<&'p Preset>, id: &str) -> Vec<Fault> {
        let mut request = self.request(given, preset);
        let missing = request.resolve(self.pack).missing;
        for question in missing
            .iter()
            .filter_map(|&at| self.pack.questions.questions.get(at))
        {
            request.given.push(Given {
                id: question.id.clone(),
                raw: Raw::Text(question.example.clone()),
                place: None,
                parts: Vec::new(),
                origin: Origin::Interview,
                reach: Reach::default(),
            });
        }
        let resolved = request.resolve(self.pack);
        let own = |fault: &&Fault| {
            let place = fault.place.as_ref();
            place.is_some_and(|place| &*place.file == id)
        };
        let faults: Vec<Fault> = resolved.faults.iter().filter(own).cloned().collect();
        if !faults.is_empty() {
            return faults;
        }
        let service = crate::service::build(&[Material {
            pack: self.pack,
            preset,
            resolved: &resolved,
            broken: &[],
            accept: &request.accept,
            setting: &request.setting(self.pack, None),
            language: prose_language(self.pack, &resolved),
            workload: None,
        }]);
        service
            .faults
            .iter()
            .filter(own)
            .filter(|fault| OWN_FAULTS.contains(&fault.id))
            .cloned()
            .collect()
    }

    fn objections(&self, resolved: &Resolved) -> Vec<Fault> {
        make::objections(self.pack, self.request, resolved)
    }

    fn review(&self, given: &[Given], preset: Option<&'p Preset>, more: &[More<'p>]) -> Review {
        let request = self.request(given, preset);
        let no_guess = self.matches.get_flag("no-guess");
        let resolved = request.resolve(self.pack);
        let language = self.language();
        let decision = resolved.decision.as_ref().map(|decision| {
            let because = ask::because(decision, language);
            (decision.controller.kind().to_owned(), because)
        });
        let name = match resolved.value(&self.pack.questions, "name") {
            Canonical::Text(name) => name,
            _ => String::new(),
        };
        let dir = new::folder(self.matches, &name);
        let mut review = Review {
            guesses: guesses(self.pack, &resolved),
            target: self.target(&dir.display().to_string()),
            name,
            decision,
            others: Vec::new(),
            warnings: Vec::new(),
            faults: Vec::new(),
            files: Vec::new(),
            first: Vec::new(),
        };
        *self.agreed.borrow_mut() = None;
        let made = make::make(self.pack, request, no_guess).map_err(Refused::from);
        match made.and_then(|made| self.grown(made, &dir, more)) {
            Err(refused) => {
                review.faults = self.said(&refused.faults);
                review.warnings = self.said(&refused.warnings);
            }
            Ok((made, text)) => {
                if text.is_some() {
                    review.others = others(&made, language);
                    review.guesses = guesses_of_all(&made);
                }
                review.warnings = self.said(&made.warnings);
                let plan = if review.target == Target::Stdout {
                    review.files = manifests(&made);
                    None
                } else {
                    match self.plan(&made, text.as_ref(), &dir) {
                        Ok(planned) => {
                            review.warnings.extend(self.said(&planned.warnings));
                            review.faults = self.said(&planned.faults);
                            review.files = files_of(&planned.plan);
                            Some(planned.plan)
                        }
                        Err(faults) => {
                            review.faults = self.said(&faults);
                            None
                        }
                    }
                };
                *self.agreed.borrow_mut() = Some(Agreed { made, plan, text });
            }
        }
        review.first = self.first(&review.files);
        review
    }
}

fn guesses(pack: &Pack, resolved: &Resolved) -> Vec<String> {
    resolved
        .guesses(&pack.questions)
        .map(|(question, answer)| guess(&question.flag, &answer.value))
        .collect()
}

/// A guess as it is given on the command line.
fn guess(flag: &str, value: &Canonical) -> String {
    let each = |text: &String| format!("--{flag} {}", shell_word(text));
    let said: Vec<String> = match value {
        Canonical::List(items) if !items.is_empty() => items.iter().map(each).collect(),
        other => vec![each(&other.to_text())],
    };
    said.join(" ")
}

fn manifests(made: &Made<'_>) -> Vec<ReviewFile> {
    let files = made.composed.files.iter().filter(|file| file.is_manifest);
    files
        .map(|file| ReviewFile {
            path: file.path.clone(),
            action: None,
            text: file.text.clone(),
        })
        .collect()
}

fn files_of(plan: &Plan) -> Vec<ReviewFile> {
    plan.files()
        .iter()
        .map(|entry| ReviewFile {
            path: entry.path.clone(),
            action: Some(entry.action),
            text: entry
                .new
                .clone()
                .or_else(|| entry.old_text().map(Into::into))
                .unwrap_or_default(),
        })
        .collect()
}
