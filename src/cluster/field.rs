//! What a cluster file may hold: the definitions of its fields, which are data.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::embedded;
use crate::text::Prose;
use crate::yaml;

/// How the text of a field is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(
    missing_docs,
    reason = "each variant is named after what stands in the field"
)]
pub enum Kind {
    Bool,
    Caller,
    Choice,
    Cidr,
    Constant,
    Count,
    Gateway,
    LabelKey,
    LabelValue,
    Name,
    Object,
    Port,
    Seconds,
    Size,
    Subdomain,
    Text,
    Version,
    ZoneSwitch,
}

/// The shape around a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Around {
    /// One of them.
    #[default]
    One,
    /// A list of them.
    List,
    /// A map from names to them.
    Map,
    /// A map from names to lists of them.
    MapOfLists,
}

/// One value of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Choice {
    /// The word in the file.
    pub value: String,
    /// What it means.
    #[serde(flatten)]
    pub what: Prose,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// How its text is judged.
    pub kind: Kind,
    /// The shape around it.
    #[serde(default, rename = "in")]
    pub around: Around,
    /// How the keys of a map are judged.
    #[serde(default)]
    pub keys: Option<Kind>,
    /// Words that stand for the whole value.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// The values of a choice.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Whether it must be there.
    #[serde(default)]
    pub required: bool,
    /// The field that tells the items of a list apart.
    #[serde(default)]
    pub unique: Option<String>,
    /// What it is.
    pub what: Prose,
    /// How to learn it.
    #[serde(default)]
    pub find: Option<Prose>,
    /// A value that is right, as YAML in one line.
    #[serde(default)]
    pub example: Option<String>,
    /// The fields of an object.
    #[serde(default)]
    pub fields: Vec<Self>,
}

impl Field {
    /// Its example; that of an object is made of its fields'.
    pub fn example(&self) -> String {
        if let Some(example) = &self.example {
            return example.clone();
        }
        let fields: Vec<String> = self
            .fields
            .iter()
            .map(|field| format!("{}: {}", field.key, field.example()))
            .collect();
        let one = format!("{{{}}}", fields.join(", "));
        match self.around {
            Around::List => format!("[{one}]"),
            _ => one,
        }
    }

    /// The word for its shape in messages.
    pub const fn shape(&self) -> &'static str {
        match (self.around, self.kind) {
            (Around::List, _) => "list",
            (Around::Map | Around::MapOfLists, _) | (Around::One, Kind::Object) => "map",
            (Around::One, _) => "text",
        }
    }
}

#[derive(Debug, Deserialize)]
struct File {
    fields: Vec<Field>,
}

/// The file of the definitions.
pub(super) const DEFINITIONS: &str = "cluster/fields.yaml";

/// The fields of a cluster file, in the order they are written.
pub fn fields() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        embedded::data(DEFINITIONS)
            .and_then(|text| yaml::load::<File>(DEFINITIONS, text).ok())
            .map(|file| file.fields)
            .unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each<'f>(fields: &'f [Field], all: &mut Vec<&'f Field>) {
        for field in fields {
            all.push(field);
            each(&field.fields, all);
        }
    }

    #[test]
    fn every_field_and_choice_is_explained_in_both_languages() {
        let text = embedded::data(DEFINITIONS).unwrap_or_default();
        let loaded = yaml::load::<File>(DEFINITIONS, text);
        assert!(loaded.is_ok(), "{loaded:?}");
        let mut all = Vec::new();
        each(fields(), &mut all);
        assert!(all.len() > 30);
        let has_han = |text: &str| {
            text.chars()
                .any(|one| matches!(one, '\u{4E00}'..='\u{9FFF}'))
        };
        for field in all {
            let choices = field.choices.iter().map(|choice| &choice.what);
            for prose in [&field.what].into_iter().chain(&field.find).chain(choices) {
                assert!(!prose.is_partial(), "{}", field.key);
                assert!(!has_han(&prose.en), "{}: {}", field.key, prose.en);
            }
            assert!(has_han(&field.what.zh), "{}", field.key);
            let is_choice = field.kind == Kind::Choice;
            assert_eq!(is_choice, !field.choices.is_empty(), "{}", field.key);
            assert_eq!(
                field.kind == Kind::Object,
                !field.fields.is_empty(),
                "{}",
                field.key
            );
        }
    }
}
