//! Roles and their bindings: rights by name only, and for an account of one's own.

use k8s_openapi::api::rbac::v1::{PolicyRule, RoleBinding, Subject};

use crate::kubernetes::{Resources, resources};
use crate::manifest::{Kind, Object};

use super::{Meta, Report, Rule, Set, Severity, Stage};

const GROUP: &str = "rbac.authorization.k8s.io";
/// Verbs that give rights that the Role does not name.
const POWERS: [&str; 3] = ["bind", "escalate", "impersonate"];
/// Roles of the cluster that are made for people, not for pods.
const WIDE: [&str; 3] = ["admin", "cluster-admin", "edit"];
/// Groups that hold everyone, or the masters of the cluster.
const EVERYONE: [&str; 4] = [
    "system:authenticated",
    "system:masters",
    "system:serviceaccounts",
    "system:unauthenticated",
];

static METAS: [Meta; 8] = [
    Meta::new("role-shape", Stage::Value, Severity::Error),
    Meta::new("role-binding-shape", Stage::Value, Severity::Error),
    Meta::new("role-missing", Stage::Objects, Severity::Error).reaching(),
    Meta::new("role-account-missing", Stage::Objects, Severity::Error).reaching(),
    Meta::new("role-wildcard", Stage::Hardening, Severity::Error),
    Meta::new("role-power", Stage::Hardening, Severity::Error),
    Meta::new("role-secrets", Stage::Hardening, Severity::Error),
    Meta::new("role-binding-wide", Stage::Hardening, Severity::Error),
];

pub(super) struct Roles;

impl Rule for Roles {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let mut table = None;
        for object in set.objects {
            match &object.kind {
                Some(Kind::Role(role)) => {
                    let table = table.get_or_insert_with(resources);
                    for (at, rule) in role.rules.iter().flatten().enumerate() {
                        let path = format!("rules[{at}]");
                        judge_rule(object, &path, rule, table, report);
                    }
                }
                Some(Kind::RoleBinding(binding)) => judge_binding(set, object, binding, report),
                _ => {}
            }
        }
    }
}

fn judge_rule(
    object: &Object,
    path: &str,
    rule: &PolicyRule,
    table: &Resources,
    report: &mut Report<'_>,
) {
    let [shape, _, _, _, wildcard, power, secrets, _] = &METAS;
    let groups = rule.api_groups.as_deref().unwrap_or_default();
    let kinds = rule.resources.as_deref().unwrap_or_default();
    let urls = rule.non_resource_urls.as_deref().unwrap_or_default();
    if rule.verbs.is_empty() || groups.is_empty() || kinds.is_empty() || !urls.is_empty() {
        report.add(shape, object, path, Vec::new());
    }
    let lists = [
        ("verbs", &*rule.verbs),
        ("apiGroups", groups),
        ("resources", kinds),
    ];
    for (field, words) in lists {
        if let Some(at) = words.iter().position(|word| word.contains('*')) {
            let fields = vec![("field", field.to_owned())];
            report.add(wildcard, object, &format!("{path}.{field}[{at}]"), fields);
        }
    }
    for (at, verb) in rule.verbs.iter().enumerate() {
        let taken = kinds.iter().find(|kind| table.is_a_power(kind, verb));
        let what = match taken {
            Some(kind) => format!("{verb} {kind}"),
            None if POWERS.contains(&verb.as_str()) => verb.clone(),
            None => continue,
        };
        report.add(
            power,
            object,
            &format!("{path}.verbs[{at}]"),
            vec![("what", what)],
        );
    }
    let is_named = rule.resource_names.iter().flatten().next().is_some();
    let is_core = groups.iter().any(String::is_empty);
    if let Some(at) = kinds.iter().position(|kind| kind == "secrets")
        && is_core
        && !is_named
    {
        report.add(
            secrets,
            object,
            &format!("{path}.resources[{at}]"),
            Vec::new(),
        );
    }
}

fn judge_binding(set: &Set<'_>, object: &Object, binding: &RoleBinding, report: &mut Report<'_>) {
    let [_, shape, role_missing, account_missing, _, _, _, wide] = &METAS;
    let role = &binding.role_ref;
    let is_role = matches!(role.kind.as_str(), "Role" | "ClusterRole");
    // The group is filled in where it is left out.
    let group = role.api_group.as_deref().unwrap_or_default();
    if !matches!(group, "" | GROUP) || !is_role || role.name.is_empty() {
        report.add(shape, object, "roleRef", Vec::new());
    }
    let name = vec![("name", role.name.clone())];
    if role.kind == "ClusterRole" && WIDE.contains(&role.name.as_str()) {
        report.add(wide, object, "roleRef.name", name);
    } else if role.kind == "Role" && set.find("Role", object.namespace(), &role.name).is_none() {
        report.add(role_missing, object, "roleRef.name", name);
    }
    for (at, subject) in binding.subjects.iter().flatten().enumerate() {
        let path = format!("subjects[{at}]");
        if !is_sound(subject) {
            report.add(shape, object, &path, Vec::new());
            continue;
        }
        let fields = vec![("name", subject.name.clone())];
        let path = format!("{path}.name");
        let namespace = subject.namespace.as_deref().unwrap_or_default();
        let is_account = subject.kind == "ServiceAccount";
        if is_account && subject.name != "default" {
            if set
                .find("ServiceAccount", namespace, &subject.name)
                .is_none()
            {
                report.add(account_missing, object, &path, fields);
            }
        } else if is_account
            || subject.name == "system:anonymous"
            || EVERYONE.iter().any(|group| subject.name.starts_with(group))
        {
            report.add(wide, object, &path, fields);
        }
    }
}

/// A subject as the API server takes it.
fn is_sound(subject: &Subject) -> bool {
    let group = subject.api_group.as_deref().unwrap_or_default();
    let namespace = subject.namespace.as_deref().unwrap_or_default();
    !subject.name.is_empty()
        && match subject.kind.as_str() {
            "ServiceAccount" => group.is_empty() && !namespace.is_empty(),
            "User" | "Group" => matches!(group, "" | GROUP) && namespace.is_empty(),
            _ => false,
        }
}
