//! The tree as a drawing in text and as a Mermaid flowchart.

use std::fmt::Write as _;

use super::Decision;
use super::tree::{Edge, Tree};
use crate::text::{Language, tell};

/// The tree with box-drawing branches; `path` marks the way a decision took.
pub fn text(tree: &Tree, language: Language, decision: Option<&Decision>) -> String {
    let mut out = String::new();
    draw(tree, &tree.start, "", language, decision, &mut out);
    out
}

fn draw(
    tree: &Tree,
    id: &str,
    lead: &str,
    language: Language,
    decision: Option<&Decision>,
    out: &mut String,
) {
    let Some(node) = tree.node(id) else { return };
    let step = decision.and_then(|decision| decision.path.iter().find(|step| step.node == id));
    let _ = writeln!(out, "{}", node.why.said(language));
    for (yes, edge, branch, below) in [
        (true, &node.yes, "├── ", "│   "),
        (false, &node.no, "└── ", "    "),
    ] {
        let Some(edge) = edge else { continue };
        let mark = if step.is_some_and(|step| step.yes == yes) {
            " ◀"
        } else {
            ""
        };
        let _ = write!(out, "{lead}{branch}{} → ", word(yes, language));
        if let Some(leaf) = &edge.leaf {
            let _ = writeln!(out, "{leaf}{mark}");
        } else if let Some(next) = &edge.node {
            draw(
                tree,
                next,
                &format!("{lead}{below}"),
                language,
                decision,
                out,
            );
        }
    }
}

fn word(yes: bool, language: Language) -> String {
    tell(language, if yes { "decide.yes" } else { "decide.no" })
}

/// The tree as a Mermaid flowchart; the path of `decision` is drawn bold.
pub fn mermaid(tree: &Tree, language: Language, decision: Option<&Decision>) -> String {
    let mut out = String::from("flowchart TD\n");
    for node in &tree.nodes {
        let _ = writeln!(
            out,
            "    {}{{\"{}\"}}",
            node.id,
            escape(node.why.said(language))
        );
    }
    for node in &tree.nodes {
        let step =
            decision.and_then(|decision| decision.path.iter().find(|step| step.node == node.id));
        for (yes, edge) in [(true, &node.yes), (false, &node.no)] {
            let Some(edge) = edge else { continue };
            let arrow = if step.is_some_and(|step| step.yes == yes) {
                "==>"
            } else {
                "-->"
            };
            let _ = writeln!(
                out,
                "    {} {arrow}|{}| {}",
                node.id,
                word(yes, language),
                target(edge)
            );
        }
    }
    out
}

fn target(edge: &Edge) -> String {
    match (&edge.leaf, &edge.node) {
        (Some(leaf), _) => format!("{leaf}([{leaf}])"),
        (None, Some(node)) => node.clone(),
        (None, None) => String::new(),
    }
}

fn escape(text: &str) -> String {
    text.replace('"', "#quot;").replace('\n', " ")
}
