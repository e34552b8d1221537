//! HEALTHCHECK → the text of a probe.

use super::{Check, Evidence, Seen};
use crate::value::join_words;

/// A port, and where it was seen.
type Told = Seen<(u16, String)>;

/// What a local URL begins with.
const LOCAL: [&str; 4] = [
    "http://localhost",
    "http://127.0.0.1",
    "http://0.0.0.0",
    "http://[::1]",
];

/// The probe that asks what HEALTHCHECK asks. A command of its own is run as it is; `None` where a
/// URL names a port that the container does not declare.
pub(super) fn probe(evidence: &Evidence, told: Option<&Told>) -> Option<String> {
    let check = &evidence.health.as_ref()?.value;
    let words = match check {
        Check::Words(words) => words.clone(),
        Check::Shell(line) => line.split_whitespace().map(str::to_owned).collect(),
    };
    if let Some(rest) = words.iter().find_map(|word| local(word)) {
        return path(rest, &evidence.usable_ports(told));
    }
    Some(match check {
        Check::Words(words) => format!("exec:{}", join_words(words)),
        Check::Shell(line) => {
            let words = ["/bin/sh", "-c", line].map(str::to_owned);
            format!("exec:{}", join_words(&words))
        }
    })
}

/// What stands behind the host of a local URL.
fn local(word: &str) -> Option<&str> {
    let word = word.trim_matches(['"', '\'']);
    LOCAL.iter().find_map(|host| word.strip_prefix(host))
}

fn path(rest: &str, usable: &[Told]) -> Option<String> {
    let (port, path) = match rest.strip_prefix(':') {
        Some(rest) => {
            let end = rest
                .find(|one: char| !one.is_ascii_digit())
                .unwrap_or(rest.len());
            let (port, path) = rest.split_at(end);
            (port.parse::<u16>().ok()?, path)
        }
        None => (80, rest),
    };
    let at = usable.iter().position(|seen| seen.value.0 == port)?;
    let path = if path.starts_with('/') { path } else { "/" };
    Some(if at == 0 {
        path.to_owned()
    } else {
        format!("{path}@{port}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Seen;

    fn asked(check: Check) -> Option<String> {
        let seen = |number| Seen {
            value: (number, "TCP".to_owned()),
            at: String::new(),
        };
        probe(
            &Evidence {
                ports: vec![seen(3000), seen(9000)],
                health: Some(Seen {
                    value: check,
                    at: String::new(),
                }),
                ..Evidence::default()
            },
            None,
        )
    }

    #[test]
    fn a_url_becomes_a_path_and_a_command_stays_one() {
        let shell = |line: &str| asked(Check::Shell(line.to_owned()));
        assert_eq!(
            shell("curl -f http://localhost:3000/health || exit 1").as_deref(),
            Some("/health")
        );
        assert_eq!(
            shell("wget -q http://127.0.0.1:9000").as_deref(),
            Some("/@9000")
        );
        assert_eq!(shell("curl http://localhost:1234/x"), None);
        assert_eq!(
            shell("test -f /tmp/it's up").as_deref(),
            Some(r#"exec:/bin/sh -c "test -f /tmp/it's up""#)
        );
        assert_eq!(
            asked(Check::Words(vec!["pg_isready".into(), "-U".into()])).as_deref(),
            Some("exec:pg_isready -U")
        );
    }
}
