//! Names, labels and command lines: what is accepted is taken as it is.
#![no_main]

use kwgen::value::{
    ConfigKey, DnsLabel, DnsSubdomain, EnvName, LabelKey, LabelValue, PortName, ServiceName,
    TimeZone, closest, join_words, looks_secret, words,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = TimeZone::parse(text);
    let _ = closest(text, ["replicas", "ports", text]);
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let _ = looks_secret(name, value);
    macro_rules! same {
        ($($name:ident)*) => {$(
            if let Ok(value) = $name::parse(text) {
                assert_eq!(value.as_str(), text);
            }
        )*};
    }
    same!(ConfigKey DnsLabel DnsSubdomain EnvName LabelKey LabelValue PortName ServiceName);
    if let Ok(split) = words(text) {
        assert_eq!(words(&join_words(&split)), Ok(split));
    }
});
