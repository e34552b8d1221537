//! From a pack and a service to files.

use std::path::Path;
use std::sync::Arc;

use minijinja::value::Serde;
use minijinja::{Value, context};

use super::layout::{self, Laid};
use super::whole::Whole;
use crate::bundle;
use crate::cluster::Setting;
use crate::pack::{Blueprint, Each, Pack, PackFault, Site, Syntax, Templates};
use crate::service::Service;
use crate::text::Language;

/// One rendered file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Its path in the bundle.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whether it holds Kubernetes objects that are applied with the bundle.
    pub is_manifest: bool,
    /// Whether it holds objects for the tool that applies the bundle.
    pub is_delivery: bool,
    /// Whether it is made once: where something lies, it is its owner's and no part of the bundle.
    pub is_once: bool,
    /// Which workload of the service it is of; none where it is of all of them.
    pub workload: Option<usize>,
    /// For each line with values: (line from 1, sites).
    pub provenance: Vec<(u32, Vec<Arc<Site>>)>,
}

impl Rendered {
    /// Whether it is a text for people.
    pub(crate) fn is_markdown(&self) -> bool {
        let end = Path::new(&self.path).extension();
        end.is_some_and(|end| end == "md")
    }
}

/// The files in the folder that is applied.
pub(crate) const BASE: &str = "base/";
/// The folder of the Namespace and what belongs to it.
const NAMESPACE: &str = "namespace/";
/// The folder of the storage class that a service brings along.
const STORAGE: &str = "storage/";
/// The folders of what is not of the namespace: whoever may, applies them.
pub(crate) const OUTSIDE: [&str; 2] = [NAMESPACE, STORAGE];
/// The folder of what the environments have of their own.
pub(crate) const OVERLAYS: &str = "overlays/";
/// The file that lists what kustomize applies.
pub(crate) const KUSTOMIZATION: &str = "kustomization.yaml";

struct Planned<'p> {
    blueprint: &'p Blueprint,
    template: String,
    path: String,
    workload: Option<usize>,
    context: Value,
}

/// Renders every blueprint of `pack` that applies to `service`, in apply order.
pub fn render(
    pack: &Pack,
    setting: &Setting<'_>,
    service: &Service,
    language: Language,
) -> Result<Vec<Rendered>, PackFault> {
    let templates = pack.templates(language)?;
    let mut planned = plan(pack, setting, templates, service, language)?;
    let names = |folder: &str| -> Vec<String> {
        planned
            .iter()
            .filter(|one| one.blueprint.text == Syntax::Yaml && !one.path.ends_with(KUSTOMIZATION))
            .filter_map(|one| one.path.strip_prefix(folder).map(str::to_owned))
            .collect()
    };
    let files = Value::from_iter(names(BASE));
    let namespace_files = Value::from_iter(names(NAMESPACE));
    let mut rendered = Vec::with_capacity(planned.len());
    let mut whole = service.is_rendered().then(|| Whole::new(service));
    for one in &mut planned {
        let paths = whole.as_ref().map(|whole| Value::from(Serde(&whole.paths)));
        let context = context! { files => files.clone(), namespaceFiles => namespace_files.clone(), paths, ..one.context.clone() };
        let file = finish(templates, one, context)?;
        match &mut whole {
            None => rendered.push(file),
            Some(whole) => rendered.extend(whole.place(file)),
        }
    }
    Ok(rendered)
}

fn finish(templates: &Templates, one: &Planned<'_>, context: Value) -> Result<Rendered, PackFault> {
    let text = templates
        .environment
        .get_template(&one.template)
        .and_then(|template| template.render(context))
        .map_err(|error| PackFault::Template {
            detail: format!("{error:#}"),
        })?;
    let laid = match one.blueprint.text {
        Syntax::Yaml => layout::yaml(&text).map_err(|line| PackFault::Layout {
            template: one.template.clone(),
            line,
        })?,
        Syntax::Markdown => layout::markdown(&text),
    };
    let Laid { text, lines } = laid;
    let provenance = lines
        .into_iter()
        .map(|(line, numbers)| (line, templates.sites(&numbers)))
        .collect();
    let is_delivery = one.blueprint.each == Each::Environment;
    let is_manifest =
        one.blueprint.text == Syntax::Yaml && !is_delivery && !one.path.ends_with(KUSTOMIZATION);
    Ok(Rendered {
        path: one.path.clone(),
        text,
        is_manifest,
        is_delivery,
        is_once: one.blueprint.once,
        workload: one.workload,
        provenance,
    })
}

/// The cluster as templates and reasons see it; none where it is not known.
pub(crate) fn cluster_of(setting: &Setting<'_>) -> Option<Value> {
    let cluster = setting.cluster?;
    Some(context! {
        name => &cluster.name,
        enforcesPolicies => cluster.enforces_policies(),
        ..Value::from(Serde(cluster))
    })
}

fn plan<'p>(
    pack: &'p Pack,
    setting: &Setting<'_>,
    templates: &Templates,
    service: &Service,
    language: Language,
) -> Result<Vec<Planned<'p>>, PackFault> {
    let shared = Value::from(Serde(service));
    let facts = Value::from(Serde(setting.facts.as_ref()));
    let mut planned = Vec::new();
    let base = context! {
        service => shared,
        facts => facts,
        cluster => cluster_of(setting),
        target => context! { minor => service.minor, text => format!("1.{}", service.minor) },
        features => Value::from(Serde(&service.features)),
        lang => language.code(),
    };
    let each_workload: Vec<Value> = service
        .workloads
        .iter()
        .map(|workload| context! { workload => Value::from(Serde(workload)), ..base.clone() })
        .collect();
    let whole_service = [base];
    for blueprint in &pack.blueprints {
        let contexts = match blueprint.each {
            Each::Service => whole_service.as_slice(),
            // What all environments share is none of them.
            Each::Environment if service.environments.is_empty() => whole_service.as_slice(),
            Each::Environment => &[],
            Each::Workload => each_workload.as_slice(),
        };
        for (at, context) in contexts.iter().enumerate() {
            if applies(templates, blueprint, context)? {
                let path = path_of(templates, &blueprint.file, context)?;
                bundle::check_path(&path).map_err(|_| PackFault::Path { path: path.clone() })?;
                let template = path_of(templates, &blueprint.template, context)?;
                planned.push(Planned {
                    blueprint,
                    template,
                    path,
                    workload: (blueprint.each == Each::Workload).then_some(at),
                    context: context.clone(),
                });
            }
        }
    }
    Ok(planned)
}

fn applies(
    templates: &Templates,
    blueprint: &Blueprint,
    context: &Value,
) -> Result<bool, PackFault> {
    let Some(when) = &blueprint.when else {
        return Ok(true);
    };
    templates
        .holds(when, context)
        .map_err(|error| PackFault::Template {
            detail: format!("{}: {error:#}", blueprint.template),
        })
}

fn path_of(templates: &Templates, source: &str, context: &Value) -> Result<String, PackFault> {
    templates
        .path(source, context)
        .map_err(|error| PackFault::Template {
            detail: format!("{source}: {error:#}"),
        })
}
