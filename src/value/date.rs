//! Days of the calendar: `2027-06-30`.

use std::fmt;

use super::ValueFault;

/// A day, ordered as the calendar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i64,
    month: u8,
    day: u8,
}

impl Date {
    /// Judges a text: `YYYY-MM-DD`, a day that exists.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = || ValueFault::Date {
            text: text.to_owned(),
        };
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts.as_slice() else {
            return Err(fail());
        };
        let number = |text: &str, width: usize| {
            let is_digits = text.chars().all(|one| one.is_ascii_digit());
            Some(text)
                .filter(|_| is_digits && text.len() == width)
                .and_then(|text| text.parse::<i64>().ok())
                .ok_or_else(fail)
        };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let is_there = (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
        match (u8::try_from(month), u8::try_from(day)) {
            (Ok(month), Ok(day)) if is_there => Ok(Self { year, month, day }),
            _ => Err(fail()),
        }
    }

    /// The day that is this many days after 1970-01-01 (UTC).
    pub fn from_epoch_days(after: u64) -> Self {
        let mut rest = i64::try_from(after).unwrap_or(i64::MAX);
        let mut year = 1970;
        // 400 years have the same days in every cycle.
        year += 400 * (rest / 146_097);
        rest %= 146_097;
        while rest >= 365 + i64::from(is_leap(year)) {
            rest -= 365 + i64::from(is_leap(year));
            year += 1;
        }
        let mut month = 1;
        while rest >= days(year, month) {
            rest -= days(year, month);
            month += 1;
        }
        Self {
            year,
            month: u8::try_from(month).unwrap_or(12),
            day: u8::try_from(rest + 1).unwrap_or(31),
        }
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        for text in ["2027-06-30", "2024-02-29", "2000-02-29"] {
            assert_eq!(
                Date::parse(text).map(|date| date.to_string()),
                Ok(text.to_owned())
            );
        }
        for text in [
            "2027-06-31",
            "2023-02-29",
            "1900-02-29",
            "2027-6-3",
            "soon",
            "2027-00-10",
            "",
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
        let day = |text: &str| Date::parse(text).ok();
        assert!(day("2026-12-31") < day("2027-01-01"));
    }

    #[test]
    fn days_since_the_epoch_are_days_of_the_calendar() {
        for (days, text) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_782, "2026-11-25"),
        ] {
            assert_eq!(Date::from_epoch_days(days).to_string(), text);
        }
    }
}
