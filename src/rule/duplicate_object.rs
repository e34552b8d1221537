//! One object twice.

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new(
    "duplicate-object",
    Stage::Objects,
    Severity::Error,
)];

pub(super) struct DuplicateObject;

impl Rule for DuplicateObject {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [duplicate_object] = &METAS;
        for (at, object) in set.objects.iter().enumerate() {
            let same = set.objects.iter().take(at).find(|other| {
                other.kind_name == object.kind_name
                    && other.api_version == object.api_version
                    && other.name() == object.name()
                    && other.namespace() == object.namespace()
                    && object.kind.is_some()
            });
            if let Some(other) = same {
                report.add(
                    duplicate_object,
                    object,
                    "metadata.name",
                    vec![("file", other.file.clone())],
                );
            }
        }
    }
}
