//! What stands in the container: ports, environment, configuration, volumes.

use std::collections::HashSet;

use super::build::Builder;
use super::contradiction::ServiceFault;
use super::volume::VolumeNames;
use super::{
    Config, ConfigFile, ContainerPort, EnvVar, Metrics, SecretFiles, SecretVar, VolumePath, runtime,
};
use crate::bundle::short_hash;
use crate::value::{Port, SecretEnv, SecretMount, WritablePath, looks_secret};

/// The name of a port of its own for metrics, and the one where that is taken.
const METRICS: &str = "metrics";
const SCRAPE: &str = "scrape";
/// The rule that a secret in the environment breaks.
pub(super) const SECRET_IN_ENV: &str = "secret-in-env";

impl Builder<'_> {
    pub(super) fn ports(&self) -> Vec<ContainerPort> {
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

    pub(super) fn metrics(&self, ports: &[ContainerPort]) -> Option<Metrics> {
        let number = u16::try_from(self.number("metricsPort")?).ok()?;
        let shared = ports.iter().find(|port| port.number == number);
        let is_taken = ports.iter().any(|port| port.name == METRICS);
        let own = if is_taken { SCRAPE } else { METRICS };
        Some(Metrics {
            name: shared.map_or(own, |port| port.name.as_str()).to_owned(),
            number,
            own: shared.is_none(),
        })
    }

    pub(super) fn env(&mut self, memory: &str) -> Vec<EnvVar> {
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
        for added in runtime::env(
            &self.material.pack.variables,
            &self.text("runtime"),
            memory,
            self.material.language,
        ) {
            if env.iter().all(|own| own.name != added.name) {
                env.push(added);
            }
        }
        env
    }

    pub(super) fn secret_env(&mut self) -> Vec<SecretVar> {
        let own = self.value("env");
        let mut known: HashSet<String> = own.pairs().iter().map(|(name, _)| name.clone()).collect();
        let mut all: Vec<SecretVar> = Vec::new();
        for one in self
            .items("secretEnv")
            .iter()
            .filter_map(|text| SecretEnv::parse(text).ok())
        {
            let name = one.name().to_string();
            if !known.insert(name.clone()) {
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

    pub(super) fn config(&self, name: &str) -> Option<Config> {
        let config = self.value("config");
        let pairs = config.pairs();
        if pairs.is_empty() {
            return None;
        }
        let root = format!("/etc/{name}");
        let mut files: Vec<ConfigFile> = Vec::new();
        for (given, content) in pairs {
            let sub_path = given.starts_with('/');
            let path = if sub_path {
                given.clone()
            } else {
                format!("{root}/{given}")
            };
            // Two files of one name from two folders are two keys.
            let name = given.rsplit('/').next().unwrap_or(given);
            let is_taken = |key: &str| {
                let known = files.iter().any(|file| file.key == key);
                known
                    || pairs
                        .iter()
                        .any(|(other, _)| other == key && other != given)
            };
            let key = if is_taken(name) {
                format!("{}-{name}", short_hash(path.as_bytes()))
            } else {
                name.to_owned()
            };
            files.push(ConfigFile {
                key,
                content: content.clone(),
                path,
                sub_path,
            });
        }
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

    pub(super) fn secrets(&self, names: &mut VolumeNames) -> Vec<SecretFiles> {
        self.items("secrets")
            .iter()
            .filter_map(|text| SecretMount::parse(text).ok())
            .map(|mount| {
                let name = mount.name().to_string();
                let root = &self.facts().secret_root;
                let path = mount
                    .path()
                    .map_or_else(|| format!("{root}/{name}"), ToString::to_string);
                let volume = names.take(&format!("secret-{name}"));
                SecretFiles { name, path, volume }
            })
            .collect()
    }

    /// The emptyDirs. A path that nobody typed gives way to what is mounted there (`taken`).
    pub(super) fn writable_paths(
        &self,
        taken: &[&str],
        names: &mut VolumeNames,
    ) -> Vec<VolumePath> {
        let is_typed = self
            .answer("writablePaths")
            .is_some_and(|answer| answer.origin.is_typed());
        self.items("writablePaths")
            .iter()
            .filter_map(|text| WritablePath::parse(text).ok())
            .filter(|one| is_typed || !taken.contains(&one.path().as_str()))
            .map(|one| {
                let path = one.path().to_string();
                let size = one
                    .size()
                    .map_or_else(|| self.facts().writable_size.clone(), ToString::to_string);
                VolumePath {
                    volume: names.take(&path),
                    path,
                    size,
                }
            })
            .collect()
    }

    pub(super) fn host_paths(&self, names: &mut VolumeNames) -> Vec<VolumePath> {
        self.items("hostPaths")
            .into_iter()
            .map(|path| VolumePath {
                volume: names.take(&format!("host-{path}")),
                path,
                size: String::new(),
            })
            .collect()
    }
}
