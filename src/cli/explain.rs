//! `kwgen explain`: a question, another key of kwgen.yaml, a rule, controller or preset, or the list of them all.

use std::fmt::Write as _;

use clap::ArgMatches;

use super::cluster_file::QUESTION;
use super::command::topics;
use super::exit::Exit;
use super::fault::CliFault;
use super::known::image_page;
use super::new::fail;
use super::page;
use super::tool::Tool;
use super::topic;
use crate::cluster;
use crate::decide::{Controller, Leaf};
use crate::output::Report;
use crate::pack::{Pack, Preset};
use crate::question::{Change, Question, plain_default};
use crate::rule;
use crate::text::{Language, outline, phrase, say, tell};
use crate::value::closest;

/// Runs `kwgen explain`.
pub(super) fn run(tool: &Tool, pack: &Pack, matches: &ArgMatches) -> Exit {
    let language = tool.language;
    let Some(id) = matches.get_one::<String>("ID") else {
        return if tool.is_json {
            let mut report = Report::new("explain", language);
            report.set("topics", topic::all(pack, language));
            print_report(&report)
        } else {
            print(&list(pack, language))
        };
    };
    let bare = id.trim_start_matches('-');
    let found = pack
        .questions
        .find(bare)
        .or_else(|| pack.questions.find_flag(bare))
        .map(|(_, question)| {
            let mut page = question_page(question, language);
            if let Some(Ok(more)) = pack.page(&question.id) {
                page.push_str(&page::parts(&more, language));
            }
            if question.id == QUESTION {
                // The answer names a file; what that holds is asked for under the same word.
                return format!("{page}\n{}", cluster::page(language));
            }
            page
        })
        .or_else(|| key_page(pack, id, language))
        .or_else(|| pack.preset(id).map(|preset| preset_page(preset, language)))
        .or_else(|| {
            let controller = Controller::parse(id)?;
            pack.tree
                .leaf(controller)
                .map(|leaf| leaf_page(leaf, language))
        })
        .or_else(|| {
            pack.known_image_by_id(id)
                .map(|known| image_page(id, known, language))
        })
        .or_else(|| {
            rule::ids()
                .find(|known| known == id)
                .map(|known| rule_page(known, language))
        });
    if let Some(page) = found {
        if !tool.is_json {
            return print(&page);
        }
        let mut report = Report::new("explain", language);
        report.set("topics", topic::one(pack, language, bare));
        report.set("text", page.into());
        print_report(&report)
    } else {
        let known = topics(pack);
        let suggestion = closest(bare, known.iter().map(String::as_str));
        let fault = CliFault::NoTopic {
            id: id.clone(),
            suggestion: suggestion.unwrap_or_default().to_owned(),
        };
        fail(
            tool,
            &mut Report::new("explain", language),
            &[fault.into()],
            Exit::Request,
        )
    }
}

fn print(text: &str) -> Exit {
    if Tool::print(text).is_ok() {
        Exit::Done
    } else {
        Exit::World
    }
}

fn print_report(report: &Report) -> Exit {
    print(&report.text())
}

fn list(pack: &Pack, language: Language) -> String {
    let mut out = String::new();
    for (index, section) in pack.questions.sections.iter().enumerate() {
        let _ = writeln!(out, "{}", section.title.said(language));
        for question in pack
            .questions
            .questions
            .iter()
            .filter(|question| question.section == index)
        {
            let id = console::pad_str(&question.id, 20, console::Alignment::Left, None);
            let _ = writeln!(
                out,
                "  {id} {}",
                question.ask.said(language).replace('\n', " ")
            );
        }
    }
    let _ = writeln!(out, "{}", tell(language, "explain.keys"));
    for (id, title) in pack.keys() {
        let id = console::pad_str(id, 20, console::Alignment::Left, None);
        let _ = writeln!(out, "  {id} {}", title.said(language));
    }
    let _ = writeln!(out, "{}", tell(language, "explain.presets"));
    for preset in pack.presets() {
        let id = console::pad_str(&preset.id, 20, console::Alignment::Left, None);
        let _ = writeln!(out, "  {id} {}", preset.title.said(language));
    }
    let _ = writeln!(out, "{}", tell(language, "explain.controllers"));
    for controller in Controller::ALL {
        let fits = pack
            .tree
            .leaf(controller)
            .map(|leaf| leaf.compare.fits.said(language))
            .unwrap_or_default();
        let id = console::pad_str(controller.kind(), 20, console::Alignment::Left, None);
        let _ = writeln!(out, "  {id} {fits}");
    }
    let _ = writeln!(out, "{}", tell(language, "explain.images"));
    for id in pack.known_images() {
        let title = pack
            .known_image_by_id(id)
            .map(|known| known.title.said(language));
        let id = console::pad_str(id, 20, console::Alignment::Left, None);
        let _ = writeln!(out, "  {id} {}", title.unwrap_or_default());
    }
    let _ = writeln!(out, "{}", tell(language, "explain.rules"));
    for id in rule::ids() {
        let why = tell(language, &format!("rule.{id}.why"));
        let _ = writeln!(
            out,
            "  {} {why}",
            console::pad_str(id, 24, console::Alignment::Left, None)
        );
    }
    out
}

pub(super) fn heading(id: &str, text: &str, language: Language, out: &mut String) {
    if !text.trim().is_empty() {
        let _ = writeln!(
            out,
            "\n{}\n  {}",
            tell(language, id),
            text.trim_end().replace('\n', "\n  ")
        );
    }
}

fn question_page(question: &Question, language: Language) -> String {
    let mut out = format!("{} (--{})\n", question.id, question.flag);
    heading(
        "explain.asks",
        question.ask.said(language),
        language,
        &mut out,
    );
    heading(
        "explain.what",
        question.help.said(language),
        language,
        &mut out,
    );
    heading("explain.example", &question.example, language, &mut out);
    let choices: Vec<String> = question
        .choices
        .iter()
        .map(|choice| {
            let said = if language == Language::Zh {
                &choice.zh
            } else {
                &choice.en
            };
            format!("{}: {said}", choice.value)
        })
        .chain(question.keywords.iter().cloned())
        .collect();
    heading("explain.values", &choices.join("\n"), language, &mut out);
    let default = match (&question.default_said, &question.default) {
        (Some(said), _) => Some(said.said(language).to_owned()),
        (None, Some(expression)) => plain_default(expression),
        (None, None) => None,
    };
    heading(
        "explain.default",
        &default.unwrap_or_default(),
        language,
        &mut out,
    );
    heading(
        "explain.guess",
        question
            .guess()
            .map(|guess| guess.said(language))
            .unwrap_or_default(),
        language,
        &mut out,
    );
    let any = [("controller", tell(language, "explain.any-workload"))];
    let unless = question
        .unless
        .as_ref()
        .map(|unless| phrase(unless.said(language), &any));
    heading(
        "explain.unless",
        &unless.unwrap_or_default(),
        language,
        &mut out,
    );
    let change = match question.change {
        Change::Free => "explain.change-free",
        Change::Restarts => "explain.change-restarts",
        Change::Never => "explain.change-never",
    };
    heading(
        "explain.change",
        &tell(language, change),
        language,
        &mut out,
    );
    heading(
        "explain.reference",
        question.reference.as_deref().unwrap_or_default(),
        language,
        &mut out,
    );
    out
}

/// The page of a key of `kwgen.yaml` that is no question.
fn key_page(pack: &Pack, id: &str, language: Language) -> Option<String> {
    let more = pack.page(id)?.ok()?;
    Some(format!("{id}\n{}", page::parts(&more, language)))
}

fn preset_page(preset: &Preset, language: Language) -> String {
    let mut out = format!("{}: {}\n", preset.id, preset.title.said(language));
    heading(
        "explain.what",
        preset.what.said(language),
        language,
        &mut out,
    );
    heading(
        "explain.when-not",
        preset.when_not.said(language),
        language,
        &mut out,
    );
    let needs: Vec<String> = preset
        .needs
        .iter()
        .map(|need| format!("{}: {}", need.id, need.why.said(language)))
        .collect();
    heading("explain.needs", &needs.join("\n"), language, &mut out);
    let answers: Vec<String> = preset
        .answers
        .iter()
        .map(|(id, value)| format!("{id}: {value}"))
        .collect();
    heading("explain.answers", &answers.join("\n"), language, &mut out);
    out
}

fn leaf_page(leaf: &Leaf, language: Language) -> String {
    let mut out = format!("{}\n", leaf.controller);
    heading(
        "explain.what",
        leaf.compare.fits.said(language),
        language,
        &mut out,
    );
    let lines = |all: &[crate::text::Prose]| {
        all.iter()
            .map(|prose| prose.said(language).to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    };
    heading("explain.reasons", &lines(&leaf.reasons), language, &mut out);
    heading(
        "explain.consider",
        &lines(&leaf.consider),
        language,
        &mut out,
    );
    let compare = [
        ("decide.creation", &leaf.compare.creation),
        ("decide.update", &leaf.compare.update),
        ("decide.overhead", &leaf.compare.overhead),
    ];
    let compare: Vec<String> = compare
        .iter()
        .map(|(id, prose)| format!("{}: {}", tell(language, id), prose.said(language)))
        .collect();
    heading("decide.compare", &compare.join("\n"), language, &mut out);
    out
}

fn rule_page(id: &str, language: Language) -> String {
    let mut out = format!("{id}\n");
    let said = say(language, &format!("rule.{id}"), &[]);
    heading(
        "explain.finds",
        &outline(language, &format!("rule.{id}")),
        language,
        &mut out,
    );
    heading(
        "explain.why",
        &tell(language, &format!("rule.{id}.why")),
        language,
        &mut out,
    );
    heading(
        "explain.mend",
        &said.help.unwrap_or_default(),
        language,
        &mut out,
    );
    if rule::metas().any(|meta| meta.id == id && meta.stage == rule::Stage::Hardening) {
        heading(
            "explain.accept",
            &format!("--accept {id}=REASON"),
            language,
            &mut out,
        );
    }
    out
}
