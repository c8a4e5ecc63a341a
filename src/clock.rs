//! The only source of time.
//!
//! A world's [`Clock`] runs with the machine's clock, shifted by an offset, or stands still. Everything
//! a client can see (expiry, windows, due dates, `Date`, the journal) asks it. Socket time-outs and the
//! log's durations run on real time: [`Stopwatch`] measures those.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Microseconds since the epoch, UTC.
type Micros = i64;

/// Says in `frozen_at` that the clock runs.
const RUNNING: Micros = Micros::MIN;

/// A world's clock: running with an offset, or frozen at an instant. Resolution: a microsecond.
#[derive(Debug)]
pub struct Clock {
    /// While the clock stands still, what it was at the instant at which it was stopped, and how far it was moved since.
    offset: AtomicI64,
    frozen_at: AtomicI64,
}

/// The seconds since the epoch whose year has four digits.
const YEARS_0_TO_9999: RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

/// What a clock shows, and what it takes to set one up the same way again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockState {
    /// How far ahead of the machine's clock this one runs, or was when it was stopped, in microseconds.
    pub offset_us: i64,
    /// The instant at which it stands still, in microseconds since the epoch; `None` while it runs.
    pub frozen_at_us: Option<i64>,
}

/// Why a clock was not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// Only a reset or a restored snapshot takes a clock back.
    #[error("the clock only goes forward: it stands at {} and was asked to go to {}", instant_text(*.now), instant_text(*.to))]
    Backwards {
        /// Where it stands.
        now: DateTime<Utc>,
        /// Where it was asked to go.
        to: DateTime<Utc>,
    },
    /// Beyond the years 0 to 9999, which dates on the wire can say.
    #[error("the clock cannot leave the years 0 to 9999")]
    OutOfRange,
}

impl Clock {
    /// A clock that runs with the machine's.
    pub fn running() -> Self {
        Self {
            offset: AtomicI64::new(0),
            frozen_at: AtomicI64::new(RUNNING),
        }
    }

    /// A clock that runs from `now` on.
    pub fn running_from(now: DateTime<Utc>) -> Self {
        let clock = Self::running();
        clock
            .offset
            .store(now.timestamp_micros() - machine_now(), Ordering::SeqCst);
        clock
    }

    /// A clock that stands still at `now`.
    pub fn frozen_at(now: DateTime<Utc>) -> Self {
        let clock = Self::running_from(now);
        clock.frozen_at.store(now.timestamp_micros(), Ordering::SeqCst);
        clock
    }

    /// A clock set up as another one was.
    pub fn restore(&self, state: ClockState) {
        self.offset.store(state.offset_us, Ordering::SeqCst);
        self.frozen_at
            .store(state.frozen_at_us.unwrap_or(RUNNING), Ordering::SeqCst);
    }

    /// How the clock is set.
    pub fn state(&self) -> ClockState {
        let frozen_at = self.frozen_at.load(Ordering::SeqCst);
        ClockState {
            offset_us: self.offset.load(Ordering::SeqCst),
            frozen_at_us: (frozen_at != RUNNING).then_some(frozen_at),
        }
    }

    /// The world's time.
    pub fn now(&self) -> DateTime<Utc> {
        instant(self.now_us())
    }

    /// The world's time in microseconds since the epoch.
    pub fn now_us(&self) -> i64 {
        match self.frozen_at.load(Ordering::Relaxed) {
            RUNNING => machine_now() + self.offset.load(Ordering::Relaxed),
            frozen_at => frozen_at,
        }
    }

    /// How far ahead of the machine's clock this one runs. While it stands still: how far ahead it was when it was
    /// stopped, and how far it was moved since, so that it says the same as long as nobody touches the clock.
    pub fn offset(&self) -> TimeDelta {
        TimeDelta::microseconds(self.offset.load(Ordering::SeqCst))
    }

    /// Whether the clock stands still.
    pub fn is_frozen(&self) -> bool {
        self.frozen_at.load(Ordering::Relaxed) != RUNNING
    }

    /// Stands still, at `at` or where it is.
    pub fn freeze(&self, at: Option<DateTime<Utc>>) -> Result<(), ClockError> {
        let at = match at {
            // Not checked: a clock that runs is later by the time that it is asked again.
            None => self.now_us(),
            Some(at) => {
                self.check(at)?;
                at.timestamp_micros()
            }
        };
        match self.frozen_at.swap(at, Ordering::SeqCst) {
            RUNNING => self.offset.store(at - machine_now(), Ordering::SeqCst),
            before => {
                self.offset.fetch_add(at - before, Ordering::SeqCst);
            }
        }
        Ok(())
    }

    /// Goes on from where it stands.
    pub fn resume(&self) {
        let frozen_at = self.frozen_at.swap(RUNNING, Ordering::SeqCst);
        if frozen_at != RUNNING {
            self.offset.store(frozen_at - machine_now(), Ordering::SeqCst);
        }
    }

    /// Goes to `to`, and stands or runs on there as before.
    pub fn set(&self, to: DateTime<Utc>) -> Result<(), ClockError> {
        self.check(to)?;
        if self.is_frozen() {
            return self.freeze(Some(to));
        }
        self.offset
            .store(to.timestamp_micros() - machine_now(), Ordering::SeqCst);
        Ok(())
    }

    /// Goes on by `by`, and stands or runs on there as before.
    pub fn advance(&self, by: TimeDelta) -> Result<(), ClockError> {
        let now = self.now();
        let to = now.checked_add_signed(by).ok_or(ClockError::OutOfRange)?;
        check(now, to)?;
        let by_us = by.num_microseconds().ok_or(ClockError::OutOfRange)?;
        if self.is_frozen() {
            self.frozen_at.fetch_add(by_us, Ordering::SeqCst);
        }
        self.offset.fetch_add(by_us, Ordering::SeqCst);
        Ok(())
    }

    fn check(&self, to: DateTime<Utc>) -> Result<(), ClockError> {
        check(self.now(), to)
    }
}

/// Whether a clock can show `at`: dates on the wire have years of four digits.
pub fn can_show(at: DateTime<Utc>) -> bool {
    YEARS_0_TO_9999.contains(&at.timestamp())
}

/// Whether a clock that stands at `now` may go to `to`.
fn check(now: DateTime<Utc>, to: DateTime<Utc>) -> Result<(), ClockError> {
    if !can_show(to) {
        Err(ClockError::OutOfRange)
    } else if to < now {
        Err(ClockError::Backwards { now, to })
    } else {
        Ok(())
    }
}

/// Measures real time, for time-outs and the log. Never shown to a provider's client.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Real time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// The date and time of `micros`; the epoch where no calendar reaches it.
fn instant(micros: Micros) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

/// The machine's time: for what lives on real time, as a world does.
pub fn machine_time() -> DateTime<Utc> {
    instant(machine_now())
}

/// The machine's clock.
#[expect(clippy::disallowed_methods, reason = "the one place that may ask")]
fn machine_now() -> Micros {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_micros()).unwrap_or(Micros::MAX),
        Err(_) => 0,
    }
}

/// An instant as the control plane and the explanations write it: RFC 3339, UTC, to the second where it is whole.
pub fn instant_text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_frozen_clock_stands_still_until_it_is_set() {
        let clock = Clock::running();
        clock.freeze(Some(at("2099-01-01T00:00:00Z"))).unwrap();
        assert_eq!(clock.now(), at("2099-01-01T00:00:00Z"));
        clock.set(at("2099-01-01T01:00:00Z")).unwrap();
        assert_eq!(clock.now(), at("2099-01-01T01:00:00Z"));
        assert!(clock.is_frozen());
    }

    #[test]
    fn the_offset_of_a_frozen_clock_only_moves_with_the_clock() {
        let clock = Clock::running();
        clock.advance(TimeDelta::hours(1)).unwrap();
        clock.freeze(None).unwrap();
        let offset = clock.offset();
        let off_by = (offset - TimeDelta::hours(1)).abs();
        assert!(off_by < TimeDelta::minutes(1), "{offset}");
        while clock.now_us() - machine_now() == offset.num_microseconds().unwrap() {}
        assert_eq!(clock.offset(), offset);
        clock.advance(TimeDelta::hours(2)).unwrap();
        assert_eq!(clock.offset(), offset + TimeDelta::hours(2));
        clock.set(clock.now() + TimeDelta::hours(3)).unwrap();
        assert_eq!(clock.offset(), offset + TimeDelta::hours(5));
        clock.freeze(Some(clock.now() + TimeDelta::hours(1))).unwrap();
        assert_eq!(clock.offset(), offset + TimeDelta::hours(6));
        clock.resume();
        assert!(clock.offset() <= offset + TimeDelta::hours(6));
    }

    #[test]
    fn a_clock_never_goes_back() {
        let clock = Clock::running_from(at("2026-01-01T00:00:00Z"));
        let refused = clock.set(at("2025-12-31T23:59:59Z"));
        assert!(matches!(refused, Err(ClockError::Backwards { .. })), "{refused:?}");
        assert!(clock.now() >= at("2026-01-01T00:00:00Z"));
    }

    #[test]
    fn a_clock_that_runs_can_be_frozen_where_it_is_and_advanced_by_nothing() {
        for _ in 0..1_000 {
            let clock = Clock::running();
            assert_eq!(clock.advance(TimeDelta::zero()), Ok(()));
            assert_eq!(clock.freeze(None), Ok(()));
        }
    }

    #[test]
    fn a_resumed_clock_goes_on_from_where_it_stood() {
        let clock = Clock::running();
        clock.freeze(Some(at("2099-01-01T00:00:00Z"))).unwrap();
        clock.resume();
        let now = clock.now();
        assert!(
            now >= at("2099-01-01T00:00:00Z") && now < at("2099-01-01T00:01:00Z"),
            "{now}"
        );
    }
}
