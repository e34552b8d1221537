//! Reading the tree, refusing what is not one, and walking it.

use serde::Deserialize;

use super::{Controller, Decision, Rejected, Step};
use crate::faults;
use crate::text::{Fault, Place, Prose};
use crate::yaml;

faults! {
    /// What can be wrong with `tree.yaml`.
    pub enum TreeFault {
        /// An edge or `start` names a node that is not there.
        NoNode { node: String, from: String } = "tree.no-node",
        /// Following the edges leads back.
        Cycle { node: String } = "tree.cycle",
        /// No path leads to a node.
        Unreachable { node: String } = "tree.unreachable",
        /// An edge that leads nowhere, or to both a node and a leaf.
        Edge { node: String, edge: String } = "tree.edge",
        /// A leaf of a controller that kwgen does not write.
        Controller { controller: String, allowed: String } = "tree.controller",
        /// An edge to a leaf that is not described.
        NoLeaf { controller: String, node: String } = "tree.no-leaf",
        /// Two nodes or leaves with one id.
        Twice { id: String } = "tree.twice",
    }
}

/// One side of a node.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Edge {
    /// The node it leads to.
    #[serde(default)]
    pub node: Option<String>,
    /// The controller it leads to.
    #[serde(default)]
    pub leaf: Option<String>,
    /// Why.
    pub because: Prose,
}

/// A question of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// The question whose answer chooses the edge.
    pub answer: String,
    /// What it finds out.
    pub why: Prose,
    /// Taken when the answer is true, or given.
    #[serde(default)]
    pub yes: Option<Edge>,
    /// Taken otherwise.
    #[serde(default)]
    pub no: Option<Edge>,
}

/// The row of the comparison table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Compare {
    /// How fast it is created.
    pub creation: Prose,
    /// How fast it is updated.
    pub update: Prose,
    /// What it costs.
    pub overhead: Prose,
    /// What it fits.
    pub fits: Prose,
}

/// A controller at the end of a path.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Leaf {
    /// Its kind.
    pub controller: String,
    /// Why it is right here.
    pub reasons: Vec<Prose>,
    /// Its row of the comparison.
    pub compare: Compare,
    /// What else to consider.
    #[serde(default)]
    pub consider: Vec<Prose>,
}

/// The decision tree of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tree {
    /// The first node.
    pub start: String,
    /// All nodes.
    pub nodes: Vec<Node>,
    /// All leaves.
    pub leaves: Vec<Leaf>,
}

impl Tree {
    /// Loads and checks a tree.
    pub fn load<'t>(name: &str, text: impl Into<yaml::Input<'t>>) -> Result<Self, Vec<Fault>> {
        let text = text.into();
        let tree: Self = yaml::load(name, text)?;
        let faults = tree.faults();
        if faults.is_empty() {
            return Ok(tree);
        }
        let place = |fault: &TreeFault| {
            let word = match fault {
                TreeFault::Unreachable { node }
                | TreeFault::Cycle { node }
                | TreeFault::Edge { node, .. }
                | TreeFault::NoNode { node, .. } => node,
                TreeFault::Controller { controller, .. } | TreeFault::NoLeaf { controller, .. } => {
                    controller
                }
                TreeFault::Twice { id } => id,
            };
            let line = text
                .text()
                .lines()
                .position(|line| line.contains(word.as_str()))
                .map_or(0, |at| at + 1);
            Place {
                file: name.into(),
                line: u32::try_from(line).unwrap_or(0),
                column: 1,
            }
        };
        Err(faults
            .iter()
            .map(|fault| Fault::new(fault).at(Some(place(fault))))
            .collect())
    }

    /// The node with this id.
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// The description of a controller.
    pub fn leaf(&self, controller: Controller) -> Option<&Leaf> {
        self.leaves
            .iter()
            .find(|leaf| leaf.controller == controller.kind())
    }

    fn faults(&self) -> Vec<TreeFault> {
        let mut faults = Vec::new();
        for (at, node) in self.nodes.iter().enumerate() {
            if self.nodes.iter().take(at).any(|other| other.id == node.id) {
                faults.push(TreeFault::Twice {
                    id: node.id.clone(),
                });
            }
            for (name, edge) in [("yes", &node.yes), ("no", &node.no)] {
                self.edge_faults(node, name, edge.as_ref(), &mut faults);
            }
        }
        for leaf in &self.leaves {
            if Controller::ALL
                .iter()
                .all(|controller| controller.kind() != leaf.controller)
            {
                faults.push(unknown_controller(&leaf.controller));
            }
        }
        if self.node(&self.start).is_none() {
            faults.push(TreeFault::NoNode {
                node: self.start.clone(),
                from: "start".to_owned(),
            });
        }
        let mut reached = Vec::new();
        self.reach(&self.start, &mut Vec::new(), &mut reached, &mut faults);
        for node in &self.nodes {
            if !reached.contains(&node.id.as_str()) {
                faults.push(TreeFault::Unreachable {
                    node: node.id.clone(),
                });
            }
        }
        faults
    }

    fn edge_faults(
        &self,
        node: &Node,
        name: &str,
        edge: Option<&Edge>,
        faults: &mut Vec<TreeFault>,
    ) {
        match edge.map(|edge| (&edge.node, &edge.leaf)) {
            Some((Some(next), None)) => {
                if self.node(next).is_none() {
                    faults.push(TreeFault::NoNode {
                        node: next.clone(),
                        from: node.id.clone(),
                    });
                }
            }
            Some((None, Some(leaf))) => {
                match Controller::ALL.iter().find(|known| known.kind() == leaf) {
                    None => faults.push(unknown_controller(leaf)),
                    Some(known) if self.leaf(*known).is_none() => {
                        faults.push(TreeFault::NoLeaf {
                            controller: leaf.clone(),
                            node: node.id.clone(),
                        });
                    }
                    Some(_) => {}
                }
            }
            _ => faults.push(TreeFault::Edge {
                node: node.id.clone(),
                edge: name.to_owned(),
            }),
        }
    }

    fn reach<'t>(
        &'t self,
        id: &str,
        trail: &mut Vec<String>,
        reached: &mut Vec<&'t str>,
        faults: &mut Vec<TreeFault>,
    ) {
        let Some(node) = self.node(id) else { return };
        if trail.contains(&node.id) {
            faults.push(TreeFault::Cycle {
                node: node.id.clone(),
            });
            return;
        }
        if reached.contains(&node.id.as_str()) {
            return;
        }
        reached.push(&node.id);
        trail.push(node.id.clone());
        for next in [&node.yes, &node.no]
            .into_iter()
            .flatten()
            .filter_map(|edge| edge.node.as_deref())
        {
            self.reach(next, trail, reached, faults);
        }
        trail.pop();
    }

    /// The questions whose answers the tree needs.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().map(|node| node.answer.as_str())
    }

    /// Walks the tree; `answer` says yes or no to a question. `None` only for a tree that was not checked.
    pub fn walk(
        &self,
        answer: impl Fn(&str) -> bool,
        forced: Option<Controller>,
    ) -> Option<Decision> {
        let mut path = Vec::new();
        let mut rejected = Vec::new();
        let mut node = self.node(&self.start)?;
        for _ in 0..=self.nodes.len() {
            let yes = answer(&node.answer);
            let (taken, left) = if yes {
                (&node.yes, &node.no)
            } else {
                (&node.no, &node.yes)
            };
            let (taken, left) = (taken.as_ref()?, left.as_ref()?);
            path.push(Step {
                node: node.id.clone(),
                question: node.answer.clone(),
                yes,
                why: node.why.clone(),
                because: taken.because.clone(),
            });
            rejected.push(Rejected {
                controllers: self.below(left),
                question: node.answer.clone(),
                because: taken.because.clone(),
            });
            if let Some(leaf) = &taken.leaf {
                let chosen = Controller::parse(leaf)?;
                let unasked = self
                    .nodes
                    .iter()
                    .filter(|node| path.iter().all(|step| step.node != node.id))
                    .map(|node| node.answer.clone())
                    .collect();
                return Some(Decision {
                    controller: forced.unwrap_or(chosen),
                    chosen,
                    path,
                    rejected,
                    unasked,
                });
            }
            node = self.node(taken.node.as_deref()?)?;
        }
        None
    }

    fn below(&self, edge: &Edge) -> Vec<Controller> {
        match (&edge.leaf, &edge.node) {
            (Some(leaf), _) => Controller::parse(leaf).into_iter().collect(),
            (None, Some(next)) => self
                .node(next)
                .into_iter()
                .flat_map(|node| [&node.yes, &node.no])
                .flatten()
                .flat_map(|edge| self.below(edge))
                .collect(),
            (None, None) => Vec::new(),
        }
    }
}

fn unknown_controller(controller: &str) -> TreeFault {
    let allowed: Vec<_> = Controller::ALL.iter().map(|known| known.kind()).collect();
    TreeFault::Controller {
        controller: controller.to_owned(),
        allowed: allowed.join(", "),
    }
}
