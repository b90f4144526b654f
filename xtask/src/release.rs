//! `cargo xtask release`: the crate in `generated/` becomes what the next version is compared with.

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use generator::command::{self, Release};

use crate::{root, sdk};

/// The arguments of `cargo xtask release`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write the files; without it, what would change is shown.
    #[arg(long)]
    execute: bool,
    /// Publish the crate too. This cannot be undone.
    #[arg(long, requires = "execute")]
    publish: bool,
    /// The day of the release; today (UTC) otherwise.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    command::release(&Release {
        sdk: sdk(),
        root: root(),
        date: arguments.date.clone().unwrap_or_else(today),
        execute: arguments.execute,
        publish: arguments.publish,
    })
}

/// Today, in UTC.
fn today() -> String {
    const SECONDS_PER_DAY: u64 = 86_400;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    day(since.as_secs() / SECONDS_PER_DAY)
}

/// The date of a day, counted from 1970-01-01. Years are counted from March, so that the leap day is last.
fn day(days: u64) -> String {
    const DAYS_PER_ERA: u64 = 146_097;
    const DAYS_TO_EPOCH: u64 = 719_468;
    let days = days + DAYS_TO_EPOCH;
    let (era, day_of_era) = (days / DAYS_PER_ERA, days % DAYS_PER_ERA);
    let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_have_their_dates() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(59), "1970-03-01");
        assert_eq!(day(11_016), "2000-02-29");
        assert_eq!(day(11_017), "2000-03-01");
        assert_eq!(day(20_483), "2026-01-30");
        assert_eq!(day(47_540), "2100-02-28");
        assert_eq!(day(47_541), "2100-03-01");
    }
}
