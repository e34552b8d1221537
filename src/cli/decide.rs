//! `kwgen decide`: only the tree.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use clap::ArgMatches;

use super::exit::Exit;
use super::make::objections;
use super::new::fail;
use super::request::Request;
use super::tool::{Tone, Tool};
use crate::answers::Resolved;
use crate::ask;
use crate::decide::{self, Decision};
use crate::output::Report;
use crate::pack::Pack;
use crate::service;
use crate::text::{Fault, Language, add_new, say, tell, wrap};

/// Runs `kwgen decide`.
pub(super) fn run(tool: &Tool, pack: &Pack, matches: &ArgMatches) -> Exit {
    let mut report = Report::new("decide", tool.language);
    let is_mermaid = matches
        .get_one::<String>("output")
        .is_some_and(|format| format == "mermaid");
    if matches.get_flag("tree") {
        let text = if is_mermaid {
            decide::mermaid(&pack.tree, tool.language, None)
        } else {
            decide::text(&pack.tree, tool.language, None)
        };
        return print(&text);
    }
    let mut request = Request::read(pack, matches);
    let tree: Vec<&str> = pack.tree.questions().collect();
    let nothing_said = !request
        .given
        .iter()
        .any(|given| tree.contains(&given.id.as_str()) || given.id == "controller");
    if request.faults.is_empty()
        && nothing_said
        && request.preset.is_none()
        && request.outline.is_flat()
        && Tool::can_ask()
        && !matches.get_flag("non-interactive")
        && !tool.is_json
    {
        let mut terminal = ask::Terminal::new(tool.language);
        match ask::walk_tree(&mut terminal, pack, tool.language) {
            Some(given) => request.given.extend(given),
            None => return Exit::Cancelled,
        }
        Tool::tell("\n");
    }
    let parts = request.outline.parts(None);
    let solved: Vec<(Option<&str>, Resolved)> = parts
        .into_iter()
        .map(|part| (part.workload, request.resolve_part(pack, part, &[])))
        .collect();
    let mut faults = request.faults.clone();
    let of_all = solved
        .iter()
        .flat_map(|(_, resolved)| of_the_tree(pack, resolved));
    add_new(&mut faults, of_all);
    if !faults.is_empty() {
        return fail(tool, &mut report, &faults, Exit::Request);
    }
    let decided: Option<Vec<(Option<&str>, &Decision)>> = solved
        .iter()
        .map(|(workload, resolved)| Some((*workload, resolved.decision.as_ref()?)))
        .collect();
    let Some(decided) = decided else {
        return Exit::Request;
    };
    let mut said: Vec<Fault> = Vec::new();
    for (_, resolved) in &solved {
        add_new(&mut said, objections(pack, &request, resolved));
    }
    if tool.is_json {
        report.warnings(&said);
        report.decisions(&decided);
        return print(&report.text());
    }
    let mut text = String::new();
    for (workload, decision) in decided {
        if let Some(workload) = workload {
            let gap = if text.is_empty() { "" } else { "\n" };
            let comment = if is_mermaid { "%%" } else { "#" };
            let _ = writeln!(text, "{gap}{comment} {workload}\n");
        }
        text.push_str(&if is_mermaid {
            decide::mermaid(&pack.tree, tool.language, Some(decision))
        } else {
            broken(&words(pack, decision, tool.language))
        });
    }
    let exit = print(&text);
    if !is_mermaid {
        tool.say_faults(&said, Tone::Warning);
    }
    exit
}

/// What is wrong with the answers of the tree: other questions may well be open.
fn of_the_tree(pack: &Pack, resolved: &Resolved) -> Vec<Fault> {
    let section = pack.questions.section("tree");
    let is_own = |fault: &&Fault| {
        let mut fields = fault.fields.iter();
        let id = fields.find(|(name, _)| *name == "id").map(|(_, id)| id);
        id.is_none_or(|id| {
            let found = pack.questions.find(id);
            found.is_none_or(|(_, question)| Some(question.section) == section)
        })
    };
    let mut faults: Vec<Fault> = resolved.faults.iter().filter(is_own).cloned().collect();
    faults.extend(service::tree_faults(&pack.questions, resolved));
    faults
}

/// Broken between words where it goes to a terminal; elsewhere a line is a line.
fn broken(text: &str) -> String {
    if !std::io::stdout().is_terminal() {
        return text.to_owned();
    }
    let width = usize::from(console::Term::stdout().size().1);
    let lines = text.lines().map(|line| {
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        let mut pieces = wrap(line, width.saturating_sub(indent)).into_iter();
        let mut whole = pieces.next().unwrap_or_default();
        for piece in pieces {
            let _ = write!(whole, "\n{}{}", " ".repeat(indent), piece.trim_start());
        }
        whole + "\n"
    });
    lines.collect()
}

fn print(text: &str) -> Exit {
    match Tool::print(text) {
        Ok(()) => Exit::Done,
        Err(_) => Exit::World,
    }
}

/// The decision in words: path, reasons, rejected branches, comparison, what else to consider.
fn words(pack: &Pack, decision: &Decision, language: Language) -> String {
    let mut out = String::new();
    let fields = [
        ("controller", decision.controller.kind().to_owned()),
        ("chosen", decision.chosen.kind().to_owned()),
    ];
    let head = if decision.is_forced() {
        "decide.forced"
    } else {
        "decide.head"
    };
    let _ = writeln!(out, "{}\n", say(language, head, &fields).message);
    for step in &decision.path {
        let answer = tell(language, if step.yes { "decide.yes" } else { "decide.no" });
        let _ = writeln!(
            out,
            "  {} → {answer}\n    {}",
            step.why.said(language),
            step.because.said(language)
        );
    }
    if let Some(leaf) = pack.tree.leaf(decision.controller) {
        let _ = writeln!(out, "\n{}", tell(language, "decide.reasons"));
        for reason in &leaf.reasons {
            let _ = writeln!(out, "  - {}", reason.said(language));
        }
        let _ = writeln!(out, "\n{}", tell(language, "decide.compare"));
        for (id, prose) in [
            ("decide.creation", &leaf.compare.creation),
            ("decide.update", &leaf.compare.update),
            ("decide.overhead", &leaf.compare.overhead),
            ("decide.fits", &leaf.compare.fits),
        ] {
            let fields = [
                ("label", tell(language, id)),
                ("text", prose.said(language).to_owned()),
            ];
            let _ = writeln!(out, "  {}", say(language, "decide.row", &fields).message);
        }
        if !leaf.consider.is_empty() {
            let _ = writeln!(out, "\n{}", tell(language, "decide.consider"));
            for prose in &leaf.consider {
                let _ = writeln!(out, "  - {}", prose.said(language));
            }
        }
    }
    let _ = writeln!(out, "\n{}", tell(language, "decide.rejected"));
    for rejected in &decision.rejected {
        let kinds: Vec<&str> = rejected
            .controllers
            .iter()
            .map(|controller| controller.kind())
            .collect();
        let fields = [
            (
                "label",
                format!("{} ({})", kinds.join(", "), rejected.question),
            ),
            ("text", rejected.because.said(language).to_owned()),
        ];
        let _ = writeln!(out, "  - {}", say(language, "decide.row", &fields).message);
    }
    out
}
