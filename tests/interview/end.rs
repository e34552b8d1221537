//! The end of an interview: changing answers, more questions, looking at files, stopping.

use kwgen::answers::Origin;
use kwgen::ask::{Outcome, Tone};
use kwgen::text::Language;

use super::script::{Act, talk};
use Act::{Back, Enter, Pick, Stop, Through, Type};

#[test]
fn any_answer_can_be_changed_at_the_end() {
    let held = talk(Language::En).preset("web").hold(&[
        Through,
        Pick("change an answer"),
        Pick("runtime"),
        Pick("jvm"),
        Enter,
    ]);
    assert_eq!(held.answer("runtime"), "jvm");
    assert_eq!(held.outcome, Outcome::Write);
}

#[test]
fn another_answer_to_the_tree_asks_what_it_opens() {
    let held = talk(Language::En).preset("batch-job").hold(&[
        Through,
        Pick("change an answer"),
        Pick("batch     "),
        Pick("no"),
        Type("http:8080"),
        Pick("write"),
    ]);
    assert_eq!(held.answer("ports"), "http:8080");
    assert!(held.asker.words().contains("It becomes a Deployment"));
    assert_eq!(held.outcome, Outcome::Write);
}

#[test]
fn another_preset_brings_its_own_sizes() {
    let held = talk(Language::En).hold(&[
        Pick("Web service"),
        Through,
        Pick("change an answer"),
        Pick("kind of service"),
        Pick("Worker"),
        Through,
        Enter,
    ]);
    assert_eq!(held.outcome, Outcome::Write);
    let sizes = held.asker.messages();
    assert_eq!(
        sizes.iter().filter(|one| **one == "How big is it?").count(),
        2
    );
}

#[test]
fn a_range_given_beforehand_is_stronger_than_the_replicas_of_a_size() {
    let held = talk(Language::En)
        .preset("web")
        .given("autoscale", "3..12@70%", Origin::Flag)
        .hold(&[Through, Pick("write")]);
    assert_eq!(held.answer("autoscale"), "3..12@70%");
    assert_eq!(
        (
            held.answer("replicas").as_str(),
            held.answer("cpu").as_str()
        ),
        ("none", "250m")
    );
    assert!(
        !held.asker.words().contains("replicas 3"),
        "{}",
        held.asker.words()
    );
    assert_eq!(held.outcome, Outcome::Write);
}

#[test]
fn autoscaling_takes_the_place_of_the_replicas_that_were_said_and_gives_it_back() {
    let more = [
        Through,
        Pick("change an answer"),
        Pick("replicas"),
        Type("4"),
        Pick("more questions"),
        Pick("Should the load decide"),
        Type("3..12@70%"),
    ];
    let held = talk(Language::En)
        .preset("web")
        .hold(&[&more[..], &[Enter]].concat());
    assert_eq!(held.answer("autoscale"), "3..12@70%");
    assert_eq!(held.answer("replicas"), "none");
    assert_eq!(held.outcome, Outcome::Write);
    let back = [
        Pick("change an answer"),
        Pick("autoscale"),
        Type("none"),
        Enter,
    ];
    let held = talk(Language::En)
        .preset("web")
        .hold(&[&more[..], &back].concat());
    assert_eq!(
        (
            held.answer("autoscale").as_str(),
            held.answer("replicas").as_str()
        ),
        ("none", "3")
    );
    assert_eq!(held.outcome, Outcome::Write);
}

#[test]
fn more_questions_are_those_that_were_not_asked() {
    let held = talk(Language::En).preset("web").hold(&[
        Through,
        Pick("more questions"),
        Pick("Which environment variables"),
        Type("A=\"b c\" HOSTS=x,y"),
        Enter,
    ]);
    let list = held
        .asker
        .prompts
        .iter()
        .find(|prompt| prompt.message == "Which question?")
        .unwrap();
    assert!(
        list.rows.iter().all(|row| !row.contains("Which image")),
        "{list:#?}"
    );
    assert!(
        list.rows
            .iter()
            .all(|row| !row.contains("How long may one run take")),
        "{list:#?}"
    );
    assert_eq!(held.answer("env"), "A=b c, HOSTS=x,y");
}

#[test]
fn a_file_is_shown_whole() {
    let held = talk(Language::En).preset("web").hold(&[
        Through,
        Pick("look at a file"),
        Pick("base/deployment.yaml"),
        Back,
        Enter,
    ]);
    assert_eq!(held.asker.read.len(), 1);
    assert!(held.asker.read[0].contains("kind: Deployment"));
    assert!(held.asker.read[0].contains("image: registry.example.com/shop/payments:1.4.2"));
    assert_eq!(held.outcome, Outcome::Write);
}

#[test]
fn a_contradiction_offers_no_write() {
    let held = talk(Language::En)
        .preset("web")
        .given("grace", "5", Origin::Flag)
        .hold(&[Through, Stop]);
    let menu = held.asker.prompts.last().unwrap();
    assert!(
        menu.rows.iter().all(|row| !row.contains("write")),
        "{menu:#?}"
    );
    assert!(held.asker.said.iter().any(|(tone, _)| *tone == Tone::Error));
}

#[test]
fn stopping_writes_nothing() {
    for acts in [vec![Stop], vec![Through, Stop], vec![Through, Pick("stop")]] {
        let held = talk(Language::En).preset("web").hold(&acts);
        assert_eq!(held.outcome, Outcome::Cancelled, "{acts:?}");
    }
}
