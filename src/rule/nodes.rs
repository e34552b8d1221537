//! The nodes of a cluster's pools as the scheduler sees them: whether a pod may be placed on one.
//! What a cluster file does not say of a node is taken to fit.

use k8s_openapi::api::core::v1::{NodeSelectorRequirement, NodeSelectorTerm, Toleration};

use crate::cluster::{Architecture, Effect, NodePool, Taint};
use crate::manifest::PodView;

const ARCHITECTURE: &str = "kubernetes.io/arch";
/// Whole GPUs, as a resource.
pub(super) const GPU: &str = "nvidia.com/gpu";
const ZONE: &str = "topology.kubernetes.io/zone";
const INSTANCE_TYPE: &str = "node.kubernetes.io/instance-type";
/// What ACK says of a node's price (cloud controller manager from v2.10.2 on).
const STRATEGY: &str = "node.alibabacloud.com/spot-strategy";
/// Its values for spot; of elastic container instances too.
pub(super) const SPOT: [&str; 2] = ["SpotAsPriceGo", "SpotWithPriceLimit"];
const REGULAR: [&str; 1] = ["NoSpot"];
/// Labels that stand for spot nodes, with their values: ACK's, Karpenter's, and that of the ACK
/// workload guide.
const SPOT_LABELS: [(&str, &[&str]); 3] = [
    (STRATEGY, &SPOT),
    ("karpenter.sh/capacity-type", &["spot"]),
    ("alibabacloud.com/spot-instance", &["true"]),
];
/// Labels below these are the system's: a cluster file does not list them.
const SYSTEM: [&str; 5] = [
    "kubernetes.io/",
    "node.kubernetes.io/",
    "alibabacloud.com/",
    "node.alibabacloud.com/",
    "karpenter.sh/",
];

/// A taint that keeps a pod away, if there is one.
pub(super) fn closed_by<'p>(pod: &PodView<'_>, pool: &'p NodePool) -> Option<&'p Taint> {
    let tolerations = || pod.spec.tolerations.iter().flatten();
    pool.taints.iter().find(|taint| {
        taint.effect != Effect::PreferNoSchedule && !tolerations().any(|one| tolerates(one, taint))
    })
}

/// Whether the selector of a pod allows a node of a pool.
pub(super) fn is_selected(pod: &PodView<'_>, pool: &NodePool) -> bool {
    let mut pairs = pod.spec.node_selector.iter().flatten();
    pairs.all(|(key, value)| may_be(pool, key, |one| one == Some(value.as_str())))
}

/// Whether the selector and the required affinity of a pod allow a node of a pool.
pub(super) fn is_wanted(pod: &PodView<'_>, pool: &NodePool) -> bool {
    let terms = required(pod);
    is_selected(pod, pool) && (terms.is_empty() || terms.iter().any(|term| holds(term, pool)))
}

/// Whether a pod may be placed on nodes of a pool.
pub(super) fn admits(pod: &PodView<'_>, pool: &NodePool) -> bool {
    closed_by(pod, pool).is_none() && is_wanted(pod, pool)
}

/// The GPUs that a pod asks for, of one node.
fn gpus(pod: &PodView<'_>) -> i64 {
    let limits = pod
        .spec
        .containers
        .iter()
        .filter_map(|one| one.resources.as_ref()?.limits.as_ref()?.get(GPU));
    limits.filter_map(|one| one.0.parse::<i64>().ok()).sum()
}

/// Whether a pool has as many GPUs in a node as a pod asks for. Pools that say nothing of GPUs have
/// none where another one does.
pub(super) fn has_gpus(pod: &PodView<'_>, pool: &NodePool, pools: &[NodePool]) -> bool {
    let is_unknown = || pools.iter().all(|one| one.gpus == 0);
    let asked = gpus(pod);
    asked <= pool.gpus || is_unknown()
}

/// Whether a pod cannot run on the processors of a pool.
pub(super) fn is_of_another_kind(pod: &PodView<'_>, pool: &NodePool) -> bool {
    let Some(its) = pool.architecture.map(Architecture::word) else {
        return false;
    };
    let chosen = pod.spec.node_selector.as_ref();
    let chosen = chosen.and_then(|all| all.get(ARCHITECTURE));
    let terms = required(pod);
    let excludes = |term: &NodeSelectorTerm| {
        let mut own = term.match_expressions.iter().flatten();
        own.any(|one| one.key == ARCHITECTURE && !is_met(one, pool))
    };
    chosen.is_some_and(|own| own != its) || (!terms.is_empty() && terms.iter().all(excludes))
}

/// Whether a selector or affinity names spot nodes by this pair.
pub(super) fn names_spot(pools: &[NodePool], key: &str, value: &str) -> bool {
    let is_known = SPOT_LABELS
        .iter()
        .any(|(label, values)| *label == key && values.contains(&value));
    let has = |pool: &&NodePool| pool.labels.get(key).map(String::as_str) == Some(value);
    let mut own = pools.iter().filter(has).peekable();
    is_known || (own.peek().is_some() && own.all(|pool| pool.spot == Some(true)))
}

/// Whether a requirement leaves spot nodes only.
pub(super) fn is_spot(pools: &[NodePool], one: &NodeSelectorRequirement) -> bool {
    let values = one.values.as_deref().unwrap_or_default();
    one.operator == "In"
        && !values.is_empty()
        && values
            .iter()
            .all(|value| names_spot(pools, &one.key, value))
}

/// The terms of the required node affinity.
pub(super) fn required<'o>(pod: &PodView<'o>) -> &'o [NodeSelectorTerm] {
    let affinity = pod.spec.affinity.as_ref();
    let nodes = affinity.and_then(|one| one.node_affinity.as_ref());
    let selector = nodes.and_then(|one| {
        one.required_during_scheduling_ignored_during_execution
            .as_ref()
    });
    selector.map_or(&[], |one| one.node_selector_terms.as_slice())
}

fn holds(term: &NodeSelectorTerm, pool: &NodePool) -> bool {
    let expressions = term.match_expressions.as_deref().unwrap_or_default();
    // A term of fields names single nodes, of which nothing is known; an empty one matches none.
    let names_nodes = term
        .match_fields
        .as_ref()
        .is_some_and(|all| !all.is_empty());
    (names_nodes || !expressions.is_empty()) && expressions.iter().all(|one| is_met(one, pool))
}

fn is_met(one: &NodeSelectorRequirement, pool: &NodePool) -> bool {
    let values = one.values.as_deref().unwrap_or_default();
    let is_listed = |label: &str| values.iter().any(|value| value == label);
    let limit = values.first().and_then(|value| value.parse::<i64>().ok());
    let number = |label: Option<&str>| label.and_then(|label| label.parse::<i64>().ok());
    may_be(pool, &one.key, |label| match one.operator.as_str() {
        "In" => label.is_some_and(is_listed),
        "NotIn" => !label.is_some_and(is_listed),
        "Exists" => label.is_some(),
        "DoesNotExist" => label.is_none(),
        "Gt" => number(label) > limit,
        "Lt" => number(label).is_some() && number(label) < limit,
        _ => true,
    })
}

/// Whether a label of a pool's nodes may be as `is` wants it; `None` stands for its absence.
fn may_be(pool: &NodePool, key: &str, is: impl Fn(Option<&str>) -> bool) -> bool {
    if let Some(value) = pool.labels.get(key) {
        return is(Some(value));
    }
    let known: Vec<&str> = match key {
        ARCHITECTURE => pool
            .architecture
            .map(Architecture::word)
            .into_iter()
            .collect(),
        ZONE => pool.zones.iter().map(String::as_str).collect(),
        INSTANCE_TYPE => pool.instance_types.iter().map(String::as_str).collect(),
        STRATEGY => match pool.spot {
            Some(true) => SPOT.to_vec(),
            Some(false) => REGULAR.to_vec(),
            None => Vec::new(),
        },
        _ if SYSTEM.iter().any(|lead| key.starts_with(lead)) => Vec::new(),
        _ => return is(None),
    };
    known.is_empty() || known.into_iter().any(|value| is(Some(value)))
}

fn tolerates(one: &Toleration, taint: &Taint) -> bool {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let (key, effect) = (said(&one.key), said(&one.effect));
    let is_effect = effect.is_empty() || effect == taint.effect.word();
    let is_key = key == taint.key || (key.is_empty() && one.operator.as_deref() == Some("Exists"));
    let is_value =
        one.operator.as_deref() == Some("Exists") || said(&one.value) == said(&taint.value);
    is_effect && is_key && is_value
}
