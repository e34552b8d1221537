//! From a command line to layers of answers: everything that was asked for,
//! with every fault in it.

use std::path::Path;

use clap::ArgMatches;

use super::added::Added;
use super::cluster_file;
use super::clusters::Clusters;
use super::fault::CliFault;
use super::tool::read_input;
use crate::answers::{
    self, Acceptance, AnswerFault, Given, Knowledge, Origin, Outline, Part, Raw, Reach, Resolved,
};
use crate::cluster::Setting;
use crate::evidence::{self, Evidence};
use crate::pack::{Pack, Preset};
use crate::question::Canonical;
use crate::text::{Fault, Place};
use crate::value::closest;
use crate::yaml::YamlFault;

/// The most that an answers file, image config, Dockerfile or env file may hold.
pub(super) const INPUT_LIMIT: u64 = 8 << 20;

/// What a person asked for.
#[derive(Debug, Default)]
pub(super) struct Request<'p> {
    pub(super) given: Vec<Given>,
    /// The workloads and environments that the answers file names.
    pub(super) outline: Outline,
    pub(super) accept: Vec<Acceptance>,
    pub(super) preset: Option<&'p Preset>,
    /// Where the preset was chosen.
    pub(super) preset_place: Option<Place>,
    pub(super) evidence: Evidence,
    /// The clusters that the answers name; what they say of answers is part of `given`.
    pub(super) clusters: Clusters,
    pub(super) faults: Vec<Fault>,
    /// Questions whose answer could not be read, so that it is not also missing.
    pub(super) broken: Vec<String>,
    /// The answers file could not be read at all, so that nothing can be said to be missing.
    pub(super) is_lost: bool,
    /// The answers are those of a bundle that exists: what a later kwgen knows of its image changes
    /// nothing in it.
    pub(super) is_kept: bool,
    /// But for this workload, which is new.
    pub(super) added: Option<Added<'p>>,
}

impl<'p> Request<'p> {
    /// Reads flags, `--set`, the answers file, the preset and the evidence.
    pub(super) fn read(pack: &'p Pack, matches: &ArgMatches) -> Self {
        let mut request = Self::default();
        request.flags(pack, matches);
        request.sets(pack, matches);
        request.file(pack, matches);
        request.choose_preset(pack, matches);
        request.judge_reaches(pack);
        let dir = matches.try_get_one::<String>("dir").ok().flatten();
        request.take_clusters(Path::new(dir.map_or(".", String::as_str)));
        request.env_file(matches);
        request.look(matches);
        request.acceptances(matches);
        request
    }

    pub(super) fn flags(&mut self, pack: &Pack, matches: &ArgMatches) {
        for question in &pack.questions.questions {
            let values: Vec<String> = matches
                .get_many::<String>(&format!("answer.{}", question.id))
                .into_iter()
                .flatten()
                .cloned()
                .collect();
            if values.is_empty() {
                continue;
            }
            match answers::from_flag(&pack.questions, &question.id, &values) {
                Ok(given) => self.given.push(given),
                Err(fault) => self.faults.push(fault),
            }
        }
        if let Some(name) = matches.get_one::<String>("NAME") {
            let place = Some(Place::named("NAME"));
            self.given.push(Given {
                id: "name".to_owned(),
                raw: Raw::Text(name.clone()),
                place,
                parts: Vec::new(),
                origin: Origin::Flag,
                reach: Reach::default(),
            });
        }
    }

    pub(super) fn sets(&mut self, pack: &Pack, matches: &ArgMatches) {
        for text in matches.get_many::<String>("set").into_iter().flatten() {
            match answers::from_set(&pack.questions, text) {
                Ok(given) => self.given.push(given),
                Err(faults) => self.faults.extend(faults),
            }
        }
    }

    fn file(&mut self, pack: &'p Pack, matches: &ArgMatches) {
        let Some(name) = matches.get_one::<String>("answers") else {
            return;
        };
        if name == "-"
            && matches
                .get_one::<String>("image-config")
                .is_some_and(|other| other == "-")
        {
            let fault = CliFault::StdinTwice {
                one: "--answers".to_owned(),
                other: "--image-config".to_owned(),
            };
            self.faults.push(fault.into());
            return;
        }
        match self.input(name) {
            Some(text) => self.take_file(pack, shown(name), &text),
            None => self.is_lost = true,
        }
    }

    /// Adds the answers of a file.
    pub(super) fn take_file(&mut self, pack: &'p Pack, name: &str, text: &str) {
        let (file, faults) = answers::read(&pack.questions, name, text);
        self.faults.extend(faults);
        self.given.extend(file.given.into_iter().map(|mut given| {
            cluster_file::from_file(&mut given, name);
            given
        }));
        self.outline = file.outline;
        self.accept.extend(file.accept);
        self.broken.extend(file.broken);
        self.is_lost |= file.is_lost;
        let Some((id, place)) = file.preset else {
            return;
        };
        self.preset = pack.preset(&id);
        self.preset_place = Some(place.clone());
        if self.preset.is_none() {
            let ids = pack.presets().iter().map(|preset| preset.id.as_str());
            let suggestion = closest(&id, ids).unwrap_or_default().to_owned();
            let fault = CliFault::NoPreset {
                preset: id,
                suggestion,
            };
            self.faults.push(Fault::new(&fault).at(Some(place)));
        }
    }

    fn choose_preset(&mut self, pack: &'p Pack, matches: &ArgMatches) {
        if let Some(id) = matches.get_one::<String>("preset") {
            self.preset = pack.preset(id);
            self.preset_place = Some(Place::named("--preset"));
        }
        self.take_preset();
    }

    /// Refuses answers of the command line for workloads and environments that are not there, and a
    /// preset for several workloads.
    pub(super) fn judge_reaches(&mut self, pack: &Pack) {
        if !self.is_lost {
            let flags = self.given.iter().filter(|one| one.origin == Origin::Flag);
            let faults = flags
                .filter_map(|one| answers::unreachable(&pack.questions, &self.outline, one))
                .collect::<Vec<_>>();
            self.faults.extend(faults);
        }
        if let Some(preset) = self.preset.filter(|_| !self.outline.workloads.is_empty()) {
            let preset = preset.id.clone();
            let fault = Fault::new(&AnswerFault::PresetOfMany { preset });
            self.faults.push(fault.at(self.preset_place.clone()));
        }
    }

    /// Adds the answers of the chosen preset as a layer.
    pub(super) fn take_preset(&mut self) {
        let Some(preset) = self.preset else { return };
        self.given
            .retain(|given| !matches!(given.origin, Origin::Preset(_)));
        self.given.extend(preset.layer());
    }

    pub(super) fn env_file(&mut self, matches: &ArgMatches) {
        let Some(name) = matches.get_one::<String>("env-file") else {
            return;
        };
        let Some(text) = self.input(name) else { return };
        let mut pairs = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_end_matches('\r');
            if line.trim().is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            let place = Place {
                file: name.as_str().into(),
                line: u32::try_from(at + 1).unwrap_or(0),
                column: 1,
            };
            if let Some((key, value)) = line.strip_prefix("export ").unwrap_or(line).split_once('=')
            {
                pairs.push((key.trim().to_owned(), value.to_owned()));
            } else {
                let fault = CliFault::EnvLine {
                    text: line.to_owned(),
                };
                self.faults.push(Fault::new(&fault).at(Some(place)));
            }
        }
        // `--env` is typed by hand and so stronger than the file beside it.
        match self
            .given
            .iter_mut()
            .find(|given| given.id == "env" && given.origin == Origin::Flag)
        {
            Some(Given {
                raw: Raw::Map(own), ..
            }) => {
                pairs.retain(|(key, _)| own.iter().all(|(known, _)| known != key));
                own.extend(pairs);
            }
            _ => self.given.push(Given {
                id: "env".to_owned(),
                raw: Raw::Map(pairs),
                place: Some(Place::named(name)),
                parts: Vec::new(),
                origin: Origin::Flag,
                reach: Reach::default(),
            }),
        }
    }

    pub(super) fn look(&mut self, matches: &ArgMatches) {
        if let Some(name) = matches.get_one::<String>("dockerfile")
            && let Some(text) = self.input(name)
        {
            self.evidence = evidence::read_dockerfile(name, &text);
        }
        if let Some(name) = matches.get_one::<String>("image-config")
            && let Some(text) = self.input(name)
        {
            match evidence::read_image_config(shown(name), &text) {
                Ok(evidence) => self.evidence = evidence,
                Err(fault) => self.faults.push(fault),
            }
        }
    }

    pub(super) fn acceptances(&mut self, matches: &ArgMatches) {
        for text in matches.get_many::<String>("accept").into_iter().flatten() {
            let (rule, reason) = text.split_once('=').unwrap_or((text, ""));
            let place = Some(Place::named("--accept"));
            if rule.is_empty() || reason.trim().is_empty() {
                self.faults.push(
                    Fault::new(&AnswerFault::Accept {
                        rule: rule.to_owned(),
                    })
                    .at(place),
                );
            } else {
                let (rule, reason) = (rule.to_owned(), reason.to_owned());
                self.accept.push(Acceptance {
                    rule,
                    reason,
                    by: None,
                    until: None,
                    reach: Reach::default(),
                    place,
                });
            }
        }
    }

    fn input(&mut self, name: &str) -> Option<String> {
        let fail = |detail: String| {
            Fault::from(CliFault::Unreadable {
                file: shown(name).to_owned(),
                detail,
            })
        };
        match read_input(name, INPUT_LIMIT).map(String::from_utf8) {
            Ok(Ok(text)) => Some(text),
            Ok(Err(error)) => {
                let offset = error.utf8_error().valid_up_to();
                let fault = YamlFault::NotUtf8 { offset };
                self.faults
                    .push(Fault::new(&fault).at(Some(Place::named(shown(name)))));
                None
            }
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                let limit = usize::try_from(INPUT_LIMIT >> 20).unwrap_or(usize::MAX);
                let fault = YamlFault::TooLarge { limit };
                self.faults
                    .push(Fault::new(&fault).at(Some(Place::named(shown(name)))));
                None
            }
            Err(error) => {
                self.faults.push(fail(error.to_string()));
                None
            }
        }
    }

    /// Resolves what was asked for, for a service of one workload that is the same everywhere.
    pub(super) fn resolve(&self, pack: &Pack) -> Resolved {
        self.resolve_part(pack, Part::default(), &[])
    }

    /// Resolves what was asked for of one workload in one environment. What is seen of the image may
    /// choose the controller, and what it proposes depends on that, so the tree is walked first.
    /// `also` are answers that nobody gave.
    pub(super) fn resolve_part(&self, pack: &Pack, part: Part<'_>, also: &[Given]) -> Resolved {
        let covered = self.given.iter().filter(|one| one.reach.covers(part));
        let also = also.iter().filter(|one| one.reach.covers(part));
        let own: Vec<Given> = covered.chain(also).cloned().collect();
        let preset = self.preset_of(part.workload);
        let first = self.resolve_layers(pack, preset, &own);
        if self.is_kept && !self.is_added(part.workload) {
            return first;
        }
        let (proposed, faults) = self.seen(pack, &first, |sight| {
            let mut given = own.clone();
            given.extend(sight.of_the_tree(&first));
            let second = if given.len() == own.len() {
                None
            } else {
                Some(self.resolve_layers(pack, preset, &given))
            };
            given.extend(sight.proposals(second.as_ref().unwrap_or(&first)));
            given
        });
        let mut resolved = if proposed.len() == own.len() || proposed.is_empty() {
            first
        } else {
            self.resolve_layers(pack, preset, &proposed)
        };
        resolved.faults.extend(faults);
        resolved
    }

    /// Where an environment runs, or what all of them share.
    pub(super) fn setting<'s>(&'s self, pack: &'s Pack, environment: Option<&str>) -> Setting<'s> {
        Setting::new(&pack.facts, self.clusters.of(environment))
    }

    fn resolve_layers(&self, pack: &Pack, preset: Option<&Preset>, given: &[Given]) -> Resolved {
        let guesses: Vec<&str> = preset
            .iter()
            .flat_map(|preset| preset.guesses.keys().map(String::as_str))
            .collect();
        let knowledge = Knowledge {
            is_one_of_many: self.outline.workloads.len() > 1,
            ..pack.knowledge()
        };
        answers::resolve(
            knowledge,
            given,
            preset.map(|preset| preset.id.as_str()),
            &guesses,
        )
    }
}

/// The name of an input in messages.
fn shown(name: &str) -> &str {
    if name == "-" { "<stdin>" } else { name }
}

/// The language of what is written: the answer `proseLang`.
pub(super) fn prose_language(pack: &Pack, resolved: &Resolved) -> crate::text::Language {
    match resolved.value(&pack.questions, "proseLang") {
        Canonical::Text(tag) => crate::text::Language::parse(&tag).unwrap_or_default(),
        _ => crate::text::Language::En,
    }
}
