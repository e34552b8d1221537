//! Names, labels and annotations as the API server wants them.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use crate::manifest::{Kind, Object};
use crate::value::{DnsLabel, DnsSubdomain, LabelKey, LabelValue, ServiceName};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("object-name", Stage::Value, Severity::Error),
    Meta::new("label-syntax", Stage::Value, Severity::Error),
    Meta::new("annotation-syntax", Stage::Value, Severity::Error),
];

/// The most that keys and values of all annotations may take together.
const ANNOTATIONS: usize = 256 * 1024;

type Map = BTreeMap<String, String>;

pub(super) struct ObjectName;

impl Rule for ObjectName {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [object_name, label_syntax, annotation_syntax] = &METAS;
        for object in set.objects {
            let Some(kind) = &object.kind else { continue };
            let metadata = kind.metadata();
            let name = metadata.name.as_deref().unwrap_or_default();
            let is_generated = name.is_empty() && metadata.generate_name.is_some();
            if !is_generated && !is_sound(kind, name, set.minor) {
                let fields = vec![("name", name.to_owned())];
                report.add(object_name, object, "metadata.name", fields);
            }
            for (path, key, value) in wrong_labels(object, kind) {
                let fields = vec![("key", key), ("value", value)];
                report.add(label_syntax, object, &path, fields);
            }
            let template = kind.pod_template();
            let of_pod = template.and_then(|(path, template)| {
                let annotations = template.metadata.as_ref()?.annotations.as_ref()?;
                Some((format!("{path}.metadata.annotations"), annotations))
            });
            let own = metadata.annotations.as_ref();
            let own = own.map(|found| ("metadata.annotations".to_owned(), found));
            for (path, annotations) in own.into_iter().chain(of_pod) {
                for key in annotations.keys() {
                    if LabelKey::parse(&key.to_ascii_lowercase()).is_err() {
                        let fields = vec![("key", key.clone())];
                        report.add(annotation_syntax, object, &format!("{path}[{key}]"), fields);
                    }
                }
                let size: usize = annotations
                    .iter()
                    .map(|(key, value)| key.len() + value.len())
                    .sum();
                if size > ANNOTATIONS {
                    report.add(annotation_syntax, object, &path, Vec::new());
                }
            }
        }
    }
}

fn is_sound(kind: &Kind, name: &str, minor: u16) -> bool {
    let is_label = || DnsLabel::parse(name).is_ok();
    match kind {
        // RelaxedServiceNameValidation: a digit in front is fine by now.
        Kind::Service(_) if minor >= 36 => is_label(),
        Kind::Service(_) => ServiceName::parse(name).is_ok(),
        // Its Jobs get eleven characters more, and a Job's name is a label of its pods.
        Kind::CronJob(_) => name.len() <= 52 && DnsSubdomain::parse(name).is_ok(),
        Kind::Job(job) => {
            let last = job.spec.as_ref().and_then(|spec| {
                let is_indexed = spec.completion_mode.as_deref() == Some("Indexed");
                spec.completions.filter(|count| is_indexed && *count > 0)
            });
            match last {
                Some(count) => DnsLabel::parse(&format!("{name}-{}", count - 1)).is_ok(),
                None => name.len() <= 63 && DnsSubdomain::parse(name).is_ok(),
            }
        }
        // The name and a hash of ten are the label controller-revision-hash of its pods.
        Kind::StatefulSet(_) => name.len() <= 52 && is_label(),
        Kind::Namespace(_) => is_label(),
        // A part of a path: the API server takes almost anything else, `system:controller:x` for one.
        Kind::Role(_) | Kind::RoleBinding(_) => {
            !matches!(name, "" | "." | "..") && !name.contains(['/', '%'])
        }
        _ => DnsSubdomain::parse(name).is_ok(),
    }
}

/// (path, key, value) of what is no label.
fn wrong_labels(object: &Object, kind: &Kind) -> Vec<(String, String, String)> {
    let mut maps: Vec<(String, Option<&Map>)> = vec![(
        "metadata.labels".to_owned(),
        kind.metadata().labels.as_ref(),
    )];
    if let Some((path, template)) = kind.pod_template() {
        let labels = template
            .metadata
            .as_ref()
            .and_then(|metadata| metadata.labels.as_ref());
        maps.push((format!("{path}.metadata.labels"), labels));
        let nodes = template
            .spec
            .as_ref()
            .and_then(|spec| spec.node_selector.as_ref());
        maps.push((format!("{path}.spec.nodeSelector"), nodes));
    }
    if let Some(Kind::CronJob(cron)) = &object.kind {
        let metadata = cron.spec.job_template.metadata.as_ref();
        let labels = metadata.and_then(|metadata| metadata.labels.as_ref());
        maps.push(("spec.jobTemplate.metadata.labels".to_owned(), labels));
    }
    if let Some(Kind::StatefulSet(owner)) = &object.kind {
        for (at, claim) in owner
            .spec
            .volume_claim_templates
            .iter()
            .flatten()
            .enumerate()
        {
            let path = format!("spec.volumeClaimTemplates[{at}].metadata.labels");
            maps.push((path, claim.metadata.labels.as_ref()));
        }
    }
    for (path, selector) in selectors(kind) {
        maps.push((
            format!("{path}.matchLabels"),
            selector.match_labels.as_ref(),
        ));
    }
    if let Kind::Service(service) = kind {
        let selector = service
            .spec
            .as_ref()
            .and_then(|spec| spec.selector.as_ref());
        maps.push(("spec.selector".to_owned(), selector));
    }
    let mut wrong = Vec::new();
    for (path, map) in maps {
        for (key, value) in map.into_iter().flatten() {
            let is_label = LabelKey::parse(key).is_ok()
                && (value.is_empty() || LabelValue::parse(value).is_ok());
            if !is_label {
                wrong.push((format!("{path}[{key}]"), key.clone(), value.clone()));
            }
        }
    }
    wrong
}

/// The label selectors of an object that stand at its top.
fn selectors(kind: &Kind) -> Vec<(&'static str, &LabelSelector)> {
    match kind {
        Kind::NetworkPolicy(policy) => policy
            .spec
            .iter()
            .filter_map(|spec| Some(("spec.podSelector", spec.pod_selector.as_ref()?)))
            .collect(),
        Kind::PodDisruptionBudget(budget) => budget
            .spec
            .iter()
            .filter_map(|spec| Some(("spec.selector", spec.selector.as_ref()?)))
            .collect(),
        _ => kind
            .selector()
            .map(|selector| ("spec.selector", selector))
            .into_iter()
            .collect(),
    }
}
