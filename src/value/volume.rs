//! What is mounted: storage, writable paths, Secrets, paths of the node.

use std::fmt;

use super::name::is_label;
use super::{AbsolutePath, DnsLabel, DnsSubdomain, Quantity, ValueFault};

/// Access modes with their short forms.
const MODES: [(&str, &str); 4] = [
    ("ReadWriteOnce", "RWO"),
    ("ReadWriteMany", "RWX"),
    ("ReadOnlyMany", "ROX"),
    ("ReadWriteOncePod", "RWOP"),
];

/// `20Gi@/data,class=alicloud-disk-essd,mode=RWO,name=data`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storage {
    size: Quantity,
    path: AbsolutePath,
    class: Option<DnsSubdomain>,
    mode: &'static str,
    name: DnsLabel,
    is_named: bool,
}

impl Storage {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = || ValueFault::Storage {
            text: text.to_owned(),
        };
        let mut parts = text.split(',');
        let (size, path) = parts
            .next()
            .and_then(|first| first.split_once('@'))
            .ok_or_else(fail)?;
        let size = Quantity::parse_size(size)?;
        let path = AbsolutePath::parse(path)?;
        let (mut class, mut mode, mut name) = (None, "ReadWriteOnce", None);
        for part in parts {
            match part.split_once('=') {
                Some(("class", value)) => class = Some(DnsSubdomain::parse(value)?),
                Some(("mode", value)) => {
                    let known = MODES
                        .iter()
                        .find(|(long, short)| value == *long || value.eq_ignore_ascii_case(short));
                    mode = known.map(|(long, _)| *long).ok_or_else(fail)?;
                }
                Some(("name", value)) => name = Some(DnsLabel::parse(value)?),
                _ => return Err(fail()),
            }
        }
        let is_named = name.is_some();
        let name = match name {
            Some(name) => name,
            None => DnsLabel::parse(&name_of(path.as_str()))?,
        };
        Ok(Self {
            size,
            path,
            class,
            mode,
            name,
            is_named,
        })
    }

    /// How much.
    pub const fn size(&self) -> &Quantity {
        &self.size
    }

    /// Where it is mounted.
    pub const fn path(&self) -> &AbsolutePath {
        &self.path
    }

    /// Its class, if one is named.
    pub const fn class(&self) -> Option<&DnsSubdomain> {
        self.class.as_ref()
    }

    /// Its access mode, in full.
    pub const fn mode(&self) -> &'static str {
        self.mode
    }

    /// The volume's name.
    pub const fn name(&self) -> &DnsLabel {
        &self.name
    }
}

impl fmt::Display for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.size, self.path)?;
        if let Some(class) = &self.class {
            write!(f, ",class={class}")?;
        }
        if self.mode != "ReadWriteOnce" {
            write!(f, ",mode={}", self.mode)?;
        }
        if self.is_named {
            write!(f, ",name={}", self.name)?;
        }
        Ok(())
    }
}

/// The last part of a path as a name; `data` where that is no name.
fn name_of(path: &str) -> String {
    let last: String = path
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .chars()
        .map(|one| {
            if one.is_ascii_alphanumeric() {
                one.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let last = last.trim_matches('-');
    if is_label(last) {
        last.to_owned()
    } else {
        "data".to_owned()
    }
}

/// `/tmp`, `/var/cache/nginx=512Mi`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WritablePath {
    path: AbsolutePath,
    size: Option<Quantity>,
}

impl WritablePath {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        match text.split_once('=') {
            Some((path, size)) => Ok(Self {
                path: AbsolutePath::parse(path)?,
                size: Some(Quantity::parse_size(size)?),
            }),
            None => Ok(Self {
                path: AbsolutePath::parse(text)?,
                size: None,
            }),
        }
    }

    /// Where.
    pub const fn path(&self) -> &AbsolutePath {
        &self.path
    }

    /// How much it may hold.
    pub const fn size(&self) -> Option<&Quantity> {
        self.size.as_ref()
    }
}

impl fmt::Display for WritablePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.size {
            Some(size) => write!(f, "{}={size}", self.path),
            None => self.path.fmt(f),
        }
    }
}

/// `payments-db`, `payments-db@/app/secrets`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretMount {
    name: DnsSubdomain,
    path: Option<AbsolutePath>,
}

impl SecretMount {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        match text.split_once('@') {
            Some((name, path)) => Ok(Self {
                name: DnsSubdomain::parse(name)?,
                path: Some(AbsolutePath::parse(path)?),
            }),
            None => Ok(Self {
                name: DnsSubdomain::parse(text)?,
                path: None,
            }),
        }
    }

    /// The Secret.
    pub const fn name(&self) -> &DnsSubdomain {
        &self.name
    }

    /// Where it is mounted, if that is said.
    pub const fn path(&self) -> Option<&AbsolutePath> {
        self.path.as_ref()
    }
}

impl fmt::Display for SecretMount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}@{path}", self.name),
            None => self.name.fmt(f),
        }
    }
}

/// Folders of a node that give whoever reads them the node itself, or what other pods keep secret: with
/// what is below them, and above.
const FORBIDDEN: [&str; 11] = [
    "/boot",
    "/dev",
    "/etc",
    "/proc",
    "/root",
    "/run",
    "/sys",
    "/var/lib/containerd",
    "/var/lib/etcd",
    "/var/lib/kubelet",
    "/var/run",
];
/// Journals that are kept in memory lie below `/run`.
const SPARED: [&str; 2] = ["/run/log", "/var/run/log"];

/// A path of the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPath(AbsolutePath);

impl HostPath {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let bare = text.trim_end_matches('/');
        let is_socket = std::path::Path::new(bare)
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("sock"));
        let is_spared = SPARED.iter().any(|spared| is_in(bare, spared));
        let is_forbidden = FORBIDDEN
            .iter()
            .any(|folder| is_in(bare, folder) || is_in(folder, bare));
        if bare.is_empty() || is_socket || (is_forbidden && !is_spared) {
            return Err(ValueFault::HostPath {
                text: text.to_owned(),
            });
        }
        AbsolutePath::parse(text).map(Self)
    }
}

/// Whether a path is a folder, or below it.
fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl fmt::Display for HostPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storage_is_written_back_as_it_was_read() {
        for text in [
            "20Gi@/data",
            "20Gi@/var/lib/mysql,class=alicloud-disk-essd,mode=ReadWriteMany,name=db",
        ] {
            assert_eq!(
                Storage::parse(text).map(|one| one.to_string()),
                Ok(text.to_owned())
            );
        }
        assert_eq!(
            Storage::parse("20Gi@/var/lib/mysql").map(|one| one.name().to_string()),
            Ok("mysql".into())
        );
        assert!(Storage::parse("20Gi").is_err());
    }

    #[test]
    fn a_path_that_is_the_node_itself_is_refused() {
        for fine in [
            "/var/log",
            "/var/log/pods",
            "/var/lib/agent",
            "/run/log/journal",
            "/etcd",
        ] {
            assert!(HostPath::parse(fine).is_ok(), "{fine}");
        }
        for taken in [
            "/",
            "/var",
            "/var/lib",
            "/var/lib/",
            "/etc/kubernetes",
            "/var/lib/kubelet/pods",
            "/var/run/docker.sock",
            "/sys",
            "/dev/shm",
            "/boot",
            "/var/lib/etcd",
            "/run/containerd",
        ] {
            assert!(HostPath::parse(taken).is_err(), "{taken}");
        }
    }
}
