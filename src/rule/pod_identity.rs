//! RAM roles for pods (RRSA): a pod that asks for one, and an account that has one, fit each other.

use crate::manifest::{Kind, Object, PodView};

use super::{Meta, Report, Rule, Set, Severity, Stage};

/// The label by which a pod, or the namespace for all of its pods, asks for credentials.
const INJECTION: &str = "pod-identity.alibabacloud.com/injection";
/// The only value that counts.
const ON: &str = "on";
/// The annotation of an account that names the role.
const ROLE: &str = "pod-identity.alibabacloud.com/role-name";

static METAS: [Meta; 2] = [
    Meta::new("pod-identity-role", Stage::Objects, Severity::Error),
    Meta::new("pod-identity-injection", Stage::Objects, Severity::Error).reaching(),
];

pub(super) struct PodIdentity;

impl Rule for PodIdentity {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [pod_identity_role, pod_identity_injection] = &METAS;
        for pod in set.pods() {
            let Some(name) = pod.spec.service_account_name.as_deref() else {
                continue;
            };
            let namespace = pod.object.namespace();
            let Some(account) = set.find("ServiceAccount", namespace, name) else {
                continue;
            };
            let fields = vec![("name", name.to_owned())];
            match (asks(set, &pod), has_role(account)) {
                (Asks::Itself, false) => {
                    let path = format!("{}.metadata.labels[{INJECTION}]", pod.path);
                    report.add(pod_identity_role, pod.object, &path, fields);
                }
                (Asks::Not, true) => {
                    let path = format!("{}.metadata.labels", pod.path);
                    report.add(pod_identity_injection, pod.object, &path, fields);
                }
                _ => {}
            }
        }
    }
}

/// Who asks for the credentials of a pod.
enum Asks {
    /// The pod.
    Itself,
    /// Its namespace, for all pods without a word of their own.
    ByNamespace,
    /// Nobody.
    Not,
}

fn asks(set: &Set<'_>, pod: &PodView<'_>) -> Asks {
    match pod.labels().and_then(|labels| labels.get(INJECTION)) {
        Some(word) if word == ON => return Asks::Itself,
        Some(_) => return Asks::Not,
        None => {}
    }
    let is_on = set
        .find("Namespace", "", pod.object.namespace())
        .and_then(|object| object.kind.as_ref())
        .and_then(|kind| kind.metadata().labels.as_ref())
        .and_then(|labels| labels.get(INJECTION))
        .is_some_and(|word| word == ON);
    if is_on { Asks::ByNamespace } else { Asks::Not }
}

fn has_role(account: &Object) -> bool {
    matches!(&account.kind, Some(Kind::ServiceAccount(account))
        if account.metadata.annotations.iter().any(|all| all.contains_key(ROLE)))
}
