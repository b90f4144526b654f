//! What an operator is: one kind of edit, and what it may come to.

use generator::bump::Bump;

use crate::draft::Draft;
use crate::places::Travel;

/// One kind of edit of a definition.
///
/// The same edit is judged both ways: from the definition to the edited one, and back. `rows` are the kinds of change that
/// both are, numbered as in the catalogue of kinds that the differ was built to.
pub struct Operator {
    /// What the edit does, an infinitive.
    pub name: &'static str,
    /// The kinds of change that it stands for.
    pub rows: &'static [u16],
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

/// The least and the most that a change must come to, for what is sent and for what is received. What does not travel,
/// such as an operation, is taken as both.
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

/// The same for both ways.
pub const fn both(levels: Levels) -> Claim {
    Claim { sent: levels, received: levels }
}

/// Something else for each way.
pub const fn ways(sent: Levels, received: Levels) -> Claim {
    Claim { sent, received }
}

impl Claim {
    /// What it comes to for a value that travels this way.
    pub fn levels(self, travel: Travel) -> Levels {
        let [least, most] = match (travel.sent, travel.received) {
            (true, false) => self.sent,
            (false, true) => self.received,
            (true, true) => {
                let ([a, b], [c, d]) = (self.sent, self.received);
                [a.max(c), b.max(d)]
            }
            // A member that is only received, of a body that is only sent.
            (false, false) => {
                let ([a, b], [c, d]) = (self.sent, self.received);
                [a.min(c), b.max(d)]
            }
        };
        [least, most]
    }
}
