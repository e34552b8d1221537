//! Images: an overlay owns its image under `images:`, and this is how kustomize
//! puts such an entry into containers.

use serde_json::Value;

use super::table::is_containers;

/// An entry of `images:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) new_name: Option<String>,
    pub(super) tag: Option<String>,
    pub(super) digest: Option<String>,
}

/// An image of the base and what an environment wants in its place.
pub(super) type Pair = (String, String);

struct Parts<'t> {
    name: &'t str,
    tag: Option<&'t str>,
    digest: Option<&'t str>,
}

fn split(image: &str) -> Parts<'_> {
    let (named, digest) = image
        .split_once('@')
        .map_or((image, None), |(named, digest)| (named, Some(digest)));
    let slash = named.rfind('/').map_or(0, |at| at + 1);
    let colon = named.get(slash..).and_then(|last| last.find(':'));
    let (name, tag) = match colon.and_then(|at| named.split_at_checked(slash + at)) {
        Some((name, tag)) => (name, tag.strip_prefix(':')),
        None => (named, None),
    };
    Parts { name, tag, digest }
}

impl Entry {
    fn between((from, to): &Pair) -> Option<Self> {
        let (from, to) = (split(from), split(to));
        // An entry without both changes nothing, whatever the base has.
        if to.name.is_empty() || (to.tag.is_none() && to.digest.is_none()) {
            return None;
        }
        Some(Self {
            name: from.name.to_owned(),
            new_name: (from.name != to.name).then(|| to.name.to_owned()),
            tag: to.tag.map(str::to_owned),
            digest: to.digest.map(str::to_owned),
        })
    }

    /// kustomize takes the name for a regular expression, so a dot in it is any character.
    fn fits(&self, name: &str) -> bool {
        self.name.chars().count() == name.chars().count()
            && self
                .name
                .chars()
                .zip(name.chars())
                .all(|(own, other)| own == other || own == '.')
    }

    fn apply(&self, image: &str) -> Option<String> {
        let parts = split(image);
        if !self.fits(parts.name) {
            return None;
        }
        let (tag, digest) = match (&self.tag, &self.digest) {
            (None, None) => (parts.tag, parts.digest),
            (tag, digest) => (tag.as_deref(), digest.as_deref()),
        };
        let mut out = self
            .new_name
            .clone()
            .unwrap_or_else(|| parts.name.to_owned());
        if let Some(tag) = tag {
            out = out + ":" + tag;
        }
        if let Some(digest) = digest {
            out = out + "@" + digest;
        }
        Some(out)
    }
}

/// An image after all entries, in their order.
pub(super) fn apply(entries: &[Entry], image: &str) -> String {
    entries.iter().fold(image.to_owned(), |image, entry| {
        entry.apply(&image).unwrap_or(image)
    })
}

/// The entries that lead from the images of the base to those of an environment and leave `fixed` alone.
/// A pair for which there is no such entry is left to a patch.
pub(super) fn entries(pairs: &[Pair], fixed: &[&str]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for pair in pairs {
        let name = split(&pair.0).name;
        let agree = pairs
            .iter()
            .filter(|(from, _)| split(from).name == name)
            .all(|(_, to)| *to == pair.1);
        if agree
            && let Some(entry) = Entry::between(pair)
            && !entries.contains(&entry)
        {
            entries.push(entry);
        }
    }
    while let Some(image) = misled(&entries, pairs, fixed) {
        let before = entries.len();
        entries.retain(|entry| !entry.fits(split(image).name));
        if entries.len() == before {
            // Another entry's new name led here: whoever reads this must not have to think so far.
            entries.clear();
        }
    }
    entries
}

/// An image that would not become what it should, neither by the entries alone nor by a patch before them.
fn misled<'p>(entries: &[Entry], pairs: &'p [Pair], fixed: &[&'p str]) -> Option<&'p str> {
    let patched = pairs
        .iter()
        .filter(|(from, to)| apply(entries, from) != *to)
        .map(|(_, to)| to.as_str());
    fixed
        .iter()
        .copied()
        .chain(patched)
        .find(|image| apply(entries, image) != **image)
}

/// Visits the image of each container below `object` together with that of the container of the same
/// name at the same place below `base`, if there is one.
pub(super) fn each_pair(
    object: &mut Value,
    base: Option<&Value>,
    visit: &mut impl FnMut(&mut String, Option<&str>),
) {
    match object {
        Value::Object(map) => {
            for (key, inner) in map {
                let below = base.and_then(|base| base.get(key));
                if is_containers(key)
                    && let Value::Array(items) = inner
                {
                    for item in items {
                        let same = below.and_then(Value::as_array).and_then(|others| {
                            others
                                .iter()
                                .find(|other| other.get("name") == item.get("name"))
                        });
                        let image = same
                            .and_then(|same| same.get("image"))
                            .and_then(Value::as_str);
                        if let Some(Value::String(own)) = item.get_mut("image") {
                            visit(own, image);
                        }
                    }
                } else {
                    each_pair(inner, below, visit);
                }
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| each_pair(item, None, visit)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(from: &str, to: &str) -> Pair {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn an_entry_carries_tag_digest_and_a_new_repository() {
        let to = "other:5000/shop/pay:2@sha256:ab";
        let entries = entries(&[pair("reg.io/shop/pay:1", to)], &[]);
        assert_eq!(entries.len(), 1);
        assert_eq!(apply(&entries, "reg.io/shop/pay:1@sha256:cd"), to);
        assert_eq!(apply(&entries, "reg.io/shop/pay"), to);
        assert_eq!(
            apply(&entries, "reg.io/shop/payer:1"),
            "reg.io/shop/payer:1"
        );
    }

    #[test]
    fn two_images_for_one_repository_have_no_entry() {
        assert_eq!(entries(&[pair("a:1", "a:2"), pair("a:1", "a:3")], &[]), []);
        assert_eq!(entries(&[pair("a:1", "a:2")], &["a:9"]), []);
        assert_eq!(entries(&[pair("a:1", "a:2")], &["a:2"]).len(), 1);
    }

    #[test]
    fn repositories_that_change_places_have_no_entries() {
        assert_eq!(entries(&[pair("a:1", "b:1"), pair("b:1", "a:1")], &[]), []);
    }

    #[test]
    fn an_image_without_tag_and_digest_has_no_entry() {
        assert_eq!(entries(&[pair("a:1", "b")], &[]), []);
    }
}
