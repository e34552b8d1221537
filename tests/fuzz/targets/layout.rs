//! Free text through the templates: whatever was typed as an argument, a variable, a file of the
//! configuration or an owner is in the parsed objects, to the character, or the answers are refused.
#![no_main]

use std::sync::OnceLock;

use kwgen::answers::{Given, Origin, Raw, Reach};
use kwgen::compose::{Layers, compose_layers};
use kwgen::manifest::{Kind, PodView};
use kwgen::pack::Pack;
use libfuzzer_sys::fuzz_target;

fn given(id: &str, raw: Raw) -> Given {
    Given {
        id: id.to_owned(),
        raw,
        place: None,
        parts: Vec::new(),
        origin: Origin::File, reach: Reach::default() }
}

fuzz_target!(|texts: (&str, &str, &str)| {
    static PACK: OnceLock<Pack> = OnceLock::new();
    let pack = PACK.get_or_init(|| Pack::built_in().expect("the built-in pack loads"));
    let (arg, value, content) = texts;
    let text = |text: &str| Raw::Text(text.to_owned());
    let given = [
        given("name", text("payments")),
        given("image", text("registry.example.com/shop/payments:1.4.2")),
        given("ports", text("http:8080")),
        given("args", Raw::List(vec![arg.to_owned(), value.to_owned()])),
        given("env", Raw::Map(vec![("WORD".to_owned(), value.to_owned())])),
        given(
            "config",
            Raw::Map(vec![("app.conf".to_owned(), content.to_owned())]),
        ),
    ];
    let composed = compose_layers(
        pack,
        Layers {
            preset: None,
            given: &given,
            accept: &[],
            cluster: None,
        },
    );
    if composed.service.is_none() {
        assert!(!composed.faults.is_empty(), "a refusal has its reason");
        return;
    }
    assert!(composed.faults.is_empty(), "{:?}", composed.faults);
    let container = composed
        .objects
        .iter()
        .filter_map(PodView::of)
        .find_map(|pod| pod.spec.containers.first())
        .expect("a container");
    assert_eq!(
        container.args.as_deref(),
        Some(&[arg.to_owned(), value.to_owned()][..])
    );
    let env = container.env.as_deref().unwrap_or_default();
    let word = env
        .iter()
        .find(|one| one.name == "WORD")
        .and_then(|one| one.value.as_deref());
    assert_eq!(word.unwrap_or_default(), value);
    let file = composed
        .objects
        .iter()
        .find_map(|object| match &object.kind {
            Some(Kind::ConfigMap(map)) => map.data.as_ref()?.get("app.conf").cloned(),
            _ => None,
        });
    assert_eq!(file.as_deref(), Some(content));
});
