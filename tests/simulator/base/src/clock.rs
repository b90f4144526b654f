//! Time as the simulated service sees it: a start on the wall clock, moved on by tokio's clock.
//!
//! Only tokio's clock is read after the start, so a test that pauses it decides what time it is here.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// The service's clock.
#[derive(Debug)]
pub struct Clock {
    started: Instant,
    wall_at_start: SystemTime,
}

impl Clock {
    /// A clock that begins at `starts_at`, or now.
    pub fn start(starts_at: Option<SystemTime>) -> Self {
        Self {
            started: Instant::now(),
            wall_at_start: starts_at.unwrap_or_else(SystemTime::now),
        }
    }

    /// How long the service has been up.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// The time it is.
    pub fn now(&self) -> Timestamp {
        Timestamp(self.wall_at_start + self.elapsed())
    }
}

/// A moment on the service's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(SystemTime);

impl Timestamp {
    /// So much later.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0 + span)
    }

    /// Seconds since 1970.
    pub fn unix_seconds(self) -> u64 {
        self.since_epoch().as_secs()
    }

    /// The form of the `Date` header.
    pub fn http_date(self) -> String {
        httpdate::fmt_http_date(self.0)
    }

    /// The form of every time in a JSON body: UTC with milliseconds.
    pub fn iso8601(self) -> String {
        let since_epoch = self.since_epoch();
        let seconds = since_epoch.as_secs();
        let (year, month, day) = civil_date(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
        let milliseconds = since_epoch.subsec_millis();
        format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z"
        )
    }

    /// Moments before 1970 count as its first one; nothing here needs them.
    fn since_epoch(self) -> Duration {
        self.0.duration_since(UNIX_EPOCH).unwrap_or_default()
    }
}

/// Year, month and day of a day number counted from 1970-01-01, in the Gregorian calendar.
///
/// Years are counted from March, which puts the leap day last; eras are the calendar's 400-year periods.
fn civil_date(days_since_1970: u64) -> (u64, u64, u64) {
    const DAYS_FROM_YEAR_0: u64 = 719_468;
    const DAYS_PER_ERA: u64 = 146_097;
    let days = days_since_1970 + DAYS_FROM_YEAR_0;
    let (era, day_of_era) = (days / DAYS_PER_ERA, days % DAYS_PER_ERA);
    let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(unix_milliseconds: u64) -> String {
        Timestamp(UNIX_EPOCH + Duration::from_millis(unix_milliseconds)).iso8601()
    }

    #[test]
    fn moments_are_written_as_utc_with_milliseconds() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(951_782_399_999), "2000-02-28T23:59:59.999Z");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(iso(1_560_882_142_277), "2019-06-18T18:22:22.277Z");
        assert_eq!(iso(1_735_689_599_000), "2024-12-31T23:59:59.000Z");
        assert_eq!(iso(4_107_542_400_000), "2100-03-01T00:00:00.000Z");
    }

    #[tokio::test(start_paused = true)]
    async fn the_clock_is_tokios() {
        let clock = Clock::start(Some(UNIX_EPOCH));
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!(clock.elapsed(), Duration::from_secs(90));
        assert_eq!(clock.now().unix_seconds(), 90);
    }
}
