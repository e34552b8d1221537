//! `kwgen explain IMAGE`: what is known of an image, each fact with its source.

use std::fmt::Write as _;

use super::explain::heading;
use crate::evidence::{Fact, KnownImage, When};
use crate::text::{Language, say, tell};

/// The page of one image.
pub(super) fn image_page(id: &str, known: &KnownImage, language: Language) -> String {
    let mut out = format!("{id}: {}\n", known.title.said(language));
    let lists = [
        ("controller", &known.controller),
        ("replicas", &known.replicas),
        ("runtime", &known.runtime),
        ("slowStart", &known.slow_start),
        ("ports", &known.ports),
        ("metricsPort", &known.metrics_port),
        ("storage", &known.data),
        ("writablePaths", &known.writable),
        ("env", &known.env),
        ("args", &known.args),
        ("readiness", &known.readiness),
    ];
    let mut proposed = String::new();
    for user in &known.user {
        let name = user.name.as_deref();
        let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
        let value = format!("{}{name}", user.is);
        line(
            "runAsUser",
            &value,
            user.when.as_ref(),
            &user.source,
            language,
            &mut proposed,
        );
    }
    for (label, facts) in lists {
        facts_of(label, facts, language, &mut proposed);
    }
    heading("explain.image-proposes", &proposed, language, &mut out);
    let mut idle = String::new();
    facts_of("VOLUME", &known.idle, language, &mut idle);
    facts_of("EXPOSE", &known.deaf, language, &mut idle);
    heading("explain.image-idle", &idle, language, &mut out);
    let mut needs = String::new();
    for need in &known.needs {
        let why = if language == Language::Zh {
            &need.zh
        } else {
            &need.en
        };
        let said = format!("{}: {}", need.any_of.join(", "), why.trim_end());
        remark(
            &said,
            need.when.as_ref(),
            &need.source,
            language,
            &mut needs,
        );
    }
    heading("explain.image-needs", &needs, language, &mut out);
    for (title, remarks) in [
        ("explain.image-refuses", &known.refuses),
        ("explain.image-warns", &known.warns),
    ] {
        let mut text = String::new();
        for one in remarks {
            let said = if language == Language::Zh {
                &one.zh
            } else {
                &one.en
            };
            remark(
                said.trim_end(),
                one.when.as_ref(),
                &one.source,
                language,
                &mut text,
            );
        }
        heading(title, &text, language, &mut out);
    }
    let sources = known
        .sources
        .iter()
        .map(|(name, url)| format!("{name}: {url}"));
    let sources: Vec<String> = sources.collect();
    heading(
        "explain.image-sources",
        &sources.join("\n"),
        language,
        &mut out,
    );
    out
}

fn facts_of(label: &str, facts: &[Fact], language: Language, out: &mut String) {
    for fact in facts {
        line(
            label,
            &fact.is,
            fact.when.as_ref(),
            &fact.source,
            language,
            out,
        );
    }
}

fn line(
    label: &str,
    value: &str,
    when: Option<&When>,
    source: &str,
    language: Language,
    out: &mut String,
) {
    remark(&format!("{label}: {value}"), when, source, language, out);
}

fn remark(said: &str, when: Option<&When>, source: &str, language: Language, out: &mut String) {
    let _ = writeln!(out, "{said}{} [{source}]", limits(when, language));
}

/// The releases that something holds for, in words.
fn limits(when: Option<&When>, language: Language) -> String {
    let Some(when) = when else {
        return String::new();
    };
    let parts = [
        ("explain.image-from", &when.from),
        ("explain.image-below", &when.below),
        ("explain.image-tag", &when.tag),
        ("explain.image-without", &when.without),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter_map(|(id, value)| {
            let fields = [("value", value.clone()?)];
            Some(say(language, id, &fields).message)
        })
        .collect();
    let open = tell(language, "explain.image-limits");
    open.replace("{}", &said.join(", "))
}
