//! RAM roles, by name: `payments-oss-reader`.

use std::fmt;

use super::ValueFault;

/// The most characters of a role's name.
const LONGEST: usize = 64;
/// What the full form of a role begins with; its name follows the last slash.
const ARN: &str = "acs:ram::";

/// The name of a RAM role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RamRole(String);

impl RamRole {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        if is_role(text) {
            return Ok(Self(text.to_owned()));
        }
        let suggestion = text
            .strip_prefix(ARN)
            .and_then(|rest| rest.rsplit('/').next())
            .filter(|name| is_role(name))
            .unwrap_or_default();
        Err(ValueFault::RamRole {
            text: text.to_owned(),
            suggestion: suggestion.to_owned(),
        })
    }
}

fn is_role(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST
        && text
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '_'))
}

impl fmt::Display for RamRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_a_name_and_an_arn_tells_which() {
        for fine in ["payments-oss-reader", "AliyunCSManagedLogRole", "a.b_c"] {
            assert_eq!(
                RamRole::parse(fine).map(|one| one.to_string()),
                Ok(fine.to_owned())
            );
        }
        let suggested = |text: &str| match RamRole::parse(text) {
            Err(ValueFault::RamRole { suggestion, .. }) => suggestion,
            other => format!("{other:?}"),
        };
        assert_eq!(
            suggested("acs:ram::1234567890:role/oss-reader"),
            "oss-reader"
        );
        for wrong in [
            "",
            "oss reader",
            "role/oss",
            "\u{89d2}\u{8272}",
            &"a".repeat(65),
        ] {
            assert_eq!(suggested(wrong), "", "{wrong}");
        }
    }
}
