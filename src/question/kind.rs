//! The kinds of answers: how a text is judged and what its canonical form is.

use std::collections::BTreeMap;

use minijinja::Value;
use serde::Deserialize;

use super::Question;
use crate::answers::AnswerFault;
use crate::text::Fault;
use crate::value::{
    AbsolutePath, Access, Autoscale, Caller, ClusterRef, ConfigKey, Dependency, Destination,
    DnsLabel, DnsSubdomain, EnvName, Folder, GatewayRef, Host, HostPath, Image, LabelValue, Minor,
    Port, Probe, Quantity, RamRole, Repository, Revision, Schedule, Seconds, SecretEnv,
    SecretMount, Storage, TimeZone, UserId, ValueFault, WritablePath, ZoneSwitch, closest,
};

/// What a question's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(
    missing_docs,
    reason = "each variant is named after the value type that judges it"
)]
pub enum Kind {
    Access,
    Autoscale,
    Bool,
    Caller,
    Choice,
    Cluster,
    ConfigFiles,
    Cpu,
    Dependency,
    Destination,
    Env,
    Folder,
    Gateway,
    History,
    Host,
    HostPath,
    Image,
    Integer,
    Label,
    Memory,
    Name,
    Namespace,
    Port,
    PortNumber,
    Probe,
    Repository,
    Revision,
    RamRole,
    Schedule,
    Seconds,
    Secret,
    SecretEnv,
    Storage,
    StorageSize,
    Subdomain,
    Text,
    TimeZone,
    User,
    Version,
    Word,
    WritablePath,
    ZoneSwitch,
}

/// An answer that its kind has accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Canonical {
    /// No answer.
    None,
    /// Yes or no.
    Bool(bool),
    /// A count, or seconds.
    Number(i64),
    /// One text.
    Text(String),
    /// A word that stands for the whole value (`any`, `none`, `namespace`).
    Keyword(String),
    /// Several texts.
    List(Vec<String>),
    /// Pairs.
    Map(Vec<(String, String)>),
}

impl Canonical {
    /// The form that expressions see.
    pub fn to_value(&self) -> Value {
        match self {
            Self::None => Value::from(()),
            Self::Bool(flag) => Value::from(*flag),
            Self::Number(number) => Value::from(*number),
            Self::Text(text) | Self::Keyword(text) => Value::from(text.as_str()),
            Self::List(items) => items
                .iter()
                .map(|item| Value::from(item.as_str()))
                .collect(),
            Self::Map(pairs) => {
                let map: BTreeMap<&str, Value> = pairs
                    .iter()
                    .map(|(key, value)| (key.as_str(), Value::from(value.as_str())))
                    .collect();
                Value::from(map)
            }
        }
    }

    /// The form that people see on one line.
    pub fn to_text(&self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Bool(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) | Self::Keyword(text) => text.clone(),
            Self::List(items) if items.is_empty() => "none".to_owned(),
            Self::List(items) => items.join(", "),
            Self::Map(pairs) if pairs.is_empty() => "none".to_owned(),
            Self::Map(pairs) => pairs
                .iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }

    /// The items of a list; empty for a keyword or no answer.
    pub fn items(&self) -> &[String] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The pairs of a map.
    pub fn pairs(&self) -> &[(String, String)] {
        match self {
            Self::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// Whether it is this keyword.
    pub fn is_keyword(&self, word: &str) -> bool {
        matches!(self, Self::Keyword(keyword) if keyword == word)
    }

    /// The JSON form for `-o json`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::None => serde_json::Value::Null,
            Self::Bool(flag) => (*flag).into(),
            Self::Number(number) => (*number).into(),
            Self::Text(text) | Self::Keyword(text) => text.as_str().into(),
            Self::List(items) => items.clone().into(),
            Self::Map(pairs) => serde_json::Value::Object(
                pairs
                    .iter()
                    .map(|(key, value)| (key.clone(), value.as_str().into()))
                    .collect(),
            ),
        }
    }
}

fn text<T: ToString>(parsed: Result<T, ValueFault>) -> Result<Canonical, Fault> {
    parsed
        .map(|value| Canonical::Text(value.to_string()))
        .map_err(Fault::from)
}

impl Kind {
    /// Judges one text (an item, for a list).
    pub fn canonical(self, question: &Question, given: &str) -> Result<Canonical, Fault> {
        match self {
            Self::Bool => boolean(question, given),
            Self::Choice => choice(question, given),
            Self::Integer => integer(question, given),
            Self::Seconds => Ok(Canonical::Number(i64::from(
                Seconds::parse(given)?.seconds(),
            ))),
            Self::PortNumber => Ok(Canonical::Number(i64::from(Port::parse(given)?.number()))),
            Self::Access => text(Access::parse(given)),
            Self::Autoscale => text(Autoscale::parse(given)),
            Self::Caller => text(Caller::parse(given)),
            Self::Cluster => text(ClusterRef::parse(given)),
            Self::Cpu => text(Quantity::parse_positive(given)),
            Self::Memory | Self::StorageSize => text(Quantity::parse_size(given)),
            Self::Dependency => text(Dependency::parse(given)),
            Self::Destination => text(Destination::parse(given)),
            Self::Folder => text(Folder::parse(given)),
            Self::Gateway => text(GatewayRef::parse(given)),
            Self::History => history(question, given),
            Self::Host => text(Host::parse(given)),
            Self::HostPath => text(HostPath::parse(given)),
            Self::Image => text(Image::parse(given)),
            Self::Label => text(LabelValue::parse(given)),
            Self::Name | Self::Namespace => text(DnsLabel::parse(given)),
            Self::Port => text(Port::parse(given)),
            Self::Probe => text(Probe::parse(given)),
            Self::Repository => text(Repository::parse(given)),
            Self::Revision => text(Revision::parse(given)),
            Self::RamRole => text(RamRole::parse(given)),
            Self::Schedule => text(Schedule::parse(given)),
            Self::Secret => text(SecretMount::parse(given)),
            Self::SecretEnv => text(SecretEnv::parse(given)),
            Self::Storage => text(Storage::parse(given)),
            Self::Subdomain => text(DnsSubdomain::parse(given)),
            Self::TimeZone => text(TimeZone::parse(given)),
            Self::User => text(UserId::parse(given)),
            Self::Version => text(Minor::parse(given)),
            Self::WritablePath => text(WritablePath::parse(given)),
            Self::ZoneSwitch => text(ZoneSwitch::parse(given)),
            Self::Word if given.contains('\0') => Err(nul(question).into()),
            Self::ConfigFiles | Self::Env | Self::Text | Self::Word => {
                Ok(Canonical::Text(given.to_owned()))
            }
        }
    }

    /// What is wrong with one pair of a map.
    pub fn pair_fault(self, question: &Question, key: &str, value: &str) -> Option<Fault> {
        let fault = match self {
            Self::Env if value.contains('\0') => Some(nul(question)),
            Self::Env => EnvName::parse(key).err(),
            Self::ConfigFiles if key.starts_with('/') => AbsolutePath::parse(key).err(),
            Self::ConfigFiles => ConfigKey::parse(key).err(),
            _ => None,
        };
        fault.map(|fault| {
            let mut fault = Fault::from(fault);
            fault.fields.push(("id", question.id.clone()));
            fault
        })
    }

    /// Whether a list of this kind may hold one value twice.
    pub const fn repeats(self) -> bool {
        matches!(self, Self::Word | Self::Text)
    }

    /// The word for this kind in messages and schemas.
    pub fn word(self) -> String {
        super::load::kebab(&format!("{self:?}"))
            .trim_start_matches('-')
            .to_owned()
    }
}

fn nul(question: &Question) -> ValueFault {
    ValueFault::Nul {
        kind: question.id.clone(),
    }
}

fn boolean(question: &Question, given: &str) -> Result<Canonical, Fault> {
    match given {
        "true" | "yes" | "True" | "TRUE" | "Yes" => Ok(Canonical::Bool(true)),
        "false" | "no" | "False" | "FALSE" | "No" => Ok(Canonical::Bool(false)),
        _ => Err(AnswerFault::NotABool {
            id: question.id.clone(),
            text: given.to_owned(),
        }
        .into()),
    }
}

fn choice(question: &Question, given: &str) -> Result<Canonical, Fault> {
    let words = || question.choices.iter().map(|choice| choice.value.as_str());
    words()
        .find(|word| word.eq_ignore_ascii_case(given))
        .map(|word| Canonical::Text(word.to_owned()))
        .ok_or_else(|| {
            AnswerFault::NotAChoice {
                id: question.id.clone(),
                text: given.to_owned(),
                allowed: words().collect::<Vec<_>>().join(", "),
                suggestion: closest(given, words()).unwrap_or_default().to_owned(),
            }
            .into()
        })
}

fn integer(question: &Question, given: &str) -> Result<Canonical, Fault> {
    let minimum = question.minimum.unwrap_or(0);
    match given.parse::<i64>() {
        Ok(number) if number >= minimum && number <= i64::from(i32::MAX) => {
            Ok(Canonical::Number(number))
        }
        _ => Err(AnswerFault::NotAnInteger {
            id: question.id.clone(),
            text: given.to_owned(),
            minimum: minimum.to_string(),
            example: question.example.clone(),
        }
        .into()),
    }
}

/// `3/1`: finished runs kept, failed runs kept.
fn history(question: &Question, given: &str) -> Result<Canonical, Fault> {
    let (successful, failed) = given.split_once('/').unwrap_or((given, given));
    integer(question, successful)?;
    integer(question, failed)?;
    Ok(Canonical::Text(format!("{successful}/{failed}")))
}
