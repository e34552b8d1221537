//! The expressions of questions (`when`, `default`, `required`), compiled
//! once, evaluated over the answers so far.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use minijinja::value::{Enumerator, Object};
use minijinja::{Environment, Error, Expression, UndefinedBehavior, Value};

use super::AnswerFault;
use crate::question::{Canonical, Question, Questions};
use crate::text::Fault;
use crate::value::{Port, Protocol, Quantity, Storage, WritablePath};

/// The compiled expressions of one question.
#[derive(Debug, Default)]
struct Compiled {
    when: Option<Expression<'static, 'static>>,
    default: Option<Expression<'static, 'static>>,
    required: Option<Expression<'static, 'static>>,
    guess: Vec<Option<Expression<'static, 'static>>>,
}

/// The compiled expressions of all questions, by index.
#[derive(Debug)]
pub struct Expressions(Vec<Compiled>);

fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(100_000));
        environment.set_recursion_limit(16);
        environment.add_function("larger", larger);
        environment.add_function("over_tcp", over_tcp);
        environment.add_function("over_http", over_http);
        environment.add_function("of_one_pod", of_one_pod);
        environment.add_function("room_for", room_for);
        environment
    })
}

fn larger(one: &str, other: &str) -> String {
    match (Quantity::parse(one), Quantity::parse(other)) {
        (Ok(first), Ok(second)) if second > first => other.to_owned(),
        _ => one.to_owned(),
    }
}

/// Whether one of the ports (the answer `ports`) is reached over TCP.
fn over_tcp(ports: &Value) -> bool {
    let items = ports.try_iter().into_iter().flatten();
    items
        .filter_map(|item| Port::parse(item.as_str()?).ok())
        .any(|port| port.protocol() == Protocol::Tcp)
}

/// Whether one of the ports (the answer `ports`) speaks HTTP or gRPC, by its name.
fn over_http(ports: &Value) -> bool {
    let items = ports.try_iter().into_iter().flatten();
    items
        .filter_map(|item| Port::parse(item.as_str()?).ok())
        .any(|port| port.speech().is_some())
}

/// Whether one of the claims (the answer `storage`) can be mounted by one pod, or one node, only.
fn of_one_pod(storage: &Value) -> bool {
    let items = storage.try_iter().into_iter().flatten();
    items
        .filter_map(|item| Storage::parse(item.as_str()?).ok())
        .any(|claim| claim.mode().starts_with("ReadWriteOnce"))
}

/// `least`, or whole GiB where the writable paths (the answer `writablePaths`) need more with half a
/// GiB for logs; `size` is that of a path which names none.
fn room_for(paths: &Value, size: &str, least: &str) -> String {
    let bytes = |text: &str| Quantity::parse(text).map_or(0, |size| size.bytes());
    let items = paths.try_iter().into_iter().flatten();
    let sum: i128 = items
        .filter_map(|item| WritablePath::parse(item.as_str()?).ok())
        .map(|path| path.size().map_or_else(|| bytes(size), Quantity::bytes))
        .sum();
    let needed = sum + (1 << 29);
    if needed <= bytes(least) {
        return least.to_owned();
    }
    format!("{}Gi", (needed + (1 << 30) - 1) >> 30)
}

fn compile(
    id: &str,
    source: Option<&String>,
) -> Result<Option<Expression<'static, 'static>>, Fault> {
    source
        .map(|text| environment().compile_expression_owned(text.clone()))
        .transpose()
        .map_err(|error| expression_fault(id, &error))
}

fn expression_fault(id: &str, error: &Error) -> Fault {
    AnswerFault::Expression {
        id: id.to_owned(),
        detail: error.to_string(),
    }
    .into()
}

impl Expressions {
    /// Compiles all expressions, reporting every one that cannot be.
    pub fn compile(questions: &Questions) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut all = Vec::with_capacity(questions.questions.len());
        for question in &questions.questions {
            let mut one = |source: &Option<String>| {
                compile(&question.id, source.as_ref()).unwrap_or_else(|fault| {
                    faults.push(fault);
                    None
                })
            };
            all.push(Compiled {
                when: one(&question.when),
                default: one(&question.default),
                required: one(&question.required),
                guess: question
                    .guess
                    .iter()
                    .map(|reason| one(&reason.when))
                    .collect(),
            });
        }
        if faults.is_empty() {
            Ok(Self(all))
        } else {
            Err(faults)
        }
    }

    /// Whether question `at` applies.
    pub fn applies(&self, at: usize, question: &Question, scope: &Scope) -> Result<bool, Fault> {
        self.0
            .get(at)
            .and_then(|one| one.when.as_ref())
            .map_or(Ok(true), |expression| {
                expression
                    .eval(scope.value())
                    .map(|value| value.is_true())
                    .map_err(|error| expression_fault(&question.id, &error))
            })
    }

    /// Whether question `at` must be answered.
    pub fn is_required(
        &self,
        at: usize,
        question: &Question,
        scope: &Scope,
    ) -> Result<bool, Fault> {
        self.0
            .get(at)
            .and_then(|one| one.required.as_ref())
            .map_or(Ok(false), |expression| {
                expression
                    .eval(scope.value())
                    .map(|value| value.is_true())
                    .map_err(|error| expression_fault(&question.id, &error))
            })
    }

    /// Which reason of question `at` holds, once all answers are known.
    pub fn reason_of(&self, at: usize, question: &Question, scope: &Scope) -> Result<usize, Fault> {
        let reasons = self.0.get(at).map(|one| one.guess.as_slice());
        for (reason, when) in reasons.unwrap_or_default().iter().enumerate() {
            let Some(expression) = when else {
                return Ok(reason);
            };
            let holds = expression
                .eval(scope.value())
                .map_err(|error| expression_fault(&question.id, &error))?;
            if holds.is_true() {
                return Ok(reason);
            }
        }
        Ok(0)
    }

    /// The default of question `at`; `None` where it has none.
    pub fn default_of(
        &self,
        at: usize,
        question: &Question,
        scope: &Scope,
    ) -> Result<Option<super::Raw>, Fault> {
        let Some(expression) = self.0.get(at).and_then(|one| one.default.as_ref()) else {
            return Ok(None);
        };
        let value = expression
            .eval(scope.value())
            .map_err(|error| expression_fault(&question.id, &error))?;
        Ok(raw(&value))
    }
}

fn raw(value: &Value) -> Option<super::Raw> {
    use minijinja::value::ValueKind;
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => None,
        ValueKind::Seq | ValueKind::Iterable => Some(super::Raw::List(
            value
                .try_iter()
                .ok()?
                .map(|item| item.to_string())
                .collect(),
        )),
        ValueKind::Map => Some(super::Raw::Map(
            value
                .try_iter()
                .ok()?
                .filter_map(|key| Some((key.to_string(), value.get_item(&key).ok()?.to_string())))
                .collect(),
        )),
        _ => Some(super::Raw::Text(value.to_string())),
    }
}

/// The answers so far, as expressions see them.
#[derive(Debug, Clone)]
pub struct Scope(Arc<Answers>);

#[derive(Debug, Default)]
struct Answers(Mutex<BTreeMap<String, Value>>);

impl Object for Answers {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.lock().ok()?.get(key.as_str()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }
}

impl Scope {
    /// A scope in which every question is still unanswered.
    pub fn new(questions: &Questions) -> Self {
        let answers = questions
            .questions
            .iter()
            .map(|question| (question.id.clone(), Value::from(())));
        Self(Arc::new(Answers(Mutex::new(answers.collect()))))
    }

    /// Makes a name known to later expressions.
    pub fn set(&self, name: &str, value: Value) {
        if let Ok(mut answers) = self.0.0.lock() {
            answers.insert(name.to_owned(), value);
        }
    }

    /// Makes an answer known to later expressions.
    pub fn answer(&self, name: &str, value: &Canonical) {
        self.set(name, value.to_value());
    }

    /// The text of a name, empty where it is not known.
    pub fn text(&self, name: &str) -> String {
        self.0
            .get_value(&Value::from(name))
            .map(|value| value.to_string())
            .unwrap_or_default()
    }

    fn value(&self) -> Value {
        Value::from_dyn_object(self.0.clone())
    }
}
