//! What other readers take for something other than a text.

/// What YAML 1.1 (its type repository, as `PyYAML` implements it) or the 1.2 core schema reads a plain
/// scalar as, when that is no text. Written from the specifications, not from the code under test.
pub(super) fn is_typed(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let word = [
        "", "~", "null", "y", "n", "yes", "no", "on", "off", "true", "false", "=", "<<", ".nan",
        ".inf", "+.inf", "-.inf",
    ];
    if word.contains(&lower.as_str()) {
        return true;
    }
    let body = lower.strip_prefix(['+', '-']).unwrap_or(&lower);
    let all = |text: &str, set: &str| !text.is_empty() && text.chars().all(|one| set.contains(one));
    let digits = "0123456789_";
    let based = [
        ("0b", "01_"),
        ("0o", "01234567_"),
        ("0x", "0123456789abcdef_"),
    ];
    let is_based = based
        .iter()
        .any(|(prefix, set)| body.strip_prefix(prefix).is_some_and(|rest| all(rest, set)));
    let is_integer = body.starts_with(|one: char| one.is_ascii_digit()) && all(body, digits);
    let (mantissa, exponent) = body.split_once('e').unwrap_or((body, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_float = all(exponent, "0123456789")
        && mantissa.chars().any(|one| one.is_ascii_digit())
        && mantissa.matches('.').count() <= 1
        && all(mantissa, "0123456789_.")
        && !mantissa.starts_with('_');
    let sexagesimal: Vec<&str> = body.split(':').collect();
    let is_sexagesimal = sexagesimal.len() > 1
        && body.starts_with(|one: char| one.is_ascii_digit())
        && sexagesimal.iter().all(|part| all(part, "0123456789_."));
    let date: Vec<&str> = lower.splitn(3, '-').collect();
    let is_date = matches!(date.as_slice(), [year, month, rest] if year.len() == 4 && all(year, "0123456789")
        && all(month, "0123456789") && month.len() <= 2
        && rest.starts_with(|one: char| one.is_ascii_digit())
        && all(rest, "0123456789t :.+-z\t"));
    is_based || is_integer || is_float || is_sexagesimal || is_date
}

#[test]
fn the_oracle_knows_what_other_readers_read() {
    for text in [
        "Yes",
        "1_000",
        "0o17",
        "+0x1F",
        "1e3",
        "-.5",
        "12:30",
        "2026-01-01",
        "2026-01-01T10:00:00Z",
        "2026-1-1 1:2:3 +8",
        "-.INF",
        "=",
    ] {
        assert!(is_typed(text), "{text}");
    }
    for text in [
        "yes!",
        "1.2.3",
        "a",
        "10.0.0.1",
        "v1",
        "2026-01-01-rc1",
        "-x",
        "e3",
        "http:8080",
    ] {
        assert!(!is_typed(text), "{text}");
    }
}
