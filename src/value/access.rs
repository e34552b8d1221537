//! Rights in the Kubernetes API: `get,list,watch configmaps`, `get secrets/payments-db`,
//! `patch deployments.apps:scale/web`.

use std::fmt;

use super::{DnsLabel, DnsSubdomain, ValueFault, closest};

/// What can be done with objects.
const VERBS: [&str; 8] = [
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
];
/// Verbs that give more rights than anyone has written down.
const POWERS: [&str; 3] = ["escalate", "bind", "impersonate"];
/// Requests that name no object: a right to them cannot be narrowed to one.
const NAMELESS: [&str; 2] = ["create", "deletecollection"];
/// Parts of objects, which Kubernetes itself writes behind a slash.
const PARTS: [&str; 12] = [
    "approval",
    "attach",
    "binding",
    "ephemeralcontainers",
    "eviction",
    "exec",
    "finalizers",
    "log",
    "portforward",
    "proxy",
    "scale",
    "status",
];

/// Verbs, the resources that they are allowed on, and the one object, if it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    verbs: Vec<&'static str>,
    resource: DnsLabel,
    group: Option<DnsSubdomain>,
    part: Option<DnsLabel>,
    name: Option<DnsSubdomain>,
}

impl Access {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let text = || text.to_owned();
        let words: Vec<String> = text().split_whitespace().map(str::to_owned).collect();
        let [verbs, target] = words.as_slice() else {
            return Err(ValueFault::Access { text: text() });
        };
        if verbs.contains('*') || target.contains('*') {
            return Err(ValueFault::AccessAll { text: text() });
        }
        let verbs = verbs_of(verbs)?;
        let (target, name) = match target.split_once('/') {
            Some((target, name)) if PARTS.contains(&name) => {
                return Err(ValueFault::AccessPart {
                    text: text(),
                    target: target.to_owned(),
                    part: name.to_owned(),
                });
            }
            Some((target, name)) => (target, Some(DnsSubdomain::parse(name)?)),
            None => (target.as_str(), None),
        };
        let nameless = verbs.iter().find(|verb| NAMELESS.contains(verb));
        if let (Some(name), Some(verb)) = (&name, nameless) {
            return Err(ValueFault::AccessNameless {
                verb: (*verb).to_owned(),
                name: name.to_string(),
            });
        }
        let (target, part) = match target.split_once(':') {
            Some((target, part)) => (target, Some(DnsLabel::parse(part)?)),
            None => (target, None),
        };
        let (resource, group) = match target.split_once('.') {
            Some((resource, group)) => (resource, Some(DnsSubdomain::parse(group)?)),
            None => (target, None),
        };
        Ok(Self {
            verbs,
            resource: DnsLabel::parse(resource)?,
            group,
            part,
            name,
        })
    }

    /// What is allowed.
    pub fn verbs(&self) -> &[&'static str] {
        &self.verbs
    }

    /// The resource, in the plural.
    pub fn resource(&self) -> &str {
        self.resource.as_str()
    }

    /// Its API group; that of the core is empty.
    pub fn group(&self) -> &str {
        self.group.as_ref().map_or("", DnsSubdomain::as_str)
    }

    /// The resource as a Role names it, with its part: `pods/log`.
    pub fn path(&self) -> String {
        match &self.part {
            Some(part) => format!("{}/{part}", self.resource),
            None => self.resource.to_string(),
        }
    }

    /// The one object.
    pub fn name(&self) -> Option<&str> {
        self.name.as_ref().map(DnsSubdomain::as_str)
    }
}

fn verbs_of(text: &str) -> Result<Vec<&'static str>, ValueFault> {
    let mut verbs: Vec<&'static str> = Vec::new();
    for word in text.split(',') {
        if POWERS.contains(&word) {
            return Err(ValueFault::AccessPower {
                verb: word.to_owned(),
            });
        }
        let Some(verb) = VERBS.iter().find(|verb| **verb == word) else {
            return Err(ValueFault::AccessVerb {
                verb: word.to_owned(),
                suggestion: closest(word, VERBS).unwrap_or_default().to_owned(),
            });
        };
        if !verbs.contains(verb) {
            verbs.push(verb);
        }
    }
    Ok(verbs)
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verbs.join(","), self.resource)?;
        if let Some(group) = &self.group {
            write!(f, ".{group}")?;
        }
        if let Some(part) = &self.part {
            write!(f, ":{part}")?;
        }
        if let Some(name) = &self.name {
            write!(f, "/{name}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_written_back_as_it_was_read() {
        for text in [
            "get,list,watch configmaps",
            "get secrets/payments-db",
            "patch deployments.apps:scale/web",
            "get pods:log",
            "create,get,update leases.coordination.k8s.io",
        ] {
            assert_eq!(
                Access::parse(text).map(|one| one.to_string()),
                Ok(text.to_owned())
            );
        }
        let log = Access::parse("get pods:log").map(|one| one.path());
        assert_eq!(log, Ok("pods/log".to_owned()));
    }

    #[test]
    fn what_gives_more_than_it_says_is_refused() {
        for text in [
            "*",
            "* pods",
            "get *",
            "get pods/*",
            "get,impersonate serviceaccounts",
            "bind roles.rbac.authorization.k8s.io",
            "create secrets/payments-db",
            "gets pods",
            "get pods/log",
            "get",
            "get pods configmaps",
            "get Pods",
        ] {
            assert!(Access::parse(text).is_err(), "{text}");
        }
    }
}
