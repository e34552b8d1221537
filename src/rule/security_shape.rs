//! Security settings that fight each other.

use k8s_openapi::api::core::v1::SeccompProfile;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("privileged-contradiction", Stage::Value, Severity::Error),
    Meta::new("seccomp-shape", Stage::Value, Severity::Error),
    Meta::new("root-contradiction", Stage::Objects, Severity::Error),
];

pub(super) struct SecurityShape;

impl Rule for SecurityShape {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [privileged_contradiction, seccomp_shape, root_contradiction] = &METAS;
        for pod in set.pods() {
            let whole = pod.spec.security_context.as_ref();
            let profile = whole.and_then(|one| one.seccomp_profile.as_ref());
            if profile.is_some_and(is_torn) {
                let path = pod.at("securityContext.seccompProfile");
                report.add(seccomp_shape, pod.object, &path, Vec::new());
            }
            for (path, container) in pod.containers() {
                let own = container.security_context.as_ref();
                let path = format!("{path}.securityContext");
                let gains = own.is_some_and(|one| {
                    let added = one.capabilities.as_ref().and_then(|one| one.add.as_ref());
                    one.privileged == Some(true)
                        || added.is_some_and(|all| all.iter().any(|name| name == "CAP_SYS_ADMIN"))
                });
                if gains && own.and_then(|one| one.allow_privilege_escalation) == Some(false) {
                    let path = format!("{path}.allowPrivilegeEscalation");
                    report.add(privileged_contradiction, pod.object, &path, Vec::new());
                }
                let profile = own.and_then(|one| one.seccomp_profile.as_ref());
                if profile.is_some_and(is_torn) {
                    let path = format!("{path}.seccompProfile");
                    report.add(seccomp_shape, pod.object, &path, Vec::new());
                }
                let user = own.and_then(|one| one.run_as_user);
                let effective = user.or(whole.and_then(|one| one.run_as_user));
                let non_root = own
                    .and_then(|one| one.run_as_non_root)
                    .or(whole.and_then(|one| one.run_as_non_root));
                if effective == Some(0) && non_root == Some(true) {
                    let path = if user.is_some() {
                        format!("{path}.runAsUser")
                    } else {
                        pod.at("securityContext.runAsUser")
                    };
                    report.add(root_contradiction, pod.object, &path, Vec::new());
                }
            }
        }
    }
}

/// A file of its own belongs to `Localhost`, and only to it.
fn is_torn(profile: &SeccompProfile) -> bool {
    (profile.type_ == "Localhost") != profile.localhost_profile.is_some()
}
