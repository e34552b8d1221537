//! Golden bundles: for each case of `tests/golden/` the whole tree that kwgen writes, in both
//! languages. `KWGEN_BLESS=1 cargo test golden` rewrites them; read the diff before you commit it.
//!
//! `kwgen.lock` is left out: it repeats every file, and names the pack's digest, which changes with
//! each edit of any template. `update --check` holds it against the files instead.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::support::{folder, in_threads, kwgen, repository, tree};

/// What one case renders to in one language.
pub(crate) struct Bundle {
    pub(crate) case: String,
    pub(crate) language: &'static str,
    /// The text of its answers file.
    pub(crate) answers: String,
    /// The file of the cluster that its answers name for all of it.
    pub(crate) cluster: Option<Value>,
    /// (path, text), sorted, without the lock.
    pub(crate) files: Vec<(String, String)>,
}

/// Both languages, by the name of their folder and by the answer that chooses them.
const LANGUAGES: [(&str, &str); 2] = [("en", "proseLang=en"), ("zh", "proseLang=zh-CN")];

/// The folders of all cases, sorted.
pub(crate) fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository("tests/golden")).expect("the golden cases");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    cases
}

/// Every case in both languages, rendered once for all tests.
pub(crate) fn bundles() -> &'static [Bundle] {
    static BUNDLES: OnceLock<Vec<Bundle>> = OnceLock::new();
    BUNDLES.get_or_init(|| {
        let pairs: Vec<(PathBuf, (&str, &str))> = cases()
            .into_iter()
            .flat_map(|case| LANGUAGES.map(|language| (case.clone(), language)))
            .collect();
        in_threads(pairs, |(case, (language, set))| {
            bundle(&case, language, set)
        })
    })
}

/// Writes the cluster files of a case where its answers look for them: `cluster.yaml`, or those in
/// `clusters/` where it has several.
pub(crate) fn lay_clusters(case: &Path, dir: &Path) -> Vec<Value> {
    let entries = std::fs::read_dir(case.join("clusters"));
    let several = entries.into_iter().flatten();
    let mut files: Vec<PathBuf> = several.map(|entry| entry.expect("a file").path()).collect();
    files.push(case.join("cluster.yaml"));
    files.retain(|file| file.exists());
    files.sort();
    let lay = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).expect("a cluster file");
        let value: Value = kwgen::yaml::load("cluster.yaml", &text).expect("a cluster");
        let name = value["cluster"].as_str().expect("a name");
        let clusters = dir.join("clusters");
        std::fs::create_dir_all(&clusters).expect("a folder");
        std::fs::write(clusters.join(format!("{name}.yaml")), text).expect("a cluster file");
        value
    };
    files.iter().map(lay).collect()
}

fn bundle(case: &Path, language: &'static str, set: &str) -> Bundle {
    let dir = folder();
    let answers = std::fs::read_to_string(case.join("answers.yaml")).expect("an answers file");
    let value: Value = kwgen::yaml::load("answers.yaml", &answers).expect("answers");
    let clusters = lay_clusters(case, dir.path());
    let cluster = clusters
        .into_iter()
        .find(|one| one["cluster"] == value["cluster"]);
    kwgen(dir.path())
        .args(["new", "--non-interactive", "--dir", "out", "--set", set])
        .args(["--answers", "-"])
        .stdin(answers.as_str())
        .run()
        .ends_with(0);
    let out = dir.path().join("out");
    let checked = kwgen(dir.path()).args(["update", "--check", "out"]).run();
    assert_eq!(
        checked.code, 0,
        "update finds a new bundle stale:\n{}",
        checked.stderr
    );
    Bundle {
        case: case
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned(),
        language,
        answers,
        cluster,
        files: tree(&out)
            .into_iter()
            .filter(|(path, _)| path != "kwgen.lock")
            .collect(),
    }
}

impl Bundle {
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.case, self.language)
    }

    /// Its manifests and kustomizations.
    pub(crate) fn yaml(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self
            .files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()));
        let folders = [
            "base/",
            "manifests/",
            "namespace/",
            "storage/",
            "argocd/",
            "flux/",
        ];
        files.filter(move |(path, _)| folders.iter().any(|folder| path.starts_with(folder)))
    }

    /// The objects of its manifests as JSON, with the path of the file of each.
    pub(crate) fn objects(&self) -> Vec<(String, Value)> {
        self.yaml()
            .flat_map(|(path, text)| {
                let documents = text.split("\n---\n").map(move |document| {
                    let value = kwgen::yaml::load::<Value>(path, document);
                    (path.to_owned(), value.expect("a document"))
                });
                documents.collect::<Vec<_>>()
            })
            .collect()
    }
}

/// The lines of a YAML text that are comments, and the others; a block scalar has no comments.
fn part(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut comments, mut others) = (Vec::new(), Vec::new());
    let mut block: Option<usize> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if block.is_some_and(|column| line.is_empty() || indent > column) {
            others.push(line);
            continue;
        }
        block = [" |", " |-", " |2", " |2-"]
            .iter()
            .any(|end| line.ends_with(end))
            .then_some(indent);
        if line.trim_start().starts_with('#') {
            comments.push(line);
        } else {
            others.push(line);
        }
    }
    (comments, others)
}

fn has_han(text: &str) -> bool {
    text.chars()
        .any(|one| matches!(one, '\u{3400}'..='\u{9FFF}'))
}

#[test]
fn every_case_renders_to_its_golden_tree() {
    let bless = std::env::var_os("KWGEN_BLESS").is_some();
    let mut wrong = Vec::new();
    for bundle in bundles() {
        let golden = repository("tests/golden")
            .join(&bundle.case)
            .join(bundle.language);
        if bless {
            let _ = std::fs::remove_dir_all(&golden);
            for (path, text) in &bundle.files {
                let file = golden.join(path);
                std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
                std::fs::write(file, text).expect("a golden file");
            }
        }
        let expected = if golden.is_dir() {
            tree(&golden)
        } else {
            Vec::new()
        };
        let paths: BTreeSet<&String> = expected
            .iter()
            .chain(&bundle.files)
            .map(|(path, _)| path)
            .collect();
        for path in paths {
            let find = |files: &[(String, String)]| {
                files
                    .iter()
                    .find(|(name, _)| name == path)
                    .map(|(_, text)| text.replace("\r\n", "\n"))
            };
            if find(&expected) != find(&bundle.files) {
                wrong.push(format!("{}/{path}", bundle.name()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "not as the golden (KWGEN_BLESS=1 rewrites them):\n{}",
        wrong.join("\n")
    );
}

#[test]
fn chinese_prose_is_chinese_and_english_prose_is_english() {
    let mut wrong = Vec::new();
    for pair in bundles().chunks(2) {
        let [english, chinese] = pair else {
            panic!("both languages of each case")
        };
        for ((path, en), (_, zh)) in english.files.iter().zip(&chinese.files) {
            let name = format!("{}/{path}", english.case);
            if path == "README.md" {
                let long = |line: &&str| {
                    let prose: usize = line.split('`').step_by(2).map(str::len).sum();
                    prose > 40 && line.chars().count() > 60 && !line.starts_with("kubectl")
                };
                let same: Vec<&str> = zh
                    .lines()
                    .filter(long)
                    .filter(|line| en.lines().any(|other| other == *line))
                    .collect();
                if !has_han(zh) || !same.is_empty() {
                    wrong.push(format!("{name}: {same:?}"));
                }
                let sections =
                    |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
                if has_han(en) || sections(en) != sections(zh) {
                    wrong.push(format!("{name}: sections"));
                }
            } else {
                let ((said, _), (english_said, _)) = (part(zh), part(en));
                wrong.extend(
                    said.iter()
                        .filter(|line| !has_han(line))
                        .map(|line| format!("{name}: {line}")),
                );
                wrong.extend(
                    english_said
                        .iter()
                        .filter(|line| has_han(line))
                        .map(|line| format!("{name}: {line}")),
                );
                if said.is_empty() != english_said.is_empty() {
                    wrong.push(format!("{name}: said in one language only"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn objects_are_the_same_in_both_languages() {
    for pair in bundles().chunks(2) {
        let [english, chinese] = pair else {
            panic!("both languages of each case")
        };
        assert_eq!(english.objects(), chinese.objects(), "{}", english.case);
        for ((path, en), (_, zh)) in english.yaml().zip(chinese.yaml()) {
            assert_eq!(
                part(en).1,
                part(zh).1,
                "{}/{path} without its comments",
                english.case
            );
        }
    }
}

#[test]
fn files_have_no_noise() {
    for bundle in bundles() {
        for (path, text) in &bundle.files {
            let name = format!("{}/{path}", bundle.name());
            assert!(
                text.ends_with('\n') && !text.ends_with("\n\n"),
                "{name}: ends with one line break"
            );
            assert!(!text.contains('\r'), "{name}: a carriage return");
            assert!(!text.contains("\n\n\n"), "{name}: two blank lines in a row");
            for (at, line) in text.lines().enumerate() {
                assert_eq!(line, line.trim_end(), "{name}:{}: trailing space", at + 1);
                let words =
                    line.chars().count() - line.chars().take_while(|one| *one == ' ').count();
                let is_comment = line.trim_start().starts_with('#') && path != "README.md";
                assert!(
                    !is_comment || words <= 120,
                    "{name}:{}: a long comment",
                    at + 1
                );
            }
        }
    }
}

#[test]
fn no_key_is_empty() {
    fn walk(path: &str, value: &Value, wrong: &mut Vec<String>) {
        match value {
            Value::Null => wrong.push(path.to_owned()),
            Value::Array(items) if items.is_empty() => wrong.push(path.to_owned()),
            // Of a selector, empty means all.
            Value::Object(map) if map.is_empty() && !path.ends_with("Selector") => {
                wrong.push(path.to_owned());
            }
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(at, item)| walk(&format!("{path}[{at}]"), item, wrong)),
            Value::Object(map) => map
                .iter()
                .for_each(|(key, item)| walk(&format!("{path}.{key}"), item, wrong)),
            _ => {}
        }
    }
    let mut wrong = Vec::new();
    for bundle in bundles() {
        for (path, object) in bundle.objects() {
            walk(&format!("{} {path} ", bundle.name()), &object, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn keys_stand_in_the_order_that_people_expect() {
    /// The order of the keys that people look for, at the top, in metadata, in a pod and in a container.
    const ORDERS: [(&str, &[&str]); 4] = [
        (
            "apiVersion",
            &["apiVersion", "kind", "metadata", "data", "spec"],
        ),
        ("namespace", &["name", "namespace", "labels", "annotations"]),
        (
            "containers",
            &[
                "serviceAccountName",
                "securityContext",
                "containers",
                "volumes",
            ],
        ),
        (
            "imagePullPolicy",
            &[
                "name",
                "image",
                "imagePullPolicy",
                "command",
                "args",
                "env",
                "ports",
                "startupProbe",
                "readinessProbe",
                "livenessProbe",
                "lifecycle",
                "resources",
                "securityContext",
                "volumeMounts",
            ],
        ),
    ];
    fn walk(name: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| walk(name, item)),
            Value::Object(map) => {
                let keys: Vec<&str> = map.keys().map(String::as_str).collect();
                for (mark, order) in ORDERS {
                    if keys.contains(&mark) {
                        let places: Vec<usize> = keys
                            .iter()
                            .filter_map(|key| order.iter().position(|known| known == key))
                            .collect();
                        assert!(places.is_sorted(), "{name}: {keys:?}");
                    }
                }
                map.values().for_each(|item| walk(name, item));
            }
            _ => {}
        }
    }
    for bundle in bundles() {
        for (path, object) in bundle.objects() {
            walk(&format!("{}/{path}", bundle.name()), &object);
        }
    }
}

/// An amount in a manifest, in millionths.
fn amount(value: &Value) -> i128 {
    let quantity = kwgen::value::Quantity::parse(value.as_str().expect("a quantity"));
    quantity.expect("a quantity").milli()
}

#[test]
fn a_namespace_of_its_own_has_room_for_the_service_and_lets_its_pods_in() {
    let mut seen = 0;
    for bundle in bundles() {
        let objects = bundle.objects();
        let find = |kind: &str| {
            objects
                .iter()
                .map(|(_, object)| object)
                .find(|object| object["kind"] == kind)
        };
        let (Some(quota), Some(range), Some(namespace)) =
            (find("ResourceQuota"), find("LimitRange"), find("Namespace"))
        else {
            continue;
        };
        seen += 1;
        let kinds = ["Deployment", "StatefulSet", "DaemonSet"];
        let workload = kinds
            .iter()
            .find_map(|kind| find(kind))
            .expect("a workload");
        let pod = &workload["spec"]["template"]["spec"];
        let container = &pod["containers"][0];
        // A node agent is on every node; twenty are not many.
        let pods = i128::from(workload["spec"]["replicas"].as_i64().unwrap_or(20));
        for (resource, kind) in [
            ("cpu", "requests"),
            ("cpu", "limits"),
            ("memory", "requests"),
            ("memory", "limits"),
        ] {
            let needed = pods * amount(&container["resources"][kind][resource]);
            let hard = amount(&quota["spec"]["hard"][format!("{kind}.{resource}")]);
            assert!(
                needed <= hard,
                "{}: {kind}.{resource} {needed} > {hard}",
                bundle.name()
            );
            let most = amount(&range["spec"]["limits"][0]["max"][resource]);
            let least = amount(&range["spec"]["limits"][0]["min"][resource]);
            let one = amount(&container["resources"][kind][resource]);
            assert!(
                (least..=most).contains(&one),
                "{}: {resource} {one}",
                bundle.name()
            );
        }
        let level = &namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"];
        let has_host_path = pod["volumes"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|one| !one["hostPath"].is_null());
        let is_root = pod["securityContext"]["runAsUser"] == 0;
        let expected = if has_host_path {
            "privileged"
        } else if is_root {
            "baseline"
        } else {
            "restricted"
        };
        assert_eq!(level, expected, "{}", bundle.name());
    }
    assert!(seen >= 6, "{seen} bundles with a namespace");
}

#[test]
fn a_guess_stays_one_until_its_comment_is_removed() {
    let dir = folder();
    let web = [
        "new",
        "payments",
        "--non-interactive",
        "--image",
        "registry.example.com/shop/payments:1.4.2",
        "--port",
        "http:8080",
    ];
    kwgen(dir.path()).args(web).run().ends_with(0);
    let file = dir.path().join("payments/kwgen.yaml");
    let readme =
        || std::fs::read_to_string(dir.path().join("payments/README.md")).expect("README.md");
    let is_listed = |text: &str| text.contains("| `memory` | `512Mi` |");
    assert!(is_listed(&readme()));
    let answers = std::fs::read_to_string(&file).expect("kwgen.yaml");
    let lines: Vec<&str> = answers.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.starts_with("memory:"))
        .expect("memory");
    let confirmed: Vec<&str> = lines
        .iter()
        .enumerate()
        .filter(|(line, _)| line + 1 != at)
        .map(|(_, line)| *line)
        .collect();
    std::fs::write(&file, confirmed.join("\n") + "\n").expect("kwgen.yaml");
    kwgen(dir.path())
        .args(["update", "payments"])
        .run()
        .ends_with(0);
    assert!(!is_listed(&readme()), "a confirmed answer is no guess");
    assert!(readme().contains("| `cpu` |"), "the others still are");
}
