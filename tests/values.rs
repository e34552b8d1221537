//! Properties of every parser of answers: no panic on any input; what is accepted is written back and
//! accepted again as the same value; what the API server would refuse is refused.

use std::fmt::{Debug, Display};

use kwgen::value::{
    AbsolutePath, Autoscale, Caller, Cidr, ConfigKey, Dependency, DnsLabel, DnsSubdomain, EnvName,
    HostPath, Image, LabelKey, LabelValue, Minor, Port, PortName, Probe, Quantity, Schedule,
    Seconds, SecretEnv, SecretMount, ServiceName, Storage, TimeZone, UserId, WritablePath, words,
};
use proptest::prelude::*;

use crate::strings::any_string;

/// Texts that some parser accepts: the start of mutations that stay close to what is valid.
const SOUND: &[&str] = &[
    "payments",
    "payments-db",
    "a.b-c",
    "app.kubernetes.io/name",
    "LOG_LEVEL",
    "app.yaml",
    "500m",
    "1.5Gi",
    "1e3",
    "2E-3",
    "128974848",
    "registry.example.com:5000/shop/payments:1.4.2",
    "nginx",
    "a/b@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
    "0 2 * * *",
    "*/15 9-17 1,15 JAN-MAR MON-FRI/2",
    "@daily",
    "@every 1h30m",
    "http:8080",
    "grpc:9000:9001/TCP",
    "5353/udp",
    "checkout@shop",
    "tier=edge@gateway",
    "10.0.0.0/8",
    "2001:db8::/32",
    "ledger@ledger:8080",
    "cache:6379/UDP",
    "[2001:db8::/32]:443",
    "10.20.0.0/16:3306",
    "/ready?full=1@http",
    "tcp@8080",
    "exec:a 'b c' \\\"",
    "45",
    "1h30m",
    "2d",
    "20Gi@/data,class=alicloud-disk-essd,mode=RWX,name=d",
    "/var/cache/nginx=512Mi",
    "db@/run/db",
    "DB=payments-db:password",
    "10001:10002",
    "1.35",
    "v1.32.4-aliyun.1",
    "Asia/Shanghai",
    "/var/log/pods",
    "3..12@70%",
    "2..100@150%cpu, 80%memory",
];

fn near() -> impl Strategy<Value = String> {
    let mutated = (
        prop::sample::select(SOUND),
        prop::collection::vec(
            (any::<prop::sample::Index>(), any::<u8>(), any::<char>()),
            0..4,
        ),
    )
        .prop_map(|(text, changes)| {
            let mut all: Vec<char> = text.chars().collect();
            for (at, what, one) in changes {
                let at = at.index(all.len() + 1);
                let one = if one.is_ascii() {
                    one
                } else {
                    char::from(what % 95 + 32)
                };
                match what % 3 {
                    0 => all.insert(at, one),
                    1 if at < all.len() => all[at] = one,
                    _ if at < all.len() => drop(all.remove(at)),
                    _ => {}
                }
            }
            all.into_iter().collect::<String>()
        });
    prop_oneof![4 => mutated, 1 => any_string(), 1 => "[a-zA-Z0-9._:/@=,*-]{0,20}"]
}

/// What is accepted has a text that is accepted again as the same value.
fn settles<T: Display + PartialEq + Debug, E: Debug>(
    parse: impl Fn(&str) -> Result<T, E>,
    text: &str,
) -> Result<(), TestCaseError> {
    if let Ok(value) = parse(text) {
        let written = value.to_string();
        let again = parse(&written)
            .map_err(|fault| TestCaseError::fail(format!("{text:?} → {written:?}: {fault:?}")))?;
        prop_assert_eq!(&again, &value, "{:?} → {:?}", text, written);
        prop_assert_eq!(again.to_string(), written);
    }
    Ok(())
}

fn is_label(text: &str) -> bool {
    let inner = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit();
    (1..=63).contains(&text.len())
        && text.starts_with(inner)
        && text.ends_with(inner)
        && text.chars().all(|one| inner(one) || one == '-')
}

fn is_qualified(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.starts_with(|one: char| one.is_ascii_alphanumeric())
        && text.ends_with(|one: char| one.is_ascii_alphanumeric())
        && text
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "-_.".contains(one))
}

/// `<sign><digits with at most one dot><suffix>`, as `resource.ParseQuantity` reads it.
fn is_quantity(text: &str) -> bool {
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = body
        .find(|one: char| !one.is_ascii_digit() && one != '.')
        .unwrap_or(body.len());
    let (number, suffix) = body.split_at(end);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let is_exponent = suffix.strip_prefix(['e', 'E']).is_some_and(|rest| {
        let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        !rest.is_empty() && rest.chars().all(|one| one.is_ascii_digit())
    });
    let known = [
        "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
    ];
    digits > 0 && number.matches('.').count() <= 1 && (known.contains(&suffix) || is_exponent)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_parser_accepts_it_accepts_again(text in near()) {
        settles(AbsolutePath::parse, &text)?;
        settles(Caller::parse, &text)?;
        settles(Cidr::parse, &text)?;
        settles(ConfigKey::parse, &text)?;
        settles(Dependency::parse, &text)?;
        settles(DnsLabel::parse, &text)?;
        settles(DnsSubdomain::parse, &text)?;
        settles(EnvName::parse, &text)?;
        settles(HostPath::parse, &text)?;
        settles(Image::parse, &text)?;
        settles(LabelKey::parse, &text)?;
        settles(LabelValue::parse, &text)?;
        settles(Minor::parse, &text)?;
        settles(Port::parse, &text)?;
        settles(PortName::parse, &text)?;
        settles(Probe::parse, &text)?;
        settles(Quantity::parse, &text)?;
        settles(Schedule::parse, &text)?;
        settles(Seconds::parse, &text)?;
        settles(SecretEnv::parse, &text)?;
        settles(SecretMount::parse, &text)?;
        settles(ServiceName::parse, &text)?;
        settles(Storage::parse, &text)?;
        settles(UserId::parse, &text)?;
        settles(Autoscale::parse, &text)?;
        settles(WritablePath::parse, &text)?;
        let _ = words(&text);
    }

    #[test]
    fn a_range_is_taken_exactly_where_it_can_scale(
        least in 0_i32..20, most in 0_i32..20, cpu in 0_i32..200, memory in 0_i32..120,
    ) {
        let can_scale = least >= 2 && least < most && cpu > 0;
        let by_cpu = Autoscale::parse(&format!("{least}..{most}@{cpu}%"));
        prop_assert_eq!(by_cpu.is_ok(), can_scale);
        if let Ok(range) = by_cpu {
            let seen = (range.least(), range.most(), range.cpu(), range.memory());
            prop_assert_eq!(seen, (least, most, Some(cpu), None));
        }
        let by_both = Autoscale::parse(&format!("{least}..{most}@{memory}%memory,{cpu}%"));
        prop_assert_eq!(by_both.is_ok(), can_scale && (1..=90).contains(&memory));
    }

    #[test]
    fn what_the_server_refuses_is_refused(text in near()) {
        prop_assert_eq!(DnsLabel::parse(&text).is_ok(), is_label(&text));
        let is_subdomain = text.len() <= 253 && text.split('.').all(is_label);
        prop_assert_eq!(DnsSubdomain::parse(&text).is_ok(), is_subdomain);
        prop_assert_eq!(LabelValue::parse(&text).is_ok(), is_qualified(&text));
        let is_key = match text.split_once('/') {
            Some((prefix, name)) => prefix.len() <= 253 && prefix.split('.').all(is_label) && is_qualified(name),
            None => is_qualified(&text),
        };
        prop_assert_eq!(LabelKey::parse(&text).is_ok(), is_key);
        let is_word = |text: &str| text.chars().all(|one| one.is_ascii_alphanumeric() || "-_.".contains(one));
        let is_env = !text.is_empty() && text.len() <= 253 && is_word(&text) && !text.starts_with(|one: char| one.is_ascii_digit());
        prop_assert!(EnvName::parse(&text).is_err() || (is_env && text != "." && !text.starts_with("..")), "{}", text);
        let is_file = !text.is_empty() && text.len() <= 253 && is_word(&text) && text != "." && !text.starts_with("..");
        prop_assert_eq!(ConfigKey::parse(&text).is_ok(), is_file);
        prop_assert!(Quantity::parse(&text).is_err() || is_quantity(&text), "{}", text);
        if let Ok(port) = Port::parse(&text) {
            let name = port.name().as_str();
            prop_assert!(is_label(name) && name.len() <= 15 && !name.contains("--"));
            prop_assert!(name.contains(|one: char| one.is_ascii_lowercase()) && port.number() >= 1024 && port.service() > 0);
        }
        if let Ok(schedule) = Schedule::parse(&text) {
            prop_assert!(!schedule.to_string().contains("TZ="));
            prop_assert!(text.starts_with('@') || text.split_whitespace().count() == 5);
        }
        if let Ok(path) = AbsolutePath::parse(&text) {
            prop_assert!(path.as_str().starts_with('/') && !path.as_str().contains(':'));
            prop_assert!(!path.as_str().split('/').any(|part| part == ".."));
        }
        if let Ok(block) = Cidr::parse(&text) {
            let (address, prefix) = text.split_once('/').expect("a prefix");
            prop_assert!(address.parse::<std::net::IpAddr>().is_ok() && prefix.parse::<u8>().is_ok());
            prop_assert_eq!(block.contains(address.parse().expect("an address")), true);
        }
    }

    #[test]
    fn quantities_keep_their_amount_whatever_their_unit(number in 1_u32..100_000, unit in prop::sample::select(&["", "k", "M", "G", "Ki", "Mi", "Gi"][..])) {
        let factor: i128 = match unit {
            "k" => 1000,
            "M" => 1_000_000,
            "G" => 1_000_000_000,
            "Ki" => 1 << 10,
            "Mi" => 1 << 20,
            "Gi" => 1 << 30,
            _ => 1,
        };
        let quantity = Quantity::parse(&format!("{number}{unit}"));
        prop_assert_eq!(quantity.map(|one| one.bytes()), Ok(i128::from(number) * factor));
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a list")]
fn spot_checks_from_the_servers_own_tests() {
    let mut accepted: Vec<String> = Vec::new();
    let mut refused = |is_ok: bool, text: &str| {
        if is_ok {
            accepted.push(text.to_owned());
        }
    };
    for text in [
        "", ".", "+", "1.1.1", "1 Gi", "1Gib", "1KI", "1e", "1.5e1.5", "0x10", "１", "1i", "1Mi ",
        "Mi",
    ] {
        refused(Quantity::parse(text).is_ok(), text);
    }
    for text in [
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 7",
        "a * * * *",
        "*/0 * * * *",
        "1-0 * * * *",
        "* * * *",
        "* * * * * *",
        "@reboot",
        "@every 1x",
        "@every",
        "TZ=UTC * * * * *",
        "CRON_TZ=UTC * * * * *",
        "1,,2 * * * *",
        "- * * * *",
        "@every -1s",
        "*-5 * * * *",
        "+1 * * * *",
        "1/ * * * *",
    ] {
        refused(Schedule::parse(text).is_ok(), text);
    }
    for text in [
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "010.0.0.0/8",
        "10.0.0.1/8",
        "::/129",
        "a/8",
        "10.0.0/8",
        "1.2.3.4/+8",
    ] {
        refused(Cidr::parse(text).is_ok(), text);
    }
    for text in [
        "A:1",
        "a:",
        "a:é",
        "a@sha256:",
        "a@sha512:00",
        "/a:1",
        "a/:1",
        "a/:1",
        "a:1/",
        "-a:1",
        "a_:1",
        "a..b:1",
        "a___b:1",
        "a:1:2",
        "a b:1",
        "host.:1/a:1",
        "[::1]:5000/a:1",
    ] {
        refused(Image::parse(text).is_ok(), text);
    }
    for text in [
        "http:0",
        "http:65536",
        "http:-1",
        "http:+8080",
        "http:08080",
        "HTTP:8080",
        "a-very-long-port-name:8080",
        "-a:8080",
        "a--b:8080",
        "1234:8080",
        "http:8080/ICMP",
        "http:8080/",
        ":8080",
        "http:1:2:8080",
    ] {
        refused(Port::parse(text).is_ok(), text);
    }
    for text in [
        "",
        "1.5s",
        "-1",
        "+1",
        "1w",
        "1h1",
        "99999999999",
        "s",
        "1 s",
    ] {
        refused(Seconds::parse(text).is_ok(), text);
    }
    for text in [
        "-1",
        "+1",
        "root",
        "1:",
        ":1",
        "1:2:3",
        "4294967296",
        "2147483648",
        "1.0",
        "",
    ] {
        refused(UserId::parse(text).is_ok(), text);
    }
    for text in [
        "Shanghai",
        "asia/shanghai",
        "Local",
        "",
        "UTC+8",
        "../etc/passwd",
        "Asia/Shanghai ",
    ] {
        refused(TimeZone::parse(text).is_ok(), text);
    }
    for text in [
        "1.24", "1.38", "2.30", "1", "1.", "1.30x", "1.+30", "v", "1.030",
    ] {
        refused(Minor::parse(text).is_ok(), text);
    }
    for text in [
        "ready",
        "/a b",
        "/a\u{7}",
        "exec:",
        "exec:'a",
        "tcp@",
        "/ready@",
        "http://x/",
        "tcp@a b",
        "/r@A_B",
        "/r@70000",
        "tcp@0",
    ] {
        refused(Probe::parse(text).is_ok(), text);
    }
    for text in [
        "20Gi",
        "@/data",
        "0@/data",
        "20Gi@data",
        "20Gi@/data,mode=x",
        "20Gi@/data,x=y",
        "20Gi@/",
        "-1Gi@/data",
        "20Gi@/a/../b",
        "500m@/data",
    ] {
        refused(Storage::parse(text).is_ok(), text);
    }
    for text in [
        "db@ns",
        "db:0",
        "db:65536",
        "db:+1",
        "@ns:1",
        "db@:1",
        "10.0.0.1:1",
        "10.0.0.0/8",
        "http://a:1",
        "db.svc.cluster.local:1",
        "[::/0]",
        "=v:1",
    ] {
        refused(Dependency::parse(text).is_ok(), text);
    }
    for text in [
        "", "@", "@ns", "a@", "a@b@c", "k=v=w", "A", "10.0.0.1", "a:80", "a b",
    ] {
        refused(Caller::parse(text).is_ok(), text);
    }
    assert!(accepted.is_empty(), "accepted: {accepted:?}");
}

proptest! {
    // A zone that is none is compared with all 597.
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_time_zone_that_is_accepted_is_accepted_again(text in near()) {
        settles(TimeZone::parse, &text)?;
    }
}
