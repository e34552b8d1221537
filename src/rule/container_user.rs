//! Who the process runs as: the container's own word, else the pod's.

use k8s_openapi::api::core::v1::{Container, PodSecurityContext};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("run-as-root", Stage::Hardening, Severity::Error),
    Meta::new("run-as-low-user", Stage::Hardening, Severity::Error),
    Meta::new("seccomp", Stage::Hardening, Severity::Error),
    Meta::new("volume-owner-change", Stage::Hardening, Severity::Warning),
];

/// Ids up to here may be those of users of the node.
const LOW: i64 = 10_000;

pub(super) struct ContainerUser;

impl Rule for ContainerUser {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [run_as_root, run_as_low_user, seccomp, volume_owner_change] = &METAS;
        for pod in set.pods() {
            let whole = pod.spec.security_context.as_ref();
            // What all containers take from the pod is one finding, not one for each of them.
            let mut told: Vec<(&str, String)> = Vec::new();
            for (path, container) in pod.containers() {
                for (meta, field, is_own, number) in judge(whole, container) {
                    let at = if is_own {
                        format!("{path}.securityContext.{field}")
                    } else {
                        pod.at(&format!("securityContext.{field}"))
                    };
                    if told.contains(&(meta, at.clone())) {
                        continue;
                    }
                    let found = [run_as_root, run_as_low_user, seccomp]
                        .into_iter()
                        .find(|one| one.id == meta);
                    if let Some(found) = found {
                        report.add(found, pod.object, &at, vec![("user", number)]);
                    }
                    told.push((meta, at));
                }
            }
            let changes = whole.is_some_and(|one| {
                one.fs_group.is_some()
                    && one.fs_group_change_policy.as_deref() != Some("OnRootMismatch")
            });
            if changes {
                let path = pod.at("securityContext.fsGroupChangePolicy");
                report.add(volume_owner_change, pod.object, &path, Vec::new());
            }
        }
    }
}

/// (rule, field, whether the container says it itself, the id in question).
fn judge(
    whole: Option<&PodSecurityContext>,
    container: &Container,
) -> Vec<(&'static str, &'static str, bool, String)> {
    let own = container.security_context.as_ref();
    let mut found = Vec::new();
    let own_user = own.and_then(|one| one.run_as_user);
    let user = own_user.or(whole.and_then(|one| one.run_as_user));
    let own_word = own.and_then(|one| one.run_as_non_root);
    let non_root = own_word.or(whole.and_then(|one| one.run_as_non_root));
    let text = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    match user {
        Some(1..=LOW) if non_root == Some(true) => {
            found.push((
                "run-as-low-user",
                "runAsUser",
                own_user.is_some(),
                text(user),
            ));
        }
        Some(id) if id > LOW && non_root == Some(true) => {}
        Some(id) if id > 0 => {
            found.push((
                "run-as-root",
                "runAsNonRoot",
                own_word.is_some(),
                text(user),
            ));
        }
        _ => found.push(("run-as-root", "runAsUser", own_user.is_some(), text(user))),
    }
    let own_group = own.and_then(|one| one.run_as_group);
    let group = own_group.or(whole.and_then(|one| one.run_as_group));
    // Root's user is told already; without a group the image's own, or root's, is taken.
    if user.is_some_and(|id| id > 0) && group.is_none_or(|id| id <= LOW) {
        found.push((
            "run-as-low-user",
            "runAsGroup",
            own_group.is_some(),
            text(group),
        ));
    }
    let own_profile = own.and_then(|one| one.seccomp_profile.as_ref());
    let profile = own_profile.or(whole.and_then(|one| one.seccomp_profile.as_ref()));
    if !profile.is_some_and(|one| matches!(one.type_.as_str(), "RuntimeDefault" | "Localhost")) {
        found.push((
            "seccomp",
            "seccompProfile",
            own_profile.is_some(),
            String::new(),
        ));
    }
    let groups = whole.and_then(|one| one.supplemental_groups.as_deref());
    if groups.unwrap_or_default().contains(&0) || whole.is_some_and(|one| one.fs_group == Some(0)) {
        let field = if whole.is_some_and(|one| one.fs_group == Some(0)) {
            "fsGroup"
        } else {
            "supplementalGroups"
        };
        found.push(("run-as-root", field, false, "0".to_owned()));
    }
    found
}
