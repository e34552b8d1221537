//! Reading the JSON of `docker image inspect` or `crane config`.

use serde_json::Value;

use super::{Check, Evidence, EvidenceFault, Seen};
use crate::text::{Fault, Place};

/// Reads an image config; both tools' forms are understood.
pub fn read(name: &str, text: &str) -> Result<Evidence, Fault> {
    let fail = |detail: String| {
        Fault::new(&EvidenceFault::ImageConfig {
            file: name.to_owned(),
            detail,
        })
        .at(Some(Place::named(name)))
    };
    let json: Value = serde_json::from_str(text).map_err(|error| fail(error.to_string()))?;
    // `docker image inspect` prints a list; its entries and `crane config` differ in one capital.
    let one = json.get(0).unwrap_or(&json);
    let config = one
        .get("Config")
        .or_else(|| one.get("config"))
        .ok_or_else(|| fail("config".to_owned()))?;
    let fields = Fields { name, config };
    let mut command = fields.words("Entrypoint");
    command.extend(fields.words("Cmd"));
    Ok(Evidence {
        user: config
            .get("User")
            .and_then(Value::as_str)
            .map(|user| fields.seen("User", user.to_owned())),
        ports: fields.ports(),
        volumes: fields
            .keys("Volumes")
            .into_iter()
            .map(|path| fields.seen("Volumes", path))
            .collect(),
        command: Some(command)
            .filter(|words| !words.is_empty())
            .map(|words| fields.seen("Entrypoint", words)),
        health: fields.health(),
        base: None,
        architecture: architecture(name, one),
        env: fields
            .words("Env")
            .iter()
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| fields.seen("Env", (key.to_owned(), value.to_owned())))
            .collect(),
        is_present: true,
    })
}

/// What the image is built for; docker writes a capital here too.
fn architecture(name: &str, image: &Value) -> Option<Seen<String>> {
    ["Architecture", "architecture"]
        .into_iter()
        .find_map(|field| {
            let value = image.get(field)?.as_str()?.to_owned();
            Some(Seen {
                value,
                at: format!("{name}: {field}"),
            })
        })
}

/// The fields of a config.
struct Fields<'c> {
    name: &'c str,
    config: &'c Value,
}

impl Fields<'_> {
    fn seen<T>(&self, field: &str, value: T) -> Seen<T> {
        Seen {
            value,
            at: format!("{}: {field}", self.name),
        }
    }

    fn keys(&self, field: &str) -> Vec<String> {
        let map = self.config.get(field).and_then(Value::as_object);
        map.map(|map| map.keys().cloned().collect())
            .unwrap_or_default()
    }

    fn words(&self, field: &str) -> Vec<String> {
        let list = self.config.get(field).and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }

    fn ports(&self) -> Vec<Seen<(u16, String)>> {
        let mut ports: Vec<(u16, String)> = self
            .keys("ExposedPorts")
            .iter()
            .filter_map(|port| {
                let (number, protocol) = port.split_once('/').unwrap_or((port, "tcp"));
                Some((number.parse().ok()?, protocol.to_ascii_uppercase()))
            })
            .collect();
        // A map has no order of its own: the same image proposes the same first port.
        ports.sort();
        ports
            .into_iter()
            .map(|port| self.seen("ExposedPorts", port))
            .collect()
    }

    fn health(&self) -> Option<Seen<Check>> {
        let test: Vec<String> = self
            .config
            .pointer("/Healthcheck/Test")
            .and_then(Value::as_array)?
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        let check = match test.split_first()? {
            (kind, [line]) if kind == "CMD-SHELL" => Check::Shell(line.clone()),
            (kind, words) if kind == "CMD" && !words.is_empty() => Check::Words(words.to_vec()),
            _ => return None,
        };
        Some(self.seen("Healthcheck", check))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tools_print_the_same_evidence() {
        let config = r#"{"User":"1000:1000","ExposedPorts":{"9090/tcp":{},"3000/tcp":{},"53/udp":{}},"Volumes":{"/data":{}},"Entrypoint":["node"],"Cmd":["a.js"],"Env":["PATH=/bin","PORT=3000"],"Healthcheck":{"Test":["CMD-SHELL","curl -f http://localhost:3000/up"]}}"#;
        let docker = read(
            "image.json",
            &format!("[{{\"Id\":\"x\",\"Config\":{config}}}]"),
        );
        let crane = read("image.json", &format!("{{\"config\":{config}}}"));
        assert_eq!(docker, crane);
        let evidence = docker.unwrap_or_default();
        assert_eq!(
            evidence.user,
            Some(Seen {
                value: "1000:1000".to_owned(),
                at: "image.json: User".to_owned()
            })
        );
        let ports: Vec<u16> = evidence.ports.iter().map(|port| port.value.0).collect();
        assert_eq!(ports, [53, 3000, 9090]);
        assert!(evidence.health.is_some());
    }

    #[test]
    fn both_tools_tell_the_processor() {
        let architecture = |text: &str| {
            let evidence = read("image.json", text).unwrap_or_default();
            evidence.architecture.map(|seen| (seen.value, seen.at))
        };
        let docker = architecture(r#"[{"Config":{},"Architecture":"arm64"}]"#);
        let crane = architecture(r#"{"config":{},"architecture":"arm64"}"#);
        let seen = |field: &str| Some(("arm64".to_owned(), format!("image.json: {field}")));
        assert_eq!(docker, seen("Architecture"));
        assert_eq!(crane, seen("architecture"));
        assert_eq!(architecture(r#"{"config":{}}"#), None);
    }

    #[test]
    fn what_is_no_image_config_is_refused() {
        for text in ["", "[]", "{}", "{\"Config\": 1", "null"] {
            assert!(read("x", text).is_err(), "{text}");
        }
    }
}
