//! YAML: reading, places, decoding into a Kubernetes type, and writing scalars that read back.
#![no_main]

use kwgen::manifest;
use kwgen::yaml::{self, Position};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(documents) = yaml::read_bytes("fuzz", bytes) {
        for document in &documents {
            let _ = document.place(document.root());
            let path = String::from_utf8_lossy(bytes);
            let _ = document.find(&yaml::steps(&path));
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let _ = manifest::read("fuzz", text, &kwgen::kubernetes::table(30));
    let _ = yaml::load::<Catalogue>("fuzz", text);
    for flow in [false, true] {
        let position = Position {
            indent: 0,
            flow,
            key: false,
        };
        let written = yaml::scalar(text, position);
        let source = if flow {
            format!("v: [{written}]\n")
        } else {
            format!("v: {written}\n")
        };
        assert_eq!(value(&source).as_deref(), Some(text), "{source:?}");
    }
    let key = yaml::scalar(
        text,
        Position {
            indent: 0,
            flow: false,
            key: true,
        },
    );
    if let Some(block) = yaml::block(text, 2) {
        let source = format!("v: {block}");
        assert_eq!(value(&source).as_deref(), Some(text), "{source:?}");
    }
    if key.chars().count() > 1000 {
        // YAML reads no key of more than 1024 characters before its colon; none of kwgen's is near.
        return;
    }
    let source = format!("{key}: v\n");
    if let Ok(documents) = yaml::read("fuzz", &source) {
        let keys: Vec<&str> = documents
            .iter()
            .flat_map(|one| one.keys(one.root()))
            .map(|(key, _)| key)
            .collect();
        assert_eq!(keys, [text], "{source:?}");
    } else {
        panic!("{source:?}");
    }
});

/// The text behind `v`, or behind its first item.
fn value(source: &str) -> Option<String> {
    let documents = yaml::read("fuzz", source).ok()?;
    let document = documents.first()?;
    let id = document.get(document.root(), "v")?;
    let id = document.items(id).first().copied().unwrap_or(id);
    match document.scalar(id) {
        Some(yaml::Scalar::Text(text)) => Some(text.to_owned()),
        _ => None,
    }
}

/// The shape of a catalogue.
type Catalogue = std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>>;
