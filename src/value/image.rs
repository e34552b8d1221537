//! Image references, by the grammar of the distribution project.

use std::fmt;

use super::ValueFault;

/// `host:port/path:tag@sha256:…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    host: Option<String>,
    path: String,
    tag: Option<String>,
    digest: Option<String>,
}

impl Image {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = |part: &str| ValueFault::Image {
            text: text.to_owned(),
            part: part.to_owned(),
        };
        if text.is_empty() {
            return Err(ValueFault::Empty {
                kind: "image".to_owned(),
            });
        }
        if text.contains("://") {
            return Err(ValueFault::ImageScheme {
                text: text.to_owned(),
            });
        }
        let (named, digest) = match text.split_once('@') {
            Some((named, digest)) => (named, Some(digest)),
            None => (text, None),
        };
        if let Some(digest) = digest {
            let sound = digest.strip_prefix("sha256:").is_some_and(|hex| {
                hex.len() == 64 && hex.chars().all(|one| matches!(one, '0'..='9' | 'a'..='f'))
            });
            if !sound {
                return Err(ValueFault::Digest {
                    text: digest.to_owned(),
                });
            }
        }
        // A colon behind the last slash starts a tag; before it, a port.
        let slash = named.rfind('/').map_or(0, |at| at + 1);
        let (repository, tag) = match named.get(slash..).and_then(|last| last.find(':')) {
            Some(at) => {
                let (repository, tag) = named.split_at(slash + at);
                (repository, tag.strip_prefix(':'))
            }
            None => (named, None),
        };
        if let Some(tag) = tag {
            let sound = !tag.is_empty()
                && tag.len() <= 128
                && !tag.starts_with(['.', '-'])
                && tag
                    .chars()
                    .all(|one| one.is_ascii_alphanumeric() || "_.-".contains(one));
            if !sound {
                return Err(fail(tag));
            }
        }
        if repository.len() > 255 {
            return Err(ValueFault::TooLong {
                kind: "image".to_owned(),
                text: text.to_owned(),
                limit: 255,
            });
        }
        let (host, path) = match repository.split_once('/') {
            Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => {
                (Some(first), rest)
            }
            _ => (None, repository),
        };
        if let Some(host) = host
            && !is_host(host)
        {
            return Err(fail(host));
        }
        if let Some(part) = path.split('/').find(|part| !is_component(part)) {
            return Err(fail(part));
        }
        Ok(Self {
            host: host.map(str::to_owned),
            path: path.to_owned(),
            tag: tag.map(str::to_owned),
            digest: digest.map(str::to_owned),
        })
    }

    /// The last part of the repository's path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The parts of the repository's path before its name.
    pub fn parents(&self) -> impl Iterator<Item = &str> {
        let mut parts = self.path.split('/');
        parts.next_back();
        parts
    }

    /// The tag, if one is given.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The digest, if one is given.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// The registry, if one is given.
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// Whether it runs whatever is newest.
    pub fn is_latest(&self) -> bool {
        self.tag.as_deref() == Some("latest")
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(host) = &self.host {
            write!(f, "{host}/")?;
        }
        f.write_str(&self.path)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "1"));
    let sound_port =
        !port.is_empty() && port.len() <= 5 && port.chars().all(|one| one.is_ascii_digit());
    sound_port
        && name.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .chars()
                    .all(|one| one.is_ascii_alphanumeric() || one == '-')
        })
}

/// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`
fn is_component(part: &str) -> bool {
    let word = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit();
    if !part.starts_with(word) || !part.ends_with(word) {
        return false;
    }
    part.split(word)
        .filter(|run| !run.is_empty())
        .all(|run| matches!(run, "." | "_" | "__") || run.chars().all(|one| one == '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_cut_where_docker_cuts_them() {
        let image =
            Image::parse("localhost:5000/shop/payments:1.4.2").unwrap_or_else(|_| unreachable!());
        assert_eq!(image.host(), Some("localhost:5000"));
        assert_eq!((image.name(), image.tag()), ("payments", Some("1.4.2")));
        assert!(Image::parse("nginx").is_ok_and(|image| image.tag().is_none()));
    }

    #[test]
    fn what_the_container_runtime_refuses_is_refused() {
        for text in [
            "UPPER/x:1",
            "a:-x",
            "a@sha256:abcdef123456...",
            "https://a.b/c:1",
            "a//b:1",
            "a b",
            "",
        ] {
            assert!(Image::parse(text).is_err(), "{text}");
        }
    }
}
