//! Where an item stands: its name, its owner, what it is a member of.

use super::condition::Condition;
use super::display::List;
use super::generics::Generics;
use super::item::{Inherent, Item, Kind, Owner};

impl Item {
    /// An item without attributes.
    pub fn new(path: impl Into<String>, kind: Kind) -> Self {
        Self {
            path: path.into(),
            kind,
            condition: Condition::Always,
            deprecated: None,
            must_use: None,
        }
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        let after = |separator| self.path.rsplit_once(separator).map(|(_, name)| name);
        let name = if matches!(self.kind, Kind::Field(_)) { after(".") } else { after("::") };
        name.unwrap_or(&self.path)
    }

    /// The path without its last part: the module, or the type or trait whose member it is. An
    /// implementation belongs to its path. The crate itself is the empty text.
    pub fn owner(&self) -> &str {
        let before = |separator| self.path.rsplit_once(separator).map_or("", |(owner, _)| owner);
        match self.kind {
            Kind::Implementation(_) => &self.path,
            Kind::Field(_) => before("."),
            _ => before("::"),
        }
    }

    /// The path, with the arguments of its type for a member that is there for these only:
    /// `Request<api::pets::ListPets>::limit`.
    pub fn full_path(&self) -> String {
        let owner = match &self.kind {
            Kind::Function(function) => &function.owner,
            Kind::Constant(constant) => &constant.owner,
            _ => return self.path.clone(),
        };
        match owner {
            Owner::Type(Inherent { parameters, arguments })
                if parameters.is_empty() && !arguments.is_empty() =>
            {
                format!("{}<{}>::{}", self.owner(), List(arguments, ", "), self.name())
            }
            _ => self.path.clone(),
        }
    }

    /// Whether it belongs to a type or a trait, not to a module.
    pub fn is_member(&self) -> bool {
        match &self.kind {
            Kind::Variant(_)
            | Kind::Field(_)
            | Kind::AssociatedType(_)
            | Kind::Implementation(_) => true,
            Kind::Function(function) => function.owner != Owner::Module,
            Kind::Constant(constant) => constant.owner != Owner::Module,
            _ => false,
        }
    }

    /// The path of the item of a module that it is, or is a member of.
    pub fn group(&self) -> &str {
        if self.is_member() { self.owner() } else { &self.path }
    }

    /// Whether no path leads to it: it is private, and only a signature mentions it.
    pub fn is_unnameable(&self) -> bool {
        self.path.starts_with("_::")
    }

    /// The word that its line starts with.
    pub fn noun(&self) -> &'static str {
        match self.kind {
            Kind::Module => "mod",
            Kind::Reexport(_) => "use",
            Kind::Struct(_) => "struct",
            Kind::Enum(_) => "enum",
            Kind::Variant(_) => "variant",
            Kind::Field(_) => "field",
            Kind::Function(_) => "fn",
            Kind::Constant(_) => "const",
            Kind::Static { .. } => "static",
            Kind::Alias(_) | Kind::AssociatedType(_) => "type",
            Kind::Trait(_) => "trait",
            Kind::Implementation(_) => "impl",
        }
    }

    /// Its parameters, when it is an item that can have some.
    pub fn generics(&self) -> Option<&Generics> {
        match &self.kind {
            Kind::Struct(item) => Some(&item.generics),
            Kind::Enum(item) => Some(&item.generics),
            Kind::Function(item) => Some(&item.generics),
            Kind::Alias(item) => Some(&item.generics),
            Kind::Trait(item) => Some(&item.generics),
            Kind::AssociatedType(item) => Some(&item.generics),
            Kind::Implementation(item) => Some(&item.generics),
            _ => None,
        }
    }

    /// The order of the members of a type or trait.
    pub(super) fn rank(&self) -> u8 {
        match self.kind {
            Kind::Field(_) => 1,
            Kind::Variant(_) => 2,
            Kind::AssociatedType(_) => 3,
            Kind::Constant(_) => 4,
            Kind::Function(_) => 5,
            Kind::Implementation(_) => 6,
            _ => 0,
        }
    }
}
