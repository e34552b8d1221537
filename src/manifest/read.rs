//! Text → typed objects. Strict: a field that the type does not have, one that
//! is missing and one that is newer than the target are all faults.

use serde::de::DeserializeOwned;

use super::table::Table;
use super::{Kind, Object};
use crate::faults;
use crate::text::Fault;
use crate::yaml::{self, Document, Problem};

faults! {
    /// What can be wrong with a manifest as text.
    pub(super) enum ManifestFault {
        /// Not a Kubernetes object.
        NotAnObject { file: String } = "manifest.not-an-object",
        /// An `apiVersion` that does not fit its `kind`.
        ApiVersion { kind: String, found: String, expected: String } = "manifest.api-version",
        /// A field that the kind does not have.
        UnknownField { object: String, path: String, suggestion: String } = "manifest.unknown-field",
        /// A field that must be there.
        MissingField { object: String, path: String } = "manifest.missing-field",
        /// A field of a newer version than the target's.
        NewField { object: String, path: String, since: String, target: String } = "manifest.new-field",
        /// A value of another type.
        WrongType { object: String, path: String, expected: String, found: String } = "manifest.wrong-type",
    }
}

/// Reads all objects of `text`; the objects that could be read come with the faults of all of them.
pub fn read(file: &str, text: &str, table: &Table<'_>) -> (Vec<Object>, Vec<Fault>) {
    let mut objects = Vec::new();
    let mut faults = Vec::new();
    match yaml::read(file, text) {
        Err(broken) => faults.extend(broken),
        Ok(documents) => {
            for document in documents {
                if let Some(object) = one(file, document, table, &mut faults) {
                    objects.push(object);
                }
            }
        }
    }
    (objects, faults)
}

fn one(
    file: &str,
    document: Document,
    table: &Table<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Object> {
    let root = document.root();
    let word = |name: &str| {
        document
            .get(root, name)
            .map(|id| document.text(id).to_owned())
    };
    let (Some(api_version), Some(kind_name)) = (word("apiVersion"), word("kind")) else {
        faults.push(
            Fault::new(&ManifestFault::NotAnObject {
                file: file.to_owned(),
            })
            .at(Some(document.place(root))),
        );
        return None;
    };
    let mut reader = Reader {
        document: &document,
        table,
        kind: &kind_name,
        faults,
    };
    let (expected, kind) = match kind_name.as_str() {
        "ConfigMap" => ("v1", reader.typed(Kind::ConfigMap)),
        "CronJob" => ("batch/v1", reader.typed(Kind::CronJob)),
        "DaemonSet" => ("apps/v1", reader.typed(Kind::DaemonSet)),
        "Deployment" => ("apps/v1", reader.typed(Kind::Deployment)),
        "Job" => ("batch/v1", reader.typed(Kind::Job)),
        "LimitRange" => ("v1", reader.typed(Kind::LimitRange)),
        "Namespace" => ("v1", reader.typed(Kind::Namespace)),
        "NetworkPolicy" => ("networking.k8s.io/v1", reader.typed(Kind::NetworkPolicy)),
        "PersistentVolumeClaim" => ("v1", reader.typed(Kind::PersistentVolumeClaim)),
        "PodDisruptionBudget" => ("policy/v1", reader.typed(Kind::PodDisruptionBudget)),
        "ResourceQuota" => ("v1", reader.typed(Kind::ResourceQuota)),
        "Service" => ("v1", reader.typed(Kind::Service)),
        "ServiceAccount" => ("v1", reader.typed(Kind::ServiceAccount)),
        "StatefulSet" => ("apps/v1", reader.typed(Kind::StatefulSet)),
        _ => (api_version.as_str(), None),
    };
    if expected != api_version {
        let place = document
            .get(root, "apiVersion")
            .map(|id| document.place(id));
        let fault = ManifestFault::ApiVersion {
            kind: kind_name.clone(),
            found: api_version.clone(),
            expected: expected.to_owned(),
        };
        faults.push(Fault::new(&fault).at(place));
    }
    Some(Object {
        file: file.to_owned(),
        api_version,
        kind_name,
        kind,
        document,
    })
}

struct Reader<'r> {
    document: &'r Document,
    table: &'r Table<'r>,
    kind: &'r str,
    faults: &'r mut Vec<Fault>,
}

impl Reader<'_> {
    fn typed<T: DeserializeOwned>(&mut self, wrap: impl Fn(Box<T>) -> Kind) -> Option<Kind> {
        let decoded = yaml::decode::<T>(self.document, self.document.root(), self.table);
        let object = self.kind.to_owned();
        for problem in decoded.problems {
            let (fault, id) = match problem {
                Problem::Unknown {
                    path,
                    suggestion,
                    id,
                    ..
                } => {
                    let suggestion = suggestion.unwrap_or_default().to_owned();
                    (
                        ManifestFault::UnknownField {
                            object: object.clone(),
                            path,
                            suggestion,
                        },
                        id,
                    )
                }
                Problem::Missing { path, id, .. } => (
                    ManifestFault::MissingField {
                        object: object.clone(),
                        path,
                    },
                    id,
                ),
                Problem::TooNew {
                    path, since, id, ..
                } => {
                    let (since, target) = (format!("1.{since}"), format!("1.{}", self.table.minor));
                    (
                        ManifestFault::NewField {
                            object: object.clone(),
                            path,
                            since,
                            target,
                        },
                        id,
                    )
                }
                Problem::Type {
                    path,
                    expected,
                    found,
                    id,
                } => (
                    ManifestFault::WrongType {
                        object: object.clone(),
                        path,
                        expected,
                        found,
                    },
                    id,
                ),
            };
            self.faults
                .push(Fault::new(&fault).at(Some(self.document.place(id))));
        }
        decoded.value.map(|value| wrap(Box::new(value)))
    }
}
