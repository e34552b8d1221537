//! Answers that name an exception are one: they are written on the object like any other.

use super::build::Builder;
use super::container::SECRET_IN_ENV;
use super::expose::NO_TLS;
use super::judge::BOTH;
use super::load_balancer::SERVICE_RULES;
use super::{Accepted, Workload};

/// The rule that a policy breaks which does not judge both ways.
const POLICY_MISSING: &str = "network-policy-missing";
/// The rule that a pod with rights in the Kubernetes API breaks.
const TOKEN: &str = "service-account-token";

impl Builder<'_> {
    /// Answers that name an exception are one.
    pub(super) fn accept_by_answer(&mut self, workload: &Workload) {
        if workload.user == 0 {
            self.accept("run-as-root", "runAsUser: 0".to_owned());
        } else if workload.user.min(workload.group) <= self.facts().low_user {
            let said = self.text("runAsUser");
            self.accept("run-as-low-user", format!("runAsUser: {said}"));
        }
        if workload.network_policy != BOTH {
            let said = format!("networkPolicy: {}", workload.network_policy);
            self.accept(POLICY_MISSING, said);
        }
        if !workload.host_paths.is_empty() {
            let paths: Vec<&str> = workload
                .host_paths
                .iter()
                .map(|one| one.path.as_str())
                .collect();
            self.accept("host-path", format!("hostPaths: {}", paths.join(", ")));
        }
        if !workload.rights.is_empty() {
            let rights: Vec<&str> = workload
                .rights
                .iter()
                .map(|one| one.said.as_str())
                .collect();
            self.accept(TOKEN, format!("rbac: {}", rights.join("; ")));
        }
        if !workload.secret_env.is_empty() {
            let names: Vec<&str> = workload
                .secret_env
                .iter()
                .map(|one| one.name.as_str())
                .collect();
            self.accept(SECRET_IN_ENV, format!("secretEnv: {}", names.join(", ")));
        }
        if workload.fewest.is_some_and(|fewest| fewest < 3) {
            let id = if workload.autoscale.is_some() {
                "autoscale"
            } else {
                "replicas"
            };
            let said = self.value(id).to_text();
            self.accept("few-replicas", format!("{id}: {said}"));
        }
        for (id, probe) in [
            ("readiness", &workload.readiness),
            ("liveness", &workload.liveness),
        ] {
            if workload.long_running && probe.is_none() && !workload.ports.is_empty() {
                self.accept(&format!("no-{id}-probe"), format!("{id}: none"));
            }
        }
        if workload.long_running && workload.ports.is_empty() && workload.liveness.is_none() {
            self.accept("no-liveness-probe", "ports: none".to_owned());
        }
        if workload.long_running && workload.ports.is_empty() && workload.readiness.is_none() {
            self.accept("no-readiness-probe", "ports: none".to_owned());
        }
    }
}

/// Gives each object the exceptions of the rules that judge it.
pub(super) fn hand_out(workload: &mut Workload) {
    if let Some(balancer) = &mut workload.load_balancer {
        let is_its = |one: &mut Accepted| SERVICE_RULES.contains(&one.rule.as_str());
        balancer.accepted = workload.accepted.extract_if(.., is_its).collect();
    }
    if let Some(exposure) = &mut workload.exposure {
        let of_ingress = workload.accepted.extract_if(.., |one| one.rule == NO_TLS);
        exposure.accepted = of_ingress.collect();
    }
}
