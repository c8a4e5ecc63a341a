//! Faults: what a tester wants to go wrong in a world, and how often it has.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::duration::Span;
use crate::ids::chance;

/// What is to go wrong, and when. Without `operation` it strikes every request to the provider.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The provider
    pub provider: String,
    /// The operation's id; every request where none is named
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The id of the documented error that is answered
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The status that is answered, from 200 to 599
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The body that is answered with `status`: a text as it is, anything else as JSON
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// How much longer the answer takes, in real time: a span, or one between `min` and `max`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency: Option<Latency>,
    /// What becomes of the connection
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<ConnectionFault>,
    /// Whether the request is handled first
    #[serde(default)]
    pub phase: Phase,
    /// The first call that it strikes, counted from 1 since it was added
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
    /// How often it strikes; with `nth` once where nothing is said, else always
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// How likely it strikes, from 0 to 1, drawn from the world's seed
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

/// What becomes of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionFault {
    /// It is reset: the client is told that it broke.
    Reset,
    /// It is closed without a byte.
    Empty,
    /// It is closed in the middle of the body.
    Truncate,
    /// The body comes slowly, piece by piece.
    Drip,
}

/// When a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// In the place of the handling: nothing changes.
    #[default]
    Before,
    /// After it: what the request asked for is done, and its answer is lost.
    AfterCommit,
}

/// How much longer an answer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latency {
    /// At least.
    pub min: Span,
    /// At most.
    pub max: Span,
}

impl<'de> Deserialize<'de> for Latency {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let wrong = || {
            D::Error::custom("must be an ISO 8601 duration, or `min` and `max`; two tenths of a second are `PT0.2S`")
        };
        let span = |value: &Value| serde_json::from_value::<Span>(value.clone()).ok();
        let given = Value::deserialize(reader)?;
        let (min, max) = match &given {
            Value::Object(members) if members.len() == 2 => (span(&given["min"]), span(&given["max"])),
            value => (span(value), span(value)),
        };
        let (min, max) = min.zip(max).ok_or_else(wrong)?;
        Ok(Self { min, max })
    }
}

impl Serialize for Latency {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        if self.min == self.max {
            return self.min.serialize(writer);
        }
        json!({"min": self.min, "max": self.max}).serialize(writer)
    }
}

impl JsonSchema for Latency {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Latency".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let span = generator.subschema_for::<Span>();
        json_schema!({"anyOf": [span, {
            "type": "object",
            "properties": {"min": span, "max": span},
            "required": ["min", "max"],
            "additionalProperties": false,
        }]})
    }
}

/// A world's faults.
#[derive(Debug, Default)]
pub struct Faults {
    /// How many are held. One load: every request asks.
    count: AtomicUsize,
    held: Mutex<List>,
}

#[derive(Debug, Default)]
struct List {
    last_id: u64,
    faults: Vec<ArmedFault>,
}

/// A fault that was added, and what has come of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HeldFault")]
pub struct ArmedFault {
    /// Its number in the world
    pub id: u64,
    /// How often it will still strike; `null` where there is no end
    pub remaining: Option<u64>,
    /// How often it was injected
    #[serde(rename = "struck")]
    pub injected: u64,
    /// What it is
    #[serde(flatten)]
    pub fault: Arc<Fault>,
    /// How many calls it has seen.
    #[serde(skip)]
    seen: u64,
}

/// A fault that strikes a request.
#[derive(Debug, Clone)]
pub struct Injection {
    /// The fault's number.
    pub id: u64,
    /// The fault.
    pub fault: Arc<Fault>,
    /// How much longer this answer takes.
    pub latency: Duration,
}

impl Faults {
    /// Adds a fault.
    pub fn add(&self, fault: Fault) -> ArmedFault {
        let mut list = self.list();
        list.last_id += 1;
        let held = ArmedFault {
            id: list.last_id,
            remaining: fault.times.or(fault.nth.map(|_| 1)),
            injected: 0,
            fault: Arc::new(fault),
            seen: 0,
        };
        list.faults.push(held.clone());
        self.count.store(list.faults.len(), Ordering::SeqCst);
        held
    }

    /// How many faults there are.
    pub fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    /// All faults, in the order they were added.
    pub fn all(&self) -> Vec<ArmedFault> {
        self.list().faults.clone()
    }

    /// Removes a fault; says whether there was one.
    pub fn remove(&self, id: u64) -> bool {
        let mut list = self.list();
        let before = list.faults.len();
        list.faults.retain(|held| held.id != id);
        self.count.store(list.faults.len(), Ordering::SeqCst);
        list.faults.len() < before
    }

    /// Removes every fault. Numbers go on from where they were.
    pub fn clear(&self) {
        self.list().faults.clear();
        self.count.store(0, Ordering::SeqCst);
    }

    /// Removes every fault and counts from 1 again.
    pub fn reset(&self) {
        *self.list() = List::default();
        self.count.store(0, Ordering::SeqCst);
    }

    /// What strikes a request of a world with `seed`, if anything does: the oldest fault whose turn it is. Every fault
    /// that the request might have met counts it.
    pub fn inject(&self, seed: u64, provider: &str, operation: Option<&str>) -> Option<Injection> {
        if self.count.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let mut list = self.list();
        let mut striking: Option<&mut ArmedFault> = None;
        for held in &mut list.faults {
            if !held.fault.concerns(provider, operation) {
                continue;
            }
            held.seen += 1;
            if striking.is_none() && held.is_due(seed) {
                striking = Some(held);
            }
        }
        let held = striking?;
        held.injected += 1;
        held.remaining = held.remaining.map(|remaining| remaining.saturating_sub(1));
        Some(Injection {
            id: held.id,
            fault: held.fault.clone(),
            latency: held.latency(seed),
        })
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ArmedFault {
    /// Whether the call that it has just seen is one that it strikes.
    fn is_due(&self, seed: u64) -> bool {
        let has_begun = self.fault.nth.is_none_or(|nth| self.seen >= nth);
        let draw = || chance(seed, &[b"inject", &self.id.to_be_bytes()], self.seen);
        has_begun && self.remaining != Some(0) && self.fault.probability.is_none_or(|likely| draw() < likely)
    }

    fn latency(&self, seed: u64) -> Duration {
        let Some(Latency { min, max }) = self.fault.latency else {
            return Duration::ZERO;
        };
        let (min, max) = (min.0.to_std(), max.0.to_std());
        let (min, max) = (min.unwrap_or_default(), max.unwrap_or_default());
        let draw = chance(seed, &[b"latency", &self.id.to_be_bytes()], self.seen);
        min + max.saturating_sub(min).mul_f64(draw)
    }
}

impl Fault {
    fn concerns(&self, provider: &str, operation: Option<&str>) -> bool {
        let operations = self.operation.as_deref();
        self.provider == provider && (operations.is_none() || operations == operation)
    }

    /// Whether it answers in the handler's place, or says what is answered after it.
    pub fn answers(&self) -> bool {
        self.error.is_some() || self.status.is_some()
    }

    /// What becomes of the connection. An answer that is lost after the commit without a word of how is lost by a reset.
    pub fn breaks(&self) -> Option<ConnectionFault> {
        let is_lost = self.phase == Phase::AfterCommit && !self.answers();
        self.connection.or(is_lost.then_some(ConnectionFault::Reset))
    }

    /// Whether the request is handled before the fault strikes: it is where its own answer is cut or comes late.
    pub fn lets_handle(&self) -> bool {
        let cuts_all = matches!(self.connection, Some(ConnectionFault::Reset | ConnectionFault::Empty));
        self.phase == Phase::AfterCommit || !(self.answers() || cuts_all)
    }
}

impl Injection {
    /// How long a dripping body takes; a second where nothing is said.
    pub fn drips_for(&self) -> Duration {
        match self.latency {
            Duration::ZERO => Duration::from_secs(1),
            latency => latency,
        }
    }

    /// What it did to the answer, in one sentence; `None` where it only took longer.
    pub fn explanation(&self) -> Option<String> {
        let fault = &self.fault;
        let answered = match (&fault.error, fault.status) {
            (Some(error), _) => Some(format!("answered with the error `{error}`")),
            (None, Some(status)) => Some(format!("answered {status}")),
            (None, None) => None,
        };
        let broke = fault.breaks().map(|how| match how {
            ConnectionFault::Reset => "reset the connection",
            ConnectionFault::Empty => "closed the connection without a byte",
            ConnectionFault::Truncate => "cut the body in two",
            ConnectionFault::Drip => "let the body drip",
        });
        let did: Vec<String> = answered.into_iter().chain(broke.map(str::to_owned)).collect();
        let when = match fault.phase {
            Phase::AfterCommit => " after the request had been handled and its changes kept",
            Phase::Before => "",
        };
        let explained = format!("The fault {} {}{when}.", self.id, did.join(" and "));
        (!did.is_empty()).then_some(explained)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault() -> Fault {
        Fault {
            provider: "a".to_owned(),
            status: Some(500),
            ..Fault::default()
        }
    }

    fn strikes(faults: &Faults, calls: usize) -> Vec<bool> {
        let call = |_| faults.inject(42, "a", Some("b")).is_some();
        (0..calls).map(call).collect()
    }

    #[test]
    fn the_nth_call_and_the_times_after_it_are_struck() {
        let faults = Faults::default();
        faults.add(Fault {
            nth: Some(2),
            times: Some(2),
            ..fault()
        });
        assert_eq!(strikes(&faults, 5), [false, true, true, false, false]);
        assert_eq!(faults.all()[0].remaining, Some(0));
    }

    #[test]
    fn chance_is_the_seed_s_and_even() {
        let likely = || {
            let faults = Faults::default();
            faults.add(Fault {
                probability: Some(0.3),
                ..fault()
            });
            faults
        };
        let injected = strikes(&likely(), 10_000);
        assert_eq!(injected, strikes(&likely(), 10_000));
        let count = injected.iter().filter(|injected| **injected).count();
        assert!((2_800..3_200).contains(&count), "{count}");
    }

    #[test]
    fn a_spread_of_latency_stays_within_its_bounds() {
        let faults = Faults::default();
        let text = r#"{"provider": "a", "latency": {"min": "PT0.1S", "max": "PT0.2S"}}"#;
        faults.add(serde_json::from_str(text).unwrap());
        let latencies = (0..100).map(|_| faults.inject(42, "a", None).unwrap().latency);
        let (low, high) = (Duration::from_millis(100), Duration::from_millis(200));
        let latencies: Vec<Duration> = latencies.collect();
        assert!(latencies.iter().all(|one| (low..=high).contains(one)));
        assert!(latencies.iter().any(|one| *one != latencies[0]));
    }
}
