//! Which Gateway serves a workload that is called from outside.

use super::{Gateway, IngressKind, Reachable, Setting};
use crate::value::GatewayRef;

/// What is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GatewayChoice {
    /// This one.
    One(Gateway),
    /// The cluster has none of this name.
    Unknown,
    /// Nobody named one, and none fits, or several do.
    Open(Vec<String>),
}

impl Setting<'_> {
    /// The Gateway that was asked for by its name, or else the only one whose address fits.
    pub fn gateway(&self, said: Option<&GatewayRef>, reach: Reachable) -> GatewayChoice {
        let known = self.cluster.map(|one| one.gateways.as_slice());
        let known = known.unwrap_or_default();
        if let Some(said) = said {
            if known.is_empty() {
                return GatewayChoice::One(Gateway {
                    name: said.clone(),
                    kind: IngressKind::Other,
                    address: None,
                    callers: Vec::new(),
                });
            }
            let mut of_name = known.iter().filter(|one| one.name.title() == said.title());
            let exact = of_name.clone().find(|one| one.name == *said);
            let found = exact.or_else(|| of_name.next()).cloned();
            return found.map_or(GatewayChoice::Unknown, |mut found| {
                if said.listener().is_some() {
                    found.name = said.clone();
                }
                GatewayChoice::One(found)
            });
        }
        for address in [Some(reach), None] {
            let fitting: Vec<&Gateway> =
                known.iter().filter(|one| one.address == address).collect();
            match fitting.as_slice() {
                [] => {}
                [one] => return GatewayChoice::One((*one).clone()),
                several => {
                    let names = several.iter().map(|one| one.name.to_string());
                    return GatewayChoice::Open(names.collect());
                }
            }
        }
        GatewayChoice::Open(Vec::new())
    }
}
