//! Which ingress class serves a workload that is called from outside.

use super::{IngressClass, IngressKind, Reachable, Setting};

/// What is known of the class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClassChoice {
    /// This one.
    One(IngressClass),
    /// The cluster has none of this name.
    Unknown(String),
    /// None fits, or none of several that do is the default.
    Open(Vec<String>),
}

impl Setting<'_> {
    /// The class that was asked for by its name, or else the one that fits: the cluster's default, or the
    /// only one; one that is known to have its address in the right place before one that is not.
    pub fn ingress_class(&self, name: Option<&str>, reach: Reachable) -> ClassChoice {
        let classes = self.cluster.map(|one| one.ingress_classes.as_slice());
        let classes = classes.unwrap_or_default();
        if classes.is_empty() {
            let name = name.unwrap_or(&self.facts.ingress_class);
            return ClassChoice::One(named(name));
        }
        if let Some(name) = name {
            let class = classes.iter().find(|class| class.name == name);
            return class.map_or_else(
                || ClassChoice::Unknown(name.to_owned()),
                |class| ClassChoice::One(class.clone()),
            );
        }
        for address in [Some(reach), None] {
            let fitting: Vec<&IngressClass> = classes
                .iter()
                .filter(|class| class.address == address)
                .collect();
            let chosen = fitting.iter().find(|class| class.default);
            match (chosen, fitting.as_slice()) {
                (Some(class), _) | (None, [class]) => {
                    return ClassChoice::One((*class).clone());
                }
                (None, []) => {}
                (None, several) => {
                    let names = several.iter().map(|class| class.name.clone());
                    return ClassChoice::Open(names.collect());
                }
            }
        }
        ClassChoice::Open(Vec::new())
    }
}

/// A class that no file of a cluster describes: it is what its name says.
fn named(name: &str) -> IngressClass {
    let kinds = [IngressKind::Alb, IngressKind::Nginx];
    let kind = kinds.into_iter().find(|kind| kind.word() == name);
    IngressClass {
        name: name.to_owned(),
        kind: kind.unwrap_or(IngressKind::Other),
        default: false,
        address: None,
        callers: Vec::new(),
        request_timeout: None,
    }
}
