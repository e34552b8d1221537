//! `HTTPRoutes` of the Gateway API: what the API server takes, Services and ports that are there.

use crate::manifest::{HttpRouteBackend, HttpRouteSpec, Kind, Object};
use crate::value::{DnsSubdomain, ServiceName};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 6] = [
    Meta::new("http-route-parent", Stage::Value, Severity::Error),
    Meta::new("http-route-host", Stage::Value, Severity::Error),
    Meta::new("http-route-path", Stage::Value, Severity::Error),
    Meta::new("http-route-backend", Stage::Value, Severity::Error),
    Meta::new(
        "http-route-service-missing",
        Stage::Objects,
        Severity::Error,
    )
    .reaching(),
    Meta::new("http-route-port", Stage::Objects, Severity::Error),
];

/// What a route takes of hosts and rules.
const MOST: usize = 16;

pub(super) struct HttpRoutes;

impl Rule for HttpRoutes {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let routes = set.pick(|kind| match kind {
            Kind::HttpRoute(route) => Some(&route.spec),
            _ => None,
        });
        for (object, spec) in routes {
            judge_shape(object, spec, report);
            for (at, rule) in spec.rules.iter().enumerate() {
                for (nth, backend) in rule.backend_refs.iter().enumerate() {
                    let path = format!("spec.rules[{at}].backendRefs[{nth}]");
                    judge_backend(set, object, &path, backend, report);
                }
            }
        }
    }
}

fn judge_shape(object: &Object, spec: &HttpRouteSpec, report: &mut Report<'_>) {
    let [parent, host, wrong_path, ..] = &METAS;
    if spec.parent_refs.is_empty() {
        report.add(parent, object, "spec", Vec::new());
    }
    for (at, one) in spec.parent_refs.iter().enumerate() {
        if DnsSubdomain::parse(&one.name).is_err() {
            report.add(
                parent,
                object,
                &format!("spec.parentRefs[{at}]"),
                Vec::new(),
            );
        }
    }
    for (at, name) in spec.hostnames.iter().enumerate() {
        let plain = name.strip_prefix("*.").unwrap_or(name);
        let is_address = plain.parse::<std::net::IpAddr>().is_ok();
        if at >= MOST || is_address || DnsSubdomain::parse(plain).is_err() {
            let fields = vec![("host", name.clone())];
            report.add(host, object, &format!("spec.hostnames[{at}]"), fields);
        }
    }
    for (at, rule) in spec.rules.iter().enumerate() {
        for (nth, one) in rule.matches.iter().enumerate() {
            let Some(path) = &one.path else { continue };
            let value = path.value.as_deref().unwrap_or("/");
            let is_sound = match path.kind.as_deref().unwrap_or("PathPrefix") {
                "PathPrefix" | "Exact" => is_plain(value),
                kind => kind == "RegularExpression",
            };
            if at >= MOST || !is_sound {
                let fields = vec![("path", value.to_owned())];
                let path = format!("spec.rules[{at}].matches[{nth}].path");
                report.add(wrong_path, object, &path, fields);
            }
        }
    }
}

/// What the CRD takes as an exact path or a prefix.
fn is_plain(path: &str) -> bool {
    path.starts_with('/')
        && !["//", "/./", "/../", "%2f", "%2F", "#"]
            .iter()
            .any(|part| path.contains(part))
        && !["/..", "/."].iter().any(|end| path.ends_with(end))
}

fn judge_backend(
    set: &Set<'_>,
    object: &Object,
    path: &str,
    backend: &HttpRouteBackend,
    report: &mut Report<'_>,
) {
    let [.., wrong_backend, service_missing, wrong_port] = &METAS;
    if backend
        .kind
        .as_deref()
        .is_some_and(|kind| kind != "Service")
    {
        return;
    }
    let Some(port) = backend
        .port
        .filter(|port| (1..=65_535).contains(port) && ServiceName::parse(&backend.name).is_ok())
    else {
        report.add(wrong_backend, object, path, Vec::new());
        return;
    };
    let namespace = backend.namespace.as_deref();
    let namespace = namespace.unwrap_or_else(|| object.namespace());
    let name = vec![("name", backend.name.clone())];
    let Some(found) = set.find("Service", namespace, &backend.name) else {
        report.add(service_missing, object, &format!("{path}.name"), name);
        return;
    };
    if let Some(Kind::Service(found)) = &found.kind
        && let Some(spec) = &found.spec
        && !spec
            .ports
            .iter()
            .flatten()
            .any(|one| one.port == port && one.protocol.as_deref().unwrap_or("TCP") == "TCP")
    {
        let mut fields = name;
        fields.push(("port", port.to_string()));
        report.add(wrong_port, object, &format!("{path}.port"), fields);
    }
}
