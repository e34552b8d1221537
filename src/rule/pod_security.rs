//! Pods that their own namespace would refuse.

use k8s_openapi::api::core::v1::Container;

use crate::manifest::{Kind, PodView};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new(
    "pod-security-refuses",
    Stage::Objects,
    Severity::Error,
)];

pub(super) struct PodSecurity;

impl Rule for PodSecurity {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [pod_security_refuses] = &METAS;
        for object in set.objects {
            let Some(Kind::Namespace(namespace)) = &object.kind else {
                continue;
            };
            let labels = namespace.metadata.labels.as_ref();
            let level = labels.and_then(|all| all.get("pod-security.kubernetes.io/enforce"));
            let Some(level) = level.filter(|level| *level != "privileged") else {
                continue;
            };
            let pods = set.pods();
            for pod in pods.filter(|pod| pod.object.namespace() == object.name()) {
                for path in breaches(&pod, level == "restricted") {
                    let fields = vec![
                        ("level", level.clone()),
                        ("namespace", object.name().to_owned()),
                    ];
                    report.add(pod_security_refuses, pod.object, &path, fields);
                }
            }
        }
    }
}

/// The paths that break the level: `baseline`, or `restricted` too.
fn breaches(pod: &PodView<'_>, is_restricted: bool) -> Vec<String> {
    let mut paths = Vec::new();
    for (field, value) in [
        ("hostNetwork", pod.spec.host_network),
        ("hostPID", pod.spec.host_pid),
        ("hostIPC", pod.spec.host_ipc),
    ] {
        if value == Some(true) {
            paths.push(pod.at(field));
        }
    }
    for (at, volume) in pod.spec.volumes.iter().flatten().enumerate() {
        if volume.host_path.is_some() {
            paths.push(pod.at(&format!("volumes[{at}].hostPath")));
        } else if is_restricted && volume.nfs.is_some() {
            paths.push(pod.at(&format!("volumes[{at}].nfs")));
        }
    }
    for (path, container) in pod.containers() {
        for (at, port) in container.ports.iter().flatten().enumerate() {
            if port.host_port.is_some_and(|port| port > 0) {
                paths.push(format!("{path}.ports[{at}].hostPort"));
            }
        }
        let security = container.security_context.as_ref();
        if security.and_then(|one| one.privileged) == Some(true) {
            paths.push(format!("{path}.securityContext.privileged"));
        }
        if is_restricted {
            let fields = restricted(pod, container);
            paths.extend(fields.map(|field| format!("{path}.securityContext.{field}")));
        }
    }
    paths
}

fn restricted<'c>(
    pod: &PodView<'c>,
    container: &'c Container,
) -> impl Iterator<Item = &'static str> + use<'c> {
    let own = container.security_context.as_ref();
    let whole = pod.spec.security_context.as_ref();
    let user = own.and_then(|one| one.run_as_user);
    let user = user.or(whole.and_then(|one| one.run_as_user));
    let non_root = own.and_then(|one| one.run_as_non_root);
    let non_root = non_root.or(whole.and_then(|one| one.run_as_non_root));
    let profile = own.and_then(|one| one.seccomp_profile.as_ref());
    let profile = profile.or(whole.and_then(|one| one.seccomp_profile.as_ref()));
    let capabilities = own.and_then(|one| one.capabilities.as_ref());
    let drops = capabilities.and_then(|one| one.drop.as_ref());
    let adds = capabilities.and_then(|one| one.add.as_deref());
    let is_bound = drops.is_some_and(|all| all.iter().any(|name| name == "ALL"))
        && adds
            .unwrap_or_default()
            .iter()
            .all(|name| name == "NET_BIND_SERVICE");
    [
        ("runAsUser", user == Some(0)),
        ("runAsNonRoot", non_root != Some(true)),
        (
            "allowPrivilegeEscalation",
            own.and_then(|one| one.allow_privilege_escalation) != Some(false),
        ),
        ("capabilities", !is_bound),
        (
            "seccompProfile",
            profile.is_none_or(|one| one.type_ == "Unconfined"),
        ),
    ]
    .into_iter()
    .filter_map(|(field, breaks)| breaks.then_some(field))
}
