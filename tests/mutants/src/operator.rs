//! What an operator is: one kind of edit, and what it may come to.

use generator::bump::Bump;

use crate::draft::Draft;
use crate::places::Travel;

/// One kind of edit of a definition.
///
/// The same edit is judged both ways: from the definition to the edited one, and back.
pub struct Operator {
    /// What the edit does, an infinitive.
    pub name: &'static str,
    /// What the edit must and may come to.
    pub forward: Claim,
    /// What taking it back must and may come to.
    pub backward: Claim,
    /// Edits at a random place; which way what is there travels, or nothing where no place fits.
    pub edit: fn(&mut Draft<'_>) -> Option<Travel>,
}

/// Operators about the same part of definitions.
pub struct Family {
    /// The part, in the plural.
    pub name: &'static str,
    /// The operators.
    pub operators: &'static [Operator],
}

/// The least and the most that a change must come to, for what is sent and for what is received. What travels no way, such
/// as an operation, must come to the lower least of both and may come to the higher most.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    sent: Levels,
    received: Levels,
}

/// The least and the most.
pub type Levels = [Bump; 2];

/// A break.
pub const BREAKS: Levels = [Bump::Major, Bump::Major];
/// Something new at most.
pub const GROWS: Levels = [Bump::None, Bump::Minor];
/// Something new, or the end of something announced.
pub const MINOR: Levels = [Bump::Minor, Bump::Minor];
/// Words at most.
pub const QUIET: Levels = [Bump::None, Bump::Patch];
/// What it is depends on what stands there: the compiler and the judge of the wire say it.
pub const DEPENDS: Levels = [Bump::None, Bump::Major];

/// What a new operation comes to: the first one whose errors have a model gives the error body of the crate its type, which
/// was any JSON before.
pub const ARRIVES: Claim = both(DEPENDS);

/// The same for both ways.
pub const fn both(levels: Levels) -> Claim {
    Claim { sent: levels, received: levels }
}

/// Something else for each way.
pub const fn ways(sent: Levels, received: Levels) -> Claim {
    Claim { sent, received }
}

impl Claim {
    /// What it comes to for a value that travels this way: the least and the most. Where a value travels both ways, the
    /// higher ones of both hold; where it travels no way, the lower least and the higher most. What a crate offers both ways
    /// may come to what either does, however it travels.
    pub fn levels(self, travel: Travel) -> Levels {
        let ([least_sent, most_sent], [least_received, most_received]) = (self.sent, self.received);
        let higher = most_sent.max(most_received);
        let [least, most] = match (travel.sent, travel.received) {
            (true, false) => self.sent,
            (false, true) => self.received,
            (true, true) => [least_sent.max(least_received), higher],
            (false, false) => [least_sent.min(least_received), higher],
        };
        [least, if travel.offered { higher } else { most }]
    }
}
