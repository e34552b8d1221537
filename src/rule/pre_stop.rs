//! What runs at the end of a pod fits in the time it gets.

use k8s_openapi::api::core::v1::LifecycleHandler;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("lifecycle-shape", Stage::Value, Severity::Error),
    Meta::new("pre-stop-too-long", Stage::Value, Severity::Error),
];

pub(super) struct PreStop;

impl Rule for PreStop {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [lifecycle_shape, pre_stop_too_long] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                let Some(lifecycle) = &container.lifecycle else {
                    continue;
                };
                for (field, handler) in [
                    ("postStart", &lifecycle.post_start),
                    ("preStop", &lifecycle.pre_stop),
                ] {
                    let Some(handler) = handler else { continue };
                    let path = format!("{path}.lifecycle.{field}");
                    if handlers(handler) != 1 {
                        report.add(lifecycle_shape, pod.object, &path, Vec::new());
                    }
                    if let Some((part, seconds)) = sleep(handler)
                        && seconds > pod.grace()
                    {
                        let fields = vec![
                            ("seconds", seconds.to_string()),
                            ("grace", pod.grace().to_string()),
                        ];
                        let path = format!("{path}.{part}");
                        report.add(pre_stop_too_long, pod.object, &path, fields);
                    }
                }
            }
        }
    }
}

fn handlers(handler: &LifecycleHandler) -> usize {
    [
        handler.exec.is_some(),
        handler.http_get.is_some(),
        handler.sleep.is_some(),
        handler.tcp_socket.is_some(),
    ]
    .iter()
    .filter(|is_there| **is_there)
    .count()
}

/// The seconds a handler only waits, and where they stand: the native action, or `sleep N`.
fn sleep(handler: &LifecycleHandler) -> Option<(&'static str, i64)> {
    if let Some(action) = &handler.sleep {
        return Some(("sleep.seconds", action.seconds));
    }
    let words = handler.exec.as_ref()?.command.as_deref()?;
    let text = words.join(" ");
    let (before, seconds) = text.rsplit_once(' ')?;
    let is_sleep = before == "sleep" || before.ends_with(" sleep") || before.ends_with("/sleep");
    is_sleep.then_some(())?;
    Some(("exec.command", seconds.trim_end_matches('s').parse().ok()?))
}
