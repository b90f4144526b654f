//! The old and the new of something.

/// Which of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Side {
    Old,
    New,
}

impl Side {
    pub(super) const BOTH: [Self; 2] = [Self::Old, Self::New];

    pub(super) fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// The old and the new of something.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Sides<T> {
    pub(super) old: T,
    pub(super) new: T,
}

impl<T> Sides<T> {
    /// Makes each of the two.
    pub(super) fn make(mut make: impl FnMut(Side) -> T) -> Self {
        Self { old: make(Side::Old), new: make(Side::New) }
    }

    /// One of each, where the side may be either.
    pub(super) fn with(side: Side, this: T, other: T) -> Self {
        match side {
            Side::Old => Self { old: this, new: other },
            Side::New => Self { old: other, new: this },
        }
    }

    pub(super) fn of(&self, side: Side) -> &T {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }

    pub(super) fn of_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Old => &mut self.old,
            Side::New => &mut self.new,
        }
    }
}
