//! What a plain scalar is to kubectl: go-yaml v2, YAML 1.1.

/// A scalar as kubectl reads it.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar<'t> {
    /// Nothing.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number that fits in 64 bits with a sign.
    Int(i64),
    /// A whole number above that.
    Uint(u64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(&'t str),
}

impl Scalar<'_> {
    /// The word for its type in messages.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "boolean",
            Self::Int(_) | Self::Uint(_) => "integer",
            Self::Float(_) => "number",
            Self::Text(_) => "string",
        }
    }
}

pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Resolves a plain scalar.
pub(super) fn resolve(text: &str) -> Scalar<'_> {
    if is_null(text) {
        return Scalar::Null;
    }
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "true" | "True" | "TRUE" => {
            return Scalar::Bool(true);
        }
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "false" | "False" | "FALSE" => {
            return Scalar::Bool(false);
        }
        ".nan" | ".NaN" | ".NAN" => return Scalar::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Scalar::Float(f64::INFINITY);
        }
        "-.inf" | "-.Inf" | "-.INF" => return Scalar::Float(f64::NEG_INFINITY),
        _ => {}
    }
    number(text).unwrap_or(Scalar::Text(text))
}

fn number(text: &str) -> Option<Scalar<'static>> {
    let first = text.chars().next()?;
    if !(first.is_ascii_digit() || matches!(first, '+' | '-' | '.')) {
        return None;
    }
    let plain = text.replace('_', "");
    if let Some(whole) = integer(&plain) {
        return Some(whole);
    }
    is_float(&plain)
        .then(|| plain.parse().ok().map(Scalar::Float))
        .flatten()
}

/// As Go's `strconv.ParseInt(text, 0, 64)`, and `0b` with a sign in front.
fn integer(text: &str) -> Option<Scalar<'static>> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, digits) = match digits.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => (16, digits.get(2..)?),
        Some("0b") => (2, digits.get(2..)?),
        Some("0o") => (8, digits.get(2..)?),
        _ if digits.len() > 1 && digits.starts_with('0') => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    if negative {
        let value = i64::try_from(-i128::from(magnitude)).ok()?;
        return Some(Scalar::Int(value));
    }
    Some(i64::try_from(magnitude).map_or(Scalar::Uint(magnitude), Scalar::Int))
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`
fn is_float(text: &str) -> bool {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match body.find(['e', 'E']) {
        Some(at) => {
            let (mantissa, rest) = body.split_at(at);
            (mantissa, Some(rest.get(1..).unwrap_or_default()))
        }
        None => (body, None),
    };
    let digits = |text: &str| !text.is_empty() && text.chars().all(|digit| digit.is_ascii_digit());
    let sound = match mantissa.split_once('.') {
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        None => digits(mantissa),
    };
    sound
        && exponent
            .is_none_or(|exponent| digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)))
}

/// Whether any YAML reader, of 1.1 or 1.2, could take this plain scalar for something other than a text.
pub(super) fn is_ambiguous(text: &str) -> bool {
    if !matches!(resolve(text), Scalar::Text(_)) || matches!(text, "=" | "<<") {
        return true;
    }
    let Some(first) = text.chars().next() else {
        return true;
    };
    // Dates, base 60, hexadecimal floats, `1.2.3` is a text to all, but `1e3`, `0o17`, `12:30` and
    // `2026-01-01 10:00:00 +8` are not.
    if (first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
        && text.chars().all(|one| {
            one.is_ascii_hexdigit()
                || matches!(
                    one,
                    '+' | '-' | '.' | ':' | '_' | 'x' | 'o' | 'T' | 't' | 'Z' | ' '
                )
        })
        && text.chars().any(|one| one.is_ascii_digit())
    {
        // A version or an address has two dots or letters, and no reader takes it for a number.
        let dots = text.matches('.').count();
        return dots < 2 || text.contains(':');
    }
    matches!(
        text.to_ascii_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null" | "~"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `kubectl label --local -o json` prints for `v: <text>` (kubectl 1.32).
    #[test]
    fn plain_scalars_are_read_as_kubectl_reads_them() {
        for (text, expected) in [
            ("yes", Scalar::Bool(true)),
            ("y", Scalar::Bool(true)),
            ("off", Scalar::Bool(false)),
            ("0644", Scalar::Int(420)),
            ("0o17", Scalar::Int(15)),
            ("1_000", Scalar::Int(1000)),
            ("0b11", Scalar::Int(3)),
            ("0x1F", Scalar::Int(31)),
            ("1e3", Scalar::Float(1000.0)),
            ("08", Scalar::Float(8.0)),
            ("12:30", Scalar::Text("12:30")),
            ("1.2.3", Scalar::Text("1.2.3")),
            ("2024-01-01", Scalar::Text("2024-01-01")),
            ("18446744073709551615", Scalar::Uint(u64::MAX)),
            ("~", Scalar::Null),
            ("http", Scalar::Text("http")),
        ] {
            assert_eq!(resolve(text), expected, "{text}");
        }
    }
}
