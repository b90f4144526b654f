//! One line of a listing read back as an item: the opposite of `line.rs`.

use super::token::Sort;
use super::{Problem, Reader};
use crate::public_api::condition::Condition;
use crate::public_api::generics::{Generics, Parameter, ParameterKind};
use crate::public_api::item::{
    Alias, AssociatedType, Constant, Deprecation, Enum, Function, FunctionArgument, Implementation,
    Inherent, Item, Kind, MustUse, Owner, Receiver, Reexport, Shape, Struct, Trait, Variant,
    VariantField,
};
use crate::public_api::types::{Argument, Type};

/// The path of an item, and the block it stands in if the path says something of it.
struct ItemPath {
    path: String,
    inherent: Option<Inherent>,
}

impl Reader<'_> {
    /// An item with its attributes. Whether a function, a constant or a type is a member is known only
    /// when all lines have been read.
    pub(super) fn item(&mut self) -> Result<Item, Problem> {
        let mut item = self.declaration()?;
        while self.eat("#") {
            self.expect("[")?;
            self.attribute(&mut item)?;
            self.expect("]")?;
        }
        match self.peek() {
            Some(_) => Err(self.problem("this is too much")),
            None => Ok(item),
        }
    }

    fn declaration(&mut self) -> Result<Item, Problem> {
        let second = self.peek_at(1).map_or("", |token| token.text);
        match self.peek().map_or("", |token| token.text) {
            "mod" => self.plain(Kind::Module),
            "use" => self.reexport(),
            "struct" => self.structure(Kind::Struct),
            "union" => self.structure(Kind::Union),
            "enum" => self.enumeration(),
            "variant" => self.variant(),
            "field" => self.field(),
            "static" => self.static_(),
            "type" => self.type_item(),
            "trait" => self.trait_(),
            "unsafe" if second == "trait" => self.trait_(),
            "impl" => self.implementation(),
            "unsafe" if second == "impl" => self.implementation(),
            "macro" => self.macro_(),
            "expand" => self.unexpanded(),
            "const" if !matches!(second, "fn" | "async" | "unsafe" | "extern") => {
                self.constant_item()
            }
            "const" | "async" | "unsafe" | "extern" | "fn" => self.function(),
            _ => Err(self.problem("no item starts like this")),
        }
    }

    fn plain(&mut self, kind: Kind) -> Result<Item, Problem> {
        self.next();
        Ok(Item::new(self.names()?, kind))
    }

    /// Names with `::` between them.
    fn names(&mut self) -> Result<String, Problem> {
        let mut names = self.name()?;
        while self.eat("::") {
            names.push_str("::");
            if self.eat("*") {
                names.push('*');
                break;
            }
            names.push_str(&self.name()?);
        }
        Ok(names)
    }

    /// The path of a function or constant: `models::Jwt::new`, `Response<T>::body`,
    /// `impl<A> Pair<Vec<A>>::first`.
    fn item_path(&mut self) -> Result<ItemPath, Problem> {
        let explicit = if self.eat("impl") { Some(self.generics()?.parameters) } else { None };
        let mut path = self.name()?;
        let mut inherent = None;
        loop {
            if self.is("<") {
                let before = self.position();
                // On an error these are the parameters of the function.
                let arguments = self.angle().ok().filter(|_| self.is("::"));
                let Some(arguments) = arguments else {
                    self.go_back(before);
                    break;
                };
                let parameters = explicit.clone().unwrap_or_else(|| parameters_of(&arguments));
                inherent = Some(Inherent { parameters, arguments });
            }
            if !self.eat("::") {
                break;
            }
            path.push_str("::");
            path.push_str(&self.name()?);
        }
        if explicit.is_some() && inherent.is_none() {
            return Err(self.problem("`impl` stands before a path without arguments"));
        }
        Ok(ItemPath { path, inherent })
    }

    fn reexport(&mut self) -> Result<Item, Problem> {
        self.next();
        let path = self.names()?;
        self.expect("=")?;
        let external = self.eat("::");
        let target = self.names()?;
        Ok(Item::new(path, Kind::Reexport(Reexport { target, external })))
    }

    fn structure(&mut self, kind: fn(Struct) -> Kind) -> Result<Item, Problem> {
        self.next();
        let path = self.names()?;
        let mut generics = self.generics()?;
        let (shape, close) = match self.peek().map_or("", |token| token.text) {
            "(" => (Shape::Tuple, ")"),
            "{" => (Shape::Named, "}"),
            _ => (Shape::Unit, ""),
        };
        let mut private_fields = false;
        if shape != Shape::Unit {
            self.next();
            private_fields = self.eat("..");
            self.expect(close)?;
        }
        self.demands(&mut generics)?;
        let (non_exhaustive, repr) = (false, Vec::new());
        let item = Struct { generics, shape, private_fields, non_exhaustive, repr };
        Ok(Item::new(path, kind(item)))
    }

    fn enumeration(&mut self) -> Result<Item, Problem> {
        self.next();
        let path = self.names()?;
        let mut generics = self.generics()?;
        self.demands(&mut generics)?;
        let item = Enum { generics, non_exhaustive: false, repr: Vec::new() };
        Ok(Item::new(path, Kind::Enum(item)))
    }

    fn variant(&mut self) -> Result<Item, Problem> {
        self.next();
        let path = self.names()?;
        let mut fields = Vec::new();
        let mut shape = Shape::Unit;
        if self.eat("(") {
            shape = Shape::Tuple;
            while !self.eat(")") {
                let name = fields.len().to_string();
                fields.push(VariantField { name, of: self.type_(true)? });
                if !self.eat(",") {
                    self.expect(")")?;
                    break;
                }
            }
        } else if self.eat("{") {
            shape = Shape::Named;
            while !self.eat("}") {
                let name = self.name()?;
                self.expect(":")?;
                fields.push(VariantField { name, of: self.type_(true)? });
                if !self.eat(",") {
                    self.expect("}")?;
                    break;
                }
            }
            fields.sort();
        }
        let discriminant = if self.eat("=") { Some(self.constant()?) } else { None };
        let item = Variant { shape, fields, non_exhaustive: false, discriminant };
        Ok(Item::new(path, Kind::Variant(item)))
    }

    fn field(&mut self) -> Result<Item, Problem> {
        self.next();
        let owner = self.names()?;
        self.expect(".")?;
        let token = self.peek().filter(|token| matches!(token.sort, Sort::Name | Sort::Number));
        let name = token.ok_or_else(|| self.problem("the name of the field is missing"))?.text;
        self.next();
        self.expect(":")?;
        Ok(Item::new(format!("{owner}.{name}"), Kind::Field(self.type_(true)?)))
    }

    fn static_(&mut self) -> Result<Item, Problem> {
        self.next();
        let mutable = self.eat("mut");
        let path = self.names()?;
        self.expect(":")?;
        Ok(Item::new(path, Kind::Static { of: self.type_(true)?, mutable }))
    }

    /// An alias, or a type that a trait asks for.
    fn type_item(&mut self) -> Result<Item, Problem> {
        self.next();
        let path = self.names()?;
        let mut generics = self.generics()?;
        if self.eat("=") {
            let target = self.type_(true)?;
            self.demands(&mut generics)?;
            return Ok(Item::new(path, Kind::Alias(Alias { generics, target })));
        }
        let bounds = if self.eat(":") { self.bounds(true)? } else { Vec::new() };
        self.demands(&mut generics)?;
        Ok(Item::new(path, Kind::AssociatedType(AssociatedType { generics, bounds })))
    }

    fn trait_(&mut self) -> Result<Item, Problem> {
        let is_unsafe = self.eat("unsafe");
        self.expect("trait")?;
        let path = self.names()?;
        let mut generics = self.generics()?;
        let supertraits = if self.eat(":") { self.bounds(true)? } else { Vec::new() };
        self.demands(&mut generics)?;
        let item = Trait { generics, supertraits, is_unsafe, sealed: false };
        Ok(Item::new(path, Kind::Trait(item)))
    }

    /// The path of the item is found when all lines have been read.
    fn implementation(&mut self) -> Result<Item, Problem> {
        let is_unsafe = self.eat("unsafe");
        self.expect("impl")?;
        let mut generics = self.generics()?;
        let negative = self.eat("!");
        let of_trait = self.path()?;
        self.expect("for")?;
        let for_type = self.type_(true)?;
        self.demands(&mut generics)?;
        let derived = None;
        let item = Implementation { generics, negative, is_unsafe, of_trait, for_type, derived };
        Ok(Item::new("", Kind::Implementation(item)))
    }

    fn macro_(&mut self) -> Result<Item, Problem> {
        self.next();
        let path = self.names()?;
        self.expect("=")?;
        let mut arms = vec![self.text()?];
        while self.eat("|") {
            arms.push(self.text()?);
        }
        Ok(Item::new(path, Kind::Macro(arms)))
    }

    fn unexpanded(&mut self) -> Result<Item, Problem> {
        self.next();
        let path = self.names()?;
        self.expect("=")?;
        Ok(Item::new(path, Kind::Unexpanded(self.text()?)))
    }

    fn constant_item(&mut self) -> Result<Item, Problem> {
        self.next();
        let ItemPath { path, inherent } = self.item_path()?;
        self.expect(":")?;
        let of = self.type_(true)?;
        let mut generics = Generics::default();
        self.demands(&mut generics)?;
        let owner = self.owner(inherent)?;
        let constant = Constant { owner, of, predicates: generics.predicates };
        Ok(Item::new(path, Kind::Constant(constant)))
    }

    fn function(&mut self) -> Result<Item, Problem> {
        let is_const = self.eat("const");
        let is_async = self.eat("async");
        let is_unsafe = self.eat("unsafe");
        let abi = if self.eat("extern") { Some(self.text()?) } else { None };
        self.expect("fn")?;
        let ItemPath { path, inherent } = self.item_path()?;
        let mut function = Function {
            owner: Owner::Module,
            is_const,
            is_async,
            is_unsafe,
            abi,
            generics: self.generics()?,
            receiver: None,
            arguments: Vec::new(),
            variadic: false,
            output: Type::UNIT,
        };
        self.expect("(")?;
        while !self.eat(")") {
            self.function_argument(&mut function)?;
            if !self.eat(",") {
                self.expect(")")?;
                break;
            }
        }
        function.output = self.output(true)?;
        self.demands(&mut function.generics)?;
        function.owner = self.owner(inherent)?;
        Ok(Item::new(path, Kind::Function(function)))
    }

    fn function_argument(&mut self, function: &mut Function) -> Result<(), Problem> {
        if self.eat("...") {
            function.variadic = true;
            return Ok(());
        }
        if self.at_receiver() {
            function.receiver = Some(self.receiver()?);
            return Ok(());
        }
        let name = self.name()?;
        self.expect(":")?;
        function.arguments.push(FunctionArgument { name, of: self.type_(true)? });
        Ok(())
    }

    fn at_receiver(&self) -> bool {
        let ahead = (0..4).map_while(|index| self.peek_at(index));
        let after = |token: &super::token::Token<'_>| {
            token.text == "&" || token.text == "mut" || token.sort == Sort::Lifetime
        };
        ahead.into_iter().find(|token| !after(token)).is_some_and(|token| token.text == "self")
    }

    fn receiver(&mut self) -> Result<Receiver, Problem> {
        if self.eat("&") {
            let lifetime = self.lifetime();
            let mutable = self.eat("mut");
            self.expect("self")?;
            return Ok(Receiver::Reference { lifetime, mutable });
        }
        self.expect("self")?;
        if self.eat(":") { Ok(Receiver::Typed(self.type_(true)?)) } else { Ok(Receiver::Value) }
    }

    /// Whose member it is, as far as the line says it: `{ .. }` is said only of items of traits.
    fn owner(&mut self, inherent: Option<Inherent>) -> Result<Owner, Problem> {
        if self.eat("{") {
            self.expect("..")?;
            self.expect("}")?;
            return Ok(Owner::Trait { provided: true });
        }
        Ok(inherent.map_or(Owner::Module, Owner::Type))
    }

    fn attribute(&mut self, item: &mut Item) -> Result<(), Problem> {
        let unexpected = self.problem("this attribute does not belong here");
        let name = self.name()?;
        match (name.as_str(), &mut item.kind) {
            ("non_exhaustive", Kind::Struct(of)) => of.non_exhaustive = true,
            ("non_exhaustive", Kind::Enum(of)) => of.non_exhaustive = true,
            ("non_exhaustive", Kind::Variant(of)) => of.non_exhaustive = true,
            ("sealed", Kind::Trait(of)) => of.sealed = true,
            ("repr", Kind::Struct(Struct { repr, .. }) | Kind::Union(Struct { repr, .. })) => {
                *repr = self.list()?;
            }
            ("repr", Kind::Enum(of)) => of.repr = self.list()?,
            ("derived", Kind::Implementation(of)) => {
                of.derived = Some(if self.is("(") { self.list()? } else { Vec::new() });
            }
            ("must_use", _) => {
                let reason = if self.eat("=") { Some(self.text()?) } else { None };
                item.must_use = Some(MustUse { reason });
            }
            ("deprecated", _) => item.deprecated = Some(self.deprecation()?),
            ("cfg", _) => {
                self.expect("(")?;
                item.condition = self.condition()?;
                self.expect(")")?;
            }
            _ => return Err(unexpected),
        }
        Ok(())
    }

    /// `(a, b(4))`, as code.
    fn list(&mut self) -> Result<Vec<String>, Problem> {
        self.expect("(")?;
        let mut members = Vec::new();
        while !self.eat(")") {
            members.push(self.raw()?);
            self.eat(",");
        }
        Ok(members)
    }

    fn deprecation(&mut self) -> Result<Deprecation, Problem> {
        let mut deprecation = Deprecation::default();
        if self.eat("(") {
            while !self.eat(")") {
                let is_note = self.is("note");
                if !is_note && !self.is("since") {
                    return Err(self.problem("neither `note` nor `since`"));
                }
                self.next();
                self.expect("=")?;
                let fact = Some(self.text()?);
                *(if is_note { &mut deprecation.note } else { &mut deprecation.since }) = fact;
                self.eat(",");
            }
        }
        Ok(deprecation)
    }

    fn condition(&mut self) -> Result<Condition, Problem> {
        let is_list = self.peek_at(1).is_some_and(|next| next.text == "(");
        let word = self.peek().map_or("", |token| token.text);
        if !is_list || !matches!(word, "all" | "any" | "not") {
            return Ok(Condition::fact(&self.raw()?));
        }
        self.depth += 1;
        if self.depth > 64 {
            return Err(self.problem("a condition that is nested too deep"));
        }
        self.next();
        self.next();
        let mut members = Vec::new();
        while !self.eat(")") {
            members.push(self.condition()?);
            self.eat(",");
        }
        self.depth -= 1;
        Ok(match word {
            "all" => Condition::all(members),
            "any" => Condition::any(members),
            _ => members.pop().unwrap_or_default().negated(),
        })
    }
}

/// The parameters of a block whose type has them as its arguments.
fn parameters_of(arguments: &[Argument]) -> Vec<Parameter> {
    let parameter = |argument: &Argument| {
        let (name, kind) = match argument {
            Argument::Lifetime(name) => (name.as_str(), ParameterKind::Lifetime),
            Argument::Type(of) => (of.as_name()?, ParameterKind::Type { default: None }),
            _ => return None,
        };
        Some(Parameter { name: name.to_owned(), kind })
    };
    arguments.iter().filter_map(parameter).collect()
}
