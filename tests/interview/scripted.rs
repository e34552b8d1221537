//! The order of questions, going back, help, refusals, the menu at the end: without a terminal.

use kwgen::answers::Origin;
use kwgen::ask::{Outcome, Tone};
use kwgen::text::Language;

use super::script::{Act, Held, pack, talk};
use Act::{Back, Enter, Help, Pick, Stop, Through, Type};

/// Whose tag makes the image sound.
const IMAGE: &str = "registry.example.com/shop/payments:1.4.2";

/// The prompts before the first menu.
fn questions(held: &Held) -> Vec<&str> {
    let menu = |message: &&str| !["What now?", "接下来？"].contains(message);
    held.asker.messages().into_iter().take_while(menu).collect()
}

#[test]
fn every_preset_asks_at_most_nine_questions_and_then_all_is_sound() {
    for language in [Language::En, Language::Zh] {
        for preset in pack().presets() {
            let title: &'static str = Box::leak(preset.title.said(language).to_owned().into());
            let held = talk(language).hold(&[Pick(title), Through, Enter]);
            let asked = questions(&held);
            assert!(asked.len() <= 9, "{}: {asked:#?}", preset.id);
            assert!(asked.len() >= 6, "{}: {asked:#?}", preset.id);
            assert_eq!(held.outcome, Outcome::Write, "{}", preset.id);
            let menu = held.asker.prompts.last().unwrap();
            assert!(
                menu.rows[0].contains("write") || menu.rows[0].contains("写出"),
                "{}: {}\n{menu:#?}",
                preset.id,
                held.asker.words()
            );
        }
    }
}

#[test]
fn a_web_service_with_hosts_and_tls_is_asked_nine_questions_from_its_kind_on() {
    for (language, yes) in [
        (Language::En, "yes, from the private network (VPC)"),
        (Language::Zh, "需要，从专有网络（VPC）访问"),
    ] {
        let title = pack().preset("web").unwrap().title.said(language);
        let held = talk(language)
            .given("balancerFrom", "10.0.1.0/24", Origin::Flag)
            .hold(&[
                Pick(title),
                Type("shop"),
                Type(IMAGE),
                Pick(yes),
                Type("shop.example.com"),
                Through,
                Enter,
            ]);
        assert_eq!(held.outcome, Outcome::Write);
        assert_eq!(held.answer("hosts"), "shop.example.com");
        assert_eq!(held.answer("tls"), "auto");
        let asked = questions(&held);
        assert_eq!(asked.len(), 9, "{asked:#?}");
    }
}

#[test]
fn who_else_calls_it_is_asked_only_where_nobody_calls_from_outside() {
    for (row, is_asked) in [("no, only", true), ("yes, from the internet", false)] {
        let held = talk(Language::En)
            .preset("web")
            .given("balancerFrom", "10.0.1.0/24", Origin::Flag)
            .given("hosts", "shop.example.com", Origin::Flag)
            .hold(&[Type("shop"), Type(IMAGE), Pick(row), Through, Enter]);
        let asked = questions(&held);
        assert_eq!(asked.contains(&"Who calls it?"), is_asked, "{asked:#?}");
    }
}

#[test]
fn a_preset_asks_only_what_exists_and_in_whole_sections() {
    for preset in pack().presets() {
        let mut sections = Vec::new();
        for id in &preset.interview {
            let found = pack().questions.find(id).map(|(_, one)| one.section);
            let section = found.or_else(|| pack().questions.section(id));
            let section = section.unwrap_or_else(|| panic!("{}: {id}", preset.id));
            if sections.last() != Some(&section) {
                assert!(
                    !sections.contains(&section),
                    "{}: {id} comes late",
                    preset.id
                );
                sections.push(section);
            }
        }
        let place = |id: &String| preset.interview.iter().position(|one| one == id);
        for (id, others) in &preset.unasked {
            for other in others.keys() {
                let known = place(other).is_some() && place(other) < place(id);
                assert!(known, "{}: {other} is asked before {id}", preset.id);
            }
        }
    }
}

#[test]
fn escape_goes_back_one_question_and_shows_the_earlier_answer() {
    let held = talk(Language::En).preset("web").hold(&[
        Type("payments"),
        Type(IMAGE),
        Back,
        Back,
        Enter,
        Enter,
        Stop,
    ]);
    let messages = held.asker.messages();
    let name = "What is the service called?";
    let image = "Which image does it run?";
    let expose = "Is it called from outside the cluster?";
    assert_eq!(messages, [name, image, expose, image, name, image, expose]);
    let stands: Vec<&str> = held.asker.prompts[3..6]
        .iter()
        .map(|prompt| prompt.stands.as_str())
        .collect();
    assert_eq!(stands, [IMAGE, "payments", IMAGE]);
    assert_eq!(held.asker.prompts[3].hint, "your answer; ? explains");
}

#[test]
fn escape_at_the_first_question_asks_whether_to_leave() {
    for end in [Back, Pick("yes, leave")] {
        let held = talk(Language::En).hold(&[Back, Enter, Back, end]);
        let leave = "Leave? Nothing has been written yet.";
        let first = "What kind of service is it?";
        assert_eq!(held.asker.messages(), [first, leave, first, leave]);
        assert_eq!(held.outcome, Outcome::Cancelled);
    }
}

#[test]
fn escape_at_the_end_goes_back_to_the_last_question() {
    let held = talk(Language::En)
        .preset("web")
        .hold(&[Through, Back, Pick("large"), Enter]);
    let last = &held.asker.messages()[questions(&held).len()..];
    assert_eq!(last, ["What now?", "How big is it?", "What now?"]);
    assert_eq!(held.answer("memory"), "2Gi");
    assert_eq!(held.outcome, Outcome::Write);
}

#[test]
fn a_question_mark_explains_and_asks_again() {
    let held = talk(Language::En)
        .preset("web")
        .hold(&[Help, Type("？"), Type("payments"), Stop]);
    assert_eq!(
        held.asker.messages()[..3],
        ["What is the service called?"; 3]
    );
    let help = "The name of its objects";
    assert_eq!(held.asker.words().matches(help).count(), 2);
    assert_eq!(held.answer("name"), "payments");
}

#[test]
fn a_question_mark_behind_what_stands_in_the_line_explains_too() {
    let held = talk(Language::En).preset("web").hold(&[
        Type("payments"),
        Back,
        Type("payments?"),
        Enter,
        Stop,
    ]);
    assert!(held.asker.words().contains("The name of its objects"));
    assert_eq!(held.answer("name"), "payments");
}

#[test]
fn the_last_row_of_a_list_explains() {
    let held = talk(Language::En).hold(&[
        Help,
        Pick("something else"),
        Type("a"),
        Type(IMAGE),
        Help,
        Stop,
    ]);
    let words = held.asker.words();
    assert!(held.asker.read[0].contains("loongcollector"), "the presets");
    assert!(words.contains("Databases, queues, quorums"), "{words}");
}

#[test]
fn an_unsound_answer_is_refused_with_the_values_own_message() {
    let held = talk(Language::En).preset("web").hold(&[
        Type(""),
        Type("Pay ments"),
        Type("payments"),
        Type(IMAGE),
        Enter,
        Type("http:80"),
        Type("http:8080 \"grpc"),
        Stop,
    ]);
    let refused = &held.asker.refused;
    assert_eq!(refused.len(), 4, "{refused:#?}");
    assert!(refused[0].contains("an answer is needed"), "{refused:#?}");
    assert!(refused[1].contains("pay-ments"), "{refused:#?}");
    assert!(
        refused[2].contains("1023") || refused[2].contains("root"),
        "{refused:#?}"
    );
    assert!(refused[3].contains("quote"), "{refused:#?}");
}

#[test]
fn what_a_preset_needs_is_not_left_out_and_says_why() {
    let held = talk(Language::En).preset("log-agent").hold(&[
        Type("agent"),
        Type(IMAGE),
        Type(""),
        Type("/var/log/pods, /var/log/containers"),
        Enter,
        Stop,
    ]);
    let refused = &held.asker.refused;
    assert_eq!(refused.len(), 1, "{refused:#?}");
    assert!(refused[0].contains("an answer is needed"), "{refused:#?}");
    let hints: Vec<&str> = held.asker.prompts[2..4]
        .iter()
        .map(|prompt| prompt.hint.as_str())
        .collect();
    assert!(
        hints[0].contains("an exception that you name"),
        "{hints:#?}"
    );
    assert!(
        hints[1].contains("logs of pods belong to root"),
        "{hints:#?}"
    );
    let paths = held.answer("hostPaths");
    assert_eq!(paths, "/var/log/pods, /var/log/containers");
}

#[test]
fn lists_are_typed_with_commas_spaces_or_line_breaks() {
    let held = talk(Language::En).preset("web").hold(&[
        Type("payments"),
        Type(IMAGE),
        Enter,
        Type("http:8080,\ngrpc:9090"),
        Type("checkout@shop gateway@edge"),
        Through,
        Enter,
    ]);
    assert_eq!(held.answer("ports"), "http:8080, grpc:9090");
    assert_eq!(held.answer("callers"), "checkout@shop, gateway@edge");
}

#[test]
fn a_name_with_a_line_break_in_it_is_refused() {
    let held = talk(Language::En)
        .preset("web")
        .hold(&[Type("payments\nimage"), Stop]);
    assert_eq!(held.asker.refused.len(), 1);
    assert_eq!(held.asker.messages().len(), 1, "one prompt, not two");
}

#[test]
fn the_choice_of_the_tree_is_announced_when_it_is_known_and_only_then() {
    let held = talk(Language::En).hold(&[
        Pick("something else"),
        Type("payments"),
        Type(IMAGE),
        Pick("no"),
        Pick("yes"),
        Stop,
    ]);
    let said: Vec<&str> = held
        .asker
        .said
        .iter()
        .map(|(_, text)| text.as_str())
        .collect();
    let announced: Vec<&&str> = said
        .iter()
        .filter(|text| text.contains("becomes"))
        .collect();
    assert_eq!(announced.len(), 1, "{said:#?}");
    assert!(announced[0].contains("DaemonSet"), "{said:#?}");
    assert_eq!(
        held.asker.messages().last(),
        Some(&"Which ports does it listen on?")
    );
}

#[test]
fn without_a_preset_only_the_path_through_the_tree_is_asked() {
    let held = talk(Language::En).hold(&[
        Pick("something else"),
        Type("payments"),
        Type(IMAGE),
        Pick("yes"),
        Through,
        Enter,
    ]);
    let asked = questions(&held);
    assert!(
        !asked.contains(&"Must it run once on every node?"),
        "{asked:#?}"
    );
    assert_eq!(held.answer("stateful"), "true");
}

#[test]
fn an_answer_that_the_path_leads_past_after_all_does_not_count() {
    let held = talk(Language::En).hold(&[
        Pick("something else"),
        Type("payments"),
        Type(IMAGE),
        Pick("no"),
        Pick("yes"),
        Back,
        Back,
        Pick("yes"),
        Through,
        Enter,
    ]);
    assert_eq!(held.outcome, Outcome::Write);
    assert_eq!(held.resolved.faults, []);
    assert_eq!(
        held.resolved.decision.map(|one| one.controller.kind()),
        Some("StatefulSet")
    );
}

#[test]
fn evidence_against_the_answers_is_said_at_once() {
    let held = talk(Language::En)
        .preset("web")
        .dockerfile("FROM scratch\nVOLUME /var/lib/shop\n")
        .hold(&[
            Type("payments"),
            Type("registry.example.com/library/postgres:16"),
            Stop,
        ]);
    let warnings: Vec<&str> = held
        .asker
        .said
        .iter()
        .filter(|(tone, _)| *tone == Tone::Warning)
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(warnings.len(), 2, "{warnings:#?}");
    assert!(warnings[0].contains("/var/lib/shop") && warnings[0].contains("Dockerfile:2"));
    assert!(warnings[1].contains("postgres"), "{warnings:#?}");
}

#[test]
fn a_proposal_says_where_it_comes_from() {
    let held = talk(Language::En)
        .preset("web")
        .dockerfile("FROM scratch\nEXPOSE 3000\n")
        .hold(&[Type("payments"), Type(IMAGE), Through, Stop]);
    let ports = &held.asker.prompts[3];
    assert_eq!(
        (ports.stands.as_str(), ports.hint.as_str()),
        ("http:3000", "found in Dockerfile:2; ? explains")
    );
    let callers = &held.asker.prompts[4];
    assert!(
        callers.hint.starts_with("the default, a guess: "),
        "{}",
        callers.hint
    );
    let held = talk(Language::En)
        .preset("web")
        .hold(&[Type("payments"), Type(IMAGE), Enter, Stop]);
    assert!(
        held.asker.prompts[3]
            .hint
            .starts_with("from the preset web")
    );
}

#[test]
fn what_a_flag_or_a_file_has_said_is_not_asked() {
    let held = talk(Language::En)
        .preset("web")
        .given("name", "payments", Origin::Flag)
        .given("memory", "3Gi", Origin::File)
        .hold(&[Through, Pick("write")]);
    let asked = questions(&held);
    assert!(
        !asked.contains(&"What is the service called?"),
        "{asked:#?}"
    );
    assert_eq!(held.answer("memory"), "3Gi", "the size leaves it alone");
    assert_eq!(held.answer("cpu"), "250m");
}

#[test]
fn a_file_without_a_preset_says_that_there_is_none() {
    let held = talk(Language::En)
        .given("name", "payments", Origin::File)
        .hold(&[Stop]);
    assert_eq!(held.asker.messages(), ["Which image does it run?"]);
}

#[test]
fn what_a_file_has_answered_is_said() {
    let held = talk(Language::En)
        .given("name", "payments", Origin::File)
        .given("readiness", "/ready", Origin::File)
        .hold(&[Stop]);
    let words = held.asker.words();
    assert!(words.contains("answers.yaml: name, readiness"), "{words}");
}

#[test]
fn an_interview_in_chinese_writes_chinese_unless_told_otherwise() {
    let held = talk(Language::Zh).preset("web").hold(&[Through, Enter]);
    assert_eq!(held.answer("proseLang"), "zh-CN");
    let held = talk(Language::Zh)
        .preset("web")
        .given("proseLang", "en", Origin::Flag)
        .hold(&[Through, Enter]);
    assert_eq!(held.answer("proseLang"), "en");
}

#[test]
fn sections_are_counted_in_the_order_they_come() {
    let held = talk(Language::En).preset("web").hold(&[Through, Enter]);
    let headings: Vec<&str> = held
        .asker
        .said
        .iter()
        .filter(|(tone, _)| *tone == Tone::Heading)
        .map(|(_, text)| text.trim())
        .take(5)
        .collect();
    let expected = ["Identity", "Reachability", "Network", "Health", "Size"];
    let numbered = (1..).zip(expected);
    let numbered: Vec<String> = numbered
        .map(|(at, title)| format!("{at}/5 {title}"))
        .collect();
    assert_eq!(headings, numbered);
}

#[test]
fn nothing_that_is_said_is_wider_than_the_terminal() {
    for language in [Language::En, Language::Zh] {
        for preset in pack().presets() {
            let title: &'static str = Box::leak(preset.title.said(language).to_owned().into());
            let held = talk(language).hold(&[Help, Pick(title), Help, Through, Enter]);
            let words = held.asker.words();
            let wide: Vec<&str> = words
                .lines()
                .filter(|line| console::measure_text_width(line) > 80)
                .collect();
            assert_eq!(wide, [""; 0], "{}", preset.id);
            for prompt in &held.asker.prompts {
                let line = format!("? {} ({}) ", prompt.message, prompt.stands);
                let is_list = !prompt.rows.is_empty();
                assert!(
                    is_list || prompt.stands.is_empty() || console::measure_text_width(&line) <= 80,
                    "{line}"
                );
            }
        }
    }
}
