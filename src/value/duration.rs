//! Lengths of time in seconds.

use std::fmt;

use super::ValueFault;

/// `30`, `30s`, `5m`, `1h30m`, `2d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(u32);

impl Seconds {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        total(text).map(Self).ok_or_else(|| ValueFault::Seconds {
            text: text.to_owned(),
        })
    }

    /// How many.
    pub const fn seconds(self) -> u32 {
        self.0
    }
}

fn total(text: &str) -> Option<u32> {
    if text.chars().all(|one| one.is_ascii_digit())
        && let Ok(seconds) = text.parse::<u32>()
    {
        return Some(seconds).filter(|seconds| *seconds <= i32::MAX.unsigned_abs());
    }
    let mut sum: u64 = 0;
    let mut rest = text;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|one: char| !one.is_ascii_digit())?;
        let (digits, tail) = rest.split_at(end);
        let unit = tail.chars().next()?;
        let factor = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => return None,
        };
        sum = sum.checked_add(digits.parse::<u64>().ok()?.checked_mul(factor)?)?;
        rest = tail.get(1..)?;
    }
    u32::try_from(sum)
        .ok()
        .filter(|seconds| *seconds <= i32::MAX.unsigned_abs())
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_add_up() {
        assert_eq!(Seconds::parse("1h30m").map(Seconds::seconds), Ok(5400));
        assert_eq!(Seconds::parse("45").map(Seconds::seconds), Ok(45));
        assert!(Seconds::parse("1h30").is_err());
        assert!(Seconds::parse("-1").is_err());
    }
}
