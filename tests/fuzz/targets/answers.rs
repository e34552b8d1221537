//! The whole way: an answers file → effective answers → service → files → objects. What composes
//! is read again as it was, and in the same bytes.
#![no_main]

use std::sync::OnceLock;

use kwgen::compose::{Composed, Layers, compose_layers};
use kwgen::pack::Pack;
use kwgen::{answers, manifest};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    static PACK: OnceLock<Pack> = OnceLock::new();
    let pack = PACK.get_or_init(|| Pack::built_in().expect("the built-in pack loads"));
    let (file, faults) = answers::read(&pack.questions, "kwgen.yaml", text);
    let layers = Layers {
        preset: None,
        given: &file.given,
        accept: &file.accept,
        cluster: None,
    };
    let composed = compose_layers(pack, layers);
    if !faults.is_empty() {
        return;
    }
    let Some(service) = &composed.service else {
        return;
    };
    assert!(
        composed.faults.is_empty(),
        "what kwgen renders, it reads: {:?}",
        composed.faults
    );
    let table = kwgen::kubernetes::table(service.minor);
    let (again, faults) = manifest::read("stream", &composed.stream(), &table);
    assert!(faults.is_empty(), "{faults:?}");
    let kinds = |objects: &[manifest::Object]| -> Vec<String> {
        objects
            .iter()
            .map(|object| format!("{:?}", object.kind))
            .collect()
    };
    assert_eq!(
        kinds(&again),
        kinds(&composed.objects),
        "the stream is the files"
    );
    let texts = |composed: &Composed| -> Vec<String> {
        composed
            .files
            .iter()
            .map(|file| file.text.clone())
            .collect()
    };
    assert_eq!(
        texts(&compose_layers(pack, layers)),
        texts(&composed),
        "the same bytes"
    );
});
