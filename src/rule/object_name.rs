//! Names, labels and annotations as the API server wants them.

use std::collections::BTreeMap;

use crate::manifest::Kind;
use crate::value::{DnsLabel, DnsSubdomain, LabelKey, LabelValue, ServiceName};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("object-name", Stage::Value, Severity::Error),
    Meta::new("label-syntax", Stage::Value, Severity::Error),
];

pub(super) struct ObjectName;

impl Rule for ObjectName {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [object_name, label_syntax] = &METAS;
        for object in set.objects {
            let Some(kind) = &object.kind else { continue };
            let metadata = kind.metadata();
            let name = metadata.name.as_deref().unwrap_or_default();
            let is_sound = match kind {
                Kind::Service(_) => ServiceName::parse(name).is_ok(),
                Kind::CronJob(_) => name.len() <= 52 && DnsSubdomain::parse(name).is_ok(),
                Kind::Namespace(_) => DnsLabel::parse(name).is_ok(),
                _ => DnsSubdomain::parse(name).is_ok(),
            };
            if !is_sound {
                report.add(
                    object_name,
                    object,
                    "metadata.name",
                    vec![("name", name.to_owned())],
                );
            }
            let mut labels = |path: &str, labels: Option<&BTreeMap<String, String>>| {
                for (key, value) in labels.into_iter().flatten() {
                    let sound = LabelKey::parse(key).is_ok()
                        && (value.is_empty() || LabelValue::parse(value).is_ok());
                    if !sound {
                        report.add(
                            label_syntax,
                            object,
                            &format!("{path}[{key}]"),
                            vec![("key", key.clone()), ("value", value.clone())],
                        );
                    }
                }
            };
            labels("metadata.labels", metadata.labels.as_ref());
            if let Some((path, template)) = kind.pod_template() {
                let found = template
                    .metadata
                    .as_ref()
                    .and_then(|metadata| metadata.labels.as_ref());
                labels(&format!("{path}.metadata.labels"), found);
            }
        }
    }
}
