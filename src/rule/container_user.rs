//! Who the process runs as.

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("run-as-root", Stage::Hardening, Severity::Error),
    Meta::new("run-as-low-user", Stage::Hardening, Severity::Error),
    Meta::new("seccomp", Stage::Hardening, Severity::Error),
];

pub(super) struct ContainerUser;

impl Rule for ContainerUser {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [run_as_root, run_as_low_user, seccomp] = &METAS;
        for pod in set.pods() {
            let security = pod.spec.security_context.as_ref();
            let user = security.and_then(|one| one.run_as_user);
            let says_not_root = security.and_then(|one| one.run_as_non_root) == Some(true);
            let fields = vec![(
                "user",
                user.map(|user| user.to_string()).unwrap_or_default(),
            )];
            let path = pod.at("securityContext");
            match user {
                Some(1..=10_000) if says_not_root => {
                    report.add(
                        run_as_low_user,
                        pod.object,
                        &format!("{path}.runAsUser"),
                        fields,
                    );
                }
                Some(user) if user > 10_000 && says_not_root => {}
                _ => report.add(
                    run_as_root,
                    pod.object,
                    &format!("{path}.runAsUser"),
                    fields,
                ),
            }
            let profile = security
                .and_then(|one| one.seccomp_profile.as_ref())
                .map(|one| one.type_.as_str());
            if !matches!(profile, Some("RuntimeDefault" | "Localhost")) {
                report.add(
                    seccomp,
                    pod.object,
                    &format!("{path}.seccompProfile"),
                    Vec::new(),
                );
            }
        }
    }
}
