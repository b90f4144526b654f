//! Identifiers: counted, not drawn, so that a test run can be repeated.

/// The counter of one simulator.
#[derive(Debug, Default)]
pub(crate) struct Ids(u64);

impl Ids {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }

    /// A UUID, with what it names in its first group.
    pub(crate) fn uuid(&mut self, kind: u32) -> String {
        format!("{kind:08x}-0000-4000-8000-{:012x}", self.next())
    }

    /// 32 digits, as messages have them.
    pub(crate) fn hex(&mut self) -> String {
        format!("{:032x}", self.next())
    }

    /// Something that looks like a token and says nothing.
    pub(crate) fn token(&mut self, kind: &str) -> String {
        format!("simulated.{kind}.{:012x}", self.next())
    }
}
