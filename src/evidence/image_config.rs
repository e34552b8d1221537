//! Reading the JSON of `docker image inspect` or `crane config`.

use serde_json::Value;

use super::propose::EvidenceFault;
use super::{Evidence, Seen};
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
    let seen = |value: String| Seen {
        value,
        at: name.to_owned(),
    };
    let keys = |field: &str| -> Vec<String> {
        config
            .get(field)
            .and_then(Value::as_object)
            .map(|map| map.keys().cloned().collect())
            .unwrap_or_default()
    };
    let words = |field: &str| -> Vec<String> {
        let list = config.get(field).and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let mut command = words("Entrypoint");
    command.extend(words("Cmd"));
    let ports = keys("ExposedPorts")
        .iter()
        .filter_map(|port| {
            let (number, protocol) = port.split_once('/').unwrap_or((port, "tcp"));
            Some(Seen {
                value: (number.parse().ok()?, protocol.to_ascii_uppercase()),
                at: name.to_owned(),
            })
        })
        .collect();
    let health = config
        .get("Healthcheck")
        .and_then(|health| health.get("Test"))
        .and_then(Value::as_array);
    let health: Vec<&str> = health
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    Ok(Evidence {
        user: config
            .get("User")
            .and_then(Value::as_str)
            .map(|user| seen(user.to_owned())),
        ports,
        volumes: keys("Volumes").into_iter().map(seen).collect(),
        command: Some(command)
            .filter(|words| !words.is_empty())
            .map(|value| Seen {
                value,
                at: name.to_owned(),
            }),
        health: Some(health.join(" "))
            .filter(|test| !test.is_empty() && test != "NONE")
            .map(seen),
        base: None,
        env: words("Env")
            .iter()
            .map(|pair| seen(pair.split('=').next().unwrap_or_default().to_owned()))
            .collect(),
        is_present: true,
    })
}
