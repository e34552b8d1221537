//! Text → typed objects. Strict: a field that the type does not have, one that
//! is missing and one that is newer than the target are all faults.

use serde::de::DeserializeOwned;

use super::{Kind, Object};
use crate::faults;
use crate::kubernetes::{NEVER, Table};
use crate::text::Fault;
use crate::value::closest;
use crate::yaml::{self, Document, Id, Problem, Refusal};

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
        NewField { object: String, path: String, value: String, since: String, target: String } = "manifest.new-field",
        /// A field that no version has switched on.
        OffField { object: String, path: String, value: String, target: String } = "manifest.off-field",
        /// None of the words that the field takes.
        Choice { object: String, path: String, found: String, allowed: String, suggestion: String } = "manifest.choice",
        /// A number out of range.
        Range { object: String, path: String, found: String, range: String } = "manifest.range",
        /// A text of another form.
        Form { object: String, path: String, found: String, form: String } = "manifest.form",
        /// A value of another type.
        WrongType { object: String, path: String, expected: String, found: String } = "manifest.wrong-type",
    }
}

/// Reads all objects of `text`; the objects that could be read come with the faults of all of them.
pub fn read(file: &str, text: &str, table: &Table) -> (Vec<Object>, Vec<Fault>) {
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

fn one(file: &str, document: Document, table: &Table, faults: &mut Vec<Fault>) -> Option<Object> {
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
    let kind = match expected_version(&kind_name, &api_version) {
        None => None,
        Some(expected) if expected == api_version => {
            let mut reader = Reader {
                document: &document,
                table,
                kind: &kind_name,
                faults,
            };
            reader.kind(&kind_name)
        }
        Some(expected) => {
            let place = document
                .get(root, "apiVersion")
                .map(|id| document.place(id));
            let fault = ManifestFault::ApiVersion {
                kind: kind_name.clone(),
                found: api_version.clone(),
                expected: expected.to_owned(),
            };
            faults.push(Fault::new(&fault).at(place));
            None
        }
    };
    Some(Object {
        file: file.to_owned(),
        api_version,
        kind_name,
        kind,
        document,
    })
}

/// The version that a kind of Kubernetes must have; `None` for what is none of them: another
/// kind, or one of this name from someone else's group.
fn expected_version(kind: &str, found: &str) -> Option<&'static str> {
    let group = found.split_once('/').map_or("", |(group, _)| group);
    if group.contains('.') && !group.ends_with(".k8s.io") {
        return None;
    }
    match kind {
        "ConfigMap"
        | "LimitRange"
        | "Namespace"
        | "PersistentVolumeClaim"
        | "ResourceQuota"
        | "Secret"
        | "Service"
        | "ServiceAccount" => Some("v1"),
        "DaemonSet" | "Deployment" | "StatefulSet" => Some("apps/v1"),
        "CronJob" | "Job" => Some("batch/v1"),
        // Version 1 is served too, and has other fields.
        "HorizontalPodAutoscaler" if found == "autoscaling/v1" => None,
        "HorizontalPodAutoscaler" => Some("autoscaling/v2"),
        // Version v1beta1 is served too; it is left to those who still write it.
        "HTTPRoute" if found == "gateway.networking.k8s.io/v1beta1" => None,
        "HTTPRoute" => Some("gateway.networking.k8s.io/v1"),
        "Ingress" | "NetworkPolicy" => Some("networking.k8s.io/v1"),
        "PodDisruptionBudget" => Some("policy/v1"),
        "Role" | "RoleBinding" => Some("rbac.authorization.k8s.io/v1"),
        "StorageClass" => Some("storage.k8s.io/v1"),
        _ => None,
    }
}

struct Reader<'r> {
    document: &'r Document,
    table: &'r Table,
    kind: &'r str,
    faults: &'r mut Vec<Fault>,
}

impl Reader<'_> {
    fn kind(&mut self, name: &str) -> Option<Kind> {
        match name {
            "ConfigMap" => self.typed(Kind::ConfigMap),
            "CronJob" => self.typed(Kind::CronJob),
            "DaemonSet" => self.typed(Kind::DaemonSet),
            "Deployment" => self.typed(Kind::Deployment),
            "HorizontalPodAutoscaler" => self.typed(Kind::HorizontalPodAutoscaler),
            "HTTPRoute" => self.typed(Kind::HttpRoute),
            "Ingress" => self.typed(Kind::Ingress),
            "Job" => self.typed(Kind::Job),
            "LimitRange" => self.typed(Kind::LimitRange),
            "Namespace" => self.typed(Kind::Namespace),
            "NetworkPolicy" => self.typed(Kind::NetworkPolicy),
            "PersistentVolumeClaim" => self.typed(Kind::PersistentVolumeClaim),
            "PodDisruptionBudget" => self.typed(Kind::PodDisruptionBudget),
            "ResourceQuota" => self.typed(Kind::ResourceQuota),
            "Role" => self.typed(Kind::Role),
            "RoleBinding" => self.typed(Kind::RoleBinding),
            "Secret" => self.typed(Kind::Secret),
            "Service" => self.typed(Kind::Service),
            "ServiceAccount" => self.typed(Kind::ServiceAccount),
            "StatefulSet" => self.typed(Kind::StatefulSet),
            "StorageClass" => self.typed(Kind::StorageClass),
            _ => None,
        }
    }

    fn typed<T: DeserializeOwned>(&mut self, wrap: impl Fn(Box<T>) -> Kind) -> Option<Kind> {
        let decoded = yaml::decode::<T>(self.document, self.document.root(), self.table);
        for problem in decoded.problems {
            let (fault, id) = self.fault(problem);
            self.faults
                .push(Fault::new(&fault).at(Some(self.document.place(id))));
        }
        decoded.value.map(|value| wrap(Box::new(value)))
    }

    fn fault(&self, problem: Problem) -> (ManifestFault, Id) {
        let object = self.kind.to_owned();
        match problem {
            Problem::Unknown {
                path,
                suggestion,
                id,
            } => {
                let suggestion = suggestion.unwrap_or_default().to_owned();
                let fault = ManifestFault::UnknownField {
                    object,
                    path,
                    suggestion,
                };
                (fault, id)
            }
            Problem::Missing { path, id } => (ManifestFault::MissingField { object, path }, id),
            Problem::TooNew { path, since, id } => (self.too_new(path, String::new(), since), id),
            Problem::Value {
                path,
                found,
                refusal,
                id,
            } => (self.refused(path, found, refusal), id),
            Problem::Type {
                path,
                expected,
                found,
                id,
            } => {
                let fault = ManifestFault::WrongType {
                    object,
                    path,
                    expected,
                    found,
                };
                (fault, id)
            }
        }
    }

    fn too_new(&self, path: String, value: String, since: u16) -> ManifestFault {
        let object = self.kind.to_owned();
        let target = format!("1.{}", self.table.minor);
        if since == NEVER {
            return ManifestFault::OffField {
                object,
                path,
                value,
                target,
            };
        }
        ManifestFault::NewField {
            object,
            path,
            value,
            since: format!("1.{since}"),
            target,
        }
    }

    fn refused(&self, path: String, found: String, refusal: Refusal) -> ManifestFault {
        let object = self.kind.to_owned();
        match refusal {
            Refusal::TooNew(since) => self.too_new(path, found, since),
            Refusal::Choice(allowed) => {
                let suggestion = closest(&found, allowed.split(", "));
                ManifestFault::Choice {
                    suggestion: suggestion.unwrap_or_default().to_owned(),
                    object,
                    path,
                    found,
                    allowed,
                }
            }
            Refusal::Range(range) => ManifestFault::Range {
                object,
                path,
                found,
                range,
            },
            Refusal::Format(form) => ManifestFault::Form {
                object,
                path,
                found,
                form: form.to_owned(),
            },
        }
    }
}
