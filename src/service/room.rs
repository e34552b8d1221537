//! What a namespace of its own must have room for: a quota or limit that is smaller than the service
//! itself would keep its pods from ever starting.

use serde::Serialize;

use super::{Amount, Workload};
use crate::decide::Controller;
use crate::pack::Quota;
use crate::value::Quantity;

/// Nodes that an agent may run on without a change of the quota.
const NODES: i128 = 100;
/// How many times what the service needs: other pods of the namespace, and its growth.
const SLACK: i128 = 2;
const GIBI: i128 = 1 << 30;

/// Quota and limits of the service's own namespace.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Room {
    /// Sum of CPU requests.
    pub cpu: String,
    /// Sum of CPU limits.
    pub cpu_limit: String,
    /// Sum of memory requests.
    pub memory: String,
    /// Sum of memory limits.
    pub memory_limit: String,
    /// Number of pods.
    pub pods: String,
    /// The most CPU of one container.
    pub most_cpu: String,
    /// The most memory of one container.
    pub most_memory: String,
    /// The least CPU of one container.
    pub least_cpu: String,
    /// Nodes that agents are counted for; absent without agents.
    pub nodes: Option<i128>,
}

/// The room that `facts` give, or more where the workloads need it.
pub(super) fn room(quota: &Quota, workloads: &[Workload]) -> Room {
    let sum = |of: &dyn Fn(&Workload) -> i128| -> i128 {
        workloads.iter().map(|one| pods(one) * of(one)).sum()
    };
    let most = |of: &dyn Fn(&Workload) -> i128| workloads.iter().map(of).max().unwrap_or_default();
    let cpu = |fact: &str, needed: i128| at_least(fact, needed, Quantity::milli, cores);
    let memory = |fact: &str, needed: i128| at_least(fact, needed, Quantity::bytes, gibi);
    let request = |one: &Workload| milli(&one.cpu);
    let limit = |one: &Workload| milli(&one.cpu_limit);
    let resident = |one: &Workload| bytes(&one.memory);
    let smallest = workloads.iter().map(request).filter(|one| *one > 0).min();
    let least = smallest.filter(|one| *one < milli(&quota.least_cpu));
    Room {
        cpu: cpu(&quota.cpu, SLACK * sum(&request)),
        cpu_limit: cpu(&quota.cpu_limit, SLACK * sum(&limit)),
        memory: memory(&quota.memory, SLACK * sum(&resident)),
        memory_limit: memory(&quota.memory_limit, SLACK * sum(&resident)),
        pods: at_least(&quota.pods, SLACK * sum(&|_| 1), Quantity::bytes, |count| {
            count.to_string()
        }),
        most_cpu: cpu(&quota.most_cpu, most(&limit)),
        most_memory: memory(&quota.most_memory, most(&resident)),
        nodes: workloads
            .iter()
            .any(|one| one.controller == Controller::DaemonSet)
            .then_some(NODES),
        least_cpu: least.map_or_else(|| quota.least_cpu.clone(), |least| format!("{least}m")),
    }
}

/// The most pods at one time.
fn pods(workload: &Workload) -> i128 {
    let replicas = i128::from(workload.most.unwrap_or(1));
    match workload.controller {
        Controller::Deployment => match &workload.strategy.surge {
            Amount::Count(count) => replicas + i128::from(*count),
            Amount::Share(_) => replicas + replicas / 4 + 1,
        },
        Controller::StatefulSet => replicas,
        Controller::DaemonSet => NODES,
        Controller::Job | Controller::CronJob => i128::from(workload.parallelism),
    }
}

fn milli(text: &str) -> i128 {
    Quantity::parse(text).map_or(0, |one| one.milli())
}

fn bytes(text: &str) -> i128 {
    Quantity::parse(text).map_or(0, |one| one.bytes())
}

fn at_least(
    fact: &str,
    needed: i128,
    measure: impl Fn(&Quantity) -> i128,
    say: impl Fn(i128) -> String,
) -> String {
    if Quantity::parse(fact).is_ok_and(|fact| measure(&fact) >= needed) {
        fact.to_owned()
    } else {
        say(needed)
    }
}

fn cores(milli: i128) -> String {
    (milli + 999).div_euclid(1000).to_string()
}

fn gibi(bytes: i128) -> String {
    format!("{}Gi", (bytes + GIBI - 1).div_euclid(GIBI))
}
