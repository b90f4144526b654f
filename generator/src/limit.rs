//! How much a definition may ask for, so that a file of any size ends in a report and not in the memory of the machine.
//!
//! One table: what is limited, how much is allowed, and how much can be. A stage that meets a limit asks [`Limits::of`]
//! and says so with `Limits::exceeded`, so that every report names the limit, what the input has, and the way out.

use std::fmt::{self, Display};
use std::str::FromStr;

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;

macro_rules! limits {
    ($($variant:ident $field:ident, $default:literal to $most:literal $unit:literal, $explain:literal;)*) => {
        /// What is limited.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Limit {
            $(#[doc = $explain] $variant,)*
        }

        impl Limit {
            /// Every limit, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name on the command line and in the configuration.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($field),)* }
            }

            /// The highest value that it can be set to.
            pub fn most(self) -> usize {
                match self { $(Self::$variant => $most,)* }
            }

            /// What it counts, in the plural.
            fn unit(self) -> &'static str {
                match self { $(Self::$variant => $unit,)* }
            }

            /// What it is about.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explain,)* }
            }
        }

        /// The values of all limits (`[limits]` in the configuration).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
        pub struct Limits {
            $($field: usize,)*
        }

        impl Limits {
            /// How much is allowed.
            pub fn of(self, limit: Limit) -> usize {
                match limit { $(Limit::$variant => self.$field,)* }
            }

            /// The same limits, but for one.
            #[must_use]
            pub fn with(mut self, Setting { limit, value }: Setting) -> Self {
                match limit { $(Limit::$variant => self.$field = value,)* }
                self
            }
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }
    };
}

// The walks over a tree recurse, so depth is bounded by the stack of a thread; the parsers give up at 128. Real definitions
// of 4 MB have 28 levels, 250 000 values, 50 000 schemas and pointers of 260 bytes.
limits! {
    Bytes bytes, 67_108_864 to 4_294_967_295 "bytes", "The size of one file.";
    Files files, 10_000 to 1_000_000 "files", "Files of one definition, beside the first; `bytes` is for all of them.";
    Depth depth, 64 to 100 "levels", "How deep values are nested.";
    Values values, 4_000_000 to 1_000_000_000 "values", "Values of a definition, with aliases of YAML written out.";
    Pointer pointer, 2_048 to 65_536 "bytes of keys on the way to a value", "The keys on the way to a value, in bytes. Every part of a definition knows its place, so long keys count once for each part below them.";
    Operations operations, 100_000 to 10_000_000 "operations", "Operations that are kept.";
    Schemas schemas, 1_000_000 to 1_000_000_000 "schemas", "Schemas, those of shared parts counted for each use: a response that many operations share is worked out for each.";
    Compositions compositions, 500_000 to 1_000_000_000 "schemas", "Schemas that are looked at until no `allOf`, `oneOf` or `anyOf` is worked out any more: what a composition takes over is worked out again for each that does.";
    Texts texts, 67_108_864 to 4_294_967_295 "bytes of text", "What schemas, parameters and responses say, in bytes, those of shared parts counted for each use.";
    Bases bases, 64 to 100 "schemas that extend one another", "Schemas that extend one another in a row.";
    References references, 64 to 10_000 "references", "References that lead from one to the next.";
}

/// How much there is of what is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// So much.
    Exactly(usize),
    /// Counting stopped one past the limit.
    More,
}

impl Limits {
    /// The problem that there is more than is allowed. `subject` has it: a noun at the start of a sentence.
    pub(crate) fn exceeded(
        self,
        code: Code,
        limit: Limit,
        subject: impl Display,
        found: Found,
    ) -> Diagnostic {
        let (name, unit, allowed) = (limit.name(), limit.unit(), self.of(limit));
        let has = match found {
            Found::Exactly(count) => count.to_string(),
            Found::More => format!("at least {}", allowed.saturating_add(1)),
        };
        let message = format!("{subject} has {has} {unit}; the limit `{name}` is {allowed}.");
        let enough = match found {
            Found::Exactly(count) => count,
            Found::More => allowed.saturating_mul(2).min(limit.most()),
        };
        let help = if enough <= allowed || enough > limit.most() {
            format!("No more than {} can be allowed. Make it smaller.", limit.most())
        } else {
            format!(
                "If it is what it should be, allow more: `--limit {name}={enough}`, or `{name} = {enough}` in `[limits]` of \
                 the configuration."
            )
        };
        Diagnostic::new(code, message).help(help)
    }

    /// Refuses values that cannot be.
    pub(crate) fn check(self) -> Result<(), String> {
        let mut settings =
            Limit::ALL.iter().map(|limit| Setting { limit: *limit, value: self.of(*limit) });
        settings.try_for_each(Setting::check)
    }
}

/// One limit with a value of its own: `depth=80`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The limit.
    pub limit: Limit,
    /// How much it allows.
    pub value: usize,
}

impl Setting {
    fn check(self) -> Result<(), String> {
        let (name, most) = (self.limit.name(), self.limit.most());
        if (1..=most).contains(&self.value) {
            return Ok(());
        }
        Err(format!("The limit `{name}` can be from 1 to {most}, not {}.", self.value))
    }
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) =
            text.split_once('=').ok_or("Write a name and a number, such as `depth=80`.")?;
        let named = Limit::ALL.iter().find(|limit| limit.name() == name);
        let limit = *named.ok_or_else(|| unknown(name))?;
        let value = value.replace('_', "").parse();
        let value = value.map_err(|_| format!("The limit `{name}` is a whole number."))?;
        let setting = Self { limit, value };
        setting.check().map(|()| setting)
    }
}

fn unknown(name: &str) -> String {
    let names = Limit::ALL.iter().map(|limit| limit.name());
    match nearest(name, names.clone()) {
        Some(near) => format!("There is no such limit. Did you mean `{near}`?"),
        None => format!("There is no such limit, but {}.", names.collect::<Vec<_>>().join(", ")),
    }
}

/// The table, for the help of the command lines.
#[derive(Clone, Copy, Debug)]
pub struct Table;

impl Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for limit in Limit::ALL {
            let (value, most) = (Limits::default().of(*limit), limit.most());
            let explanation = limit.explanation();
            write!(formatter, "\n  {}={value} (at most {most}): {explanation}", limit.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, Limit, Limits, Setting};
    use crate::diagnostic::Code;

    #[test]
    fn says_what_is_too_much_and_how_to_allow_it() {
        let limits = Limits::default();
        let say = |limit, found| {
            let problem = limits.exceeded(Code::InputTooLarge, limit, "The definition", found);
            (problem.message, problem.help.unwrap())
        };
        let (message, help) = say(Limit::Operations, Found::Exactly(120_000));
        assert_eq!(
            message,
            "The definition has 120000 operations; the limit `operations` is 100000."
        );
        assert!(help.contains("`--limit operations=120000`"), "{help}");
        assert!(help.contains("`operations = 120000` in `[limits]`"), "{help}");
        let (message, help) = say(Limit::Depth, Found::More);
        assert_eq!(message, "The definition has at least 65 levels; the limit `depth` is 64.");
        assert!(help.contains("depth=100"), "{help}");
        let (_, help) = say(Limit::References, Found::Exactly(20_000));
        assert!(help.contains("No more than 10000"), "{help}");
    }

    #[test]
    fn settings_are_a_name_and_a_number() {
        let setting = |text: &str| text.parse::<Setting>();
        let value = Setting { limit: Limit::Values, value: 5_000_000 };
        assert_eq!(setting("values=5_000_000"), Ok(value));
        assert!(setting("value=1").unwrap_err().contains("`values`"));
        assert!(setting("colour=1").unwrap_err().contains("depth"));
        for wrong in ["depth", "depth=", "depth=deep", "depth=0", "depth=101", "depth=-1"] {
            assert!(setting(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Limits::default().with(value).of(Limit::Values), 5_000_000);
    }

    #[test]
    fn the_defaults_can_be_set() {
        assert_eq!(Limits::default().check(), Ok(()));
    }
}
