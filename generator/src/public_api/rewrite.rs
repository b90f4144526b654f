//! Changing types from the inside out: names resolved, parameters renamed, aliases replaced.

use super::types::{Argument, Arguments, Bound, Segment, Type, TypePath, sort_bounds};

/// What is done to the parts of a type.
pub(super) trait Rewrite {
    /// Called for every path of a type, after its arguments; a type that is returned takes its place.
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type>;

    /// Called for every path of a trait, after its arguments.
    fn trait_path(&mut self, path: &mut TypePath);

    /// Called for every lifetime that is written, and for every name in `use<…>`.
    fn lifetime(&mut self, _lifetime: &mut String) {}

    /// Called for the length of every array, which is code and may be the name of a constant.
    fn length(&mut self, _code: &mut String) {}

    /// The lifetime for a reference that states none.
    fn elided(&mut self) -> Option<String> {
        None
    }

    /// Called before and after the inside of something that binds lifetimes of its own: `for<'a>`, a
    /// function pointer, the parentheses of a function trait.
    fn binder(&mut self, _lifetimes: &mut Vec<String>, _opens: bool) {}
}

impl Type {
    /// Changes every part of the type.
    pub(super) fn rewrite(&mut self, with: &mut dyn Rewrite) {
        match self {
            Self::Path(path) => {
                path.rewrite_parts(with);
                if let Some(replacement) = with.type_path(path) {
                    *self = replacement;
                }
            }
            Self::Reference { lifetime, target, .. } => {
                match lifetime {
                    Some(lifetime) => with.lifetime(lifetime),
                    None => *lifetime = with.elided(),
                }
                target.rewrite(with);
            }
            Self::Pointer { target, .. } | Self::Slice(target) => target.rewrite(with),
            Self::Array { element, length } => {
                element.rewrite(with);
                with.length(length);
            }
            Self::Tuple(members) => members.iter_mut().for_each(|member| member.rewrite(with)),
            Self::Function(function) => {
                with.binder(&mut function.binder, true);
                function.arguments.iter_mut().for_each(|argument| argument.rewrite(with));
                function.output.rewrite(with);
                with.binder(&mut function.binder, false);
            }
            Self::Impl(bounds) | Self::Dyn(bounds) => rewrite_bounds(bounds, with),
            Self::Never | Self::Inferred | Self::Code(_) => {}
        }
    }
}

impl TypePath {
    /// Changes the arguments and the qualifier, but not the path itself.
    pub(super) fn rewrite_parts(&mut self, with: &mut dyn Rewrite) {
        if let Some(qualifier) = &mut self.qualifier {
            qualifier.of.rewrite(with);
            if let Some(in_trait) = &mut qualifier.in_trait {
                in_trait.rewrite_as_trait(with);
            }
        }
        self.segments.iter_mut().for_each(|segment| segment.rewrite(with));
    }

    /// Changes the path of a trait.
    pub(super) fn rewrite_as_trait(&mut self, with: &mut dyn Rewrite) {
        self.rewrite_parts(with);
        with.trait_path(self);
    }
}

impl Segment {
    fn rewrite(&mut self, with: &mut dyn Rewrite) {
        match &mut self.arguments {
            Arguments::None => {}
            Arguments::Angle(arguments) => {
                for argument in arguments {
                    argument.rewrite(with);
                }
            }
            Arguments::Parenthesised(arguments, output) => {
                with.binder(&mut Vec::new(), true);
                for argument in arguments {
                    argument.rewrite(with);
                }
                output.rewrite(with);
                with.binder(&mut Vec::new(), false);
            }
        }
    }
}

impl Argument {
    /// Changes every part of the argument.
    pub(super) fn rewrite(&mut self, with: &mut dyn Rewrite) {
        match self {
            Self::Lifetime(lifetime) => with.lifetime(lifetime),
            Self::Type(of) => of.rewrite(with),
            Self::Constant(_) => {}
            Self::Equal(segment, of) => {
                segment.rewrite(with);
                of.rewrite(with);
            }
            Self::EqualConstant(segment, _) => segment.rewrite(with),
            Self::Bounded(segment, bounds) => {
                segment.rewrite(with);
                rewrite_bounds(bounds, with);
            }
        }
    }
}

/// Changes every part of bounds, and sorts them again.
pub(super) fn rewrite_bounds(bounds: &mut Vec<Bound>, with: &mut dyn Rewrite) {
    for bound in bounds.iter_mut() {
        match bound {
            Bound::Trait(bound) => {
                with.binder(&mut bound.binder, true);
                bound.path.rewrite_as_trait(with);
                with.binder(&mut bound.binder, false);
            }
            Bound::Lifetime(lifetime) => with.lifetime(lifetime),
            Bound::Captures(names) => names.iter_mut().for_each(|name| with.lifetime(name)),
            Bound::Code(_) => {}
        }
    }
    sort_bounds(bounds);
}
