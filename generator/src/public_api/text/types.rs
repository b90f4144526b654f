//! Types, bounds and generic parameters read from tokens.

use super::token::{Sort, Token, unescape};
use super::{Problem, Reader};
use crate::public_api::generics::{Generics, Parameter, ParameterKind, Predicate, Subject};
use crate::public_api::types::{
    Argument, Arguments, Bound, FunctionPointer, Qualifier, Segment, TraitBound, Type, TypePath,
    sort_bounds,
};

/// Types may be nested this deep; a real one never is.
const DEEPEST: usize = 64;

impl Reader<'_> {
    /// A type; `plus` says whether `+` may continue its bounds.
    pub(super) fn type_(&mut self, plus: bool) -> Result<Type, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.problem("a type that is nested too deep"));
        }
        let of = self.type_of_any_depth(plus)?;
        self.depth -= 1;
        Ok(of)
    }

    fn type_of_any_depth(&mut self, plus: bool) -> Result<Type, Problem> {
        let Some(Token { sort, text, .. }) = self.peek() else {
            return Err(self.problem("a type is missing"));
        };
        match text {
            "&" => self.reference(),
            "*" => self.pointer(),
            "[" => self.slice_or_array(),
            "(" => self.tuple(),
            "!" => Ok(self.skip(Type::Never)),
            "_" if self.peek_at(1).is_none_or(|next| next.text != "::") => {
                Ok(self.skip(Type::Inferred))
            }
            "impl" => {
                self.next();
                Ok(Type::Impl(self.bounds(plus)?))
            }
            "dyn" => {
                self.next();
                Ok(Type::Dyn(self.bounds(plus)?))
            }
            "for" | "unsafe" | "extern" | "fn" => self.function_pointer(),
            "code" if self.peek_at(1).is_some_and(|next| next.text == "!") => {
                Ok(Type::Code(self.code()?))
            }
            "<" | "::" => Ok(Type::Path(self.path()?)),
            _ if sort == Sort::Name => Ok(Type::Path(self.path()?)),
            _ => Err(self.problem("not a type")),
        }
    }

    fn skip(&mut self, of: Type) -> Type {
        self.next();
        of
    }

    fn reference(&mut self) -> Result<Type, Problem> {
        self.expect("&")?;
        let lifetime = self.lifetime();
        let mutable = self.eat("mut");
        let target = Box::new(self.type_(false)?);
        Ok(Type::Reference { lifetime, mutable, target })
    }

    fn pointer(&mut self) -> Result<Type, Problem> {
        self.expect("*")?;
        let mutable = self.eat("mut");
        if !mutable {
            self.expect("const")?;
        }
        Ok(Type::Pointer { mutable, target: Box::new(self.type_(false)?) })
    }

    fn slice_or_array(&mut self) -> Result<Type, Problem> {
        self.expect("[")?;
        let element = Box::new(self.type_(true)?);
        if self.eat("]") {
            return Ok(Type::Slice(element));
        }
        self.expect(";")?;
        let is_name = self.peek().is_some_and(|token| token.sort == Sort::Name);
        let length = if is_name { self.path()?.names() } else { self.constant()? };
        self.expect("]")?;
        Ok(Type::Array { element, length })
    }

    /// `()`, `(A,)`, `(A, B)`, or a type in parentheses.
    fn tuple(&mut self) -> Result<Type, Problem> {
        self.expect("(")?;
        let mut members = Vec::new();
        while !self.eat(")") {
            members.push(self.type_(true)?);
            if self.eat(")") {
                return Ok(match <[Type; 1]>::try_from(members) {
                    Ok([only]) => only,
                    Err(members) => Type::Tuple(members),
                });
            }
            self.expect(",")?;
        }
        Ok(Type::Tuple(members))
    }

    fn function_pointer(&mut self) -> Result<Type, Problem> {
        let binder = self.binder()?;
        let is_unsafe = self.eat("unsafe");
        let abi = if self.eat("extern") { Some(self.text()?) } else { None };
        self.expect("fn")?;
        self.expect("(")?;
        let (mut arguments, mut variadic) = (Vec::new(), false);
        while !self.eat(")") {
            if self.eat("...") {
                variadic = true;
            } else {
                arguments.push(self.type_(true)?);
            }
            if !self.eat(",") {
                self.expect(")")?;
                break;
            }
        }
        let output = self.output(false)?;
        let pointer = FunctionPointer { binder, is_unsafe, abi, arguments, variadic, output };
        Ok(Type::Function(Box::new(pointer)))
    }

    /// `-> T`, or nothing.
    pub(super) fn output(&mut self, plus: bool) -> Result<Type, Problem> {
        if self.eat("->") { self.type_(plus) } else { Ok(Type::UNIT) }
    }

    /// `for<'a, 'b>`, or nothing.
    fn binder(&mut self) -> Result<Vec<String>, Problem> {
        let mut lifetimes = Vec::new();
        if self.eat("for") {
            self.expect("<")?;
            while !self.eat(">") {
                let lifetime = self.lifetime();
                lifetimes.push(lifetime.ok_or_else(|| self.problem("a lifetime is missing"))?);
                self.eat(",");
            }
        }
        Ok(lifetimes)
    }

    /// `code!("…")`.
    fn code(&mut self) -> Result<String, Problem> {
        self.expect("code")?;
        self.expect("!")?;
        self.expect("(")?;
        let code = self.text()?;
        self.expect(")")?;
        Ok(code)
    }

    /// `4`, `-4` or `{"code"}`.
    pub(super) fn constant(&mut self) -> Result<String, Problem> {
        if self.eat("{") {
            let code = self.text()?;
            self.expect("}")?;
            return Ok(code);
        }
        for truth in ["true", "false"] {
            if self.eat(truth) {
                return Ok(truth.to_owned());
            }
        }
        let sign = if self.eat("-") { "-" } else { "" };
        match self.peek() {
            Some(Token { sort: Sort::Number, text, .. }) => {
                self.next();
                Ok(format!("{sign}{text}"))
            }
            _ => Err(self.problem("a constant is missing")),
        }
    }

    /// A path with generic arguments, perhaps qualified.
    pub(super) fn path(&mut self) -> Result<TypePath, Problem> {
        let mut path = TypePath::default();
        if self.eat("<") {
            let of = self.type_(true)?;
            let in_trait = if self.eat("as") { Some(self.path()?) } else { None };
            self.expect(">")?;
            self.expect("::")?;
            path.qualifier = Some(Box::new(Qualifier { of, in_trait }));
        } else if self.eat("::") {
            path.segments.push(Segment::default());
        }
        loop {
            let name = self.name()?;
            let arguments = self.arguments()?;
            path.segments.push(Segment { name, arguments });
            if !self.eat("::") {
                return Ok(path);
            }
        }
    }

    fn arguments(&mut self) -> Result<Arguments, Problem> {
        if self.is("<") {
            return Ok(Arguments::Angle(self.angle()?));
        }
        if !self.eat("(") {
            return Ok(Arguments::None);
        }
        let mut arguments = Vec::new();
        while !self.eat(")") {
            arguments.push(self.type_(true)?);
            if !self.eat(",") {
                self.expect(")")?;
                break;
            }
        }
        Ok(Arguments::Parenthesised(arguments, Box::new(self.output(false)?)))
    }

    /// `<A, 'b, 4, Item = C>`.
    pub(super) fn angle(&mut self) -> Result<Vec<Argument>, Problem> {
        self.expect("<")?;
        let mut arguments = Vec::new();
        while !self.eat(">") {
            arguments.push(self.argument()?);
            if !self.eat(",") {
                self.expect(">")?;
                break;
            }
        }
        Ok(arguments)
    }

    fn argument(&mut self) -> Result<Argument, Problem> {
        if let Some(lifetime) = self.lifetime() {
            return Ok(Argument::Lifetime(lifetime));
        }
        if self.at_constant() {
            return Ok(Argument::Constant(self.constant()?));
        }
        let of = self.type_(true)?;
        if !self.is("=") && !self.is(":") {
            return Ok(Argument::Type(of));
        }
        let segment = match of {
            Type::Path(TypePath { qualifier: None, mut segments }) if segments.len() == 1 => {
                segments.pop().unwrap_or_default()
            }
            _ => return Err(self.problem("the name of an associated item is missing")),
        };
        if self.eat(":") {
            return Ok(Argument::Bounded(segment, self.bounds(true)?));
        }
        self.expect("=")?;
        if self.at_constant() {
            return Ok(Argument::EqualConstant(segment, self.constant()?));
        }
        Ok(Argument::Equal(segment, self.type_(true)?))
    }

    fn at_constant(&self) -> bool {
        let is_start = |token: Token<'_>| {
            token.sort == Sort::Number || matches!(token.text, "-" | "{" | "true" | "false")
        };
        self.peek().is_some_and(is_start)
    }

    /// `A + B + 'c`, or only the first of them.
    pub(super) fn bounds(&mut self, plus: bool) -> Result<Vec<Bound>, Problem> {
        let mut bounds = vec![self.bound()?];
        while plus && self.eat("+") {
            bounds.push(self.bound()?);
        }
        sort_bounds(&mut bounds);
        Ok(bounds)
    }

    fn bound(&mut self) -> Result<Bound, Problem> {
        if let Some(lifetime) = self.lifetime() {
            return Ok(Bound::Lifetime(lifetime));
        }
        if self.is("code") && self.peek_at(1).is_some_and(|next| next.text == "!") {
            return Ok(Bound::Code(self.code()?));
        }
        if self.eat("use") {
            self.expect("<")?;
            let mut names = Vec::new();
            while !self.eat(">") {
                let lifetime = self.lifetime();
                names.push(lifetime.map_or_else(|| self.name(), Ok)?);
                self.eat(",");
            }
            return Ok(Bound::Captures(names));
        }
        let binder = self.binder()?;
        let maybe = self.eat("?");
        Ok(Bound::Trait(TraitBound { binder, maybe, path: self.path()? }))
    }

    /// `<'a, T: A = B, const N: usize>`, or nothing.
    pub(super) fn generics(&mut self) -> Result<Generics, Problem> {
        let mut generics = Generics::default();
        if !self.eat("<") {
            return Ok(generics);
        }
        while !self.eat(">") {
            self.parameter(&mut generics)?;
            if !self.eat(",") {
                self.expect(">")?;
                break;
            }
        }
        generics.sort();
        Ok(generics)
    }

    fn parameter(&mut self, generics: &mut Generics) -> Result<(), Problem> {
        if self.eat("const") {
            let name = self.name()?;
            self.expect(":")?;
            let of = self.type_(true)?;
            let default = if self.eat("=") { Some(self.constant()?) } else { None };
            let kind = ParameterKind::Constant { of, default };
            generics.parameters.push(Parameter { name, kind });
            return Ok(());
        }
        let lifetime = self.lifetime();
        let subject = match &lifetime {
            Some(name) => Subject::Lifetime(name.clone()),
            None => Subject::Type(Type::named(&self.name()?)),
        };
        let name = subject.as_name().unwrap_or_default().to_owned();
        if self.eat(":") {
            let bounds = self.bounds(true)?;
            generics.demand(Predicate { subject, binder: Vec::new(), bounds });
        }
        let kind = if lifetime.is_some() {
            ParameterKind::Lifetime
        } else {
            let default = if self.eat("=") { Some(self.type_(true)?) } else { None };
            ParameterKind::Type { default }
        };
        generics.parameters.push(Parameter { name, kind });
        Ok(())
    }

    /// `where A: B, C: D`, or nothing.
    pub(super) fn where_clause(&mut self) -> Result<Vec<Predicate>, Problem> {
        let mut predicates = Vec::new();
        if !self.eat("where") {
            return Ok(predicates);
        }
        loop {
            let binder = self.binder()?;
            let subject = match self.lifetime() {
                Some(lifetime) => Subject::Lifetime(lifetime),
                None => Subject::Type(self.type_(true)?),
            };
            self.expect(":")?;
            predicates.push(Predicate { subject, binder, bounds: self.bounds(true)? });
            if !self.eat(",") {
                return Ok(predicates);
            }
        }
    }

    /// The generics of an item, completed by its `where` clause.
    pub(super) fn demands(&mut self, generics: &mut Generics) -> Result<(), Problem> {
        for predicate in self.where_clause()? {
            generics.demand(predicate);
        }
        generics.sort();
        Ok(())
    }

    /// A quoted text, without its quotes.
    pub(super) fn text(&mut self) -> Result<String, Problem> {
        let text = match self.peek() {
            Some(Token { sort: Sort::Text, text, .. }) => unescape(text),
            _ => None,
        };
        let text = text.ok_or_else(|| self.problem("a quoted text is missing"))?;
        self.next();
        Ok(text)
    }

    /// A lifetime, if one stands here.
    pub(super) fn lifetime(&mut self) -> Option<String> {
        let token = self.peek().filter(|token| token.sort == Sort::Lifetime)?;
        self.next();
        Some(token.text.to_owned())
    }
}
