//! Blocks of addresses.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

use super::ValueFault;

/// The metadata service of Alibaba Cloud: it hands out credentials of the node.
const METADATA: Ipv4Addr = Ipv4Addr::new(100, 100, 100, 200);

/// A block such as `10.0.0.0/8`, without bits behind the prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cidr {
    address: IpAddr,
    prefix: u8,
}

impl Cidr {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = |suggestion: String| ValueFault::Cidr {
            text: text.to_owned(),
            suggestion,
        };
        let (address, prefix) = text.split_once('/').ok_or_else(|| {
            fail(text.parse::<IpAddr>().map_or_else(
                |_| String::new(),
                |address| format!("{text}/{}", if address.is_ipv4() { 32 } else { 128 }),
            ))
        })?;
        let address: IpAddr = address.parse().map_err(|_| fail(String::new()))?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let sound = prefix == "0" || prefix.starts_with(|one: char| matches!(one, '1'..='9'));
        let prefix: u8 = prefix
            .parse()
            .ok()
            .filter(|prefix| sound && *prefix <= most)
            .ok_or_else(|| fail(String::new()))?;
        let network = mask(address, prefix);
        if network != address {
            return Err(fail(format!("{network}/{prefix}")));
        }
        Ok(Self { address, prefix })
    }

    /// Whether an address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        address.is_ipv4() == self.address.is_ipv4() && mask(address, self.prefix) == self.address
    }

    /// Whether the metadata service lies in it.
    pub fn contains_metadata(&self) -> bool {
        self.contains(IpAddr::V4(METADATA))
    }

    /// Whether another block lies in it.
    pub fn holds(&self, other: &Self) -> bool {
        other.prefix >= self.prefix && self.contains(other.address)
    }
}

fn mask(address: IpAddr, prefix: u8) -> IpAddr {
    let prefix = u32::from(prefix);
    match address {
        IpAddr::V4(four) => {
            let mask = u32::MAX.checked_shl(32 - prefix).unwrap_or(0);
            IpAddr::V4((u32::from(four) & mask).into())
        }
        IpAddr::V6(six) => {
            let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
            IpAddr::V6((u128::from(six) & mask).into())
        }
    }
}

impl TryFrom<String> for Cidr {
    type Error = ValueFault;

    fn try_from(text: String) -> Result<Self, ValueFault> {
        Self::parse(&text)
    }
}

impl From<Cidr> for String {
    fn from(one: Cidr) -> Self {
        one.to_string()
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_bits_are_refused_with_the_block_that_was_meant() {
        let fault = Cidr::parse("10.1.2.3/8").err();
        assert_eq!(
            fault,
            Some(ValueFault::Cidr {
                text: "10.1.2.3/8".into(),
                suggestion: "10.0.0.0/8".into()
            })
        );
        assert!(Cidr::parse("0.0.0.0/0").is_ok_and(|block| block.contains_metadata()));
        assert!(Cidr::parse("2001:db8::/32").is_ok_and(|block| !block.contains_metadata()));
        assert!(Cidr::parse("100.64.0.0/10").is_ok_and(|block| block.contains_metadata()));
    }
}
