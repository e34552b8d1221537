//! Hosts, Gateways and vSwitches: what leads to a service from outside.
#![no_main]

use kwgen::value::{GatewayRef, Host, ZoneSwitch};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Host::parse(text) {
        let again = Host::parse(&value.to_string());
        assert_eq!(again, Ok(value), "its own text is read back");
    }
    if let Ok(value) = GatewayRef::parse(text) {
        let again = GatewayRef::parse(&value.to_string());
        assert_eq!(again, Ok(value), "its own text is read back");
    }
    if let Ok(value) = ZoneSwitch::parse(text) {
        let again = ZoneSwitch::parse(&value.to_string());
        assert_eq!(again, Ok(value), "its own text is read back");
    }
});
