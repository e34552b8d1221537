//! Some of the covering set as environments: each line that is laid out has a reason.

use kwgen::answers::Resolved;
use kwgen::compose::Composed;
use kwgen::text::Language;
use kwgen::why::{AnswersText, Bundle, Group, Page, Reasons};

use super::environments::{Two, pairs};
use super::pairs::Strength;
use super::{pack, setting};
use crate::support::in_threads;
use crate::why::faults_of;

/// Every so many neighbours are asked about: all of them take minutes.
const STEP: usize = 17;

fn group<'g>(name: Option<&'g str>, composed: &'g Composed, resolved: &'g Resolved) -> Group<'g> {
    Group {
        name,
        setting: setting().clone(),
        service: composed.service.as_ref().expect("a service"),
        files: &composed.files,
        workloads: vec![(None, resolved)],
    }
}

#[test]
fn every_line_of_some_neighbours_of_the_covering_set_has_a_reason() {
    let reasons = Reasons::load().expect("the reasons");
    let some = pairs(Strength::Values).into_iter().step_by(STEP);
    let wrong = in_threads(some.collect(), |(one, other, minor)| {
        let two = Two::of(one, other, minor);
        let composed = two.composed();
        let [(_, staging), (_, prod)] = composed.environments.as_slice() else {
            panic!("two environments");
        };
        let bundle = Bundle {
            pack: pack(),
            preset: None,
            accept: &[],
            answers: AnswersText::read("{}"),
            files: &composed.files,
            shared: group(None, &composed, &two.staging),
            environments: vec![
                group(Some("staging"), staging, &two.staging),
                group(Some("prod"), prod, &two.prod),
            ],
        };
        let mut wrong = Vec::new();
        for file in &composed.files {
            let page = Page::new(&bundle, &reasons, file, Language::En);
            for (at, text) in file.text.lines().enumerate() {
                let name = format!("{}:{}: {text}", file.path, at + 1);
                let explained = page.explain(at + 1);
                wrong.extend(faults_of(&name, explained.as_ref(), Language::En));
            }
        }
        wrong
    });
    let wrong: Vec<String> = wrong.into_iter().flatten().take(40).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
