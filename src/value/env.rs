//! Variables from Secrets, and variables that look like one.

use std::fmt;

use super::{ConfigKey, DnsSubdomain, EnvName, ValueFault};

/// `DB_PASSWORD=payments-db:password`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretEnv {
    name: EnvName,
    secret: DnsSubdomain,
    key: ConfigKey,
}

impl SecretEnv {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = || ValueFault::SecretEnv {
            text: text.to_owned(),
        };
        let (name, source) = text.split_once('=').ok_or_else(fail)?;
        let (secret, key) = source.split_once(':').ok_or_else(fail)?;
        Ok(Self {
            name: EnvName::parse(name)?,
            secret: DnsSubdomain::parse(secret)?,
            key: ConfigKey::parse(key)?,
        })
    }

    /// The variable.
    pub const fn name(&self) -> &EnvName {
        &self.name
    }

    /// The Secret.
    pub const fn secret(&self) -> &DnsSubdomain {
        &self.secret
    }

    /// The key in it.
    pub const fn key(&self) -> &ConfigKey {
        &self.key
    }
}

impl fmt::Display for SecretEnv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}:{}", self.name, self.secret, self.key)
    }
}

/// The names that the kubelet looks up in a text: `$(NAME)`, but not `$$(NAME)`.
pub fn references(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        rest = &rest[at + 1..];
        if let Some(behind) = rest.strip_prefix('$') {
            rest = behind;
        } else if let Some((name, behind)) = rest
            .strip_prefix('(')
            .and_then(|inner| inner.split_once(')'))
        {
            names.push(name);
            rest = behind;
        }
    }
    names
}

/// Parts of a name that promise a secret.
const SECRET_WORDS: [&str; 8] = [
    "secret",
    "password",
    "passwd",
    "pwd",
    "token",
    "jwt",
    "bearer",
    "credential",
];

/// Whether a variable looks like a secret: by its name, unless the value is a path, a flag or empty.
pub fn looks_secret(name: &str, value: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let promises = SECRET_WORDS.iter().any(|word| lower.contains(word))
        || lower
            .split(['_', '-', '.'])
            .any(|part| part == "apikey" || (part == "key" && lower != "key"));
    let is_path = value.starts_with('/') || value.starts_with("./");
    let is_harmless =
        value.is_empty() || matches!(value, "true" | "false") || value.parse::<f64>().is_ok();
    promises && !is_path && !is_harmless
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_kubelet_expands_is_found() {
        assert_eq!(references("$(A):$(B_2)/$$(C)$$$(D)"), ["A", "B_2", "D"]);
        assert!(references("$A ${B} $( $").is_empty());
    }

    #[test]
    fn a_secret_is_known_by_its_name_unless_its_value_is_a_path() {
        assert!(looks_secret("DB_PASSWORD", "hunter2"));
        assert!(looks_secret("API_KEY", "abc"));
        assert!(looks_secret("CACHE_KEY_PREFIX", "shop:"));
        assert!(!looks_secret(
            "DB_PASSWORD_FILE",
            "/run/secrets/db/password"
        ));
        assert!(!looks_secret("MONKEY", "abc"));
        assert!(!looks_secret("KEY", "VALUE"));
    }
}
