//! A `ServiceAccount` of its own, without a token; no variables for every Service.

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("service-account-token", Stage::Hardening, Severity::Error),
    Meta::new("service-account-default", Stage::Hardening, Severity::Error),
    Meta::new("service-links", Stage::Hardening, Severity::Error),
];

pub(super) struct ServiceAccountToken;

impl Rule for ServiceAccountToken {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [
            service_account_token,
            service_account_default,
            service_links,
        ] = &METAS;
        for pod in set.pods() {
            if pod.spec.automount_service_account_token != Some(false) {
                report.add(
                    service_account_token,
                    pod.object,
                    &pod.at("automountServiceAccountToken"),
                    Vec::new(),
                );
            }
            let name = pod
                .spec
                .service_account_name
                .as_deref()
                .unwrap_or("default");
            let is_there = set.objects.iter().any(|object| {
                matches!(object.kind, Some(Kind::ServiceAccount(_)))
                    && object.name() == name
                    && object.namespace() == pod.object.namespace()
            });
            if name == "default" || !is_there {
                let fields = vec![("name", name.to_owned())];
                report.add(
                    service_account_default,
                    pod.object,
                    &pod.at("serviceAccountName"),
                    fields,
                );
            }
            if pod.spec.enable_service_links != Some(false) {
                report.add(
                    service_links,
                    pod.object,
                    &pod.at("enableServiceLinks"),
                    Vec::new(),
                );
            }
        }
    }
}
