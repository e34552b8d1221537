//! A pack: a folder of questions, tree, presets, facts and blueprints, with a
//! name and a version. The built-in one is embedded and has the same form as any other.

mod facts;
mod fault;
mod images;
mod page;
mod preset;
mod runtime;
mod site;
mod template;

use std::sync::OnceLock;

use serde::Deserialize;

use crate::answers::Expressions;
use crate::beside::beside;
use crate::decide::Tree;
use crate::embedded;
use crate::evidence::{Evidence, Hints, Known, KnownImage};
use crate::question::Questions;
use crate::text::{Fault, Language, Place, Prose};
use crate::yaml;

pub use facts::{
    Block, Elastic, Facts, GpuFacts, LabelFact, LeastDisk, NodeLabel, Quota, Span, SpotFacts,
    Timing, Timings,
};
pub use fault::PackFault;
pub use page::{Page, Part, Point};
pub use preset::{Need, Preset, Size};
pub use runtime::Variable;
pub use site::Site;
pub(crate) use site::{Piece, Printed, holds_value, pieces};
pub(crate) use template::Templates;

/// The folder of the built-in pack below `blueprints/`.
const BUILT_IN: &str = "ack/";
/// The folder of its presets.
const PRESETS: &str = "ack/presets/";
/// The folder of its templates.
const TEMPLATES: &str = "ack/templates/";
/// From this many bytes on a template is long: the pod and the README, which every bundle needs.
const LONG_TEMPLATE: usize = 8 * 1024;

/// What one blueprint is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Each {
    /// Once for the service.
    Service,
    /// Once for each workload.
    Workload,
    /// Once for each environment, or for the service where it is the same everywhere: what tells the
    /// tool that applies the bundle of it, and so no part of what is applied.
    Environment,
}

/// The syntax of a rendered file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Syntax {
    /// YAML: values are quoted by their place.
    #[default]
    Yaml,
    /// Markdown.
    Markdown,
}

/// One template with its conditions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Blueprint {
    /// The template's path below `templates/`; may hold `{{ lang }}`.
    pub template: String,
    /// The file it makes; may hold `{{ workload.prefix }}`.
    pub file: String,
    /// What it is made for.
    pub each: Each,
    /// Whether it is made: an expression.
    #[serde(default)]
    pub when: Option<String>,
    /// The syntax of the file.
    #[serde(default)]
    pub text: Syntax,
    /// Whether it is made once and then its owner's.
    #[serde(default)]
    pub once: bool,
}

#[derive(Deserialize)]
struct Manifest {
    name: String,
    version: String,
    format: u64,
    title: Prose,
    facts: Facts,
    blueprints: Vec<Blueprint>,
    interview: InterviewPlan,
}

/// How an interview goes where no preset says it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InterviewPlan {
    /// The questions it asks, in this order.
    pub questions: Vec<String>,
    /// Ends of paths: the first five files that have one are to be read first.
    pub read_first: Vec<String>,
}

/// A loaded pack.
#[derive(Debug)]
pub struct Pack {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The sha256 of its files, in hex.
    pub digest: String,
    /// What it is.
    pub title: Prose,
    /// Facts about a cluster that nobody described.
    pub facts: Facts,
    /// What names of images and commands tell.
    pub hints: Hints,
    /// Variables that runtimes need.
    pub variables: Vec<Variable>,
    /// Its blueprints in apply order.
    pub blueprints: Vec<Blueprint>,
    /// What an interview asks without a preset.
    pub interview: InterviewPlan,
    /// Its questions.
    pub questions: Questions,
    /// Their compiled expressions.
    pub expressions: Expressions,
    /// Its decision tree.
    pub tree: Tree,
    images: images::Images,
    presets: OnceLock<Vec<Preset>>,
    templates: [OnceLock<Result<Templates, String>>; 2],
}

impl Pack {
    /// The pack that is embedded in the binary.
    pub fn built_in() -> Result<Self, Vec<Fault>> {
        let file = |name: &str| -> Result<(String, yaml::Input<'static>), Vec<Fault>> {
            let path = format!("{BUILT_IN}{name}");
            embedded::data(&path)
                .map(|text| (path.clone(), text))
                .ok_or_else(|| vec![PackFault::NoFile { file: path }.into()])
        };
        let (path, text) = file("pack.yaml")?;
        let (tree_path, tree_text) = file("tree.yaml")?;
        let (hints_path, hints) = file("evidence.yaml")?;
        let (variables_path, variables) = file("runtimes.yaml")?;
        // The questions are two thirds of the pack: the rest is read beside them.
        let (questions, (manifest, tree, hints, variables)) = beside(
            || Questions::load(embedded::data_under(&format!("{BUILT_IN}questions/"))),
            || {
                (
                    yaml::load::<Manifest>(&path, text),
                    Tree::load(&tree_path, tree_text),
                    yaml::load(&hints_path, hints),
                    yaml::load(&variables_path, variables),
                )
            },
        );
        let manifest = manifest?;
        if manifest.format != 1 {
            return Err(vec![
                Fault::new(&PackFault::Format {
                    found: manifest.format,
                })
                .at(Some(Place::named(&path))),
            ]);
        }
        let questions = questions?;
        refuse_unknown(&path, &manifest.interview, &questions)?;
        Ok(Self {
            hints: hints?,
            variables: variables?,
            tree: tree?,
            expressions: Expressions::compile(&questions)?,
            name: manifest.name,
            version: manifest.version,
            digest: env!("KWGEN_PACK_DIGEST").to_owned(),
            title: manifest.title,
            facts: manifest.facts,
            blueprints: manifest.blueprints,
            interview: manifest.interview,
            questions,
            images: images::Images::new(format!("{BUILT_IN}images/")),
            presets: OnceLock::new(),
            templates: [OnceLock::new(), OnceLock::new()],
        })
    }

    /// The presets in the order of their file names.
    pub fn presets(&self) -> &[Preset] {
        self.presets.get_or_init(|| {
            embedded::data_under(PRESETS)
                .filter_map(|(path, text)| yaml::load::<Preset>(path, text).ok())
                .collect()
        })
    }

    /// The ids of the presets, without reading them: the file of a preset is `N-ID.yaml`.
    pub fn preset_ids(&self) -> impl Iterator<Item = &'static str> + use<> {
        embedded::under(PRESETS).filter_map(|(path, _)| {
            let (_, name) = path.rsplit_once('/')?;
            let (_, id) = name.strip_suffix(".yaml")?.split_once('-')?;
            Some(id)
        })
    }

    /// The preset with this id.
    pub fn preset(&self, id: &str) -> Option<&Preset> {
        self.presets().iter().find(|preset| preset.id == id)
    }

    /// What there is to tell of a question beside its definition, if there is a page of it.
    pub fn page(&self, id: &str) -> Option<Result<Page, Vec<Fault>>> {
        let path = format!("{BUILT_IN}pages/{id}.yaml");
        embedded::data(&path).map(|text| yaml::load(&path, text))
    }

    /// The keys of an answers file that are no questions and have a page, with the title of each.
    pub fn keys(&self) -> impl Iterator<Item = (&'static str, Prose)> {
        let folder = format!("{BUILT_IN}pages/");
        let ids: Vec<&str> = embedded::under(&folder)
            .filter_map(|(path, _)| path.strip_prefix(&folder)?.strip_suffix(".yaml"))
            .filter(|id| self.questions.find(id).is_none())
            .collect();
        ids.into_iter().filter_map(|id| {
            let part = self.page(id)?.ok()?.parts.into_iter().next()?;
            Some((id, part.title))
        })
    }

    /// The known image that this is, or that it is made from.
    pub fn known_image(
        &self,
        image: &str,
        evidence: &Evidence,
    ) -> Result<Option<Known<'_>>, Vec<Fault>> {
        self.images.find(image, evidence)
    }

    /// The ids of all known images, sorted.
    pub fn known_images(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        self.images.ids()
    }

    /// What is known of the image with this id.
    pub fn known_image_by_id(&self, id: &str) -> Option<&KnownImage> {
        self.images.get(id)?.as_ref().ok()
    }

    /// What [`crate::answers::resolve`] reads.
    pub const fn knowledge(&self) -> crate::answers::Knowledge<'_> {
        crate::answers::Knowledge {
            questions: &self.questions,
            expressions: &self.expressions,
            tree: &self.tree,
            is_one_of_many: false,
        }
    }

    /// Compiles the long templates of a language, so that whoever renders later need not wait.
    pub fn warm(&self, language: Language) {
        let Ok(templates) = self.templates(language) else {
            return;
        };
        for path in long_templates(language) {
            // Whoever renders it meets the same error and says it.
            let _ = templates.environment.get_template(path);
        }
    }

    /// The compiled templates in one language.
    pub(crate) fn templates(&self, language: Language) -> Result<&Templates, PackFault> {
        let slot = match language {
            Language::En => 0,
            Language::Zh => 1,
        };
        let [english, chinese] = &self.templates;
        let cell = if slot == 0 { english } else { chinese };
        cell.get_or_init(|| {
            Templates::load(template_sources(), &self.blueprints, language)
                .map_err(|error| format!("{error:#}"))
        })
        .as_ref()
        .map_err(|detail| PackFault::Template {
            detail: detail.clone(),
        })
    }
}

/// The templates of the built-in pack: (path below `templates/`, source).
fn template_sources() -> impl Iterator<Item = (&'static str, &'static str)> {
    embedded::under(TEMPLATES)
        .map(|(path, text)| (path.strip_prefix(TEMPLATES).unwrap_or(path), text))
}

/// The long templates that are of use in a language: `README.zh.md` is of none in English.
fn long_templates(language: Language) -> impl Iterator<Item = &'static str> {
    let other = match language {
        Language::En => ".zh.",
        Language::Zh => ".en.",
    };
    template_sources()
        .filter(move |(path, source)| source.len() >= LONG_TEMPLATE && !path.contains(other))
        .map(|(path, _)| path)
}

fn refuse_unknown(
    path: &str,
    plan: &InterviewPlan,
    questions: &Questions,
) -> Result<(), Vec<Fault>> {
    let unknown = plan
        .questions
        .iter()
        .filter(|id| questions.find(id).is_none());
    let faults: Vec<Fault> = unknown
        .map(|id| Fault::new(&PackFault::Interview { id: id.clone() }).at(Some(Place::named(path))))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_preset_is_named_after_it() {
        let pack = Pack::built_in();
        let ids: Vec<&str> = pack.iter().flat_map(Pack::preset_ids).collect();
        let read = pack.iter().flat_map(Pack::presets);
        assert!(!ids.is_empty());
        assert_eq!(ids, read.map(|preset| &*preset.id).collect::<Vec<_>>());
    }

    #[test]
    fn only_what_every_bundle_needs_is_compiled_ahead() {
        let long = |language| long_templates(language).collect::<Vec<_>>();
        assert_eq!(long(Language::En), ["README.en.md", "partials/pod.yaml"]);
        assert_eq!(long(Language::Zh), ["README.zh.md", "partials/pod.yaml"]);
    }

    #[test]
    fn every_template_and_condition_compiles_in_both_languages() -> Result<(), String> {
        let pack = Pack::built_in().map_err(|faults| format!("{faults:?}"))?;
        for language in [Language::En, Language::Zh] {
            let templates = pack
                .templates(language)
                .map_err(|fault| format!("{fault:?}"))?;
            let paths = template_sources().map(|(path, _)| path);
            let whens = pack.blueprints.iter().filter_map(|one| one.when.as_deref());
            let computed = pack.blueprints.iter().map(|one| one.file.as_str());
            let computed = computed.filter(|file| file.contains("{{"));
            for name in paths.chain(whens).chain(computed) {
                let compiled = templates.environment.get_template(name);
                compiled.map_err(|error| format!("{name}: {error:#}"))?;
            }
        }
        Ok(())
    }
}
