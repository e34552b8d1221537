//! What a container may do beyond a plain process.

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("privilege-escalation", Stage::Hardening, Severity::Error),
    Meta::new("read-only-root", Stage::Hardening, Severity::Error),
    Meta::new("capabilities", Stage::Hardening, Severity::Error),
];

pub(super) struct Capabilities;

impl Rule for Capabilities {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [privilege_escalation, read_only_root, capabilities] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                let security = container.security_context.as_ref();
                let path = format!("{path}.securityContext");
                let is_tame = security.is_some_and(|one| {
                    one.allow_privilege_escalation == Some(false)
                        && one.privileged != Some(true)
                        && one.proc_mount.is_none()
                });
                if !is_tame {
                    report.add(privilege_escalation, pod.object, &path, Vec::new());
                }
                if security.and_then(|one| one.read_only_root_filesystem) != Some(true) {
                    report.add(read_only_root, pod.object, &path, Vec::new());
                }
                let drops = security
                    .and_then(|one| one.capabilities.as_ref())
                    .is_some_and(|one| {
                        one.drop.iter().flatten().any(|name| name == "ALL")
                            && one.add.as_ref().is_none_or(Vec::is_empty)
                    });
                if !drops {
                    report.add(
                        capabilities,
                        pod.object,
                        &format!("{path}.capabilities"),
                        Vec::new(),
                    );
                }
            }
        }
    }
}
