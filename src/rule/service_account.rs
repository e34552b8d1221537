//! A `ServiceAccount` of its own, without a token; no variables for every Service.

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("service-account-missing", Stage::Objects, Severity::Error).reaching(),
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
            service_account_missing,
            service_account_token,
            service_account_default,
            service_links,
        ] = &METAS;
        for (object, account) in set.pick(|kind| match kind {
            Kind::ServiceAccount(account) => Some(account),
            _ => None,
        }) {
            if account.automount_service_account_token != Some(false) {
                let path = "automountServiceAccountToken";
                report.add(service_account_token, object, path, Vec::new());
            }
        }
        for pod in set.pods() {
            if pod.spec.automount_service_account_token != Some(false) {
                let path = pod.at("automountServiceAccountToken");
                report.add(service_account_token, pod.object, &path, Vec::new());
            }
            let name = pod.spec.service_account_name.as_deref();
            let name = name.unwrap_or("default");
            let path = pod.at("serviceAccountName");
            let fields = vec![("name", name.to_owned())];
            if name == "default" {
                report.add(service_account_default, pod.object, &path, fields);
            } else if set
                .find("ServiceAccount", pod.object.namespace(), name)
                .is_none()
            {
                report.add(service_account_missing, pod.object, &path, fields);
            }
            if pod.spec.enable_service_links != Some(false) {
                let path = pod.at("enableServiceLinks");
                report.add(service_links, pod.object, &path, Vec::new());
            }
        }
    }
}
