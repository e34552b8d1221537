//! Pods that ask for spot nodes, against the pools of the cluster: what prefers them runs on them and
//! elsewhere, what demands them runs nowhere else, and no member of a quorum is among them.

use crate::manifest::{Kind, PodView};

use super::nodes::{
    SPOT, admits, closed_by, has_gpus, is_of_another_kind, is_selected, is_spot, is_wanted,
    names_spot, required,
};
use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("stateful-on-spot", Stage::Hardening, Severity::Error),
    Meta::new("spot-pool-closed", Stage::Hardening, Severity::Error),
    Meta::new("spot-no-fallback", Stage::Hardening, Severity::Error),
    Meta::new("spot-demand-leaks", Stage::Hardening, Severity::Error),
];

/// The annotation by which an elastic container instance is bought as spot.
const ELASTIC: &str = "k8s.aliyun.com/eci-spot-strategy";
const AFFINITY: &str = "affinity.nodeAffinity";
const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

pub(super) struct Spot;

/// How a pod asks for spot nodes, and the path where it does.
enum Asks {
    First(String),
    Only(String),
}

impl Rule for Spot {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [
            stateful_on_spot,
            spot_pool_closed,
            spot_no_fallback,
            spot_demand_leaks,
        ] = &METAS;
        for pod in set.pods() {
            let Some(asks) = asks(set, &pod) else {
                if let Some(path) = bought(&pod)
                    && matches!(pod.object.kind, Some(Kind::StatefulSet(_)))
                {
                    report.add(stateful_on_spot, pod.object, &path, Vec::new());
                }
                continue;
            };
            let (Asks::First(path) | Asks::Only(path)) = &asks;
            if matches!(pod.object.kind, Some(Kind::StatefulSet(_))) {
                report.add(stateful_on_spot, pod.object, path, Vec::new());
            }
            let (spot, others): (Vec<_>, Vec<_>) =
                set.pools.iter().partition(|pool| pool.spot == Some(true));
            // A selector that a spot pool meets leaves the others out on purpose.
            let is_placed = spot.iter().any(|pool| admits(&pod, pool));
            for pool in spot {
                let is_left_out = is_placed && !is_selected(&pod, pool);
                let lacks = is_of_another_kind(&pod, pool) || !has_gpus(&pod, pool, set.pools);
                if is_left_out || lacks {
                    continue;
                }
                let taint = closed_by(&pod, pool);
                if taint.is_some() || !is_wanted(&pod, pool) {
                    let at = pod.at("tolerations");
                    let at = if taint.is_some() { &at } else { path };
                    let fields = vec![
                        ("pool", pool.name.clone()),
                        ("taint", taint.map(ToString::to_string).unwrap_or_default()),
                    ];
                    report.add(spot_pool_closed, pod.object, at, fields);
                }
            }
            let mut open = others.iter().filter(|pool| admits(&pod, pool));
            if matches!(asks, Asks::First(_)) {
                if !others.is_empty() && open.next().is_none() {
                    let names: Vec<&str> = others.iter().map(|pool| pool.name.as_str()).collect();
                    let fields = vec![("pools", names.join(", "))];
                    report.add(spot_no_fallback, pod.object, path, fields);
                }
                continue;
            }
            for pool in open.filter(|pool| pool.spot == Some(false)) {
                let fields = vec![("pool", pool.name.clone())];
                report.add(spot_demand_leaks, pod.object, path, fields);
            }
        }
    }
}

fn asks(set: &Set<'_>, pod: &PodView<'_>) -> Option<Asks> {
    let pools = set.pools;
    let chosen = pod.spec.node_selector.iter().flatten();
    for (key, value) in chosen {
        if names_spot(pools, key, value) {
            return Some(Asks::Only(pod.at(&format!("nodeSelector[{key}]"))));
        }
    }
    for (at, term) in required(pod).iter().enumerate() {
        let mut all = term.match_expressions.iter().flatten();
        if all.any(|one| is_spot(pools, one)) {
            let path = pod.at(&format!("{AFFINITY}.{REQUIRED}[{at}]"));
            return Some(Asks::Only(path));
        }
    }
    let affinity = pod.spec.affinity.as_ref()?.node_affinity.as_ref()?;
    let terms = &affinity.preferred_during_scheduling_ignored_during_execution;
    let mut terms = terms.iter().flatten();
    let at = terms.position(|term| {
        let mut all = term.preference.match_expressions.iter().flatten();
        term.weight > 0 && all.any(|one| is_spot(pools, one))
    })?;
    Some(Asks::First(
        pod.at(&format!("{AFFINITY}.{PREFERRED}[{at}]")),
    ))
}

/// The path at which a pod says that it is bought as spot.
fn bought(pod: &PodView<'_>) -> Option<String> {
    let annotations = pod.template.metadata.as_ref()?.annotations.as_ref()?;
    let value = annotations.get(ELASTIC)?;
    SPOT.contains(&value.as_str())
        .then(|| format!("{}.metadata.annotations[{ELASTIC}]", pod.path))
}
