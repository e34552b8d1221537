//! The form of a cluster file: its schema is pinned, and what is explained is what is taken.

use serde_json::Value;

use crate::support::{folder, kwgen, repository};

const LANGUAGES: [(&str, &str); 2] = [("en", "en"), ("zh-CN", "zh")];

fn pinned(name: &str, text: &str) {
    let path = repository("tests/cluster").join(name);
    if std::env::var_os("KWGEN_BLESS").is_some() {
        std::fs::write(&path, text).expect("a pinned text");
    }
    let kept = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        kept == text,
        "{name} is not current: KWGEN_BLESS=1 cargo test cluster\n{text}"
    );
}

#[test]
fn the_schema_of_a_cluster_file_is_the_pinned_one() {
    let dir = folder();
    for (tag, short) in LANGUAGES {
        let args = ["schema", "cluster", "--lang", tag];
        let ran = kwgen(dir.path()).args(args).run().ends_with(0);
        let schema: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        pinned(&format!("schema.{short}.json"), &ran.stdout);
    }
}

/// A schema without its prose.
fn bare(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => map
            .iter()
            .filter(|(key, value)| *key != "description" || !value.is_string())
            .map(|(key, value)| (key.clone(), bare(value)))
            .collect::<serde_json::Map<String, Value>>()
            .into(),
        Value::Array(items) => items.iter().map(bare).collect(),
        other => other.clone(),
    }
}

#[test]
fn the_schema_is_the_same_in_both_languages_but_for_its_prose() {
    let [english, chinese] =
        [kwgen::text::Language::En, kwgen::text::Language::Zh].map(kwgen::cluster::cluster_schema);
    assert_ne!(english, chinese);
    assert_eq!(bare(&english), bare(&chinese));
}

#[test]
fn the_page_of_a_cluster_explains_every_field() {
    let dir = folder();
    for (tag, short) in LANGUAGES {
        let args = ["explain", "cluster", "--lang", tag];
        let ran = kwgen(dir.path()).args(args).run().ends_with(0);
        for field in kwgen::cluster::fields() {
            assert!(
                ran.stdout.contains(&format!("\n  {}", field.key)),
                "{}",
                field.key
            );
            for inner in &field.fields {
                assert!(ran.stdout.contains(inner.key.as_str()), "{}", inner.key);
            }
        }
        pinned(&format!("page.{short}.txt"), &ran.stdout);
    }
}
