//! What can be wrong with answers.

use crate::faults;

faults! {
    /// What can be wrong with an answer or an answers file.
    pub enum AnswerFault {
        /// A key that is no question.
        UnknownKey { key: String, suggestion: String } = "answers.unknown-key",
        /// A file that is not a map.
        NotAMap { found: String } = "answers.not-a-map",
        /// `apiVersion` is absent or of another release.
        Version { found: String } = "answers.version",
        /// An answer of the service, given for one workload.
        OfService { id: String, workload: String } = "answers.of-service",
        /// An answer of a workload, given for all of several.
        OfWorkload { id: String, workloads: String, environment: String } = "answers.of-workload",
        /// A workload that the file does not name.
        NoWorkload { workload: String, known: String, suggestion: String } = "answers.no-workload",
        /// An environment that the file does not name.
        NoEnvironment { environment: String, known: String, suggestion: String } = "answers.no-environment",
        /// `workloads:` or `environments:` that is no map of maps.
        Group { key: String, found: String } = "answers.group",
        /// An answers file in a form that cannot be edited line by line.
        NotEditable { key: String } = "answers.not-editable",
        /// A preset together with several workloads.
        PresetOfMany { preset: String } = "answers.preset-of-many",
        /// A map where a text is expected, and the like.
        Shape { id: String, expected: String, found: String, example: String } = "answers.shape",
        /// `key:` with nothing behind it.
        Empty { id: String } = "answers.empty",
        /// Not one of the allowed words.
        NotAChoice { id: String, text: String, allowed: String, suggestion: String } = "answers.not-a-choice",
        /// Not true or false.
        NotABool { id: String, text: String } = "answers.not-a-bool",
        /// Not a whole number.
        NotAnInteger { id: String, text: String, minimum: String, example: String } = "answers.not-an-integer",
        /// KEY=VALUE without `=`.
        NoEquals { id: String, text: String, flag: String } = "answers.no-equals",
        /// `--set` with an unknown form.
        BadSet { text: String } = "answers.bad-set",
        /// One key twice in a list of pairs.
        TwiceInMap { id: String, key: String } = "answers.twice-in-map",
        /// Two answers of one layer that ask for the same in different ways.
        Excludes { id: String, value: String, other: String, other_value: String } = "answers.excludes",
        /// One answer twice in one layer.
        Twice { id: String, one: String, other: String } = "answers.twice",
        /// A value twice in a list.
        TwiceInList { id: String, text: String } = "answers.twice-in-list",
        /// A word that stands for the whole answer, as one of several items.
        KeywordAmongOthers { id: String, word: String } = "answers.keyword-among-others",
        /// No answer and no default.
        Missing { id: String, flag: String, kind: String, example: String, ask_en: String, ask_zh: String, allowed: String, workload: String } = "answers.missing",
        /// A preset needs this one.
        MissingForPreset { id: String, flag: String, preset: String, example: String, why_en: String, why_zh: String } = "answers.missing-for-preset",
        /// Given, although it does not apply.
        NotApplicable { id: String, why_en: String, why_zh: String } = "answers.not-applicable",
        /// A guess, and guesses were refused.
        GuessRefused { id: String, value: String, flag: String, why_en: String, why_zh: String } = "answers.guess-refused",
        /// An expression of the pack failed.
        Expression { id: String, detail: String } = "answers.expression",
        /// `accept` without a rule or a reason.
        Accept { rule: String } = "answers.accept",
        /// `accept` of a rule that is not there.
        AcceptUnknown { rule: String, suggestion: String } = "answers.accept-unknown",
        /// `accept` of a rule that nobody may be excepted from.
        AcceptNever { rule: String } = "answers.accept-never",
        /// An exception whose last day is over.
        AcceptExpired { rule: String, until: String } = "answers.accept-expired",
        /// `schedule` together with `batch: false`.
        ScheduleNotBatch { schedule: String } = "answers.schedule-not-batch",
    }
}

impl AnswerFault {
    /// The id of [`AnswerFault::Expression`].
    pub(super) const EXPRESSION: &str = "answers.expression";
}
