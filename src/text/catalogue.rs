//! The program's messages: id → English and Chinese, phrased with minijinja.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Deserialize;

use super::{Fault, Language, Prose};
use crate::embedded;
use crate::yaml;

/// One entry of `blueprints/messages/*.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Message {
    /// English text, a minijinja template.
    pub en: String,
    /// Chinese text, a minijinja template.
    pub zh: String,
    /// What to do next, where the text does not say it.
    #[serde(default)]
    pub help: Option<Prose>,
}

/// A message in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What is wrong (or what is so).
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

/// All messages of the program.
pub fn messages() -> &'static BTreeMap<String, Message> {
    static MESSAGES: OnceLock<BTreeMap<String, Message>> = OnceLock::new();
    MESSAGES.get_or_init(|| {
        embedded::data_under("messages/")
            .filter_map(|(path, text)| yaml::load::<BTreeMap<String, Message>>(path, text).ok())
            .flatten()
            .collect()
    })
}

/// One message; a run says a few of some hundred, so each is read when it is said.
fn message(id: &str) -> Option<&'static Message> {
    static READ: OnceLock<Vec<OnceLock<Option<Message>>>> = OnceLock::new();
    let read = READ.get_or_init(|| vec![OnceLock::new(); embedded::messages()]);
    let (at, text) = embedded::message(id)?;
    let load = || {
        yaml::load::<BTreeMap<String, Message>>("messages", text)
            .ok()?
            .remove(id)
    };
    read.get(at)?.get_or_init(load).as_ref()
}

/// Phrases the message `id`. An id that is missing is said as itself, so that nothing is hidden
/// (a test holds every id in the code against the catalogue).
pub fn say(language: Language, id: &str, fields: &[(&'static str, String)]) -> Said {
    let Some(entry) = message(id) else {
        return Said {
            message: format!("{id} {fields:?}"),
            help: None,
        };
    };
    let body = match language {
        Language::En => &entry.en,
        Language::Zh => &entry.zh,
    };
    Said {
        message: phrase(body, fields),
        help: entry
            .help
            .as_ref()
            .map(|help| phrase(help.said(language), fields)),
    }
}

/// Phrases a message that needs no values.
pub fn tell(language: Language, id: &str) -> String {
    say(language, id, &[]).message
}

/// Phrases a fault.
pub fn say_fault(language: Language, fault: &Fault) -> Said {
    say(language, fault.id, &fault.fields)
}

/// Fills the values into one text of the catalogue or of a pack.
pub fn phrase(text: &str, fields: &[(&'static str, String)]) -> String {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    if !text.contains('{') {
        return text.trim_end().to_owned();
    }
    let environment = ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Lenient);
        environment
    });
    let context: BTreeMap<&str, Value> = fields
        .iter()
        .map(|(name, value)| (*name, Value::from(value.as_str())))
        .collect();
    environment
        .render_str(text, Value::from(context))
        .map_or_else(
            |_| text.trim_end().to_owned(),
            |said| said.trim_end().to_owned(),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_file_is_read_whole() {
        for (path, text) in embedded::data_under("messages/") {
            let loaded = yaml::load::<BTreeMap<String, Message>>(path, text);
            assert!(loaded.is_ok(), "{path}: {loaded:?}");
        }
    }
    #[test]
    fn an_entry_read_alone_is_the_entry_of_its_file() {
        assert!(messages().len() > 100);
        assert_eq!(embedded::messages(), messages().len());
        for (id, whole) in messages() {
            assert_eq!(message(id), Some(whole), "{id}");
        }
    }
}
