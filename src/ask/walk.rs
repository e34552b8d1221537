//! Walking only the decision tree, for `kwgen decide`.

use super::{Asker, ChoicePrompt, Reply, Row, Tone};
use crate::answers::{Given, Origin, Raw, Reach};
use crate::decide::Node;
use crate::pack::Pack;
use crate::question::Kind;
use crate::text::{Language, joined, say, tell, wrap_with};

/// Asks the tree's questions from its start to a leaf; `None` when the person stops.
pub fn walk_tree(asker: &mut dyn Asker, pack: &Pack, language: Language) -> Option<Vec<Given>> {
    let mut walked: Vec<(&Node, bool)> = Vec::new();
    let mut again: Option<bool> = None;
    asker.say(Tone::Plain, &tell(language, "ask.intro-tree"));
    loop {
        let Some(node) = next_node(pack, &walked) else {
            return Some(answers(pack, &walked));
        };
        match ask(asker, pack, language, node, walked.len() + 1, again.take()) {
            Reply::Choice(chosen) => walked.push((node, chosen == 0)),
            Reply::Back => match walked.pop() {
                Some((_, yes)) => again = Some(yes),
                None => return None,
            },
            Reply::Quit | Reply::Text(_) => return None,
        }
    }
}

/// The node that the answers so far lead to; none at a leaf.
fn next_node<'p>(pack: &'p Pack, walked: &[(&'p Node, bool)]) -> Option<&'p Node> {
    match walked.last() {
        None => pack.tree.node(&pack.tree.start),
        Some((node, yes)) => {
            let edge = if *yes { &node.yes } else { &node.no };
            pack.tree.node(edge.as_ref()?.node.as_deref()?)
        }
    }
}

fn ask(
    asker: &mut dyn Asker,
    pack: &Pack,
    language: Language,
    node: &Node,
    count: usize,
    before: Option<bool>,
) -> Reply {
    let prompt = ChoicePrompt {
        message: say(
            language,
            "ask.tree-question",
            &[
                ("count", count.to_string()),
                ("why", node.why.said(language).to_owned()),
            ],
        )
        .message,
        rows: ["ask.yes", "ask.no", "ask.help-row"]
            .map(|id| Row::new(tell(language, id)))
            .to_vec(),
        start: usize::from(before != Some(true)),
        hint: tell(language, "ask.hint-list"),
    };
    loop {
        match asker.choose(&prompt) {
            Reply::Choice(2) => {
                if let Some((_, question)) = pack.questions.find(&node.answer) {
                    let help = joined(question.help.said(language));
                    let text = wrap_with(&help, asker.width(), "  ");
                    asker.say(Tone::Plain, &format!("\n{text}\n"));
                }
            }
            reply => return reply,
        }
    }
}

/// The walk as answers. A yes to a question that takes a text is any text: the tree asks no more.
fn answers(pack: &Pack, walked: &[(&Node, bool)]) -> Vec<Given> {
    walked
        .iter()
        .filter_map(|(node, yes)| {
            let (_, question) = pack.questions.find(&node.answer)?;
            let text = if question.kind == Kind::Bool {
                yes.to_string()
            } else if *yes {
                question.example.clone()
            } else {
                return None;
            };
            Some(Given {
                id: node.answer.clone(),
                raw: Raw::Text(text),
                place: None,
                parts: Vec::new(),
                origin: Origin::Interview,
                reach: Reach::default(),
            })
        })
        .collect()
}
