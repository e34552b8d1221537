//! The known images of a pack: an index of names that is cheap to look through, and one file for
//! each image that is read only when the image is met.

use std::sync::OnceLock;

use super::PackFault;
use crate::embedded;
use crate::evidence::{Evidence, How, Known, KnownImage};
use crate::text::{Fault, Place};
use crate::value::Image;
use crate::yaml;

/// The index: `NAME FILE`, `PARENT/NAME FILE`, `PARENT/* FILE`, `$VARIABLE FILE`, `$VARIABLE+USER FILE`, `!PARENT`.
const INDEX: &str = "index.txt";

type Slot = (&'static str, OnceLock<Result<KnownImage, Vec<Fault>>>);

/// The known images of a pack.
#[derive(Debug)]
pub(super) struct Images {
    folder: String,
    slots: OnceLock<Vec<Slot>>,
}

/// One line of the index.
enum Line {
    /// Images below this part are made by someone else.
    Other(&'static str),
    /// An image made from this one has the variable.
    Mark(&'static str, &'static str),
    /// A repository; the part before its name where that is needed to tell it.
    Name {
        parent: Option<&'static str>,
        name: &'static str,
        file: &'static str,
    },
}

impl Images {
    pub(super) const fn new(folder: String) -> Self {
        Self {
            folder,
            slots: OnceLock::new(),
        }
    }

    /// The ids of all known images.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        embedded::under(&self.folder).filter_map(|(path, _)| {
            path.strip_prefix(self.folder.as_str())?
                .strip_suffix(".yaml")
        })
    }

    /// What is known of one image.
    pub(super) fn get(&self, id: &str) -> Option<&Result<KnownImage, Vec<Fault>>> {
        let slots = self
            .slots
            .get_or_init(|| self.ids().map(|id| (id, OnceLock::new())).collect());
        let (id, slot) = slots.iter().find(|(known, _)| *known == id)?;
        let path = format!("{}{id}.yaml", self.folder);
        let text = embedded::data(&path)?;
        Some(slot.get_or_init(|| yaml::load(&path, text)))
    }

    /// The known image that this is, or that it is made from.
    pub(super) fn find(
        &self,
        image: &str,
        evidence: &Evidence,
    ) -> Result<Option<Known<'_>>, Vec<Fault>> {
        let lines = self.lines()?;
        let named = Image::parse(image).ok();
        let base = evidence.base.as_ref();
        let base = base.and_then(|base| Image::parse(&base.value).ok());
        let by_name =
            named.and_then(|image| Some((named_file(&lines, &image)?, How::Name, tag(&image))));
        let found = by_name
            .or_else(|| {
                base.and_then(|image| Some((named_file(&lines, &image)?, How::Base, tag(&image))))
            })
            .or_else(|| marked_file(&lines, evidence));
        let Some((file, how, tag)) = found else {
            return Ok(None);
        };
        match self.get(file) {
            Some(Ok(image)) => Ok(Some(Known {
                id: file,
                image,
                how,
                tag,
            })),
            Some(Err(faults)) => Err(faults.clone()),
            None => {
                let file = format!("{}{file}.yaml", self.folder);
                Err(vec![PackFault::NoFile { file }.into()])
            }
        }
    }

    fn lines(&self) -> Result<Vec<Line>, Vec<Fault>> {
        let path = format!("{}{INDEX}", self.folder);
        let text = embedded::file(&path).unwrap_or_default();
        let mut lines = Vec::new();
        let mut faults = Vec::new();
        for (at, text) in text.lines().enumerate() {
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            if let Some(line) = line(text) {
                lines.push(line);
            } else {
                let place = Place {
                    file: path.as_str().into(),
                    line: u32::try_from(at + 1).unwrap_or(0),
                    column: 1,
                };
                let fault = PackFault::ImageIndex {
                    text: text.to_owned(),
                };
                faults.push(Fault::new(&fault).at(Some(place)));
            }
        }
        if faults.is_empty() {
            Ok(lines)
        } else {
            Err(faults)
        }
    }
}

fn line(text: &'static str) -> Option<Line> {
    let mut words = text.split(' ');
    let (first, file, rest) = (words.next()?, words.next(), words.next());
    if rest.is_some() {
        return None;
    }
    if let Some(parent) = first.strip_prefix('!') {
        return file.is_none().then_some(Line::Other(parent));
    }
    let file = file?;
    if let Some(variable) = first.strip_prefix('$') {
        return Some(Line::Mark(variable, file));
    }
    let (parent, name) = match first.split_once('/') {
        Some((parent, name)) => (Some(parent), name),
        None => (None, first),
    };
    Some(Line::Name { parent, name, file })
}

/// The file of a repository: by its last part, unless it lies below someone who makes images of the
/// same name in another way.
fn named_file(lines: &[Line], image: &Image) -> Option<&'static str> {
    let parts: Vec<&str> = image.host().into_iter().chain(image.parents()).collect();
    let is_other = lines
        .iter()
        .any(|line| matches!(line, Line::Other(other) if parts.contains(other)));
    let below = |line: &Line| match line {
        Line::Name {
            parent: Some(parent),
            name,
            file,
        } if parts.contains(parent) && (*name == "*" || *name == image.name()) => Some(*file),
        _ => None,
    };
    let plain = |line: &Line| match line {
        Line::Name {
            parent: None,
            name,
            file,
        } if !is_other && *name == image.name() => Some(*file),
        _ => None,
    };
    lines
        .iter()
        .find_map(below)
        .or_else(|| lines.iter().find_map(plain))
}

/// The file of the image that the variables of a config betray, with the version in the variable.
fn marked_file(lines: &[Line], evidence: &Evidence) -> Option<(&'static str, How, String)> {
    lines.iter().find_map(|line| {
        let Line::Mark(variable, file) = line else {
            return None;
        };
        // `$VARIABLE+USER`: the variant that does not start as root.
        let (variable, is_other) = match variable.strip_suffix("+USER") {
            Some(variable) => (variable, evidence.runs_as_root()),
            None => (*variable, false),
        };
        if is_other {
            return None;
        }
        let seen = evidence.env.iter().find(|one| one.value.0 == variable)?;
        Some((*file, How::Mark, seen.value.1.clone()))
    })
}

fn tag(image: &Image) -> String {
    image.tag().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::Controller;
    use crate::evidence::{Fact, Seen};
    use crate::value::{AbsolutePath, Port, Probe, UserId};

    fn found(image: &str, evidence: &Evidence) -> Option<(String, How)> {
        let images = Images::new("ack/images/".to_owned());
        let known = images.find(image, evidence).unwrap_or_else(|faults| {
            assert_eq!(faults, [], "the data is sound");
            None
        });
        known.map(|known| (known.id.to_owned(), known.how))
    }

    #[test]
    fn a_mirror_is_the_image_and_another_makers_image_is_not() {
        let none = Evidence::default();
        for image in [
            "postgres:16",
            "library/postgres:16",
            "r.example.com:5000/mirror/postgres:16",
        ] {
            assert_eq!(
                found(image, &none),
                Some(("postgres".to_owned(), How::Name)),
                "{image}"
            );
        }
        for image in [
            "bitnami/redis:7",
            "r.example.com/cgr.dev/chainguard/redis:7",
            "shop/payments:1",
        ] {
            assert_eq!(found(image, &none), None, "{image}");
        }
        let bitnami = found("r.example.com/bitnami/kafka:3.7", &none);
        assert_eq!(bitnami, Some(("bitnami-kafka".to_owned(), How::Name)));
    }

    #[test]
    fn an_image_made_from_a_known_one_is_recognised_by_from_and_by_its_variables() {
        let base = Evidence {
            base: Some(Seen {
                value: "nginx:1.27".to_owned(),
                at: String::new(),
            }),
            ..Evidence::default()
        };
        assert_eq!(
            found("shop/site:1", &base),
            Some(("nginx".to_owned(), How::Base))
        );
        let pair = ("PG_MAJOR".to_owned(), "16".to_owned());
        let marked = Evidence {
            env: vec![Seen {
                value: pair,
                at: String::new(),
            }],
            ..Evidence::default()
        };
        assert_eq!(
            found("shop/db:1", &marked),
            Some(("postgres".to_owned(), How::Mark))
        );
    }

    #[test]
    fn every_file_is_sound_and_in_the_index_and_every_fact_has_its_source() {
        let images = Images::new("ack/images/".to_owned());
        let lines = images.lines().unwrap_or_default();
        let mut count = 0;
        for id in images.ids() {
            let Some(Ok(image)) = images.get(id) else {
                assert_eq!(images.get(id).map(|one| one.as_ref().err()), None, "{id}");
                continue;
            };
            count += 1;
            for (source, when) in image.origins() {
                let url = image.sources.get(source);
                assert!(
                    url.is_some_and(|url| url.starts_with("https://")),
                    "{id}: {source}"
                );
                let is_open = when.is_some_and(|when| {
                    [&when.from, &when.below, &when.tag, &when.without]
                        .iter()
                        .all(|one| one.is_none())
                });
                assert!(!is_open, "{id}: an empty `when`");
            }
            for source in image.sources.keys() {
                let mut used = image.origins().into_iter().map(|(used, _)| used);
                assert!(
                    used.any(|used| used == source),
                    "{id}: {source} proves nothing"
                );
            }
            let is_indexed = lines.iter().any(|line| match line {
                Line::Name { file, .. } | Line::Mark(_, file) => *file == id,
                Line::Other(_) => false,
            });
            assert!(is_indexed, "{id} is not in the index");
        }
        assert!(count >= 40, "{count}");
        for line in &lines {
            if let Line::Name { file, .. } | Line::Mark(_, file) = line {
                assert!(
                    images.get(file).is_some(),
                    "{file} is in the index and is no file"
                );
            }
        }
    }

    #[test]
    fn every_fact_is_a_valid_answer() {
        let images = Images::new("ack/images/".to_owned());
        for id in images.ids() {
            let Some(Ok(image)) = images.get(id) else {
                continue;
            };
            let all = |facts: &[Fact]| facts.iter().map(|one| one.is.clone()).collect::<Vec<_>>();
            for port in all(&image.ports) {
                assert!(port == "none" || Port::parse(&port).is_ok(), "{id}: {port}");
            }
            for port in [all(&image.deaf), all(&image.metrics_port)].concat() {
                assert!(port.parse::<u16>().is_ok(), "{id}: {port}");
            }
            for path in [all(&image.data), all(&image.writable), all(&image.idle)].concat() {
                assert!(AbsolutePath::parse(&path).is_ok(), "{id}: {path}");
            }
            for probe in all(&image.readiness) {
                assert!(Probe::parse(&probe).is_ok(), "{id}: {probe}");
            }
            for pair in all(&image.env) {
                assert!(pair.split_once('=').is_some(), "{id}: {pair}");
            }
            for user in &image.user {
                let uid = UserId::parse(&user.is).map(UserId::uid);
                assert!(uid.is_ok_and(|uid| uid != 0), "{id}: {}", user.is);
            }
            for controller in all(&image.controller) {
                assert!(
                    Controller::parse(&controller).is_some(),
                    "{id}: {controller}"
                );
            }
            for need in &image.needs {
                let is_one = need
                    .file
                    .as_ref()
                    .is_none_or(|file| need.any_of.contains(file));
                assert!(is_one && !need.any_of.is_empty(), "{id}: {:?}", need.any_of);
            }
        }
    }
}
