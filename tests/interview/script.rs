//! Someone who answers from a script, and a workshop without a disk.

use std::cell::RefCell;
use std::collections::VecDeque;

use kwgen::answers::{Given, Origin, Raw, Reach, Resolved, resolve};
use kwgen::ask::{
    Asker, ChoicePrompt, Interview, More, Outcome, Reply, TextPrompt, Tone, Workshop,
};
use kwgen::compose::compose;
use kwgen::evidence::{self, Evidence, Sight};
use kwgen::output::{Review, ReviewFile, Target};
use kwgen::pack::{Pack, Preset};
use kwgen::service::Material;
use kwgen::text::{Fault, Language, Place, say_fault};
use kwgen::value::Image;

/// What is done at one prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Enter: the proposal, or what stands in the line, or the marked row.
    Enter,
    /// Typed in place of what stands there.
    Type(&'static str),
    /// The row that holds this text.
    Pick(&'static str),
    /// The last row, or a question mark.
    Help,
    /// ESC.
    Back,
    /// Ctrl-C.
    Stop,
    /// Whatever is sound here: the proposal, the marked row, else the first of a few answers that
    /// is not refused. Goes on until the end's menu comes.
    Through,
}

/// One prompt as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) message: String,
    pub(super) hint: String,
    pub(super) stands: String,
    pub(super) rows: Vec<String>,
}

/// The answers that `Act::Through` tries.
const SOUND: [&str; 8] = [
    "registry.example.com/shop/payments:1.4.2",
    "payments",
    "http:8080",
    "20Gi@/data",
    "0 2 * * *",
    "/var/log/pods",
    "10001",
    "",
];

/// Answers from a script and remembers everything that it was shown.
#[derive(Debug, Default)]
pub(super) struct Scripted {
    acts: VecDeque<Act>,
    pub(super) prompts: Vec<Shown>,
    pub(super) said: Vec<(Tone, String)>,
    pub(super) refused: Vec<String>,
    pub(super) read: Vec<String>,
}

impl Scripted {
    fn next(&mut self) -> Act {
        match self.acts.front() {
            Some(Act::Through) => Act::Through,
            _ => self.acts.pop_front().unwrap_or(Act::Stop),
        }
    }

    /// Everything that was said, in one text.
    pub(super) fn words(&self) -> String {
        let words: Vec<&str> = self.said.iter().map(|(_, text)| text.as_str()).collect();
        words.join("\n")
    }

    pub(super) fn messages(&self) -> Vec<&str> {
        self.prompts
            .iter()
            .map(|prompt| prompt.message.as_str())
            .collect()
    }
}

impl Asker for Scripted {
    fn text(&mut self, prompt: &TextPrompt<'_>) -> Reply {
        let stands = prompt
            .proposal
            .clone()
            .unwrap_or_else(|| prompt.initial.clone());
        self.prompts.push(Shown {
            message: prompt.message.clone(),
            hint: prompt.hint.clone(),
            stands: stands.clone(),
            rows: Vec::new(),
        });
        loop {
            let typed = match self.next() {
                Act::Type(text) => text.to_owned(),
                Act::Help => "?".to_owned(),
                Act::Back => return Reply::Back,
                Act::Stop => return Reply::Quit,
                Act::Through if stands.is_empty() => SOUND
                    .into_iter()
                    .find(|text| (prompt.check)(text).is_ok())
                    .expect("an answer that is sound")
                    .to_owned(),
                Act::Enter | Act::Through => stands.clone(),
                Act::Pick(row) => panic!("no rows to pick {row} from: {}", prompt.message),
            };
            match (prompt.check)(&typed) {
                Ok(()) => return Reply::Text(typed),
                Err(message) => self.refused.push(message),
            }
        }
    }

    fn choose(&mut self, prompt: &ChoicePrompt) -> Reply {
        let rows: Vec<String> = prompt.rows.iter().map(|row| row.label.clone()).collect();
        self.prompts.push(Shown {
            message: prompt.message.clone(),
            hint: prompt.hint.clone(),
            stands: rows.get(prompt.start).cloned().unwrap_or_default(),
            rows: rows.clone(),
        });
        if self.acts.front() == Some(&Act::Through) && is_menu(prompt) {
            self.acts.pop_front();
        }
        match self.next() {
            Act::Enter | Act::Through => Reply::Choice(prompt.start),
            Act::Help => Reply::Choice(rows.len() - 1),
            Act::Back => Reply::Back,
            Act::Stop => Reply::Quit,
            Act::Pick(text) | Act::Type(text) => {
                let found = rows.iter().position(|row| row.contains(text));
                Reply::Choice(found.unwrap_or_else(|| panic!("no row {text} in {rows:#?}")))
            }
        }
    }

    fn say(&mut self, tone: Tone, text: &str) {
        self.said.push((tone, text.to_owned()));
    }

    fn read(&mut self, text: &str, _: &str) -> Reply {
        self.read.push(text.to_owned());
        Reply::Text(String::new())
    }

    fn width(&self) -> usize {
        80
    }
}

/// The menu at the end has a row for more questions, in either language.
fn is_menu(prompt: &ChoicePrompt) -> bool {
    prompt
        .rows
        .iter()
        .any(|row| ["more questions", "更多问题"].contains(&row.label.as_str()))
}

/// Resolves and renders as the program does, without a disk.
pub(super) struct Bench<'p> {
    pub(super) pack: &'p Pack,
    pub(super) language: Language,
    pub(super) evidence: Evidence,
    /// What would be kept of the workloads beside the first.
    pub(super) more: RefCell<Vec<[String; 3]>>,
}

impl<'p> Bench<'p> {
    /// A workload beside the first: its name, its controller, and what was said for it alone.
    fn decided(&self, one: &More<'p>) -> [String; 3] {
        let resolved = self.resolve(&one.given, one.preset);
        let controller = resolved
            .decision
            .map(|one| one.controller.kind().to_owned());
        let own = one.own(&self.pack.questions);
        let own: Vec<String> = own.into_iter().map(|own| own.id).collect();
        let name = format!("payments-{}", one.id);
        [name, controller.unwrap_or_default(), own.join(" ")]
    }

    fn layers(given: &[Given], preset: Option<&'p Preset>) -> Vec<Given> {
        let mut given = given.to_vec();
        let text = |value: &serde_json::Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        if let Some(preset) = preset {
            given.extend(preset.answers.iter().map(|(id, value)| Given {
                id: id.clone(),
                raw: match value {
                    serde_json::Value::Array(items) => Raw::List(items.iter().map(text).collect()),
                    other => Raw::Text(text(other)),
                },
                place: None,
                parts: Vec::new(),
                origin: Origin::Preset(preset.id.clone()),
                reach: Reach::default(),
            }));
        }
        given
    }
}

impl Bench<'_> {
    /// Asks something of all that is seen of the image.
    fn seen<T>(&self, resolved: &Resolved, ask: impl FnOnce(Sight<'_>) -> T) -> T {
        let image = resolved.value(&self.pack.questions, "image").to_text();
        let known = self.pack.known_image(&image, &self.evidence);
        let parsed = Image::parse(&image).ok();
        ask(Sight {
            evidence: &self.evidence,
            known: known.expect("a sound table").as_ref(),
            hints: &self.pack.hints,
            questions: &self.pack.questions,
            variables: &[],
            secret_root: &self.pack.facts.secret_root,
            image_name: parsed.as_ref().map_or("", Image::name),
        })
    }
}

impl<'p> Workshop<'p> for Bench<'p> {
    fn resolve(&self, given: &[Given], preset: Option<&'p Preset>) -> Resolved {
        let guesses: Vec<&str> = preset
            .iter()
            .flat_map(|preset| preset.guesses.keys().map(String::as_str))
            .collect();
        let mut given = Self::layers(given, preset);
        let preset = preset.map(|preset| preset.id.as_str());
        let first = resolve(self.pack.knowledge(), &given, preset, &guesses);
        given.extend(self.seen(&first, |sight| sight.proposals(&first)));
        resolve(self.pack.knowledge(), &given, preset, &guesses)
    }

    fn judge(&self, _: &[Given], _: Option<&'p Preset>, _: &str) -> Vec<Fault> {
        Vec::new()
    }

    fn objections(&self, resolved: &Resolved) -> Vec<Fault> {
        self.seen(resolved, |sight| sight.objections(resolved))
    }

    fn note(&self, _: &[Given], _: Option<&'p Preset>, more: &[More<'p>]) {
        self.more
            .replace(more.iter().map(|one| self.decided(one)).collect());
    }

    fn review(&self, given: &[Given], preset: Option<&'p Preset>, more: &[More<'p>]) -> Review {
        let resolved = self.resolve(given, preset);
        assert!(resolved.missing.is_empty(), "everything was asked");
        let composed = compose(Material {
            pack: self.pack,
            preset,
            resolved: &resolved,
            broken: &[],
            accept: &[],
            setting: &kwgen::cluster::Setting::new(&self.pack.facts, None),
            language: self.language,
            workload: None,
        });
        let faults = resolved.faults.iter().chain(&composed.faults);
        Review {
            name: "payments".to_owned(),
            decision: resolved
                .decision
                .map(|decision| (decision.controller.kind().to_owned(), String::new())),
            others: more.iter().map(|one| self.decided(one)).collect(),
            guesses: Vec::new(),
            warnings: Vec::new(),
            faults: faults
                .map(|fault| say_fault(self.language, fault))
                .collect(),
            target: Target::Folder("payments".to_owned()),
            files: composed
                .files
                .iter()
                .map(|file| ReviewFile {
                    path: file.path.clone(),
                    action: None,
                    text: file.text.clone(),
                })
                .collect(),
            first: Vec::new(),
        }
    }
}

/// An interview that was held.
pub(super) struct Held {
    pub(super) asker: Scripted,
    pub(super) outcome: Outcome,
    pub(super) resolved: Resolved,
    /// The workloads beside the first: name, controller, and what was said for each.
    pub(super) more: Vec<[String; 3]>,
    pub(super) pack: &'static Pack,
}

impl Held {
    /// The effective answer to `id` at the end, on one line.
    pub(super) fn answer(&self, id: &str) -> String {
        self.resolved.value(&self.pack.questions, id).to_text()
    }
}

pub(super) fn pack() -> &'static Pack {
    static PACK: std::sync::OnceLock<Pack> = std::sync::OnceLock::new();
    PACK.get_or_init(|| Pack::built_in().expect("the built-in pack loads"))
}

/// An interview in the making.
pub(super) struct Talk {
    language: Language,
    given: Vec<Given>,
    evidence: Evidence,
    preset: Option<&'static str>,
}

pub(super) fn talk(language: Language) -> Talk {
    Talk {
        language,
        given: Vec::new(),
        evidence: Evidence::default(),
        preset: None,
    }
}

impl Talk {
    pub(super) fn preset(mut self, id: &'static str) -> Self {
        self.preset = Some(id);
        self
    }

    pub(super) fn given(mut self, id: &str, text: &str, origin: Origin) -> Self {
        self.given.push(Given {
            id: id.to_owned(),
            raw: Raw::Text(text.to_owned()),
            place: Some(Place::named("answers.yaml")),
            parts: Vec::new(),
            origin,
            reach: Reach::default(),
        });
        self
    }

    pub(super) fn dockerfile(mut self, text: &str) -> Self {
        self.evidence = evidence::read_dockerfile("Dockerfile", text);
        self
    }

    pub(super) fn hold(self, acts: &[Act]) -> Held {
        let pack = pack();
        let bench = Bench {
            pack,
            language: self.language,
            evidence: self.evidence,
            more: RefCell::default(),
        };
        let mut asker = Scripted {
            acts: acts.iter().copied().collect(),
            ..Scripted::default()
        };
        let preset = self.preset.and_then(|id| pack.preset(id));
        let mut interview =
            Interview::new(&mut asker, &bench, pack, self.language, self.given, preset);
        let outcome = interview.hold();
        // What follows is asked of the first workload alone.
        let more = bench.more.take();
        let resolved = interview.resolved();
        Held {
            asker,
            outcome,
            resolved,
            more,
            pack,
        }
    }
}
