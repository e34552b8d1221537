//! The JSON report: exactly one document, also when the command fails.

use serde_json::{Map, Value, json};

use super::summary::said_revision;
use crate::bundle::Plan;
use crate::compose::Composed;
use crate::decide::Decision;
use crate::manifest::Object;
use crate::pack::Pack;
use crate::service::Service;
use crate::text::{Fault, Language, say_fault};

/// The version of the form of this report.
const FORMAT: &str = "kwgen.io/report/v1";

/// A report in the making.
#[derive(Debug)]
pub struct Report {
    fields: Map<String, Value>,
    language: Language,
}

impl Report {
    /// A report of `verb`.
    pub fn new(verb: &str, language: Language) -> Self {
        let mut fields = Map::new();
        fields.insert("format".into(), FORMAT.into());
        fields.insert("verb".into(), verb.into());
        fields.insert("ok".into(), true.into());
        fields.insert("warnings".into(), json!([]));
        fields.insert("errors".into(), json!([]));
        Self { fields, language }
    }

    /// Adds faults; the report is then one of a failure.
    pub fn errors(&mut self, faults: &[Fault]) {
        if !faults.is_empty() {
            self.fields.insert("ok".into(), false.into());
        }
        self.extend("errors", faults);
    }

    /// Adds warnings.
    pub fn warnings(&mut self, faults: &[Fault]) {
        self.extend("warnings", faults);
    }

    fn extend(&mut self, field: &str, faults: &[Fault]) {
        let language = self.language;
        if let Some(Value::Array(list)) = self.fields.get_mut(field) {
            list.extend(faults.iter().map(|fault| error_entry(fault, language)));
        }
    }

    /// Sets any field.
    pub fn set(&mut self, field: &str, value: Value) {
        self.fields.insert(field.to_owned(), value);
    }

    /// Adds what is written and from what.
    pub fn composed(&mut self, pack: &Pack, composed: &Composed) {
        if let Some(service) = &composed.service {
            self.set("guesses", json!(service.guesses));
            let mut versions = versions(pack, service);
            place(&mut versions, composed);
            let own = composed.environments.iter();
            let own = own.filter_map(|(name, own)| {
                let minor = own.service.as_ref()?.minor;
                let mut entry = json!({"kubernetes": format!("1.{minor}")});
                place(&mut entry, own);
                Some((name.clone(), entry))
            });
            let own: Map<String, Value> = own.collect();
            if !own.is_empty() {
                versions["environments"] = own.into();
            }
            self.set("versions", versions);
        }
        let mut objects: Vec<Value> = composed.objects.iter().map(object_entry).collect();
        for (name, own) in &composed.environments {
            let folder = own.service.as_ref().map(|service| service.folder.as_str());
            objects.extend(own.objects.iter().map(|object| {
                let mut entry = object_entry(object);
                entry["environment"] = name.as_str().into();
                entry["file"] = folder.into();
                entry
            }));
        }
        self.set("objects", objects.into());
    }

    /// Adds the decisions: that of each workload, and the first by itself.
    pub fn decisions(&mut self, decisions: &[(Option<&str>, &Decision)]) {
        if let [(_, first), ..] = decisions {
            self.set("decision", self.decision(first));
        }
        let named = decisions.iter().filter_map(|(id, decision)| {
            Some(json!({"id": (*id)?, "decision": self.decision(decision)}))
        });
        let named: Vec<Value> = named.collect();
        if !named.is_empty() {
            self.set("workloads", named.into());
        }
    }

    fn decision(&self, decision: &Decision) -> Value {
        let language = self.language;
        let path: Vec<Value> = decision
            .path
            .iter()
            .map(|step| {
                json!({
                    "id": step.node, "question": step.why.said(language), "answer": step.yes,
                    "because": step.because.said(language),
                })
            })
            .collect();
        let rejected: Vec<Value> = decision
            .rejected
            .iter()
            .map(|one| {
                json!({
                    "controllers": one.controllers.iter().map(|controller| controller.kind()).collect::<Vec<_>>(),
                    "question": one.question, "because": one.because.said(language),
                })
            })
            .collect();
        json!({
            "controller": decision.controller.kind(), "chosen": decision.chosen.kind(),
            "forced": decision.is_forced(), "path": path, "rejected": rejected,
        })
    }

    /// Adds the plan of a write; each conflict with both its diffs, and with `diff` each change
    /// with its own.
    pub fn plan(&mut self, dir: &str, plan: &Plan, diff: bool) {
        let files = plan.entries().map(|entry| {
            let mut file = Map::new();
            file.insert("path".into(), entry.path.as_str().into());
            file.insert("action".into(), entry.action.word().into());
            file.insert("sha256".into(), json!(entry.hash_after()));
            if entry.action.is_conflict() {
                let said = |revision| said_revision(self.language, revision);
                file.insert("ownerDiff".into(), json!(entry.owner_diff(&said)));
                file.insert("kwgenDiff".into(), entry.kwgen_diff(&said).into());
            }
            if diff && let Some(diff) = entry.diff() {
                file.insert("diff".into(), diff.into());
            }
            Value::Object(file)
        });
        let files = files.collect();
        self.set("dir", dir.into());
        self.set("files", files);
    }

    /// Makes this the report of a run over several bundles: each has its own in `bundles[]`, all
    /// errors and warnings stand at the top too, and where there is one bundle the whole of its
    /// report, so that `new` and `update` are read alike.
    pub fn bundles(&mut self, reports: Vec<Self>) {
        let is_one = reports.len() == 1;
        let mut bundles = Vec::new();
        for mut report in reports {
            for field in ["format", "verb"] {
                report.fields.shift_remove(field);
            }
            for (field, value) in &report.fields {
                match (self.fields.get_mut(field), value) {
                    (Some(Value::Array(all)), Value::Array(own)) => {
                        all.extend(own.iter().cloned());
                    }
                    (Some(Value::Bool(all)), Value::Bool(own)) => *all &= *own,
                    (None, value) if is_one => {
                        self.fields.insert(field.clone(), value.clone());
                    }
                    _ => {}
                }
            }
            bundles.push(Value::Object(report.fields));
        }
        self.set("bundles", bundles.into());
    }

    /// The document.
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(&self.fields).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn object_entry(object: &Object) -> Value {
    json!({
        "apiVersion": object.api_version,
        "kind": object.kind_name,
        "namespace": Some(object.namespace()).filter(|namespace| !namespace.is_empty()),
        "name": object.name(),
        "file": object.file,
    })
}

/// Adds the cluster, where there is one; environments have theirs each for itself.
fn place(versions: &mut Value, composed: &Composed) {
    if let (Some((name, digest)), true) =
        (composed.clusters.first(), composed.environments.is_empty())
    {
        versions["cluster"] = name.as_str().into();
        versions["clusterDigest"] = digest.as_str().into();
    }
}

fn versions(pack: &Pack, service: &Service) -> Value {
    json!({
        "kwgen": env!("CARGO_PKG_VERSION"),
        "pack": pack.name,
        "packVersion": pack.version,
        "packDigest": pack.digest,
        "kubernetes": format!("1.{}", service.minor),
    })
}

/// One entry of `errors[]` and `warnings[]`.
pub fn error_entry(fault: &Fault, language: Language) -> Value {
    let said = say_fault(language, fault);
    let place = fault.place.as_ref();
    json!({
        "id": fault.id,
        "file": place.map(|place| place.file.as_ref()),
        "line": place.map(|place| place.line).filter(|line| *line > 0),
        "column": place.map(|place| place.column).filter(|column| *column > 0),
        "message": said.message,
        "help": said.help,
    })
}
