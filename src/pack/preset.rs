//! Presets: a starting point for one kind of service.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::answers::{Given, Origin, Raw, Reach};
use crate::text::Prose;

/// One of several sizes a preset offers as one choice.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Size {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Prose,
    /// It is the one that most services take.
    #[serde(default)]
    pub usual: bool,
    /// The answers it stands for.
    pub answers: BTreeMap<String, serde_json::Value>,
}

/// An answer that a preset cannot guess.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Need {
    /// The question.
    pub id: String,
    /// Why only the owner knows.
    pub why: Prose,
    /// Whether what the image tells answers it too.
    #[serde(default)]
    pub image_tells: bool,
}

/// A starting point for one kind of service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preset {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// What it is for.
    pub what: Prose,
    /// When something else is better.
    pub when_not: Prose,
    /// Its answers.
    pub answers: BTreeMap<String, serde_json::Value>,
    /// Those of its answers that may be wrong, and why.
    #[serde(default)]
    pub guesses: BTreeMap<String, Prose>,
    /// What it needs and cannot guess.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// The questions that an interview with this preset asks.
    pub interview: Vec<String>,
    /// Those of them that are not asked while another question has one of these answers: question → other
    /// question → answers. Their defaults stand, as they do for all that is not asked.
    #[serde(default)]
    pub unasked: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Sizes offered as one choice.
    #[serde(default)]
    pub sizes: Vec<Size>,
}

impl Preset {
    /// Its answers as a layer.
    pub fn layer(&self) -> impl Iterator<Item = Given> {
        self.answers.iter().filter_map(|(id, value)| {
            Some(Given {
                id: id.clone(),
                raw: raw_of_json(value)?,
                place: None,
                parts: Vec::new(),
                origin: Origin::Preset(self.id.clone()),
                reach: Reach::default(),
            })
        })
    }
}

fn raw_of_json(value: &serde_json::Value) -> Option<Raw> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Bool(flag) => Some(flag.to_string()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match value {
        serde_json::Value::Array(items) => Some(Raw::List(items.iter().filter_map(text).collect())),
        serde_json::Value::Object(pairs) => Some(Raw::Map(
            pairs
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), text(value)?)))
                .collect(),
        )),
        other => text(other).map(Raw::Text),
    }
}
