//! The ways a text takes into a bundle, and where it must stand in the end.

use std::sync::OnceLock;

use kwgen::answers::{self, Acceptance, Given, Reach, Resolved, from_flag, from_set};
use kwgen::compose::{Composed, compose};
use kwgen::pack::Pack;
use kwgen::service::Material;
use kwgen::text::Language;
use kwgen::yaml;
use serde_json::Value;

pub(super) fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| Pack::built_in().expect("the built-in pack"))
}

/// A string as a YAML scalar that leaves nothing to the reader: every character but letters is escaped.
pub(super) fn escaped(text: &str) -> String {
    let each = text.chars().map(|one| {
        if one.is_ascii_alphanumeric() {
            one.to_string()
        } else {
            format!("\\U{:08X}", u32::from(one))
        }
    });
    format!("\"{}\"", each.collect::<String>())
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Channel {
    Flag,
    Set,
    File,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Field {
    Env,
    Args,
    Command,
    Config,
    ConfigKey,
    Secret,
    Owner,
    PartOf,
    WritablePath,
    Readiness,
}

pub(super) const FREE: [Field; 4] = [Field::Env, Field::Args, Field::Command, Field::Config];
pub(super) const CHANNELS: [Channel; 3] = [Channel::Flag, Channel::Set, Channel::File];

impl Field {
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Env => "env",
            Self::Args => "args",
            Self::Command => "command",
            Self::Config | Self::ConfigKey => "config",
            Self::Secret => "secrets",
            Self::Owner => "owner",
            Self::PartOf => "partOf",
            Self::WritablePath => "writablePaths",
            Self::Readiness => "readiness",
        }
    }

    /// The answer that holds `text`; `None` where this channel cannot carry it.
    pub(super) fn given(self, channel: Channel, text: &str) -> Result<Option<Given>, Vec<String>> {
        let questions = &pack().questions;
        let id = self.id();
        let said = |faults: Vec<kwgen::text::Fault>| -> Vec<String> {
            faults.iter().map(|fault| fault.id.to_owned()).collect()
        };
        // No process can be given a NUL.
        if !matches!(channel, Channel::File) && text.contains('\0') {
            return Ok(None);
        }
        let quoted = escaped(text);
        let (flag, set, file) = match self {
            Self::Env => (
                vec![format!("WORD={text}")],
                format!("env.WORD={text}"),
                format!("{{WORD: {quoted}}}"),
            ),
            Self::Config => (
                vec![format!("app={text}")],
                format!("config.app={text}"),
                format!("{{app: {quoted}}}"),
            ),
            // In a flag the key ends at the first `=`.
            Self::ConfigKey if text.contains('=') => return Ok(None),
            Self::ConfigKey => (
                vec![format!("{text}=content")],
                format!("config.{text}=content"),
                format!("{{{quoted}: content}}"),
            ),
            Self::Args | Self::Command => (
                vec![text.to_owned(), "second".to_owned()],
                format!("{id}=[{quoted}, second]"),
                format!("[{quoted}, second]"),
            ),
            Self::Secret | Self::WritablePath => (
                vec![text.to_owned()],
                format!("{id}=[{quoted}]"),
                format!("[{quoted}]"),
            ),
            Self::Owner | Self::PartOf | Self::Readiness => {
                (vec![text.to_owned()], format!("{id}={quoted}"), quoted)
            }
        };
        match channel {
            Channel::Flag => from_flag(questions, id, &flag)
                .map(Some)
                .map_err(|fault| said(vec![fault])),
            Channel::Set => from_set(questions, &set).map(Some).map_err(said),
            Channel::File => {
                let text = format!("apiVersion: kwgen/v1\n{id}: {file}\n");
                match answers::read(questions, "kwgen.yaml", &text) {
                    (read, faults) if faults.is_empty() => Ok(read.given.into_iter().next()),
                    (_, faults) => Err(said(faults)),
                }
            }
        }
    }
}

/// What becomes of answers.
pub(super) struct Made {
    pub(super) composed: Composed,
    pub(super) resolved: Resolved,
    /// Its `kwgen.yaml`.
    pub(super) answers: String,
}

pub(super) fn base() -> Vec<Given> {
    [
        ("name", "payments"),
        ("image", "registry.example.com/shop/payments:1.4.2"),
        ("ports", "http:8080"),
    ]
    .map(|(id, text)| from_flag(&pack().questions, id, &[text.to_owned()]).expect("an answer"))
    .to_vec()
}

pub(super) fn make(given: &[Given], accept: &[Acceptance]) -> Result<Made, Vec<String>> {
    let resolved = answers::resolve(pack().knowledge(), given, None, &[]);
    let composed = compose(Material {
        pack: pack(),
        preset: None,
        resolved: &resolved,
        broken: &resolved.broken,
        accept,
        setting: &kwgen::cluster::Setting::new(&pack().facts, None),
        language: Language::En,
        workload: None,
    });
    let mut wrong: Vec<String> = resolved
        .faults
        .iter()
        .map(|fault| fault.id.to_owned())
        .collect();
    wrong.extend(
        composed
            .faults
            .iter()
            .map(|fault| format!("{} {:?}", fault.id, fault.fields)),
    );
    wrong.extend(
        composed
            .errors()
            .map(|finding| format!("{} {}", finding.rule, finding.path)),
    );
    let Some(service) = composed.service.as_ref().filter(|_| wrong.is_empty()) else {
        return Err(wrong);
    };
    let why = |id: &str| {
        service
            .guesses
            .iter()
            .find(|guess| guess.id == id)
            .map(|guess| guess.why.clone())
    };
    let answers = answers::write(
        &pack().questions,
        &resolved,
        None,
        accept,
        &why,
        Language::En,
    );
    Ok(Made {
        composed,
        resolved,
        answers,
    })
}

/// The same, with the exception that the rule offers where a text happens to look like a secret, as
/// `1.KEY=VALUE` does.
pub(super) fn make_accepting(given: &[Given]) -> Result<Made, Vec<String>> {
    let looks_secret = |wrong: &String| wrong.starts_with("secret-in-config ");
    match make(given, &[]) {
        Err(wrong) if !wrong.is_empty() && wrong.iter().all(looks_secret) => {
            let accept = Acceptance {
                rule: "secret-in-config".to_owned(),
                reason: "any text".to_owned(),
                by: None,
                until: None,
                reach: Reach::default(),
                place: None,
            };
            make(given, &[accept])
        }
        other => other,
    }
}

impl Made {
    pub(super) fn file(&self, path: &str) -> Value {
        let file = self
            .composed
            .files
            .iter()
            .find(|file| file.path == path)
            .expect("the file");
        yaml::load(path, &file.text).unwrap_or_else(|faults| panic!("{faults:?}\n{}", file.text))
    }

    pub(super) fn container(&self) -> Value {
        self.file("base/deployment.yaml")["spec"]["template"]["spec"]["containers"][0].clone()
    }

    /// Where a free text must stand, exactly as it was given.
    pub(super) fn value_of(&self, field: Field) -> Option<String> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match field {
            Field::Env => text(&self.container()["env"][0]["value"]),
            Field::Args => text(&self.container()["args"][0]),
            Field::Command => text(&self.container()["command"][0]),
            Field::Config => text(&self.file("base/configmap.yaml")["data"]["app"]),
            Field::ConfigKey => {
                let data = self.file("base/configmap.yaml")["data"].clone();
                data.as_object()
                    .and_then(|data| data.keys().next().cloned())
            }
            Field::Secret => text(
                &self
                    .file("base/deployment.yaml")
                    .pointer("/spec/template/spec/volumes/1/secret/secretName")?
                    .clone(),
            ),
            Field::Owner => text(&self.file("base/deployment.yaml")["metadata"]["labels"]["owner"]),
            Field::PartOf => text(
                &self.file("base/service.yaml")["metadata"]["labels"]["app.kubernetes.io/part-of"],
            ),
            Field::WritablePath => text(&self.container()["volumeMounts"][0]["mountPath"]),
            Field::Readiness => {
                let probe = &self.container()["readinessProbe"];
                text(&probe["httpGet"]["path"])
            }
        }
    }
}

/// Puts `text` into `fields` through `channel`: it stands in the manifest, or is refused.
pub(super) fn arrives(
    fields: &[Field],
    channel: Channel,
    text: &str,
) -> Result<Option<Made>, String> {
    let mut all = base();
    for field in fields {
        match field.given(channel, text) {
            Ok(Some(given)) => all.push(given),
            Err(refused) if refused.is_empty() => return Err("refused without a reason".to_owned()),
            Ok(None) | Err(_) => return Ok(None),
        }
    }
    match make_accepting(&all) {
        Err(refused) if refused.is_empty() => Err("refused without a reason".to_owned()),
        // What reaches the typed objects and fails there was let through too early.
        Err(refused)
            if refused
                .iter()
                .any(|one| one.starts_with("yaml.") || one.starts_with("pack.")) =>
        {
            Err(format!("the bundle is broken: {refused:?}"))
        }
        Err(_) => Ok(None),
        Ok(made) => {
            for field in fields {
                let found = made.value_of(*field);
                if found.as_deref() != Some(text) {
                    return Err(format!("{field:?}: {text:?} became {found:?}"));
                }
            }
            Ok(Some(made))
        }
    }
}
