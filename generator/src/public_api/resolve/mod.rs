//! What the names of a crate mean: its modules, its imports, the paths that lead to its items.

mod foreign;
mod lookup;
mod names;
mod paths;
mod tree;

pub(super) use self::foreign::derived_trait;
pub(super) use self::lookup::Lookup;
pub(super) use self::names::{Names, Place, Substitute};
pub(super) use self::paths::{EVERYTHING, Paths, PublicPath};
pub(super) use self::tree::{Block, Call, Definition, DefinitionId, Space, Target, Tree, tree};
