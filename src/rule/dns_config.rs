//! Name resolution that has servers to ask.

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new("dns-config", Stage::Value, Severity::Error)];

pub(super) struct DnsConfig;

impl Rule for DnsConfig {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [dns_config] = &METAS;
        for pod in set.pods() {
            let config = pod.spec.dns_config.as_ref();
            let servers = config.and_then(|one| one.nameservers.as_deref());
            let servers = servers.unwrap_or_default();
            let is_own = pod.spec.dns_policy.as_deref() == Some("None");
            if (is_own && servers.is_empty()) || servers.len() > 3 {
                let path = pod.at("dnsPolicy");
                report.add(dns_config, pod.object, &path, Vec::new());
            }
        }
    }
}
