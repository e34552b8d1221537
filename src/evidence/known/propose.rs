//! From what is known of an image to proposals, beside those of its config.

use super::super::Evidence;
use super::{Known, User};
use crate::answers::{Given, Origin, Raw, Reach, Resolved};
use crate::decide::Controller;
use crate::question::{Canonical, Questions};
use crate::value::{Port, Storage, UserId};

/// Answers of the tree: the controller that fits, unless a person chose one.
pub(in crate::evidence) fn of_the_tree(
    known: &Known<'_>,
    evidence: &Evidence,
    questions: &Questions,
    resolved: &Resolved,
) -> Vec<Given> {
    let tree = ["stateful", "perNode", "batch", "schedule", "controller"];
    let is_chosen = tree.iter().any(|id| typed(questions, resolved, id));
    if is_chosen || !known.serves(evidence, questions, resolved) {
        return Vec::new();
    }
    let yes = match known.controller() {
        Some(Controller::StatefulSet) => "stateful",
        Some(Controller::DaemonSet) => "perNode",
        Some(Controller::Job) => "batch",
        _ => return Vec::new(),
    };
    vec![given(known, yes, Raw::Text("true".to_owned()))]
}

/// Whether a person gave this answer.
pub(super) fn typed(questions: &Questions, resolved: &Resolved, id: &str) -> bool {
    let answer = resolved.answer(questions, id);
    answer.is_some_and(|one| one.origin.is_typed())
}

fn given(known: &Known<'_>, id: &str, raw: Raw) -> Given {
    Given {
        id: id.to_owned(),
        raw,
        place: None,
        parts: Vec::new(),
        origin: Origin::Image(known.origin()),
        reach: Reach::default(),
    }
}

/// What a known image offers to a workload.
pub(in crate::evidence) struct Offer<'o> {
    pub(in crate::evidence) known: &'o Known<'o>,
    pub(in crate::evidence) evidence: &'o Evidence,
    pub(in crate::evidence) questions: &'o Questions,
    /// The answers so far, with the decision.
    pub(in crate::evidence) resolved: &'o Resolved,
    pub(in crate::evidence) volume_size: &'o str,
    pub(in crate::evidence) secret_root: &'o str,
}

impl Offer<'_> {
    /// Whether the workload runs the service of the image.
    pub(in crate::evidence) fn serves(&self) -> bool {
        let Some(decision) = &self.resolved.decision else {
            return false;
        };
        let ends = self.known.controller() == Some(Controller::Job);
        decision.controller.runs_for_ever() != ends
            && self
                .known
                .serves(self.evidence, self.questions, self.resolved)
    }

    /// Everything it proposes besides the tree, as if there were no image config.
    pub(in crate::evidence) fn all(&self) -> Vec<Given> {
        let mut all = Vec::new();
        let known = self.known;
        if self.is_of_another() {
            return all;
        }
        let named = self.evidence.user.as_ref();
        let named = named.and_then(|seen| seen.value.split(':').next());
        if let Some(user) = known.user(named).filter(|one| self.fits(one)) {
            all.push(given(known, "runAsUser", Raw::Text(user.is.clone())));
        }
        if let Some(runtime) = known.first(&known.image.runtime) {
            all.push(given(known, "runtime", Raw::Text(runtime.to_owned())));
        }
        if self.serves() {
            self.service(&mut all);
        }
        all
    }

    /// Whether the config itself starts something else, so that only the name is the same.
    fn is_of_another(&self) -> bool {
        let is_own = ["command", "args"]
            .iter()
            .any(|id| typed(self.questions, self.resolved, id));
        !is_own
            && self.evidence.command.is_some()
            && !self
                .known
                .serves(self.evidence, self.questions, self.resolved)
    }

    /// A user is proposed unless the config names another one. Root's group is no better than root
    /// where the image can do without.
    fn fits(&self, user: &User) -> bool {
        let Some(seen) = &self.evidence.user else {
            return true;
        };
        let (own, group) = seen.value.split_once(':').unwrap_or((&seen.value, ""));
        let uid = |text: &str| UserId::parse(text).ok().map(UserId::uid);
        match uid(own) {
            Some(0) => true,
            Some(number) => group == "0" && uid(&user.is) == Some(number),
            None => own.is_empty() || own == "root" || Some(own) == user.name.as_deref(),
        }
    }

    /// Whether the table knows the user of the config without root's group.
    pub(in crate::evidence) fn spares_the_group_of_root(&self) -> bool {
        let is_root_group = |seen: &str| seen.ends_with(":0");
        let seen = self.evidence.user.as_ref();
        seen.is_some_and(|seen| is_root_group(&seen.value))
            && self.known.user(None).is_some_and(|user| self.fits(user))
    }

    fn service(&self, all: &mut Vec<Given>) {
        let known = self.known;
        let image = known.image;
        let mut list = |id: &str, items: Vec<String>| {
            if !items.is_empty() {
                all.push(given(known, id, Raw::List(items)));
            }
        };
        let own = |facts| known.all(facts).map(str::to_owned).collect::<Vec<_>>();
        list("ports", own(&image.ports));
        list("args", own(&image.args));
        let data = own(&image.data);
        let mut writable = own(&image.writable);
        if self.is(Controller::StatefulSet) {
            let claims = data
                .iter()
                .map(|path| format!("{}@{path}", self.volume_size));
            list("storage", claims.collect());
        } else {
            writable.extend(data);
        }
        if !writable.is_empty() {
            writable.retain(|path| path != "/tmp");
            writable.insert(0, "/tmp".to_owned());
            list("writablePaths", writable);
        }
        for (id, facts) in [
            ("replicas", &image.replicas),
            ("metricsPort", &image.metrics_port),
            ("slowStart", &image.slow_start),
        ] {
            if let Some(fact) = known.first(facts) {
                all.push(given(known, id, Raw::Text(fact.to_owned())));
            }
        }
        if let Some(probe) = self.readiness() {
            all.push(given(known, "readiness", Raw::Text(probe.to_owned())));
        }
        let mut env: Vec<(String, String)> = known
            .all(&image.env)
            .filter(|_| self.keeps_data_where_known())
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        if let Some((secret, pair)) = self.secret() {
            all.push(given(known, "secrets", Raw::List(vec![secret])));
            env.push(pair);
        }
        if !env.is_empty() {
            all.push(given(known, "env", Raw::Map(env)));
        }
    }

    fn is(&self, controller: Controller) -> bool {
        let decision = self.resolved.decision.as_ref();
        decision.is_some_and(|one| one.controller == controller)
    }

    /// Variables name the place of the data: they are wrong where a person mounts them elsewhere.
    fn keeps_data_where_known(&self) -> bool {
        if !typed(self.questions, self.resolved, "storage") {
            return true;
        }
        let own = self.resolved.value(self.questions, "storage");
        let paths: Vec<String> = own
            .items()
            .iter()
            .filter_map(|text| Some(Storage::parse(text).ok()?.path().to_string()))
            .collect();
        self.known
            .all(&self.known.image.data)
            .all(|path| paths.iter().any(|own| own == path))
    }

    /// The check, where it asks a port that the container will have.
    fn readiness(&self) -> Option<&str> {
        let probe = self.known.first(&self.known.image.readiness)?;
        if probe.starts_with("exec:") || !typed(self.questions, self.resolved, "ports") {
            return Some(probe);
        }
        let own = self.resolved.value(self.questions, "ports");
        let own = own.items().first().and_then(|one| Port::parse(one).ok());
        let first = self.known.first(&self.known.image.ports);
        let first = first.and_then(|one| Port::parse(one).ok());
        let is_same = own.is_some() && own.map(|one| one.number()) == first.map(|one| one.number());
        (is_same && !probe.contains('@')).then_some(probe)
    }

    /// A Secret by name, mounted as a file, where the image reads one and nobody said another way.
    fn secret(&self) -> Option<(String, (String, String))> {
        let (secret, file, key) = self.wanted_secret()?;
        let path = format!("{}/{secret}/{key}", self.secret_root);
        Some((secret, (file, path)))
    }

    /// (Secret, variable, key) that is proposed.
    pub(in crate::evidence) fn wanted_secret(&self) -> Option<(String, String, String)> {
        let is_said = ["secrets", "secretEnv"]
            .iter()
            .any(|id| typed(self.questions, self.resolved, id));
        let Canonical::Text(name) = self.resolved.value(self.questions, "name") else {
            return None;
        };
        let env = self.resolved.value(self.questions, "env");
        let need = self.known.image.needs.iter().find(|need| {
            self.known.holds(need.when.as_ref())
                && need.file.is_some()
                && env
                    .pairs()
                    .iter()
                    .all(|(own, _)| !need.any_of.contains(own))
        })?;
        let file = need.file.clone().filter(|_| !is_said && self.serves())?;
        Some((format!("{name}-credentials"), file, "password".to_owned()))
    }
}
