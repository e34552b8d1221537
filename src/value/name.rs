//! Names, as RFC 1123, RFC 1035 and the API server want them.

use std::fmt;

use super::ValueFault;

macro_rules! names {
    ($($(#[$meta:meta])* $name:ident, $kind:literal, $limit:literal, $judge:expr, $mend:expr;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Judges a text.
            pub fn parse(text: &str) -> Result<Self, ValueFault> {
                judge(text, $kind, $limit, $judge, $mend).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// A DNS label (RFC 1123): at most 63 of `a-z 0-9 -`.
    DnsLabel, "name", 63, is_label, as_label;
    /// A DNS subdomain: labels joined by dots, at most 253.
    DnsSubdomain, "subdomain", 253, |text| text.split('.').all(is_label), as_label;
    /// The name of a Service (RFC 1035): a label that starts with a letter.
    ServiceName, "service name", 63, |text| is_label(text) && starts_with_letter(text), as_label;
    /// The name of a port (`IANA_SVC_NAME`): at most 15, with a letter in it, no `--`.
    PortName, "port name", 15, is_port_name, as_label;
    /// The value of a label.
    LabelValue, "label value", 63, is_label_value, as_label_value;
    /// The key of a label.
    LabelKey, "label key", 317, is_label_key, as_label_value;
    /// The name of a variable.
    EnvName, "variable name", 253, is_env_name, as_env_name;
    /// A key of a `ConfigMap` or Secret: a file name.
    ConfigKey, "config key", 253, is_config_key, as_label_value;
}

fn judge(
    text: &str,
    kind: &str,
    limit: usize,
    is_sound: impl Fn(&str) -> bool,
    mend: impl Fn(&str) -> String,
) -> Result<String, ValueFault> {
    if text.is_empty() {
        return Err(ValueFault::Empty {
            kind: kind.to_owned(),
        });
    }
    if text.len() > limit {
        return Err(ValueFault::TooLong {
            kind: kind.to_owned(),
            text: text.to_owned(),
            limit,
        });
    }
    if is_sound(text) {
        return Ok(text.to_owned());
    }
    let suggestion = Some(mend(text))
        .filter(|mended| !mended.is_empty() && is_sound(mended))
        .unwrap_or_default();
    Err(ValueFault::Name {
        kind: kind.to_owned(),
        text: text.to_owned(),
        suggestion,
    })
}

fn is_alphanumeric_lower(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit()
}

pub(super) fn is_label(text: &str) -> bool {
    text.len() <= 63
        && text.starts_with(is_alphanumeric_lower)
        && text.ends_with(is_alphanumeric_lower)
        && text
            .chars()
            .all(|one| is_alphanumeric_lower(one) || one == '-')
}

fn starts_with_letter(text: &str) -> bool {
    text.starts_with(|character: char| character.is_ascii_lowercase())
}

fn is_port_name(text: &str) -> bool {
    is_label(text)
        && !text.contains("--")
        && text.contains(|character: char| character.is_ascii_lowercase())
}

fn is_label_value(text: &str) -> bool {
    text.starts_with(|one: char| one.is_ascii_alphanumeric())
        && text.ends_with(|one: char| one.is_ascii_alphanumeric())
        && text
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | '.'))
}

fn is_label_key(text: &str) -> bool {
    match text.split_once('/') {
        Some((prefix, name)) => {
            prefix.len() <= 253
                && prefix.split('.').all(is_label)
                && name.len() <= 63
                && is_label_value(name)
        }
        None => text.len() <= 63 && is_label_value(text),
    }
}

fn is_env_name(text: &str) -> bool {
    !text.starts_with(|one: char| one.is_ascii_digit())
        && text != "."
        && !text.starts_with("..")
        && text
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | '.'))
}

fn is_config_key(text: &str) -> bool {
    text != "."
        && !text.starts_with("..")
        && text
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | '.'))
}

/// `Payments_API` → `payments-api`.
fn as_label(text: &str) -> String {
    let mut label = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            label.push(character.to_ascii_lowercase());
        } else if !label.is_empty() && !label.ends_with('-') {
            label.push('-');
        }
    }
    label.trim_end_matches('-').to_owned()
}

fn as_label_value(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|one| {
            if one.is_ascii_alphanumeric() || "-_.".contains(one) {
                one
            } else {
                '-'
            }
        })
        .collect();
    kept.trim_matches(|one: char| !one.is_ascii_alphanumeric())
        .to_owned()
}

fn as_env_name(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|one| {
            if one.is_ascii_alphanumeric() {
                one
            } else {
                '_'
            }
        })
        .collect();
    if kept.starts_with(|one: char| one.is_ascii_digit()) {
        format!("_{kept}")
    } else {
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_name_comes_with_a_right_one() {
        let fault = DnsLabel::parse("Payments_API").err();
        let expected = ValueFault::Name {
            kind: "name".into(),
            text: "Payments_API".into(),
            suggestion: "payments-api".into(),
        };
        assert_eq!(fault, Some(expected));
    }

    #[test]
    fn names_are_judged_as_the_server_judges_them() {
        assert!(DnsLabel::parse("1a").is_ok());
        assert!(ServiceName::parse("1a").is_err());
        assert!(PortName::parse("123").is_err());
        assert!(PortName::parse("a--b").is_err());
        assert!(LabelKey::parse("app.kubernetes.io/name").is_ok());
        assert!(EnvName::parse("1A").is_err());
        assert!(ConfigKey::parse("..").is_err());
        assert!(DnsLabel::parse(&"a".repeat(64)).is_err());
    }
}
