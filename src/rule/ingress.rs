//! Ingresses: what the API server takes, Services and ports that are there, hosts with TLS.

use k8s_openapi::api::core::v1::ServiceSpec;
use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, IngressBackend, IngressServiceBackend, IngressSpec, ServiceBackendPort,
};

use crate::manifest::{Kind, Object};
use crate::value::{DnsSubdomain, ServiceName};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 9] = [
    Meta::new("ingress-empty", Stage::Value, Severity::Error),
    Meta::new("ingress-host", Stage::Value, Severity::Error),
    Meta::new("ingress-path", Stage::Value, Severity::Error),
    Meta::new("ingress-backend", Stage::Value, Severity::Error),
    Meta::new("ingress-service-missing", Stage::Objects, Severity::Error).reaching(),
    Meta::new("ingress-port", Stage::Objects, Severity::Error),
    Meta::new("ingress-path-twice", Stage::Objects, Severity::Error),
    Meta::new("ingress-tls-host", Stage::Objects, Severity::Error),
    Meta::new("ingress-without-tls", Stage::Hardening, Severity::Error),
];

pub(super) struct Ingresses;

impl Rule for Ingresses {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let mut taken: Vec<Taken<'_>> = Vec::new();
        for (object, spec) in ingresses(set) {
            judge_shape(object, spec, report);
            judge_tls(object, spec, report);
            for (path, backend) in backends(spec) {
                judge_backend(set, object, &path, backend, report);
            }
            judge_taken(object, spec, &mut taken, report);
        }
    }
}

fn ingresses<'s>(set: &Set<'s>) -> impl Iterator<Item = (&'s Object, &'s IngressSpec)> {
    set.pick(|kind| match kind {
        Kind::Ingress(object) => object.spec.as_ref(),
        _ => None,
    })
}

/// The paths of all rules, each with where it stands and its host.
fn paths(spec: &IngressSpec) -> impl Iterator<Item = (String, &str, &HTTPIngressPath)> {
    let rules = spec.rules.iter().flatten().enumerate();
    rules.flat_map(|(at, rule)| {
        let host = rule.host.as_deref().unwrap_or_default();
        let paths = rule.http.iter().flat_map(|http| &http.paths).enumerate();
        paths.map(move |(nth, path)| (format!("spec.rules[{at}].http.paths[{nth}]"), host, path))
    })
}

fn backends(spec: &IngressSpec) -> Vec<(String, &IngressBackend)> {
    let default = spec.default_backend.iter();
    default
        .map(|backend| ("spec.defaultBackend".to_owned(), backend))
        .chain(paths(spec).map(|(at, _, path)| (format!("{at}.backend"), &path.backend)))
        .collect()
}

fn judge_shape(object: &Object, spec: &IngressSpec, report: &mut Report<'_>) {
    let [ingress_empty, ingress_host, ingress_path, ..] = &METAS;
    if spec.rules.as_ref().is_none_or(Vec::is_empty) && spec.default_backend.is_none() {
        report.add(ingress_empty, object, "spec", Vec::new());
    }
    let rules = spec.rules.iter().flatten().enumerate();
    let rules = rules.filter_map(|(at, rule)| {
        let host = rule.host.as_deref()?;
        Some((format!("spec.rules[{at}].host"), host))
    });
    let tls = spec.tls.iter().flatten().enumerate();
    let tls = tls.flat_map(|(at, tls)| {
        let hosts = tls.hosts.iter().flatten().enumerate();
        hosts.map(move |(nth, host)| (format!("spec.tls[{at}].hosts[{nth}]"), host.as_str()))
    });
    for (path, host) in rules.chain(tls) {
        if !host.is_empty() && !is_host(host) {
            let fields = vec![("host", host.to_owned())];
            report.add(ingress_host, object, &path, fields);
        }
    }
    for (at, _, path) in paths(spec) {
        let text = path.path.as_deref().unwrap_or_default();
        let is_sound = match path.path_type.as_str() {
            "Exact" | "Prefix" => is_plain(text),
            _ => text.is_empty() || text.starts_with('/'),
        };
        if !is_sound {
            let fields = vec![("path", text.to_owned())];
            report.add(ingress_path, object, &format!("{at}.path"), fields);
        }
    }
}

/// A name, or all names one level below one.
fn is_host(host: &str) -> bool {
    let name = host.strip_prefix("*.").unwrap_or(host);
    DnsSubdomain::parse(name).is_ok() && host.parse::<std::net::IpAddr>().is_err()
}

/// What the API server takes as an exact path or a prefix.
fn is_plain(path: &str) -> bool {
    path.starts_with('/')
        && !["//", "/./", "/../", "%2f", "%2F"]
            .iter()
            .any(|part| path.contains(part))
        && !["/..", "/."].iter().any(|end| path.ends_with(end))
}

/// Every host has TLS, and TLS only hosts that are there.
fn judge_tls(object: &Object, spec: &IngressSpec, report: &mut Report<'_>) {
    let [.., ingress_tls_host, ingress_without_tls] = &METAS;
    let tls = || spec.tls.iter().flatten();
    let covers = |host: &str| {
        tls().any(|tls| {
            let hosts = tls.hosts.as_deref().unwrap_or_default();
            hosts.is_empty() || hosts.iter().any(|one| holds(one, host))
        })
    };
    let rules = || spec.rules.iter().flatten();
    for (at, rule) in rules().enumerate() {
        let host = rule.host.as_deref().unwrap_or_default();
        if !covers(host) {
            let path = format!("spec.rules[{at}].host");
            let fields = vec![("host", host.to_owned())];
            report.add(ingress_without_tls, object, &path, fields);
        }
    }
    for (at, one) in tls().enumerate() {
        for (nth, host) in one.hosts.iter().flatten().enumerate() {
            let is_served = rules().any(|rule| {
                let served = rule.host.as_deref().unwrap_or_default();
                served.is_empty() || holds(host, served) || holds(served, host)
            });
            if !is_served {
                let path = format!("spec.tls[{at}].hosts[{nth}]");
                let fields = vec![("host", host.clone())];
                report.add(ingress_tls_host, object, &path, fields);
            }
        }
    }
}

/// Whether a name, which may stand for all names one level below, holds another one.
fn holds(pattern: &str, host: &str) -> bool {
    let below = pattern.strip_prefix('*');
    pattern == host
        || below.is_some_and(|end| {
            host.strip_suffix(end)
                .is_some_and(|label| !label.is_empty() && !label.contains('.'))
        })
}

fn judge_backend(
    set: &Set<'_>,
    object: &Object,
    path: &str,
    backend: &IngressBackend,
    report: &mut Report<'_>,
) {
    let [
        _,
        _,
        _,
        ingress_backend,
        ingress_service_missing,
        ingress_port,
        ..,
    ] = &METAS;
    let Some(service) = backend
        .service
        .as_ref()
        .filter(|service| backend.resource.is_none() && is_backend(service))
    else {
        if backend.service.is_some() || backend.resource.is_none() {
            report.add(ingress_backend, object, path, Vec::new());
        }
        return;
    };
    let name = vec![("name", service.name.clone())];
    let found = set.find("Service", object.namespace(), &service.name);
    let Some(found) = found else {
        let path = format!("{path}.service.name");
        report.add(ingress_service_missing, object, &path, name);
        return;
    };
    if let Some(Kind::Service(found)) = &found.kind
        && let Some(spec) = &found.spec
        && let Some(port) = &service.port
        && !has_port(spec, port)
    {
        let said = port.number.map(|number| number.to_string());
        let said = said.or_else(|| port.name.clone()).unwrap_or_default();
        let mut fields = name;
        fields.push(("port", said));
        report.add(
            ingress_port,
            object,
            &format!("{path}.service.port"),
            fields,
        );
    }
}

/// A name that a Service can have, and a port by its name or by its number.
fn is_backend(service: &IngressServiceBackend) -> bool {
    let port = service.port.as_ref();
    let name = port.and_then(|port| port.name.as_ref());
    let number = port.and_then(|port| port.number);
    ServiceName::parse(&service.name).is_ok() && name.is_some() != number.is_some()
}

fn has_port(spec: &ServiceSpec, wanted: &ServiceBackendPort) -> bool {
    spec.ports.iter().flatten().any(|port| {
        port.protocol.as_deref().unwrap_or("TCP") == "TCP"
            && match wanted.number {
                Some(number) => port.port == number,
                None => port.name == wanted.name,
            }
    })
}

/// A path of a host, by the class that serves it.
#[derive(PartialEq, Eq)]
struct Taken<'s> {
    class: Option<&'s str>,
    host: &'s str,
    path: &'s str,
    kind: &'s str,
}

fn judge_taken<'s>(
    object: &Object,
    spec: &'s IngressSpec,
    taken: &mut Vec<Taken<'s>>,
    report: &mut Report<'_>,
) {
    let [.., ingress_path_twice, _, _] = &METAS;
    for (at, host, path) in paths(spec) {
        let one = Taken {
            class: spec.ingress_class_name.as_deref(),
            host,
            path: path.path.as_deref().unwrap_or_default(),
            kind: &path.path_type,
        };
        if taken.contains(&one) {
            let said = format!("{}{}", one.host, one.path);
            let fields = vec![("path", said)];
            report.add(ingress_path_twice, object, &format!("{at}.path"), fields);
        } else {
            taken.push(one);
        }
    }
}
