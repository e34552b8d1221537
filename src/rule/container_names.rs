//! Containers: each name once, and no probes where nothing runs on.

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("container-twice", Stage::Value, Severity::Error),
    Meta::new("init-container-probe", Stage::Value, Severity::Error),
];

pub(super) struct ContainerNames;

impl Rule for ContainerNames {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [container_twice, init_container_probe] = &METAS;
        for pod in set.pods() {
            let mut names: Vec<&str> = Vec::new();
            for (path, container) in pod.containers() {
                if names.contains(&container.name.as_str()) {
                    let fields = vec![("name", container.name.clone())];
                    report.add(container_twice, pod.object, &format!("{path}.name"), fields);
                }
                names.push(&container.name);
            }
            let init = pod.spec.init_containers.iter().flatten();
            for (at, container) in init.enumerate() {
                if container.restart_policy.as_deref() == Some("Always") {
                    continue;
                }
                for (field, is_there) in [
                    ("readinessProbe", container.readiness_probe.is_some()),
                    ("livenessProbe", container.liveness_probe.is_some()),
                    ("startupProbe", container.startup_probe.is_some()),
                    ("lifecycle", container.lifecycle.is_some()),
                ] {
                    if is_there {
                        let path = pod.at(&format!("initContainers[{at}].{field}"));
                        let fields = vec![("name", container.name.clone())];
                        report.add(init_container_probe, pod.object, &path, fields);
                    }
                }
            }
        }
    }
}
