//! The forms of values that `blueprints/kubernetes/values.yaml` names: words,
//! ranges, and the parsers of `value` under a name each.

use std::net::IpAddr;

use crate::value::{ConfigKey, DnsLabel, DnsSubdomain, LabelKey, PortName, Quantity};
use crate::yaml::{Refusal, Scalar};

/// Whether a scalar has a form.
type Judge = fn(&Scalar<'_>) -> bool;

/// What a field takes.
#[derive(Debug, Clone)]
pub(super) enum Constraint {
    /// One of these words.
    Choice(Vec<String>),
    /// A whole number within.
    Range(i64, i64),
    /// A form of [`FORMS`].
    Form(&'static str, Judge),
}

/// Every form with its judge; numbers are judged where the form takes them.
const FORMS: [(&str, Judge); 11] = [
    ("amount", |scalar| match scalar {
        Scalar::Int(number) => *number >= 0,
        Scalar::Text(text) => is_share(text),
        _ => true,
    }),
    ("config-key", |scalar| {
        of_text(scalar, |text| ConfigKey::parse(text).is_ok())
    }),
    ("ip", |scalar| {
        of_text(scalar, |text| text.parse::<IpAddr>().is_ok())
    }),
    ("label", |scalar| {
        of_text(scalar, |text| DnsLabel::parse(text).is_ok())
    }),
    ("label-key", |scalar| {
        of_text(scalar, |text| LabelKey::parse(text).is_ok())
    }),
    ("local-path", |scalar| of_text(scalar, is_local)),
    ("port-name", |scalar| {
        of_text(scalar, |text| PortName::parse(text).is_ok())
    }),
    ("port-or-name", |scalar| match scalar {
        Scalar::Int(number) => (1..=65535).contains(number),
        other => of_text(other, |text| PortName::parse(text).is_ok()),
    }),
    ("qualified-name", |scalar| {
        of_text(scalar, |text| LabelKey::parse(text).is_ok())
    }),
    ("quantity", |scalar| match scalar {
        Scalar::Int(number) => *number >= 0,
        Scalar::Float(number) => *number >= 0.0,
        other => of_text(other, is_quantity),
    }),
    ("subdomain", |scalar| {
        of_text(scalar, |text| DnsSubdomain::parse(text).is_ok())
    }),
];

/// An empty text is a field that was not set; what is no text is the decoder's to refuse.
fn of_text(scalar: &Scalar<'_>, judge: impl Fn(&str) -> bool) -> bool {
    match scalar {
        Scalar::Text(text) => text.is_empty() || judge(text),
        _ => true,
    }
}

/// `25%`; more than all of them is as good as all.
fn is_share(text: &str) -> bool {
    text.strip_suffix('%')
        .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|one| one.is_ascii_digit()))
}

/// A path below the folder it is about; what starts with `..` is the kubelet's own.
fn is_local(text: &str) -> bool {
    !text.starts_with('/') && !text.starts_with("..") && !text.split('/').any(|part| part == "..")
}

fn is_quantity(text: &str) -> bool {
    Quantity::parse(text).is_ok_and(|quantity| quantity.bytes() >= 0 && quantity.milli() >= 0)
}

impl Constraint {
    /// Reads one line of the table.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some((_, form, judge)) = FORMS
            .iter()
            .map(|(name, judge)| (*name == text, *name, *judge))
            .find(|(is_it, ..)| *is_it)
        {
            return Some(Self::Form(form, judge));
        }
        if text.contains(" | ") {
            return Some(Self::Choice(text.split(" | ").map(str::to_owned).collect()));
        }
        let (least, most) = text.split_once("..")?;
        let most = if most.is_empty() {
            i64::MAX
        } else {
            most.parse().ok()?
        };
        Some(Self::Range(least.parse().ok()?, most))
    }

    /// Why it refuses a value, if it does.
    pub(super) fn refuses(&self, scalar: &Scalar<'_>) -> Option<Refusal> {
        match (self, scalar) {
            (Self::Choice(words), Scalar::Text(text)) => {
                let takes = text.is_empty() || words.iter().any(|word| word == text);
                (!takes).then(|| Refusal::Choice(words.join(", ")))
            }
            (Self::Range(least, most), Scalar::Int(number)) => {
                let takes = (*least..=*most).contains(number);
                (!takes).then(|| Refusal::Range(range(*least, *most)))
            }
            (Self::Range(least, most), Scalar::Uint(_)) => {
                Some(Refusal::Range(range(*least, *most)))
            }
            (Self::Form(name, judge), _) => (!judge(scalar)).then_some(Refusal::Format(name)),
            _ => None,
        }
    }
}

fn range(least: i64, most: i64) -> String {
    if most == i64::MAX {
        format!("{least}..")
    } else {
        format!("{least}..{most}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses(constraint: &str, scalar: &Scalar<'_>) -> bool {
        Constraint::parse(constraint).is_some_and(|one| one.refuses(scalar).is_some())
    }

    #[test]
    fn a_line_of_the_table_is_words_a_range_or_a_form() {
        assert!(refuses("Always | Never", &Scalar::Text("always")));
        assert!(!refuses("Always | Never", &Scalar::Text("Never")));
        assert!(refuses("1..65535", &Scalar::Int(0)));
        assert!(!refuses("1..65535", &Scalar::Int(65535)));
        assert!(refuses("0..", &Scalar::Int(-1)));
        assert!(!refuses("0..", &Scalar::Int(i64::MAX)));
        assert!(refuses("quantity", &Scalar::Text("512mb")));
        assert!(refuses("quantity", &Scalar::Text("-1")));
        assert!(refuses("amount", &Scalar::Text("25")));
        assert!(!refuses("amount", &Scalar::Text("25%")));
        assert!(refuses("port-or-name", &Scalar::Int(65536)));
        assert!(refuses("ip", &Scalar::Text("10.0.0.256")));
        assert!(!refuses("ip", &Scalar::Text("fd00::10")));
        assert!(refuses("local-path", &Scalar::Text("a/../b")));
        assert!(!refuses("local-path", &Scalar::Text("conf.d/a..b")));
        assert!(refuses("qualified-name", &Scalar::Text("a/b/c")));
        assert!(!refuses(
            "qualified-name",
            &Scalar::Text("example.com/Ready")
        ));
        assert!(Constraint::parse("no-such-form").is_none());
    }
}
