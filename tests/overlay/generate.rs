//! Random services in random environments, rendered as kwgen renders them.

use std::fmt::Write as _;

use kwgen::answers;
use kwgen::compose::{Composed, compose};
use kwgen::overlay::{Manifest, Rendering};
use kwgen::pack::Pack;
use kwgen::service::Material;
use kwgen::text::Language;

/// An answer with the values that it may get, as YAML; an empty value leaves it out.
type Choice = (&'static str, &'static [&'static str]);

const DIGEST: &str = "@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945";

const IMAGES: [&str; 6] = [
    "registry.example.com/shop/pay:1.5.0",
    "registry.example.com/shop/pay:2",
    "registry.example.com/shop/pay:1.4.2@D",
    "registry.example.com/shop/pay@D",
    "mirror.example.com:5000/shop/pay:1.5.0",
    "mirror.example.com:5000/shop/pay:007@D",
];

/// Of any workload.
const ANY: [Choice; 15] = [
    ("owner", &["", "team-pay", "\"true\"", "\"8080\""]),
    ("partOf", &["", "shop"]),
    (
        "command",
        &[
            "",
            "[run, \"-x\", \"80\"]",
            "[run, \"yes\"]",
            "[sh, \"-c\", \"a && b\\nc\\n\"]",
        ],
    ),
    ("args", &["", "[\"--verbose\"]", "[\"a: b\", \"# c\"]"]),
    (
        "env",
        &[
            "",
            "{A: \"1\"}",
            "{A: \"true\", B: \"0755\"}",
            "{B: \"1e3\", A: \"1\"}",
            "{A: \"1\", B: \"two\", C: \" x\\ny\\n\"}",
            "{C: \"中文：是\", A: \"~\"}",
        ],
    ),
    (
        "secretEnv",
        &[
            "",
            "[DB_URL=pay-db:url]",
            "[DB_URL=pay-db:url, KEY=pay-key:k]",
            "[KEY=pay-key:k]",
        ],
    ),
    (
        "config",
        &[
            "",
            "{app.yaml: \"a: 1\\nb: yes\\n\"}",
            "{app.yaml: \"a: 2\\n\\n  b\\n\", other.conf: \"on\"}",
        ],
    ),
    (
        "secrets",
        &["", "[pay-db]", "[pay-db, pay-tls]", "[pay-tls]"],
    ),
    (
        "writablePaths",
        &[
            "",
            "[/var/cache/x=64Mi]",
            "[/var/cache/x=128Mi, /run/y]",
            "[/run/y]",
        ],
    ),
    ("runAsUser", &["", "10002", "20000"]),
    ("cpu", &["", "100m", "\"1\""]),
    ("memory", &["", "64Mi", "1Gi"]),
    (
        "dependencies",
        &[
            "",
            "any",
            "none",
            "[orders-db@orders:5432]",
            "[ledger@ledger:8080, \"10.1.0.0/16:443\"]",
            "[orders-db:5432]",
        ],
    ),
    ("imagePullSecrets", &["", "[one]", "[one, two]", "[two]"]),
    (
        "kubernetesVersion",
        &["", "", "\"1.32\"", "\"1.28\"", "\"1.25\""],
    ),
];
/// Of a workload that goes on for ever.
const LONG_RUNNING: [Choice; 8] = [
    (
        "ports",
        &[
            "[\"http:8080\"]",
            "[\"http:8081\"]",
            "[\"http:8080\", \"grpc:9000\"]",
            "[\"grpc:9000\", \"http:8080\"]",
            "[\"http:81:8080\"]",
            "[\"dns:53:5353/UDP\", \"dns-tcp:53:5353/TCP\"]",
            "none",
        ],
    ),
    (
        "callers",
        &[
            "",
            "any",
            "none",
            "[checkout@shop]",
            "[\"edge@gateway\", \"10.0.0.0/8\"]",
            "[a]",
        ],
    ),
    ("metricsPort", &["", "9090", "8080"]),
    ("readiness", &["", "/ready", "none", "\"tcp:8080\""]),
    ("liveness", &["", "/live", "none"]),
    ("startup", &["", "/live"]),
    ("grace", &["", "45s", "120s"]),
    ("replicas", &["", "1", "2", "5"]),
];
const STORAGE: Choice = (
    "storage",
    &["", "[20Gi@/data]", "[40Gi@/data, 20Gi@/wal]", "[20Gi@/wal]"],
);
const BATCH: [Choice; 3] = [
    ("retries", &["", "0", "5"]),
    ("deadline", &["", "1h"]),
    ("parallelism", &["", "2"]),
];
const SCHEDULED: [Choice; 3] = [
    ("schedule", &["\"0 2 * * *\"", "\"*/5 * * * *\""]),
    ("concurrency", &["", "Allow"]),
    ("history", &["", "1/5"]),
];

/// Numbers that look random and are the same on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// An answers file in the making: key → value as YAML.
type Answers = Vec<(String, String)>;

/// One rendering that owns its texts.
pub(crate) struct Rendered {
    pub(crate) name: String,
    pub(crate) namespace: String,
    pub(crate) manifests: Vec<(String, String)>,
}

impl Rendered {
    /// Lends it to `use_it` in the form that a layout takes.
    pub(crate) fn manifests(&self) -> Vec<Manifest<'_>> {
        self.manifests
            .iter()
            .map(|(file, text)| Manifest { file, text })
            .collect()
    }

    pub(crate) fn rendering<'r>(&'r self, manifests: &'r [Manifest<'r>]) -> Rendering<'r> {
        Rendering {
            name: &self.name,
            namespace: &self.namespace,
            manifests,
            is_custom: false,
        }
    }
}

/// What is shared, and environments of it.
pub(crate) struct Case {
    pub(crate) shared: Rendered,
    pub(crate) environments: Vec<Rendered>,
    /// The answers of each, for whoever reads a failure.
    pub(crate) answers: String,
}

/// A random case. `apart` gives each environment a namespace of its own.
pub(crate) fn case(pack: &Pack, seed: u64, apart: bool) -> Case {
    let mut throws = (0..).map(|throw| Dice::new(seed + 1_000_000 * throw));
    throws
        .find_map(|dice| try_case(pack, dice, seed, apart))
        .expect("answers that kwgen takes")
}

/// `None` where kwgen refuses the shared answers or all environments.
fn try_case(pack: &Pack, mut dice: Dice, seed: u64, apart: bool) -> Option<Case> {
    let name = format!("s{seed}");
    let count = *dice.one(&[1, 1, 2, 3]);
    let workloads: Vec<(String, Vec<Choice>)> =
        (0..count).map(|at| workload(&mut dice, at)).collect();
    let shared: Vec<Answers> = workloads
        .iter()
        .map(|(_, choices)| {
            choices
                .iter()
                .map(|choice| pick(&mut dice, choice))
                .collect()
        })
        .collect();
    let mut log = String::new();
    let image = image(&mut dice);
    let ids: Vec<&str> = workloads.iter().map(|(id, _)| id.as_str()).collect();
    let base = render(
        pack,
        &ids,
        &shared,
        (&name, &name, &image),
        &mut log,
        "shared",
    )?;
    let mut environments = Vec::new();
    for environment in ["staging", "prod", "dr"].iter().take(*dice.one(&[2, 2, 3])) {
        let namespace = if !apart && dice.chance(30) {
            name.clone()
        } else {
            format!("{name}-{environment}")
        };
        let own_image = if dice.chance(70) {
            self::image(&mut dice)
        } else {
            image.clone()
        };
        let changes = *dice.one(&[0, 8, 15, 30, 60]);
        let changed: Vec<Answers> = workloads
            .iter()
            .zip(&shared)
            .map(|((_, choices), shared)| {
                let answers = choices.iter().zip(shared);
                answers
                    .map(|(choice, old)| {
                        if dice.chance(changes) {
                            pick(&mut dice, choice)
                        } else {
                            old.clone()
                        }
                    })
                    .collect()
            })
            .collect();
        // One workload may be missing here.
        let present: Vec<usize> = (0..count)
            .filter(|at| *at == 0 || !dice.chance(20))
            .collect();
        let ids: Vec<&str> = present.iter().map(|at| ids[*at]).collect();
        let changed: Vec<Answers> = present.iter().map(|at| changed[*at].clone()).collect();
        let names = (name.as_str(), namespace.as_str(), own_image.as_str());
        environments.extend(render(pack, &ids, &changed, names, &mut log, environment));
    }
    (!environments.is_empty()).then_some(Case {
        shared: base,
        environments,
        answers: log,
    })
}

fn image(dice: &mut Dice) -> String {
    dice.one(&IMAGES).replace("@D", DIGEST)
}

fn pick(dice: &mut Dice, (id, values): &Choice) -> (String, String) {
    // Half of the answers are left out, so that services stay as small as people's.
    let value = if values[0].is_empty() && dice.chance(50) {
        ""
    } else {
        dice.one(values)
    };
    ((*id).to_owned(), value.to_owned())
}

fn workload(dice: &mut Dice, at: usize) -> (String, Vec<Choice>) {
    let mut choices = ANY.to_vec();
    let kind = *dice.one(&["web", "web", "web", "stateful", "agent", "job", "cron"]);
    match kind {
        "web" => {
            choices.push(("stateful", &["", "", "true"]));
            choices.extend(LONG_RUNNING.iter().chain([&STORAGE]));
        }
        "stateful" => {
            choices.push(("stateful", &["true"]));
            choices.push(("ordered", &["", "true"]));
            choices.extend(LONG_RUNNING);
            choices.push((
                "storage",
                &["[20Gi@/data]", "[40Gi@/data, 20Gi@/wal]", "[60Gi@/data]"],
            ));
        }
        "agent" => {
            choices.push(("perNode", &["true"]));
            choices.extend(LONG_RUNNING.iter().filter(|(id, _)| *id != "replicas"));
        }
        "job" => {
            choices.push(("batch", &["true"]));
            choices.push(("delivery", &["apply", "argocd", "flux"]));
            choices.extend(BATCH);
        }
        _ => choices.extend(SCHEDULED.iter().chain(&BATCH)),
    }
    (format!("w{at}"), choices)
}

/// Renders the workloads one by one, under names of their own; `None` where kwgen refuses the answers.
fn render(
    pack: &Pack,
    ids: &[&str],
    answers: &[Answers],
    (service, namespace, image): (&str, &str, &str),
    log: &mut String,
    title: &str,
) -> Option<Rendered> {
    let mut manifests = Vec::new();
    for (id, answers) in ids.iter().zip(answers) {
        let mut text = format!(
            "apiVersion: kwgen/v1\nname: {service}-{id}\nnamespace: {namespace}\nimage: {image}\n"
        );
        for (key, value) in answers.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(text, "{key}: {value}");
        }
        let _ = write!(log, "# {title}\n{text}");
        let composed = composed(pack, &text)?;
        let prefix = if ids.len() > 1 || *id != "w0" {
            format!("{id}-")
        } else {
            String::new()
        };
        for file in composed.files.iter().filter(|file| file.is_manifest) {
            if let Some(name) = file.path.strip_prefix("base/") {
                manifests.push((format!("{prefix}{name}"), file.text.clone()));
            }
        }
    }
    Some(Rendered {
        name: title.to_owned(),
        namespace: namespace.to_owned(),
        manifests,
    })
}

/// What kwgen makes of an answers file, if it would write it.
fn composed(pack: &Pack, text: &str) -> Option<Composed> {
    let (file, faults) = answers::read(&pack.questions, "kwgen.yaml", text);
    let resolved = answers::resolve(pack.knowledge(), &file.given, None, &[]);
    if !faults.is_empty() || !resolved.faults.is_empty() || !resolved.missing.is_empty() {
        return None;
    }
    let material = Material {
        pack,
        preset: None,
        resolved: &resolved,
        broken: &[],
        accept: &file.accept,
        setting: &kwgen::cluster::Setting::new(&pack.facts, None),
        language: Language::En,
        workload: None,
    };
    let composed = compose(material);
    composed.faults.is_empty().then_some(composed)
}
