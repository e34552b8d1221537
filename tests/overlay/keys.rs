//! The table of merge keys against kustomize: each list that it names, and those it does not, patched both ways.

use kwgen::embedded;
use kwgen::overlay::{File, build, objects};
use serde_json::{Map, Value, json};

use super::kustomize::{built, kubectls, write};
use super::{Objects, by_title};
use crate::support::folder;

/// Lists without a key, that kwgen writes or will write: kind, path, apiVersion.
const WITHOUT: [(&str, &str, &str); 19] = [
    ("ServiceAccount", "imagePullSecrets", "v1"),
    ("Service", "spec.loadBalancerSourceRanges", "v1"),
    ("Deployment", "spec.template.spec.tolerations", "apps/v1"),
    (
        "Deployment",
        "spec.template.spec.securityContext.supplementalGroups",
        "apps/v1",
    ),
    ("Deployment", "spec.template.spec.topology", "apps/v1"),
    ("StatefulSet", "spec.volumeClaimTemplates", "apps/v1"),
    ("PersistentVolumeClaim", "spec.accessModes", "v1"),
    ("Job", "spec.podFailurePolicy.rules", "batch/v1"),
    ("NetworkPolicy", "spec.ingress", "networking.k8s.io/v1"),
    ("NetworkPolicy", "spec.egress", "networking.k8s.io/v1"),
    ("NetworkPolicy", "spec.policyTypes", "networking.k8s.io/v1"),
    ("Ingress", "spec.rules", "networking.k8s.io/v1"),
    ("Ingress", "spec.tls", "networking.k8s.io/v1"),
    ("HorizontalPodAutoscaler", "spec.metrics", "autoscaling/v2"),
    ("Role", "rules", "rbac.authorization.k8s.io/v1"),
    ("RoleBinding", "subjects", "rbac.authorization.k8s.io/v1"),
    (
        "HTTPRoute",
        "spec.parentRefs",
        "gateway.networking.k8s.io/v1",
    ),
    (
        "ServiceMonitor",
        "spec.endpoints",
        "monitoring.coreos.com/v1",
    ),
    (
        "CronJob",
        "spec.jobTemplate.spec.template.spec.containers.args",
        "batch/v1",
    ),
];

/// How a patch writes the list [1, 2].
#[derive(Debug, Clone, Copy)]
enum Form {
    /// 3, which is new.
    New,
    /// 2 with a change, then 3.
    Changed,
    /// `$patch: delete` of 1.
    Deleted,
    /// `$patch: replace`, then 3.
    Whole,
}

/// One list of one kind, and how a patch writes it.
struct Trial {
    kind: String,
    api_version: String,
    path: String,
    keys: Vec<String>,
    form: Form,
}

fn table() -> Value {
    let text = embedded::file("kubernetes/kustomize.yaml").expect("the table");
    objects("kustomize.yaml", text).expect("YAML").remove(0)
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().expect("a map").iter()
}

fn trials() -> Vec<Trial> {
    let table = table();
    let mut lists: Vec<(String, String, &Value)> = Vec::new();
    for (kind, pod) in entries(&table["pods"]) {
        let pod = pod.as_str().expect("a path");
        for (list, keys) in entries(&table["podLists"]) {
            lists.push((kind.clone(), format!("{pod}.{list}"), keys));
            if list.ends_with("ontainers") {
                let inner = entries(&table["containerLists"]);
                lists
                    .extend(inner.map(|(field, keys)| {
                        (kind.clone(), format!("{pod}.{list}.{field}"), keys)
                    }));
            }
        }
    }
    for (kind, own) in entries(&table["kindLists"]) {
        lists.extend(entries(own).map(|(path, keys)| (kind.clone(), path.clone(), keys)));
    }
    let mut trials = Vec::new();
    for (kind, path, keys) in lists {
        let keys: Vec<String> = keys
            .as_array()
            .expect("keys")
            .iter()
            .map(|key| key.as_str().expect("a key").to_owned())
            .collect();
        let api_version = match kind.as_str() {
            "Job" | "CronJob" => "batch/v1",
            "Pod" | "Service" | "ServiceAccount" => "v1",
            _ => "apps/v1",
        };
        for form in [Form::New, Form::Changed, Form::Deleted, Form::Whole] {
            trials.push(Trial {
                kind: kind.clone(),
                api_version: api_version.to_owned(),
                path: path.clone(),
                keys: keys.clone(),
                form,
            });
        }
    }
    for (kind, path, api_version) in WITHOUT {
        let (kind, path, api_version) = (kind.to_owned(), path.to_owned(), api_version.to_owned());
        trials.push(Trial {
            kind,
            api_version,
            path,
            keys: vec!["name".to_owned()],
            form: Form::New,
        });
    }
    trials
}

/// An object with `list` at the trial's path; a container around it is called `c`.
fn object(trial: &Trial, at: usize, list: Value) -> String {
    let mut value = list;
    for step in trial.path.rsplit('.') {
        let mut map = Map::new();
        map.insert(step.to_owned(), value);
        value = Value::Object(map);
        let is_inside = trial
            .path
            .split('.')
            .filter(|step| step.ends_with("ontainers"))
            .count()
            > 0
            && !trial.path.ends_with("ontainers")
            && !step.ends_with("ontainers")
            && trial.path.contains(&format!("ontainers.{step}"));
        if is_inside {
            value["name"] = json!("c");
            value = json!([value]);
        }
    }
    value["apiVersion"] = json!(trial.api_version);
    value["kind"] = json!(trial.kind);
    value["metadata"] = json!({"name": format!("n{at}"), "namespace": "ns"});
    value.to_string()
}

fn item(trial: &Trial, number: u16) -> Value {
    let mut map = Map::new();
    for key in &trial.keys {
        let value = if key.ends_with("ort") {
            json!(number)
        } else {
            json!(format!("v{number}"))
        };
        map.insert(key.clone(), value);
    }
    map.insert("x".to_owned(), json!(number));
    Value::Object(map)
}

fn patch(trial: &Trial) -> Value {
    let with = |number: u16, key: &str, value: Value| {
        let mut item = item(trial, number);
        item[key] = value;
        item
    };
    match trial.form {
        Form::New => json!([item(trial, 3)]),
        Form::Changed => json!([with(2, "y", json!("z")), item(trial, 3)]),
        Form::Deleted => json!([with(1, "$patch", json!("delete"))]),
        Form::Whole => json!([{"$patch": "replace"}, item(trial, 3)]),
    }
}

#[test]
fn every_list_is_merged_as_the_table_says() {
    let kubectls = kubectls();
    let trials = trials();
    assert!(trials.len() > 150, "{}", trials.len());
    let (mut base, mut patches) = (Vec::new(), Vec::new());
    for (at, trial) in trials.iter().enumerate() {
        base.push(object(trial, at, json!([item(trial, 1), item(trial, 2)])));
        patches.push(object(trial, at, patch(trial)));
    }
    let file = |path: &str, text: String| File {
        path: path.to_owned(),
        text,
    };
    let mut files = vec![
        file("base/all.yaml", base.join("\n---\n")),
        file(
            "base/kustomization.yaml",
            "resources: [all.yaml]\n".to_owned(),
        ),
    ];
    let names: Vec<String> = (0..patches.len())
        .map(|at| format!("{{path: p{at}.yaml}}"))
        .collect();
    files.push(file(
        "overlay/kustomization.yaml",
        format!("resources: [../base]\npatches: [{}]\n", names.join(", ")),
    ));
    files.extend(
        patches
            .iter()
            .enumerate()
            .map(|(at, patch)| file(&format!("overlay/p{at}.yaml"), patch.clone())),
    );
    let root = folder();
    write(root.path(), &files);
    let ours: Objects = by_title(build(&files, "overlay").expect("a build"));
    for kubectl in kubectls {
        let real = by_title(built(&kubectl, &root.path().join("overlay")).expect("a build"));
        for (at, trial) in trials.iter().enumerate() {
            let title = format!("{} ns/n{at}", trial.kind);
            let what = format!(
                "{} {} {:?} by {}",
                trial.kind,
                trial.path,
                trial.form,
                kubectl.display()
            );
            assert_eq!(real.get(&title), ours.get(&title), "{what}");
        }
    }
}

#[test]
fn a_directive_stays_in_a_list_without_a_key_so_that_the_table_matters() {
    let text = |list: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: d}}\nspec: {{template: {{spec: {{tolerations: {list}}}}}}}\n"
        )
    };
    let file = |path: &str, text: String| File {
        path: path.to_owned(),
        text,
    };
    let root = folder();
    write(
        root.path(),
        &[
            file("d.yaml", text("[{key: a}]")),
            file("p.yaml", text("[{$patch: replace}, {key: b}]")),
            file(
                "kustomization.yaml",
                "resources: [d.yaml]\npatches: [{path: p.yaml}]\n".to_owned(),
            ),
        ],
    );
    for kubectl in kubectls() {
        let real = built(&kubectl, root.path()).expect("a build");
        assert_eq!(
            real[0]["spec"]["template"]["spec"]["tolerations"],
            json!([{"$patch": "replace"}, {"key": "b"}])
        );
    }
}
