//! Identifiers: UUIDs that are counted, not drawn, so that a test run can be repeated.

use std::collections::BTreeMap;

/// What an id names. Each kind counts on its own, so one kind's traffic does not shift another's ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IdKind {
    Conversation,
    Member,
    Message,
    Typing,
    MediaRequest,
    Communication,
    Correlation,
}

impl IdKind {
    /// The first group of the UUID, which makes the kind visible in logs.
    fn prefix(self) -> &'static str {
        match self {
            Self::Conversation => "c0000000",
            Self::Member => "b0000000",
            Self::Message => "a0000000",
            Self::Typing => "d0000000",
            Self::MediaRequest => "e0000000",
            Self::Communication => "e1000000",
            Self::Correlation => "f0000000",
        }
    }
}

/// The counters of one simulator.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    used: BTreeMap<IdKind, u64>,
}

impl Ids {
    pub(crate) fn next(&mut self, kind: IdKind) -> String {
        let number = self.used.entry(kind).or_default();
        *number += 1;
        format!("{}-0000-4000-8000-{number:012x}", kind.prefix())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_counts_on_its_own() {
        let mut ids = Ids::default();
        assert_eq!(
            ids.next(IdKind::Member),
            "b0000000-0000-4000-8000-000000000001"
        );
        assert_eq!(
            ids.next(IdKind::Message),
            "a0000000-0000-4000-8000-000000000001"
        );
        assert_eq!(
            ids.next(IdKind::Member),
            "b0000000-0000-4000-8000-000000000002"
        );
    }
}
