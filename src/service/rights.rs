//! What a workload may do in the Kubernetes API: the rules of its Role.

use serde::Serialize;

use super::build::Builder;
use super::contradiction::ServiceFault;
use crate::kubernetes::{Resources, resources};
use crate::value::{Access, closest};

/// One rule of the Role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Right {
    /// The answer, as it was given.
    pub said: String,
    /// The API group; that of the core is empty.
    pub group: String,
    /// The resource: `pods`, `pods/log`.
    pub resource: String,
    /// The one object, if it is named.
    pub name: Option<String>,
    /// What is allowed.
    pub verbs: Vec<String>,
}

impl Builder<'_> {
    /// The rights that were asked for; what no Role can give, or what gives too much, is a fault.
    pub(super) fn rights(&mut self) -> Vec<Right> {
        let asked: Vec<Access> = self
            .items("rbac")
            .iter()
            .filter_map(|text| Access::parse(text).ok())
            .collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let table = resources();
        for access in &asked {
            if let Some(fault) = fault(&table, access) {
                self.fail("rbac", fault);
            }
        }
        let rights = asked.iter().map(|access| Right {
            said: access.to_string(),
            group: access.group().to_owned(),
            resource: access.path(),
            name: access.name().map(str::to_owned),
            verbs: access.verbs().iter().map(ToString::to_string).collect(),
        });
        rights.collect()
    }
}

fn fault(table: &Resources, access: &Access) -> Option<ServiceFault> {
    let (resource, group) = (access.resource(), access.group());
    let said = access.to_string();
    if table.is_of_the_cluster(resource) {
        let resource = resource.to_owned();
        return Some(ServiceFault::RightOfCluster { said, resource });
    }
    if !table.has(group, resource) {
        let names = table.names();
        let elsewhere = names
            .iter()
            .find(|name| name.split('.').next() == Some(resource));
        let suggestion = elsewhere.map(String::as_str);
        let suggestion = suggestion.or_else(|| closest(resource, names.iter().map(String::as_str)));
        return Some(ServiceFault::RightUnknown {
            resource: resource.to_owned(),
            group: group.to_owned(),
            suggestion: suggestion.unwrap_or_default().to_owned(),
        });
    }
    if resource == "secrets" && group.is_empty() && access.name().is_none() {
        return Some(ServiceFault::RightToSecrets { said });
    }
    let path = access.path();
    let power = access
        .verbs()
        .iter()
        .find(|verb| table.is_a_power(&path, verb))?;
    Some(ServiceFault::RightToPower {
        verb: (*power).to_owned(),
        resource: path,
    })
}
