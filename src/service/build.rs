//! From effective answers to a service.

use super::contradiction::{self, ServiceFault};
use super::network::Subject;
use super::probe::{self, Role};
use super::room::room;
use super::{
    Accepted, Amount, Claim, Config, ConfigFile, ContainerPort, DecisionStep, DecisionText, EnvVar,
    Features, Guess, History, Metrics, ProbeSpec, SecretFiles, SecretVar, Service, Strategy,
    VolumePath, Workload, runtime,
};
use crate::answers::{Acceptance, Answer, Origin, Resolved, is_same_prose};
use crate::blueprint::{Pack, Preset};
use crate::bundle::short_hash;
use crate::decide::{Controller, Decision};
use crate::question::{Canonical, Change};
use crate::text::{Fault, Language, Prose};
use crate::value::{
    Image, Minor, Port, Quantity, SecretEnv, SecretMount, Storage, UserId, WritablePath,
    looks_secret,
};

/// Seconds a pod goes on serving after it was taken off the Service: load balancers and kube-proxies
/// learn of it within this time.
const DRAIN: i64 = 10;
/// Where Secrets are mounted unless their answer names a path.
const SECRET_ROOT: &str = "/run/secrets";
/// The rule that a mutable image breaks.
const MUTABLE_IMAGE: &str = "image-tag-missing";
/// The rule that a secret in the environment breaks.
const SECRET_IN_ENV: &str = "secret-in-env";

/// A service and what must be said about it.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// The service, if nothing is wrong.
    pub service: Option<Service>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What is worth a warning.
    pub warnings: Vec<Fault>,
}

/// What a service is built from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'m> {
    /// The pack.
    pub pack: &'m Pack,
    /// The preset, if one was chosen.
    pub preset: Option<&'m Preset>,
    /// The effective answers.
    pub resolved: &'m Resolved,
    /// The owner's exceptions.
    pub accept: &'m [Acceptance],
    /// The language of what is written.
    pub language: Language,
}

/// Builds the service; call it only when nothing is missing.
pub fn build(material: Material<'_>) -> Built {
    let Some(decision) = &material.resolved.decision else {
        return Built::default();
    };
    let mut builder = Builder {
        material,
        decision,
        built: Built::default(),
        accepted: Vec::new(),
    };
    builder.built.faults = contradiction::tree_faults(&material.pack.questions, material.resolved);
    let workload = builder.workload();
    let faults = contradiction::workload_faults(&workload);
    builder
        .built
        .faults
        .extend(faults.into_iter().map(Fault::from));
    builder.warn(&workload);
    let service = builder.service(workload);
    if ["default", "kube-system", "kube-public", "kube-node-lease"]
        .contains(&service.namespace.as_str())
    {
        let place = builder
            .answer("namespace")
            .and_then(|answer| answer.place.clone());
        builder.fail_at(
            ServiceFault::SharedNamespace {
                namespace: service.namespace.clone(),
            },
            place,
        );
    }
    let mut built = builder.built;
    if built.faults.is_empty() {
        built.service = Some(service);
    }
    built
}

/// What the service would be refused for, as far as the answers that are sound show it: a request with
/// other faults is told these in the same run.
pub fn faults_of_the_sound(material: Material<'_>) -> Vec<Fault> {
    let questions = &material.pack.questions;
    let is_sound = |id: &str| material.resolved.answer(questions, id).is_some();
    let mut faults = build(material).faults;
    // An answer that was refused looks like one that is not there.
    faults.retain(|fault| match fault.id {
        "service.nothing-of-its-own" => false,
        "service.no-port" => is_sound("ports"),
        _ => true,
    });
    faults
}

struct Builder<'m> {
    material: Material<'m>,
    decision: &'m Decision,
    built: Built,
    accepted: Vec<Accepted>,
}

impl Builder<'_> {
    fn answer(&self, id: &str) -> Option<&Answer> {
        self.material
            .resolved
            .answer(&self.material.pack.questions, id)
    }

    fn value(&self, id: &str) -> Canonical {
        self.material
            .resolved
            .value(&self.material.pack.questions, id)
    }

    fn text(&self, id: &str) -> String {
        match self.value(id) {
            Canonical::Text(text) => text,
            _ => String::new(),
        }
    }

    fn optional(&self, id: &str) -> Option<String> {
        Some(self.text(id)).filter(|text| !text.is_empty())
    }

    fn number(&self, id: &str) -> Option<i64> {
        match self.value(id) {
            Canonical::Number(number) => Some(number),
            _ => None,
        }
    }

    fn items(&self, id: &str) -> Vec<String> {
        self.value(id).items().to_vec()
    }

    fn fail(&mut self, id: &str, fault: ServiceFault) {
        let place = self.answer(id).and_then(|answer| answer.place.clone());
        self.fail_at(fault, place);
    }

    fn fail_at(&mut self, fault: ServiceFault, place: Option<crate::text::Place>) {
        self.built.faults.push(Fault::from(fault).at(place));
    }

    fn warning(&mut self, fault: ServiceFault) {
        self.built.warnings.push(fault.into());
    }

    fn is_accepted(&self, rule: &str) -> bool {
        self.material.accept.iter().any(|one| one.rule == rule)
    }

    fn accept(&mut self, rule: &str, reason: String) {
        if self.accepted.iter().all(|one| one.rule != rule) && !self.is_accepted(rule) {
            self.accepted.push(Accepted {
                rule: rule.to_owned(),
                reason,
            });
        }
    }

    fn say(&self, prose: &Prose) -> String {
        prose.said(self.material.language).to_owned()
    }

    fn service(&self, workload: Workload) -> Service {
        let minor = Minor::parse(&self.text("kubernetesVersion")).map_or(35, Minor::number);
        Service {
            name: self.text("name"),
            namespace: self.text("namespace"),
            owner: self.text("owner"),
            part_of: self.text("partOf"),
            own_namespace: self.value("ownNamespace") == Canonical::Bool(true),
            minor,
            features: features(minor),
            room: room(&self.material.pack.facts, std::slice::from_ref(&workload)),
            workloads: vec![workload],
            guesses: self.guesses(),
        }
    }

    fn guesses(&self) -> Vec<Guess> {
        let questions = &self.material.pack.questions.questions;
        questions
            .iter()
            .zip(&self.material.resolved.answers)
            .filter_map(|(question, answer)| {
                answer
                    .as_ref()
                    .filter(|one| one.is_guess)
                    .map(|one| (question, one))
            })
            .map(|(question, answer)| {
                let from_preset = self
                    .material
                    .preset
                    .and_then(|preset| preset.guesses.get(&question.id))
                    .map(|prose| self.say(prose));
                let why = match &answer.origin {
                    Origin::Preset(_) => from_preset,
                    Origin::Evidence(seen) => Some(seen.clone()),
                    // What the pack says is said in the language of today, what was seen stays as it was.
                    Origin::Kept(said) => {
                        let known = self
                            .material
                            .preset
                            .and_then(|preset| preset.guesses.get(&question.id));
                        let known = known.into_iter().chain(&question.guess);
                        let same = |prose: &&Prose| {
                            is_same_prose(&prose.en, said) || is_same_prose(&prose.zh, said)
                        };
                        let mut known = known.filter(same);
                        Some(
                            known
                                .next()
                                .map_or_else(|| said.clone(), |prose| self.say(prose)),
                        )
                    }
                    _ => None,
                };
                Guess {
                    id: question.id.clone(),
                    value: answer.value.to_text(),
                    why: why
                        .or_else(|| question.guess.as_ref().map(|prose| self.say(prose)))
                        .unwrap_or_default(),
                    flag: format!("--{}", question.flag),
                }
            })
            .collect()
    }

    fn decision_text(&self) -> DecisionText {
        let leaf = self.material.pack.tree.leaf(self.decision.controller);
        DecisionText {
            path: self
                .decision
                .path
                .iter()
                .map(|step| DecisionStep {
                    id: step.node.clone(),
                    question: self.say(&step.why),
                    answer: step.yes,
                    because: self.say(&step.because),
                })
                .collect(),
            reasons: leaf
                .iter()
                .flat_map(|leaf| &leaf.reasons)
                .map(|prose| self.say(prose))
                .collect(),
            consider: leaf
                .iter()
                .flat_map(|leaf| &leaf.consider)
                .map(|prose| self.say(prose))
                .collect(),
            forced: self.decision.is_forced(),
            objection: self
                .decision
                .is_forced()
                .then(|| self.decision.chosen.kind().to_owned()),
        }
    }

    #[allow(
        clippy::too_many_lines,
        reason = "one field after the other, in the order of the type"
    )]
    fn workload(&mut self) -> Workload {
        let controller = self.decision.controller;
        let name = self.text("name");
        let image = Image::parse(&self.text("image"));
        let image_text = self.text("image");
        if let Ok(image) = &image {
            self.judge_image(image);
        }
        let user = UserId::parse(&self.text("runAsUser"));
        let (user, group) = user.map_or((10_001, 10_001), |user| {
            (i64::from(user.uid()), i64::from(user.gid()))
        });
        let ports = self.ports();
        let metrics = self.metrics(&ports);
        let memory = self.text("memory");
        let storage = self.storage(controller);
        let replicas = self.replicas(controller, &storage);
        let has_peers = controller == Controller::StatefulSet;
        let namespace = self.text("namespace");
        let subject = Subject {
            name: &name,
            namespace: &namespace,
            ports: &ports,
            metrics: metrics.as_ref(),
            has_peers,
            facts: &self.material.pack.facts,
        };
        let ingress = subject.ingress(&self.value("callers"));
        let egress = subject.egress(&self.value("dependencies"));
        let env = self.env(&memory);
        let secret_env = self.secret_env();
        let probes =
            [Role::Readiness, Role::Liveness, Role::Startup].map(|role| self.probe(role, &ports));
        let [readiness, liveness, startup] = probes;
        let minor = Minor::parse(&self.text("kubernetesVersion")).map_or(35, Minor::number);
        let drains =
            controller.runs_for_ever() && !ports.is_empty() && features(minor).sleep_action;
        let one_disk = storage
            .iter()
            .any(|claim| claim.mode == "ReadWriteOnce" || claim.mode == "ReadWriteOncePod");
        let completions = self.number("completions").unwrap_or(1);
        let parallelism = self.number("parallelism").unwrap_or(1);
        self.judge_resources(&memory);
        let mut workload = Workload {
            id: "main".to_owned(),
            name: name.clone(),
            prefix: String::new(),
            component: component(controller, ports.is_empty()).to_owned(),
            controller,
            long_running: controller.runs_for_ever(),
            runs_to_end: !controller.runs_for_ever(),
            decision: self.decision_text(),
            image_name: image
                .as_ref()
                .map(|image| image.name().to_owned())
                .unwrap_or_default(),
            digest: image.as_ref().is_ok_and(|image| image.digest().is_some()),
            image: image_text,
            image_pull_secrets: self.items("imagePullSecrets"),
            command: self.items("command"),
            args: self.items("args"),
            env,
            secret_env,
            config: self.config(&name),
            secrets: self.secrets(),
            user,
            group,
            writable_paths: self.writable_paths(),
            host_paths: self.host_paths(),
            grace: self.number("grace").unwrap_or(30),
            drain: if drains { DRAIN } else { 0 },
            ports,
            metrics,
            ingress,
            egress,
            readiness,
            liveness,
            startup,
            replicas,
            strategy: strategy(controller, replicas, one_disk),
            ordered: self.value("ordered") != Canonical::Bool(false),
            disruption_budget: matches!(
                controller,
                Controller::Deployment | Controller::StatefulSet
            ) && replicas.is_some_and(|count| count >= 2),
            cpu: self.text("cpu"),
            cpu_limit: self.text("cpuLimit"),
            memory,
            ephemeral_storage: self.text("ephemeralStorage"),
            storage,
            schedule: self
                .optional("schedule")
                .filter(|_| controller == Controller::CronJob),
            time_zone: self
                .optional("timeZone")
                .filter(|_| controller == Controller::CronJob),
            concurrency: self
                .optional("concurrency")
                .unwrap_or_else(|| "Forbid".to_owned()),
            start_deadline: self.number("startDeadline"),
            deadline: self.number("deadline"),
            retries: self.number("retries").unwrap_or(0),
            completions,
            parallelism,
            indexed: completions > 1,
            history: history(&self.text("history")),
            ttl: self.number("ttl"),
            delivery: self
                .optional("delivery")
                .unwrap_or_else(|| "apply".to_owned()),
            job_name: name,
            accepted: Vec::new(),
        };
        workload.job_name = self.job_name(&workload);
        self.accept_by_answer(&workload);
        let named = self.material.accept.iter();
        workload.accepted = named
            .map(|one| Accepted {
                rule: one.rule.clone(),
                reason: one.reason.clone(),
            })
            .collect();
        workload.accepted.append(&mut self.accepted);
        workload
    }

    fn judge_image(&mut self, image: &Image) {
        let text = image.to_string();
        if image.digest().is_some() {
            return;
        }
        if (image.tag().is_none() || image.is_latest()) && !self.is_accepted(MUTABLE_IMAGE) {
            self.fail("image", ServiceFault::Mutable { image: text });
        } else {
            self.warning(ServiceFault::NoDigest { image: text });
        }
    }

    fn judge_resources(&mut self, _memory: &str) {
        let (cpu, limit) = (self.text("cpu"), self.text("cpuLimit"));
        if let (Ok(request), Ok(most)) = (Quantity::parse(&cpu), Quantity::parse(&limit))
            && most < request
        {
            self.fail("cpuLimit", ServiceFault::CpuLimit { cpu, limit });
        }
    }

    fn ports(&self) -> Vec<ContainerPort> {
        self.items("ports")
            .iter()
            .filter_map(|text| Port::parse(text).ok())
            .map(|port| ContainerPort {
                name: port.name().to_string(),
                number: port.number(),
                service: port.service(),
                protocol: port.protocol().to_string(),
            })
            .collect()
    }

    fn metrics(&self, ports: &[ContainerPort]) -> Option<Metrics> {
        let number = u16::try_from(self.number("metricsPort")?).ok()?;
        let shared = ports.iter().find(|port| port.number == number);
        Some(Metrics {
            name: shared
                .map_or("metrics", |port| port.name.as_str())
                .to_owned(),
            number,
            own: shared.is_none(),
        })
    }

    fn storage(&mut self, controller: Controller) -> Vec<Claim> {
        let class = self
            .material
            .pack
            .facts
            .get("storageClass")
            .and_then(serde_json::Value::as_str);
        let least = Quantity::parse("20Gi").ok();
        let mut claims = Vec::new();
        for text in self.items("storage") {
            let Ok(storage) = Storage::parse(&text) else {
                continue;
            };
            let class = storage
                .class()
                .map(ToString::to_string)
                .or_else(|| class.map(str::to_owned));
            let is_disk = class
                .as_deref()
                .is_some_and(|name| name.starts_with("alicloud-disk"));
            if is_disk && least.as_ref().is_some_and(|least| storage.size() < least) {
                let size = storage.size().to_string();
                self.fail(
                    "storage",
                    ServiceFault::SmallDisk {
                        size,
                        path: storage.path().to_string(),
                    },
                );
            }
            claims.push(Claim {
                name: storage.name().to_string(),
                size: storage.size().to_string(),
                path: storage.path().to_string(),
                class,
                mode: storage.mode().to_string(),
            });
        }
        let _ = controller;
        claims
    }

    fn replicas(&mut self, controller: Controller, storage: &[Claim]) -> Option<i64> {
        let asked = self.number("replicas")?;
        let single = storage
            .iter()
            .find(|claim| claim.mode.starts_with("ReadWriteOnce"));
        if controller == Controller::Deployment
            && let Some(claim) = single
            && asked > 1
        {
            self.fail(
                "replicas",
                ServiceFault::OneDisk {
                    path: claim.path.clone(),
                    replicas: asked,
                },
            );
        }
        Some(asked)
    }

    fn env(&mut self, memory: &str) -> Vec<EnvVar> {
        let mut env: Vec<EnvVar> = Vec::new();
        for (name, value) in self.value("env").pairs() {
            if looks_secret(name, value) && !self.is_accepted(SECRET_IN_ENV) {
                self.fail("env", ServiceFault::LooksSecret { name: name.clone() });
            }
            env.push(EnvVar {
                name: name.clone(),
                value: value.clone(),
                why: None,
            });
        }
        for added in runtime::env(&self.text("runtime"), memory, self.material.language) {
            if env.iter().all(|own| own.name != added.name) {
                env.push(added);
            }
        }
        env
    }

    fn secret_env(&mut self) -> Vec<SecretVar> {
        let own = self.value("env");
        let mut all: Vec<SecretVar> = Vec::new();
        for one in self
            .items("secretEnv")
            .iter()
            .filter_map(|text| SecretEnv::parse(text).ok())
        {
            let name = one.name().to_string();
            if own.pairs().iter().any(|(known, _)| *known == name)
                || all.iter().any(|known| known.name == name)
            {
                self.fail(
                    "secretEnv",
                    ServiceFault::VariableTwice { name: name.clone() },
                );
            }
            all.push(SecretVar {
                name,
                secret: one.secret().to_string(),
                key: one.key().to_string(),
            });
        }
        all
    }

    fn config(&self, name: &str) -> Option<Config> {
        let config = self.value("config");
        let pairs = config.pairs();
        if pairs.is_empty() {
            return None;
        }
        let root = format!("/etc/{name}");
        let files: Vec<ConfigFile> = pairs
            .iter()
            .map(|(key, content)| {
                let sub_path = key.starts_with('/');
                let path = if sub_path {
                    key.clone()
                } else {
                    format!("{root}/{key}")
                };
                let key = key.rsplit('/').next().unwrap_or(key).to_owned();
                ConfigFile {
                    key,
                    content: content.clone(),
                    path,
                    sub_path,
                }
            })
            .collect();
        let all = files
            .iter()
            .flat_map(|file| [file.key.as_str(), file.content.as_str()])
            .collect::<Vec<_>>()
            .join("\0");
        Some(Config {
            name: format!("{name}-config-{}", short_hash(all.as_bytes())),
            mount_path: files.iter().any(|file| !file.sub_path).then_some(root),
            files,
        })
    }

    fn secrets(&self) -> Vec<SecretFiles> {
        self.items("secrets")
            .iter()
            .filter_map(|text| SecretMount::parse(text).ok())
            .map(|mount| {
                let name = mount.name().to_string();
                let path = mount
                    .path()
                    .map_or_else(|| format!("{SECRET_ROOT}/{name}"), ToString::to_string);
                let volume = volume_name(&format!("secret-{name}"));
                SecretFiles { name, path, volume }
            })
            .collect()
    }

    fn writable_paths(&self) -> Vec<VolumePath> {
        self.items("writablePaths")
            .iter()
            .filter_map(|text| WritablePath::parse(text).ok())
            .map(|one| {
                let path = one.path().to_string();
                let size = one
                    .size()
                    .map_or_else(|| "256Mi".to_owned(), ToString::to_string);
                VolumePath {
                    volume: volume_name(&path),
                    path,
                    size,
                }
            })
            .collect()
    }

    fn host_paths(&self) -> Vec<VolumePath> {
        self.items("hostPaths")
            .into_iter()
            .map(|path| VolumePath {
                volume: volume_name(&format!("host-{path}")),
                path,
                size: String::new(),
            })
            .collect()
    }

    fn probe(&mut self, role: Role, ports: &[ContainerPort]) -> Option<ProbeSpec> {
        let text = self.optional(role.id())?;
        match probe::spec(role, &text, ports) {
            Ok(spec) => spec,
            Err(port) => {
                let known: Vec<&str> = ports.iter().map(|port| port.name.as_str()).collect();
                let ports = known.join(", ");
                self.fail(
                    role.id(),
                    ServiceFault::NoPort {
                        id: role.id().to_owned(),
                        port,
                        ports,
                    },
                );
                None
            }
        }
    }

    /// A Job cannot be changed, so its name says what it runs: the answers that make its pod, and
    /// nothing that a newer kwgen may write otherwise.
    fn job_name(&self, workload: &Workload) -> String {
        if workload.controller != Controller::Job || workload.delivery == "argocd" {
            return workload.name.clone();
        }
        let questions = &self.material.pack.questions.questions;
        let mut canonical: Vec<String> = questions
            .iter()
            .zip(&self.material.resolved.answers)
            .filter(|(question, _)| question.change != Change::Free)
            .filter_map(|(question, answer)| Some((question, answer.as_ref()?)))
            .map(|(question, answer)| format!("{}\0{}", question.id, answer.value.to_text()))
            .collect();
        canonical.sort_unstable();
        let canonical = canonical.join("\0");
        format!("{}-{}", workload.name, short_hash(canonical.as_bytes()))
    }

    /// Answers that name an exception are one.
    fn accept_by_answer(&mut self, workload: &Workload) {
        if workload.user == 0 {
            self.accept("run-as-root", "runAsUser: 0".to_owned());
        } else if workload.user <= 10_000 {
            self.accept("run-as-low-user", format!("runAsUser: {}", workload.user));
        }
        if !workload.host_paths.is_empty() {
            let paths: Vec<&str> = workload
                .host_paths
                .iter()
                .map(|one| one.path.as_str())
                .collect();
            self.accept("host-path", format!("hostPaths: {}", paths.join(", ")));
        }
        if !workload.secret_env.is_empty() {
            let names: Vec<&str> = workload
                .secret_env
                .iter()
                .map(|one| one.name.as_str())
                .collect();
            self.accept(SECRET_IN_ENV, format!("secretEnv: {}", names.join(", ")));
        }
        if let Some(replicas) = workload.replicas
            && replicas < 3
        {
            self.accept("few-replicas", format!("replicas: {replicas}"));
        }
        for (id, probe) in [
            ("readiness", &workload.readiness),
            ("liveness", &workload.liveness),
        ] {
            if workload.long_running && probe.is_none() && !workload.ports.is_empty() {
                self.accept(&format!("no-{id}-probe"), format!("{id}: none"));
            }
        }
        if workload.long_running && workload.ports.is_empty() && workload.liveness.is_none() {
            self.accept("no-liveness-probe", "ports: none".to_owned());
        }
        if workload.long_running && workload.ports.is_empty() && workload.readiness.is_none() {
            self.accept("no-readiness-probe", "ports: none".to_owned());
        }
    }

    fn warn(&mut self, workload: &Workload) {
        if self.decision.is_forced() {
            let (controller, chosen) = (
                self.decision.controller.kind().to_owned(),
                self.decision.chosen.kind().to_owned(),
            );
            self.warning(ServiceFault::Forced { controller, chosen });
        }
        if workload.controller == Controller::StatefulSet
            && workload.storage.is_empty()
            && !workload.ports.is_empty()
        {
            self.warning(ServiceFault::PeersOnly {
                name: workload.name.clone(),
            });
        }
        if workload.replicas == Some(1) {
            self.warning(ServiceFault::Single {
                name: workload.name.clone(),
            });
        }
        if workload.user == 0 {
            self.warning(ServiceFault::Root {
                path: workload.image_name.clone(),
            });
        } else if workload.user <= 10_000 {
            self.warning(ServiceFault::LowUser {
                user: workload.user,
            });
        }
        if !workload.host_paths.is_empty() {
            let paths: Vec<&str> = workload
                .host_paths
                .iter()
                .map(|one| one.path.as_str())
                .collect();
            self.warning(ServiceFault::HostPath {
                paths: paths.join(", "),
            });
        }
        if let Some(schedule) = &workload.schedule
            && crate::value::Schedule::parse(schedule).is_ok_and(|schedule| schedule.never_fires())
        {
            self.warning(ServiceFault::NeverFires {
                schedule: schedule.clone(),
            });
        }
        let mut names: Vec<&str> = workload
            .secrets
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        names.extend(workload.secret_env.iter().map(|one| one.secret.as_str()));
        names.extend(workload.image_pull_secrets.iter().map(String::as_str));
        names.sort_unstable();
        names.dedup();
        if !names.is_empty() {
            self.warning(ServiceFault::NeedsSecrets {
                names: names.join(", "),
            });
        }
    }
}

/// What a target version has on by default: the rows of the version table that templates ask for.
pub(crate) const fn features(minor: u16) -> Features {
    Features {
        sleep_action: minor >= 30,
        pod_failure_policy: minor >= 26,
        match_label_keys: minor >= 27,
        eviction_policy: minor >= 27,
        claim_retention: minor >= 27,
    }
}

const fn component(controller: Controller, portless: bool) -> &'static str {
    match controller {
        Controller::Deployment if portless => "worker",
        Controller::Deployment => "server",
        Controller::StatefulSet => "store",
        Controller::DaemonSet => "agent",
        Controller::Job => "job",
        Controller::CronJob => "schedule",
    }
}

fn strategy(controller: Controller, replicas: Option<i64>, one_disk: bool) -> Strategy {
    let surge = if replicas.is_some_and(|count| count >= 10) {
        Amount::Share("25%".to_owned())
    } else {
        Amount::Count(1)
    };
    Strategy {
        recreate: controller == Controller::Deployment && one_disk,
        surge,
        unavailable: Amount::Count(0),
    }
}

fn history(text: &str) -> History {
    let (successful, failed) = text.split_once('/').unwrap_or(("3", "3"));
    History {
        successful: successful.parse().unwrap_or(3),
        failed: failed.parse().unwrap_or(3),
    }
}

/// A volume's name from a path or name: a DNS label.
fn volume_name(text: &str) -> String {
    let mut name = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            name.push(character.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.len() <= 63 {
        name.to_owned()
    } else {
        let cut = name.get(..54).unwrap_or_default().trim_end_matches('-');
        format!("{cut}-{}", short_hash(name.as_bytes()))
    }
}
