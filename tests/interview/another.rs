//! Another workload of the service, asked at the end of the interview about the first.

use kwgen::answers::Origin;
use kwgen::ask::Outcome;
use kwgen::text::Language;

use super::script::{Act, Held, talk};
use Act::{Back, Enter, Pick, Stop, Through, Type};

const ANOTHER: Act = Pick("another workload");
const ANOTHER_ZH: Act = Pick("再加一个工作负载");

/// The prompts between two menus.
fn asked_after_the_menu(held: &Held) -> Vec<&str> {
    let menu = |message: &&str| ["What now?", "接下来？"].contains(message);
    let all = held.asker.messages().into_iter();
    let rest = all.skip_while(|one| !menu(one)).skip(1);
    rest.take_while(|one| !menu(one)).collect()
}

fn names(held: &Held) -> Vec<[&str; 2]> {
    let named = held.more.iter();
    named
        .map(|[name, controller, _]| [name.as_str(), controller.as_str()])
        .collect()
}

#[test]
fn another_workload_is_asked_only_what_is_its_own() {
    for (language, another, kind, schedule) in [
        (Language::En, ANOTHER, "Job on a schedule", "schedule"),
        (Language::Zh, ANOTHER_ZH, "定时任务", "时间"),
    ] {
        let held = talk(language).preset("web").hold(&[
            Through,
            another,
            Type("settle"),
            Pick(kind),
            Through,
            Enter,
        ]);
        assert_eq!(held.outcome, Outcome::Write);
        assert_eq!(names(&held), [["payments-settle", "CronJob"]]);
        let asked = asked_after_the_menu(&held);
        let is_shared = |one: &&&str| {
            let shared = [
                "service called",
                "Which image",
                "call it",
                "服务叫什么",
                "哪个镜像",
            ];
            shared.iter().any(|word| one.contains(word))
        };
        assert_eq!(asked.iter().find(is_shared), None, "{asked:#?}");
        assert!(asked.len() >= 4, "{schedule}: {asked:#?}");
        let said = &held.more[0][2];
        assert!(
            said.contains("schedule") && said.contains("memory"),
            "{said}"
        );
        assert!(
            !said.contains("name") && !said.contains("proseLang"),
            "{said}"
        );
    }
}

#[test]
fn the_first_workload_stays_as_it_was_and_its_answers_can_still_be_changed() {
    let held = talk(Language::En).preset("web").hold(&[
        Through,
        ANOTHER,
        Type("worker"),
        Pick("Worker"),
        Through,
        Pick("change an answer"),
        Pick("replicas"),
        Type("5"),
        Enter,
    ]);
    assert_eq!(held.outcome, Outcome::Write);
    assert_eq!(held.answer("replicas"), "5");
    assert_eq!(held.answer("ports"), "http:8080");
    assert_eq!(names(&held), [["payments-worker", "Deployment"]]);
}

#[test]
fn several_can_be_added_and_none_takes_a_name_that_is_there() {
    let held = talk(Language::En).preset("web").hold(&[
        Through,
        ANOTHER,
        Type("worker"),
        Pick("Worker"),
        Through,
        ANOTHER,
        Type("worker"),
        Type("main"),
        Type("No Label"),
        Type("migrate"),
        Pick("Job that runs once"),
        Through,
        Enter,
    ]);
    assert_eq!(held.outcome, Outcome::Write);
    assert_eq!(
        names(&held),
        [
            ["payments-worker", "Deployment"],
            ["payments-migrate", "Job"]
        ]
    );
    let refused = &held.asker.refused;
    assert_eq!(refused.len(), 3, "{refused:#?}");
    assert!(
        refused[0].contains("that name is taken; there are worker, main"),
        "{refused:#?}"
    );
}

#[test]
fn going_back_from_its_first_question_leaves_it_out() {
    let acts = [Through, ANOTHER, Type("worker"), Back, Enter];
    let held = talk(Language::En).preset("web").hold(&acts);
    assert_eq!(held.outcome, Outcome::Write);
    assert_eq!(names(&held), [[""; 2]; 0]);
    let held = talk(Language::En)
        .preset("web")
        .hold(&[Through, ANOTHER, Back, Enter]);
    assert_eq!(held.outcome, Outcome::Write);
}

#[test]
fn going_back_from_the_menu_returns_to_its_last_question() {
    let held = talk(Language::En).preset("web").hold(&[
        Through,
        ANOTHER,
        Type("worker"),
        Pick("Worker"),
        Through,
        Back,
        Pick("large"),
        Enter,
    ]);
    assert_eq!(held.outcome, Outcome::Write);
    assert_eq!(names(&held), [["payments-worker", "Deployment"]]);
    let sizes = held.asker.messages();
    let sizes = sizes.iter().filter(|one| **one == "How big is it?");
    assert_eq!(sizes.count(), 3);
}

#[test]
fn stopping_in_the_middle_keeps_what_was_said_of_both() {
    let held = talk(Language::En).preset("web").hold(&[
        Through,
        ANOTHER,
        Type("settle"),
        Pick("Job on a schedule"),
        Type("0 2 * * *"),
        Stop,
    ]);
    assert_eq!(held.outcome, Outcome::Cancelled);
    assert_eq!(names(&held), [["payments-settle", "CronJob"]]);
}

#[test]
fn what_a_flag_said_of_the_service_holds_for_all_of_it() {
    let held = talk(Language::En)
        .preset("web")
        .given("dependencies", "none", Origin::Flag)
        .hold(&[
            Through,
            ANOTHER,
            Type("worker"),
            Pick("Worker"),
            Through,
            Enter,
        ]);
    let asked = asked_after_the_menu(&held);
    assert!(
        !asked.iter().any(|one| one.contains("What does it call")),
        "{asked:#?}"
    );
}
