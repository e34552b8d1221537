//! Where a bundle lies for a tool that applies it: repository, folder, revision, and the cluster it goes to.

use std::fmt;

use super::ValueFault;

const LONGEST: usize = 2048;

/// `https://git.example.com/shop/deploy.git`, `ssh://git@…` or `git@host:path`; never with a password.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repository(String);

impl Repository {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let sound = is_word(text)
            && match text.split_once("://") {
                Some((scheme, rest)) => {
                    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                    let (user, host) = host.rsplit_once('@').unwrap_or(("", host));
                    if user.contains(':') || (scheme != "ssh" && !user.is_empty()) {
                        return Err(ValueFault::RepositorySecret {});
                    }
                    ["https", "http", "ssh"].contains(&scheme)
                        && !host.is_empty()
                        && !path.is_empty()
                }
                None => text.split_once(':').is_some_and(|(host, path)| {
                    let (_, host) = host.rsplit_once('@').unwrap_or(("", host));
                    !host.is_empty() && !host.contains('/') && !path.is_empty()
                }),
            };
        if sound {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueFault::Repository {
                text: text.to_owned(),
            })
        }
    }
}

/// `services/payments`, or `.`: a folder below the root of a repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Folder(String);

impl Folder {
    /// Judges a text; `./` before it and a slash behind it are dropped.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let short = text.strip_prefix("./").unwrap_or(text);
        let short = short.strip_suffix('/').unwrap_or(short);
        let is_part = |part: &str| !part.is_empty() && part != "." && part != "..";
        let is_root = short == "." || text == "./";
        let sound = is_root
            || (text.len() <= LONGEST
                && !short.contains(['\\', ':'])
                && !short.contains(char::is_control)
                && short.split('/').all(is_part));
        if sound {
            Ok(Self(if is_root { "." } else { short }.to_owned()))
        } else {
            Err(ValueFault::Folder {
                text: text.to_owned(),
            })
        }
    }
}

/// A branch, a tag or a commit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision(String);

impl Revision {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let sound = is_word(text)
            && !text.starts_with(['-', '/'])
            && !text.ends_with(['/', '.'])
            && !text.contains("..")
            && !text.contains(['~', ':', '?', '[', '\\']);
        if sound {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueFault::Revision {
                text: text.to_owned(),
            })
        }
    }
}

/// A cluster as Argo CD knows it: the address of its API server, or a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Destination(String);

impl Destination {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let sound = is_word(text)
            && match text.split_once("://") {
                Some((scheme, host)) => scheme == "https" && is_host(host),
                None => !text.contains('/'),
            };
        if sound {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueFault::Destination {
                text: text.to_owned(),
            })
        }
    }
}

fn is_host(text: &str) -> bool {
    !text.is_empty() && !text.starts_with(['/', ':']) && !text.contains('@')
}

/// Something, without a space in it.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST
        && !text.contains(|one: char| one.is_whitespace() || one.is_control())
}

macro_rules! shown {
    ($($name:ident),+) => {
        $(impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        })+
    };
}
shown!(Repository, Folder, Revision, Destination);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_an_address_that_git_clones() {
        for text in [
            "https://git.example.com/shop/deploy.git",
            "ssh://git@git.example.com:2222/shop/deploy.git",
            "git@git.example.com:shop/deploy.git",
        ] {
            assert_eq!(
                Repository::parse(text).map(|one| one.to_string()),
                Ok(text.to_owned())
            );
        }
        for text in [
            "",
            "shop/deploy",
            "https://git.example.com",
            "ftp://a/b",
            "https:///a",
            "a b:c",
        ] {
            assert!(
                matches!(Repository::parse(text), Err(ValueFault::Repository { .. })),
                "{text}"
            );
        }
    }

    #[test]
    fn a_repository_with_a_password_is_refused_as_such() {
        for text in [
            "https://ci:s3cret@git.example.com/a",
            "https://token@git.example.com/a",
            "ssh://git:pw@git.example.com/a",
        ] {
            assert_eq!(
                Repository::parse(text),
                Err(ValueFault::RepositorySecret {}),
                "{text}"
            );
        }
    }

    #[test]
    fn a_folder_stays_below_the_root() {
        let parse = |text: &str| Folder::parse(text).map(|one| one.to_string()).ok();
        for (text, folder) in [
            (".", "."),
            ("./", "."),
            ("payments", "payments"),
            ("./services/payments/", "services/payments"),
        ] {
            assert_eq!(parse(text).as_deref(), Some(folder), "{text}");
        }
        for text in [
            "",
            "/",
            "/srv/payments",
            "..",
            "a/../b",
            "a//b",
            "c:\\deploy",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_revision_is_what_git_takes_for_a_name() {
        for text in ["main", "HEAD", "release/1.2", "v1.4.2", "4f53cda"] {
            assert!(Revision::parse(text).is_ok(), "{text}");
        }
        for text in ["", "-x", "a..b", "main~1", "two words", "refs/"] {
            assert!(Revision::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_destination_is_an_address_or_a_name() {
        for text in [
            "https://kubernetes.default.svc",
            "https://10.0.0.1:6443",
            "ack-hangzhou",
        ] {
            assert!(Destination::parse(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "http://10.0.0.1",
            "https://",
            "ack hangzhou",
            "a/b",
            "https://a:b@c",
        ] {
            assert!(Destination::parse(text).is_err(), "{text}");
        }
    }
}
