//! From effective answers to a service.

use super::contradiction::{self, ServiceFault};
use super::exception;
use super::job::history;
use super::network::Subject;
use super::probe::{self, Role};
use super::room::room;
use super::storage::strategy;
use super::volume::VolumeNames;
use super::{Accepted, ContainerPort, Door, Features, Guess, ProbeSpec, Service, Workload};
use crate::answers::{Acceptance, Answer, Resolved};
use crate::cluster::Setting;
use crate::decide::{Controller, Decision};
use crate::pack::{Facts, Pack, Preset};
use crate::question::Canonical;
use crate::text::{Fault, Language, Place, Prose, add_new};
use crate::value::{Image, Minor, UserId};

/// The id of a workload that has no key, since it is the only one.
const ALONE: &str = "main";

/// The question that says how the objects of one workload are called.
pub(crate) const OBJECT_NAME: &str = "objectName";

/// The priority classes that Kubernetes itself has; it refuses any other whose name begins like theirs.
pub(super) const SYSTEM_PRIORITIES: [&str; 2] = ["system-cluster-critical", "system-node-critical"];

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
    /// The questions whose answers are wrong or missing: nothing is said of what follows from them.
    pub broken: &'m [String],
    /// The owner's exceptions.
    pub accept: &'m [Acceptance],
    /// Where it runs.
    pub setting: &'m Setting<'m>,
    /// The language of what is written.
    pub language: Language,
    /// Its key in `workloads:`; `None` where it is the only one.
    pub workload: Option<&'m str>,
}

/// Builds a service of one workload for each material, or says what is wrong with it.
pub fn build(materials: &[Material<'_>]) -> Built {
    let mut built = Built::default();
    let mut workloads = Vec::with_capacity(materials.len());
    let mut guesses: Vec<Guess> = Vec::new();
    let mut head = None;
    for &material in materials {
        let Some(decision) = &material.resolved.decision else {
            return built;
        };
        let mut builder = Builder {
            material,
            decision,
            built: Built::default(),
            accepted: Vec::new(),
        };
        builder.judge_answers();
        let workload = builder.workload();
        for fault in contradiction::workload_faults(&workload) {
            builder.fail_at(fault, None);
        }
        builder.warn(&workload);
        if let Some(fault) = same_objects(&workloads, &workload) {
            builder.fail(OBJECT_NAME, fault);
        }
        workloads.push(workload);
        for guess in builder.guesses() {
            merge(&mut guesses, guess);
        }
        let own = std::mem::take(&mut builder.built);
        add_new(&mut built.faults, own.faults);
        add_new(&mut built.warnings, own.warnings);
        head.get_or_insert(builder);
    }
    // A guess that is the same in all workloads is the service's.
    for guess in &mut guesses {
        if guess.workloads.len() == materials.len() {
            guess.workloads.clear();
        }
    }
    let is_whole = materials.iter().all(|one| one.broken.is_empty());
    if built.faults.is_empty() && is_whole {
        built.service = head.map(|builder| builder.service(workloads, guesses));
    }
    built
}

/// Another workload whose objects are called the same.
fn same_objects(others: &[Workload], own: &Workload) -> Option<ServiceFault> {
    let other = others.iter().find(|other| other.name == own.name)?;
    Some(ServiceFault::SameObjects {
        name: own.name.clone(),
        one: other.id.clone(),
        other: own.id.clone(),
    })
}

/// Adds a guess, or the workload that shares it.
fn merge(guesses: &mut Vec<Guess>, mut guess: Guess) {
    let is_same =
        |one: &&mut Guess| one.id == guess.id && one.value == guess.value && one.why == guess.why;
    match guesses.iter_mut().find(is_same) {
        Some(one) => {
            guess.workloads.retain(|id| !one.workloads.contains(id));
            one.workloads.append(&mut guess.workloads);
        }
        None => guesses.push(guess),
    }
}

pub(super) struct Builder<'m> {
    pub(super) material: Material<'m>,
    pub(super) decision: &'m Decision,
    built: Built,
    pub(super) accepted: Vec<Accepted>,
}

impl<'m> Builder<'m> {
    pub(super) fn facts(&self) -> &'m Facts {
        &self.material.setting.facts
    }

    pub(super) fn answer(&self, id: &str) -> Option<&'m Answer> {
        let questions = &self.material.pack.questions;
        self.material.resolved.answer(questions, id)
    }

    pub(super) fn value(&self, id: &str) -> Canonical {
        let questions = &self.material.pack.questions;
        self.material.resolved.value(questions, id)
    }

    pub(super) fn text(&self, id: &str) -> String {
        match self.value(id) {
            Canonical::Text(text) => text,
            _ => String::new(),
        }
    }

    pub(super) fn optional(&self, id: &str) -> Option<String> {
        Some(self.text(id)).filter(|text| !text.is_empty())
    }

    pub(super) fn number(&self, id: &str) -> Option<i64> {
        match self.value(id) {
            Canonical::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn items(&self, id: &str) -> Vec<String> {
        self.value(id).items().to_vec()
    }

    pub(super) fn fail(&mut self, id: &str, fault: ServiceFault) {
        let place = self.answer(id).and_then(|answer| answer.place.clone());
        self.fail_at(fault, place);
    }

    pub(super) fn fail_at(&mut self, fault: ServiceFault, place: Option<Place>) {
        let broken = self.material.broken;
        if fault
            .concerns()
            .iter()
            .any(|id| broken.iter().any(|one| one == id))
        {
            return;
        }
        self.built.faults.push(Fault::from(fault).at(place));
    }

    pub(super) fn warning(&mut self, fault: ServiceFault) {
        self.built.warnings.push(fault.into());
    }

    pub(super) fn is_accepted(&self, rule: &str) -> bool {
        self.material.accept.iter().any(|one| one.rule == rule)
    }

    pub(super) fn accept(&mut self, rule: &str, reason: String) {
        if self.accepted.iter().all(|one| one.rule != rule) && !self.is_accepted(rule) {
            self.accepted.push(Accepted {
                rule: rule.to_owned(),
                reason,
            });
        }
    }

    pub(super) fn say(&self, prose: &Prose) -> String {
        prose.said(self.material.language).to_owned()
    }

    pub(super) fn minor(&self) -> u16 {
        Minor::parse(&self.text("kubernetesVersion")).map_or(0, Minor::number)
    }

    /// The service, seen from its first workload: whatever is the service's is the same in all of them.
    fn service(&self, workloads: Vec<Workload>, guesses: Vec<Guess>) -> Service {
        let minor = self.minor();
        let mut service = Service {
            name: self.text("name"),
            namespace: self.text("namespace"),
            owner: self.text("owner"),
            part_of: self.text("partOf"),
            own_namespace: self.value("ownNamespace") == Canonical::Bool(true),
            delivery: self.delivery(),
            layout: self.text("layout"),
            own_class: workloads.iter().find_map(|one| one.own_class.clone()),
            custom: self.value("custom") == Canonical::Bool(true),
            folder: String::new(),
            environment: None,
            minor,
            features: Features::of(minor),
            room: room(&self.facts().quota, &workloads),
            doors: Door::all(&workloads),
            workloads,
            guesses,
            environments: Vec::new(),
        };
        service.stand_in(None);
        service
    }

    #[allow(
        clippy::too_many_lines,
        reason = "one field after the other, in the order of the type"
    )]
    fn workload(&mut self) -> Workload {
        let controller = self.decision.controller;
        let id = self.material.workload;
        let of_service = self.text("name");
        let name = match (self.optional(OBJECT_NAME), id) {
            (Some(own), _) => own,
            (None, Some(id)) => format!("{of_service}-{id}"),
            (None, None) => of_service.clone(),
        };
        let image_text = self.text("image");
        let image = Image::parse(&image_text);
        let (user, group) = UserId::parse(&self.text("runAsUser")).map_or((0, 0), |user| {
            (i64::from(user.uid()), i64::from(user.gid()))
        });
        let ports = self.ports();
        let metrics = self.metrics(&ports);
        let memory = self.text("memory");
        let storage = self.storage();
        let pods = self.pods(controller, &storage);
        let (fewest, most) = (pods.fewest(), pods.most());
        let namespace = self.text("namespace");
        let shared = self.exposure(&name, &ports).or_else(|| self.route(&ports));
        let (exposure, shared) = shared.unzip();
        let (load_balancer, own) = self.load_balancer(&ports).unzip();
        let balancer = shared.or(own);
        let subject = Subject {
            name: &name,
            namespace: &namespace,
            ports: &ports,
            metrics: metrics.as_ref(),
            balancer: balancer.as_ref(),
            has_peers: controller == Controller::StatefulSet && most.is_some_and(|count| count > 1),
            setting: self.material.setting,
        };
        self.judge_dependencies();
        let ingress = subject.ingress(&self.value("callers"));
        let egress = subject.egress(&self.value("dependencies"));
        let network_policy = self.network_policy();
        let env = self.env(&memory);
        let secret_env = self.secret_env();
        let [readiness, mut liveness, startup] =
            [Role::Readiness, Role::Liveness, Role::Startup].map(|role| self.probe(role, &ports));
        if let (Some(readiness), Some(liveness)) = (&readiness, &mut liveness) {
            liveness.tell_apart(readiness, &ports);
        }
        // The agents of a node serve that node: another one takes their callers over at no time.
        let drains = controller.runs_for_ever()
            && controller != Controller::DaemonSet
            && !ports.is_empty()
            && Features::of(self.minor()).sleep_action;
        let completions = self.number("completions").unwrap_or(1);
        let mut names = VolumeNames::new(storage.iter().map(|claim| claim.name.clone()));
        let secrets = self.secrets(&mut names);
        let config = self.config(&name);
        let host_paths = self.host_paths(&mut names);
        let architecture = self
            .optional("architecture")
            .filter(|architecture| architecture != "none");
        let nodes = self.nodes(architecture.as_deref());
        let strategy = strategy(
            controller,
            &pods,
            &storage,
            nodes.gpu.is_some(),
            self.facts(),
        );
        let taken: Vec<&str> = storage
            .iter()
            .map(|one| one.path.as_str())
            .chain(secrets.iter().map(|one| one.path.as_str()))
            .chain(host_paths.iter().map(|one| one.path.as_str()))
            .chain(config.iter().flat_map(super::Config::mounts))
            .collect();
        let writable_paths = self.writable_paths(&taken, &mut names);
        let mut workload = Workload {
            id: id.unwrap_or(ALONE).to_owned(),
            name: name.clone(),
            // Files keep their names with the objects in them.
            prefix: id
                .filter(|_| name != of_service)
                .map(|id| format!("{id}-"))
                .unwrap_or_default(),
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
            config,
            secrets,
            user,
            group,
            fs_group: if group == 0 { user } else { group },
            writable_paths,
            host_paths,
            grace: self.number("grace").unwrap_or_default(),
            drain: if drains {
                self.facts().drain_seconds
            } else {
                0
            },
            ports,
            node_local: self.value("nodeLocal") == Canonical::Bool(true),
            metrics,
            exposure,
            load_balancer,
            network_policy,
            ingress,
            egress,
            readiness,
            liveness,
            startup,
            architecture,
            priority_class: self.optional("priorityClass"),
            spot: nodes.spot,
            gpu: nodes.gpu,
            pool: nodes.pool,
            taints: nodes.taints,
            ram_role: self.optional("ramRole"),
            rights: self.rights(),
            replicas: pods.replicas,
            autoscale: pods.autoscale,
            fewest,
            most,
            strategy,
            ordered: self.value("ordered") != Canonical::Bool(false),
            disruption_budget: matches!(
                controller,
                Controller::Deployment | Controller::StatefulSet
            ) && fewest.is_some_and(|count| count >= 2),
            cpu: self.text("cpu"),
            cpu_limit: self.text("cpuLimit"),
            memory,
            ephemeral_storage: self.text("ephemeralStorage"),
            own_class: self
                .own_class()
                .filter(|own| storage.iter().any(|one| one.class.as_ref() == Some(own))),
            storage,
            retention: self.retention(),
            schedule: self
                .optional("schedule")
                .filter(|_| controller == Controller::CronJob),
            time_zone: self
                .optional("timeZone")
                .filter(|_| controller == Controller::CronJob),
            concurrency: self.text("concurrency"),
            start_deadline: self.number("startDeadline"),
            deadline: self.number("deadline"),
            retries: self.number("retries").unwrap_or_default(),
            completions,
            parallelism: self.number("parallelism").unwrap_or(1),
            indexed: completions > 1,
            history: history(&self.text("history")),
            ttl: self.number("ttl"),
            delivery: if controller == Controller::Job {
                self.text("delivery")
            } else {
                String::new()
            },
            job_name: name,
            accepted: Vec::new(),
        };
        workload.job_name = self.job_name(&workload);
        self.judge_spot(&workload);
        self.accept_by_answer(&workload);
        let named = self.material.accept.iter();
        workload.accepted = named
            .map(|one| Accepted {
                rule: one.rule.clone(),
                reason: one.stated(),
            })
            .collect();
        workload.accepted.append(&mut self.accepted);
        exception::hand_out(&mut workload);
        workload
    }

    fn probe(&mut self, role: Role, ports: &[ContainerPort]) -> Option<ProbeSpec> {
        let text = self.optional(role.id())?;
        match probe::spec(role, &text, ports, &self.facts().probes) {
            Ok(spec) => spec,
            Err(port) => {
                let known: Vec<&str> = ports.iter().map(|port| port.name.as_str()).collect();
                let ports = known.join(", ");
                let id = role.id();
                let fault = ServiceFault::NoPort {
                    id: id.to_owned(),
                    port,
                    ports,
                };
                self.fail(id, fault);
                None
            }
        }
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
