//! Pods that no node pool of the cluster takes: they wait for ever.

use super::nodes::{GPU, admits, closed_by, has_gpus, is_wanted};
use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new("no-node", Stage::Hardening, Severity::Error)];

pub(super) struct NoNode;

impl Rule for NoNode {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [no_node] = &METAS;
        let pools = || set.pools.iter();
        for pod in set.pods().filter(|_| !set.pools.is_empty()) {
            if pools().any(|pool| admits(&pod, pool) && has_gpus(&pod, pool, set.pools)) {
                continue;
            }
            // What keeps it away from the pools that come closest.
            let wanted = pools().filter(|pool| is_wanted(&pod, pool));
            let with_gpus = |pool: &&_| has_gpus(&pod, pool, set.pools);
            let taint = wanted.clone().filter(with_gpus).find_map(|pool| {
                let taint = closed_by(&pod, pool)?;
                Some((pool, taint))
            });
            let (cause, at, fields) = match taint {
                Some((pool, taint)) => {
                    let fields = vec![("pool", pool.name.clone()), ("taint", taint.to_string())];
                    ("taint", pod.at("tolerations"), fields)
                }
                None if wanted.clone().next().is_some() => {
                    let asks = |one: &k8s_openapi::api::core::v1::Container| {
                        let limits = one.resources.as_ref().and_then(|all| all.limits.as_ref());
                        limits.is_some_and(|limits| limits.contains_key(GPU))
                    };
                    let mut all = pod.main_containers();
                    let path = all.find(|(_, one)| asks(one)).map(|(path, _)| path);
                    let path = path.unwrap_or_else(|| pod.at("containers"));
                    ("gpu", format!("{path}.resources.limits[{GPU}]"), Vec::new())
                }
                None if pod.spec.node_selector.is_some() => {
                    ("label", pod.at("nodeSelector"), Vec::new())
                }
                None => ("label", pod.at("affinity.nodeAffinity"), Vec::new()),
            };
            let mut said = vec![("cause", cause.to_owned())];
            said.extend(fields);
            report.add(no_node, pod.object, &at, said);
        }
    }
}
