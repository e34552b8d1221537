//! From evidence to proposals, warnings and objections.

use super::Evidence;
use crate::answers::{Given, Origin, Raw, Resolved};
use crate::decide::Controller;
use crate::faults;
use crate::question::{Canonical, Questions};
use crate::text::Fault;
use crate::value::{Port, UserId};

faults! {
    /// What evidence says.
    pub enum EvidenceFault {
        /// A file that is no image config.
        ImageConfig { file: String, detail: String } = "evidence.image-config",
        /// The image runs as root.
        Root { at: String } = "evidence.root",
        /// The image names a user that Kubernetes cannot check.
        NamedUser { user: String, at: String } = "evidence.named-user",
        /// A port of the image that no answer mentions.
        Undeclared { port: u16, at: String } = "evidence.undeclared-port",
        /// A port that a process without root cannot bind.
        LowPort { port: u16, at: String } = "evidence.low-port",
        /// A volume that nothing is mounted at.
        Volume { path: String, at: String } = "evidence.volume",
        /// A volume, and `stateful: false`.
        VolumeStateless { path: String, at: String } = "evidence.volume-stateless",
        /// A database, and no `StatefulSet`.
        Database { image: String, controller: String } = "evidence.database",
        /// A process that ends, in a controller that restarts it for ever.
        Exits { command: String, controller: String, at: String } = "evidence.exits",
    }
}

/// Names of images that keep data of their own.
const DATABASES: [&str; 14] = [
    "postgres",
    "mysql",
    "mariadb",
    "mongo",
    "mongodb",
    "redis",
    "rabbitmq",
    "kafka",
    "elasticsearch",
    "opensearch",
    "clickhouse-server",
    "etcd",
    "zookeeper",
    "cassandra",
];
/// Words that a process which ends is started with.
const ENDING: [&str; 8] = [
    "migrate",
    "backup",
    "seed",
    "db:migrate",
    "upgrade",
    "import",
    "export",
    "batch",
];
/// What the first word or base image tells about the runtime.
const RUNTIMES: [(&str, &[&str]); 4] = [
    (
        "jvm",
        &[
            "java",
            "openjdk",
            "eclipse-temurin",
            "amazoncorretto",
            "dragonwell",
            "jre",
            "jdk",
        ],
    ),
    ("node", &["node", "npm", "yarn", "pnpm"]),
    (
        "python",
        &["python", "python3", "gunicorn", "uvicorn", "celery"],
    ),
    ("dotnet", &["dotnet", "aspnet"]),
];

/// The answers that the evidence proposes, each with its origin.
pub fn proposals(evidence: &Evidence) -> Vec<Given> {
    let mut given = Vec::new();
    let mut propose = |id: &str, raw: Raw, at: &str| {
        given.push(Given {
            id: id.to_owned(),
            raw,
            place: None,
            origin: Origin::Evidence(at.to_owned()),
        });
    };
    if let Some(user) = &evidence.user
        && UserId::parse(&user.value).is_ok_and(|id| id.uid() != 0)
    {
        propose("runAsUser", Raw::Text(user.value.clone()), &user.at);
    }
    let usable: Vec<_> = evidence
        .ports
        .iter()
        .filter(|port| port.value.0 >= 1024)
        .collect();
    if let Some(first) = usable.first() {
        let ports = usable.iter().map(|port| match port.value.1.as_str() {
            "TCP" => port.value.0.to_string(),
            protocol => format!("{}/{protocol}", port.value.0),
        });
        propose("ports", Raw::List(ports.collect()), &first.at);
    }
    let mut paths: Vec<String> = vec!["/tmp=256Mi".to_owned()];
    paths.extend(
        evidence
            .volumes
            .iter()
            .filter(|one| one.value != "/tmp")
            .map(|one| one.value.clone()),
    );
    if let Some(first) = evidence.volumes.first() {
        propose("writablePaths", Raw::List(paths), &first.at);
    }
    let words = evidence
        .command
        .iter()
        .flat_map(|command| command.value.iter().take(1).map(|word| (word, &command.at)));
    let base = evidence.base.iter().map(|base| (&base.value, &base.at));
    'found: for (word, at) in words.chain(base) {
        let name = word.rsplit('/').next().unwrap_or(word);
        let name = name.split([':', '@']).next().unwrap_or(name);
        for (runtime, names) in RUNTIMES {
            if names.contains(&name) {
                propose("runtime", Raw::Text(runtime.to_owned()), at);
                break 'found;
            }
        }
    }
    given
}

/// What to warn of, given the effective answers.
pub fn warnings(evidence: &Evidence, questions: &Questions, resolved: &Resolved) -> Vec<Fault> {
    let mut faults: Vec<EvidenceFault> = Vec::new();
    if !evidence.is_present {
        return Vec::new();
    }
    let own_user = resolved
        .answer(questions, "runAsUser")
        .is_some_and(|answer| answer.origin != Origin::Default);
    match &evidence.user {
        Some(user) if UserId::parse(&user.value).is_ok_and(|id| id.uid() != 0) => {}
        Some(user)
            if !user.value.is_empty() && user.value != "root" && !user.value.starts_with('0') =>
        {
            if !own_user {
                faults.push(EvidenceFault::NamedUser {
                    user: user.value.clone(),
                    at: user.at.clone(),
                });
            }
        }
        other => {
            if !own_user {
                let at = other
                    .as_ref()
                    .map(|user| user.at.clone())
                    .unwrap_or_default();
                faults.push(EvidenceFault::Root { at });
            }
        }
    }
    let ports = resolved.value(questions, "ports");
    let declared: Vec<u16> = ports
        .items()
        .iter()
        .filter_map(|text| Port::parse(text).ok())
        .map(|port| port.number())
        .collect();
    let runs_for_ever = resolved
        .decision
        .as_ref()
        .is_some_and(|one| one.controller.runs_for_ever());
    for port in &evidence.ports {
        let (number, at) = (port.value.0, port.at.clone());
        if number < 1024 {
            faults.push(EvidenceFault::LowPort { port: number, at });
        } else if runs_for_ever && !declared.contains(&number) {
            faults.push(EvidenceFault::Undeclared { port: number, at });
        }
    }
    let writable = resolved.value(questions, "writablePaths");
    let storage = resolved.value(questions, "storage");
    for volume in &evidence.volumes {
        let path = volume.value.trim_end_matches('/');
        let covered = writable
            .items()
            .iter()
            .any(|item| item.split('=').next() == Some(path))
            || storage
                .items()
                .iter()
                .any(|item| item.contains(&format!("@{path}")));
        if !covered {
            faults.push(EvidenceFault::Volume {
                path: volume.value.clone(),
                at: volume.at.clone(),
            });
        }
    }
    faults.into_iter().map(Fault::from).collect()
}

/// Where the evidence speaks against the answers. `image_name` is the last part of the repository.
pub fn objections(
    evidence: &Evidence,
    image_name: &str,
    questions: &Questions,
    resolved: &Resolved,
) -> Vec<Fault> {
    let mut faults: Vec<EvidenceFault> = Vec::new();
    let Some(decision) = &resolved.decision else {
        return Vec::new();
    };
    let controller = decision.controller;
    let kind = controller.kind().to_owned();
    if DATABASES.contains(&image_name)
        && controller != Controller::StatefulSet
        && controller.runs_for_ever()
    {
        faults.push(EvidenceFault::Database {
            image: image_name.to_owned(),
            controller: kind.clone(),
        });
    }
    if let Some(volume) = evidence
        .volumes
        .iter()
        .find(|volume| volume.value != "/tmp")
        && controller == Controller::Deployment
        && resolved.value(questions, "storage") == Canonical::None
    {
        faults.push(EvidenceFault::VolumeStateless {
            path: volume.value.clone(),
            at: volume.at.clone(),
        });
    }
    let own: Vec<String> = [
        resolved.value(questions, "command"),
        resolved.value(questions, "args"),
    ]
    .iter()
    .flat_map(|words| words.items().to_vec())
    .collect();
    let (words, at) = match (&own[..], &evidence.command) {
        ([], Some(command)) => (command.value.clone(), command.at.clone()),
        _ => (own, "command".to_owned()),
    };
    if controller.runs_for_ever()
        && words
            .iter()
            .skip(1)
            .any(|word| ENDING.contains(&word.as_str()))
    {
        faults.push(EvidenceFault::Exits {
            command: words.join(" "),
            controller: kind,
            at,
        });
    }
    faults.into_iter().map(Fault::from).collect()
}
