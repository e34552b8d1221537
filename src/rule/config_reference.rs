//! What pods take from `ConfigMaps`, Secrets and claims is there.

use k8s_openapi::api::core::v1::{Container, KeyToPath, Volume};

use crate::manifest::{Kind, Object, PodView};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("config-key-missing", Stage::Objects, Severity::Error),
    Meta::new("config-missing", Stage::Objects, Severity::Error).reaching(),
    Meta::new("claim-missing", Stage::Objects, Severity::Error).reaching(),
    Meta::new("claim-shared", Stage::Objects, Severity::Error),
];

pub(super) struct ConfigReference;

impl Rule for ConfigReference {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [config_key_missing, config_missing, ..] = &METAS;
        for pod in set.pods() {
            let mut references = Vec::new();
            for (path, container) in pod.containers() {
                of_container(&path, container, &pod, &mut references);
            }
            for (at, volume) in pod.spec.volumes.iter().flatten().enumerate() {
                of_volume(&pod.at(&format!("volumes[{at}]")), volume, &mut references);
            }
            for one in references.iter().filter(|one| !one.is_optional) {
                let fields = vec![
                    ("kind", one.kind.to_owned()),
                    ("name", one.name.to_owned()),
                    ("key", one.key.unwrap_or_default().to_owned()),
                ];
                if let Some(found) = set.find(one.kind, pod.object.namespace(), one.name) {
                    if one.key.is_some_and(|key| !has_key(found, key)) {
                        report.add(config_key_missing, pod.object, &one.path, fields);
                    }
                } else if one.kind == "ConfigMap" && one.names_object {
                    // A Secret is made elsewhere: kwgen never writes one.
                    report.add(config_missing, pod.object, &one.path, fields);
                }
            }
            judge_claims(set, &pod, report);
        }
    }
}

/// One thing that a pod takes from elsewhere.
struct Reference<'r> {
    kind: &'static str,
    name: &'r str,
    key: Option<&'r str>,
    is_optional: bool,
    /// It stands for the whole object, and not for one more key of a volume that does.
    names_object: bool,
    path: String,
}

fn of_container<'r>(
    path: &str,
    container: &'r Container,
    pod: &PodView<'r>,
    references: &mut Vec<Reference<'r>>,
) {
    for (at, variable) in container.env.iter().flatten().enumerate() {
        let Some(from) = &variable.value_from else {
            continue;
        };
        let map = from.config_map_key_ref.as_ref();
        let map = map.map(|one| {
            (
                "ConfigMap",
                &one.name,
                &one.key,
                one.optional,
                "configMapKeyRef",
            )
        });
        let secret = from.secret_key_ref.as_ref();
        let secret =
            secret.map(|one| ("Secret", &one.name, &one.key, one.optional, "secretKeyRef"));
        for (kind, name, key, optional, field) in map.into_iter().chain(secret) {
            references.push(Reference {
                kind,
                name,
                key: Some(key),
                is_optional: optional == Some(true),
                names_object: true,
                path: format!("{path}.env[{at}].valueFrom.{field}"),
            });
        }
    }
    for (at, source) in container.env_from.iter().flatten().enumerate() {
        if let Some(one) = &source.config_map_ref {
            references.push(Reference {
                kind: "ConfigMap",
                name: &one.name,
                key: None,
                is_optional: one.optional == Some(true),
                names_object: true,
                path: format!("{path}.envFrom[{at}].configMapRef"),
            });
        }
    }
    // A sub-path of a volume that takes a whole ConfigMap is one of its keys.
    for (at, mount) in container.volume_mounts.iter().flatten().enumerate() {
        let mut volumes = pod.spec.volumes.iter().flatten();
        let volume = volumes.find(|volume| volume.name == mount.name);
        let map = volume.and_then(|volume| volume.config_map.as_ref());
        if let (Some(map), Some(key)) = (map, mount.sub_path.as_deref())
            && map.items.is_none()
        {
            references.push(Reference {
                kind: "ConfigMap",
                name: &map.name,
                key: Some(key),
                is_optional: map.optional == Some(true),
                names_object: false,
                path: format!("{path}.volumeMounts[{at}].subPath"),
            });
        }
    }
}

fn of_volume<'r>(path: &str, volume: &'r Volume, references: &mut Vec<Reference<'r>>) {
    let mut add = |kind, name, items: Option<&'r Vec<KeyToPath>>, optional, path: String| {
        references.push(Reference {
            kind,
            name,
            key: None,
            is_optional: optional == Some(true),
            names_object: true,
            path: path.clone(),
        });
        for (at, item) in items.into_iter().flatten().enumerate() {
            references.push(Reference {
                kind,
                name,
                key: Some(&item.key),
                is_optional: optional == Some(true),
                names_object: false,
                path: format!("{path}.items[{at}].key"),
            });
        }
    };
    if let Some(one) = &volume.config_map {
        let path = format!("{path}.configMap");
        add(
            "ConfigMap",
            one.name.as_str(),
            one.items.as_ref(),
            one.optional,
            path,
        );
    }
    if let Some(one) = &volume.secret {
        let name = one.secret_name.as_deref().unwrap_or_default();
        let path = format!("{path}.secret");
        add("Secret", name, one.items.as_ref(), one.optional, path);
    }
    let projected = volume.projected.as_ref();
    let sources = projected.and_then(|one| one.sources.as_ref());
    for (at, source) in sources.into_iter().flatten().enumerate() {
        let path = format!("{path}.projected.sources[{at}]");
        if let Some(one) = &source.config_map {
            let path = format!("{path}.configMap");
            add(
                "ConfigMap",
                one.name.as_str(),
                one.items.as_ref(),
                one.optional,
                path,
            );
        }
        if let Some(one) = &source.secret {
            let path = format!("{path}.secret");
            add(
                "Secret",
                one.name.as_str(),
                one.items.as_ref(),
                one.optional,
                path,
            );
        }
    }
}

fn has_key(object: &Object, key: &str) -> bool {
    match &object.kind {
        Some(Kind::ConfigMap(map)) => {
            let has = |one: &str| one == key;
            map.data.iter().flatten().any(|(name, _)| has(name))
                || map.binary_data.iter().flatten().any(|(name, _)| has(name))
        }
        Some(Kind::Secret(secret)) => {
            let has = |one: &str| one == key;
            secret.data.iter().flatten().any(|(name, _)| has(name))
                || secret
                    .string_data
                    .iter()
                    .flatten()
                    .any(|(name, _)| has(name))
        }
        _ => true,
    }
}

fn judge_claims(set: &Set<'_>, pod: &PodView<'_>, report: &mut Report<'_>) {
    let [.., claim_missing, claim_shared] = &METAS;
    for (at, volume) in pod.spec.volumes.iter().flatten().enumerate() {
        let Some(source) = &volume.persistent_volume_claim else {
            continue;
        };
        let path = pod.at(&format!("volumes[{at}].persistentVolumeClaim.claimName"));
        let fields = vec![("name", source.claim_name.clone())];
        let kind = "PersistentVolumeClaim";
        let found = set.find(kind, pod.object.namespace(), &source.claim_name);
        let Some(Kind::PersistentVolumeClaim(claim)) = found.and_then(|one| one.kind.as_ref())
        else {
            report.add(claim_missing, pod.object, &path, fields);
            continue;
        };
        let modes = claim
            .spec
            .as_ref()
            .and_then(|spec| spec.access_modes.as_ref());
        let is_for_one = modes.is_some_and(|modes| {
            let one = |mode: &String| mode == "ReadWriteOnce" || mode == "ReadWriteOncePod";
            modes.iter().all(one)
        });
        if is_for_one
            && set
                .least_replicas(pod.object)
                .is_some_and(|count| count > 1)
        {
            report.add(claim_shared, pod.object, &path, fields);
        }
    }
}
