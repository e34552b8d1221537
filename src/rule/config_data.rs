//! What `ConfigMaps` and Secrets hold: keys that are file names, within the size that is stored,
//! and no secrets in what anyone may read.

use crate::manifest::Kind;
use crate::value::{ConfigKey, looks_secret};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("config-key", Stage::Value, Severity::Error),
    Meta::new("config-too-large", Stage::Value, Severity::Error),
    Meta::new("secret-in-config", Stage::Hardening, Severity::Error),
];

/// The most that all values may take together.
const LARGEST: usize = 1024 * 1024;

pub(super) struct ConfigData;

impl Rule for ConfigData {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [config_key, config_too_large, secret_in_config] = &METAS;
        for object in set.objects {
            // (field, key, bytes)
            let entries: Vec<(&str, &String, usize)> = match &object.kind {
                Some(Kind::ConfigMap(map)) => {
                    let data = map.data.iter().flatten();
                    let binary = map.binary_data.iter().flatten();
                    data.map(|(key, text)| ("data", key, text.len()))
                        .chain(binary.map(|(key, bytes)| ("binaryData", key, bytes.0.len())))
                        .collect()
                }
                Some(Kind::Secret(secret)) => {
                    let data = secret.data.iter().flatten();
                    let text = secret.string_data.iter().flatten();
                    data.map(|(key, bytes)| ("data", key, bytes.0.len()))
                        .chain(text.map(|(key, text)| ("stringData", key, text.len())))
                        .collect()
                }
                _ => continue,
            };
            for (at, (field, key, _)) in entries.iter().enumerate() {
                let is_twice = *field == "binaryData"
                    && entries.iter().take(at).any(|(_, other, _)| other == key);
                if is_twice || ConfigKey::parse(key).is_err() {
                    let fields = vec![("key", (*key).clone())];
                    report.add(config_key, object, &format!("{field}[{key}]"), fields);
                }
            }
            let size: usize = entries.iter().map(|(_, _, size)| size).sum();
            if size > LARGEST {
                let fields = vec![("size", (size / 1024).to_string())];
                report.add(config_too_large, object, "data", fields);
            }
            let Some(Kind::ConfigMap(map)) = &object.kind else {
                continue;
            };
            for (key, text) in map.data.iter().flatten() {
                if let Some(name) = secret_name(key, text) {
                    let fields = vec![("name", name.to_owned())];
                    report.add(secret_in_config, object, &format!("data[{key}]"), fields);
                }
            }
        }
    }
}

/// The name under which a text holds a secret: its own key, or one in a line such as `password: x`.
fn secret_name<'t>(key: &'t str, text: &'t str) -> Option<&'t str> {
    let is_secret = |name: &str, value: &str| {
        let value = value.trim().trim_matches(['"', '\'', ',', ';']);
        let is_reference = value.starts_with(['$', '{', '<', '%']);
        !is_reference && looks_secret(name, value)
    };
    if !text.trim().contains('\n') && is_secret(key, text) {
        return Some(key);
    }
    text.lines().find_map(|line| {
        let (name, value) = line.split_once(['=', ':'])?;
        let name = name.trim().trim_matches(['"', '\'']);
        let is_name = !name.is_empty()
            && name
                .chars()
                .all(|one| one.is_ascii_alphanumeric() || "_-.".contains(one));
        // A value of several words is prose or a list, not a secret.
        let is_word = !value.trim().contains(char::is_whitespace);
        (is_name && is_word && is_secret(name, value)).then_some(name)
    })
}
