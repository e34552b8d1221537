//! Quantities: `500m`, `1Gi`, `1.5`, `1e3`, as apimachinery reads them.

use std::cmp::Ordering;
use std::fmt;

use super::ValueFault;

/// An amount of CPU, memory or storage; exact to a billionth.
#[derive(Debug, Clone)]
pub struct Quantity {
    text: String,
    nano: i128,
}

const NANO: i128 = 1_000_000_000;
/// Bytes that no container and no volume gets along with.
const LEAST_SIZE: i128 = 1_000_000;

impl Quantity {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = || ValueFault::Quantity {
            text: text.to_owned(),
            suggestion: suggestion(text),
        };
        let nano = nano(text).ok_or_else(fail)?;
        Ok(Self {
            text: text.to_owned(),
            nano,
        })
    }

    /// Judges a text that must be more than zero.
    pub fn parse_positive(text: &str) -> Result<Self, ValueFault> {
        let quantity = Self::parse(text)?;
        if quantity.nano > 0 {
            Ok(quantity)
        } else {
            Err(ValueFault::NotPositive {
                text: text.to_owned(),
            })
        }
    }

    /// Judges an amount of memory or disk: `512` and `500m` are bytes, which nobody means.
    pub fn parse_size(text: &str) -> Result<Self, ValueFault> {
        let quantity = Self::parse_positive(text)?;
        if quantity.nano >= LEAST_SIZE * NANO {
            return Ok(quantity);
        }
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        Err(ValueFault::FewBytes {
            text: text.to_owned(),
            bytes: quantity.bytes().to_string(),
            suggestion: format!("{digits}Mi"),
        })
    }

    /// In whole units (bytes), rounded up.
    pub const fn bytes(&self) -> i128 {
        self.nano.div_euclid(NANO) + (self.nano.rem_euclid(NANO) != 0) as i128
    }

    /// In thousandths (of a CPU), rounded up.
    pub const fn milli(&self) -> i128 {
        let unit = NANO / 1000;
        self.nano.div_euclid(unit) + (self.nano.rem_euclid(unit) != 0) as i128
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.nano == other.nano
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nano.cmp(&other.nano)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn nano(text: &str) -> Option<i128> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned
        .find(|one: char| !one.is_ascii_digit() && one != '.')
        .unwrap_or(unsigned.len());
    let (digits, suffix) = unsigned.split_at(end);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') || digits.len() > 32 {
        return None;
    }
    let mantissa: i128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = u32::try_from(fraction.len()).ok()?;
    let (factor, divisor) = suffix_factor(suffix)?;
    let scaled = mantissa.checked_mul(NANO)?.checked_mul(factor)?;
    let below = divisor.checked_mul(10_i128.checked_pow(scale)?)?;
    let value = scaled.div_euclid(below) + i128::from(scaled.rem_euclid(below) != 0);
    Some(if text.starts_with('-') { -value } else { value })
}

/// (multiply by, divide by).
fn suffix_factor(suffix: &str) -> Option<(i128, i128)> {
    let binary = |power: u32| Some((1024_i128.pow(power), 1));
    let decimal = |power: u32| Some((1000_i128.pow(power), 1));
    match suffix {
        "" => Some((1, 1)),
        "n" => Some((1, NANO)),
        "u" => Some((1, 1_000_000)),
        "m" => Some((1, 1000)),
        "k" => decimal(1),
        "M" => decimal(2),
        "G" => decimal(3),
        "T" => decimal(4),
        "P" => decimal(5),
        "E" => decimal(6),
        "Ki" => binary(1),
        "Mi" => binary(2),
        "Gi" => binary(3),
        "Ti" => binary(4),
        "Pi" => binary(5),
        "Ei" => binary(6),
        _ => {
            let exponent: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            let power = 10_i128.checked_pow(exponent.unsigned_abs())?;
            if exponent.unsigned_abs() > 18 {
                None
            } else if exponent < 0 {
                Some((1, power))
            } else {
                Some((power, 1))
            }
        }
    }
}

/// What was probably meant by `512mi`, `1gb`, `2 Gi`, `500M i`.
fn suggestion(text: &str) -> String {
    let compact: String = text.chars().filter(|one| !one.is_whitespace()).collect();
    let end = compact
        .find(|one: char| !one.is_ascii_digit() && one != '.')
        .unwrap_or(compact.len());
    let (digits, suffix) = compact.split_at(end);
    let unit = match suffix.to_ascii_lowercase().as_str() {
        "k" | "kb" | "ki" | "kib" => "Ki",
        "m" | "mb" | "mi" | "mib" => "Mi",
        "g" | "gb" | "gi" | "gib" => "Gi",
        "t" | "tb" | "ti" | "tib" => "Ti",
        _ => return String::new(),
    };
    if digits.is_empty() {
        String::new()
    } else {
        format!("{digits}{unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_compare_by_their_amount() {
        let parse = |text: &str| Quantity::parse(text).map(|quantity| quantity.bytes());
        assert_eq!(parse("1Ki"), Ok(1024));
        assert_eq!(parse("1.5Gi"), Ok(1_610_612_736));
        assert_eq!(parse("1e3"), Ok(1000));
        assert_eq!(Quantity::parse("500m").map(|one| one.milli()), Ok(500));
        assert_eq!(Quantity::parse("1024Mi"), Quantity::parse("1Gi"));
    }

    #[test]
    fn a_wrong_unit_comes_with_a_right_one() {
        let fault = Quantity::parse("512mb").err();
        assert_eq!(
            fault,
            Some(ValueFault::Quantity {
                text: "512mb".into(),
                suggestion: "512Mi".into()
            })
        );
    }
}
