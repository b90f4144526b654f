//! A whole listing as text, and the text read back.
//!
//! One line per item, in the order of [`PublicApi`], with blank lines around an item and its members, and where
//! another module begins.
//! Reading accepts any order, so a merge that shuffled lines does no harm, and reports every line that
//! is not one of a listing.

mod items;
mod token;
mod types;

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

use self::token::{Sort, Token, tokens};
use super::PublicApi;
use super::display::List;
use super::item::{Implementation, Inherent, Item, Kind, Owner};
use super::types::{Argument, Arguments, Type, TypePath};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position};

/// The first lines.
const HEADER: &str = "\
# The public API of the crate, one item per line: everything that a caller can name. Written with the crate.
# A type is followed by its fields, methods and implementations. `{ .. }`: there are private fields, or a
# default. `_::Name`: mentioned by a signature, but no path leads to it.
";

impl Display for PublicApi {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(HEADER)?;
        writeln!(f, "\ncrate {}", self.crate_name)?;
        if let Some(version) = &self.rust_version {
            writeln!(f, "rust-version {version}")?;
        }
        for (name, enabled) in &self.features {
            let enabled: Vec<String> = enabled.iter().map(|name| format!("{name:?}")).collect();
            writeln!(f, "feature {name} = [{}]", List(&enabled, ", "))?;
        }
        for (name, version) in &self.dependencies {
            writeln!(f, "dependency {name} {version}")?;
        }
        let groups = self.items.chunk_by(|one, next| one.group() == next.group());
        let (mut module, mut had_members) = (None, true);
        for group in groups {
            let here = group.first().map(module_of);
            if group.len() > 1 || had_members || module != here {
                writeln!(f)?;
            }
            (module, had_members) = (here, group.len() > 1);
            for item in group {
                writeln!(f, "{item}")?;
            }
        }
        Ok(())
    }
}

/// The module that an item of a module is in; a module is in itself.
fn module_of(item: &Item) -> &str {
    if item.kind == Kind::Module {
        &item.path
    } else {
        item.group().rsplit_once("::").map_or("", |(module, _)| module)
    }
}

/// A place in a line where reading stopped, and why.
#[derive(Debug)]
pub(super) struct Problem {
    /// The byte of the line.
    at: usize,
    message: String,
}

impl Problem {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}

impl PublicApi {
    /// Reads a listing. `name` is that of the file, for reports; every line that is not one of a listing
    /// is reported.
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostics> {
        let mut public_api = Self::default();
        let mut problems = Vec::new();
        let mut damaged = |index: usize, line: &str, problem: &Problem| {
            let before = line.get(..problem.at).unwrap_or(line);
            let position = Position { line: index + 1, column: before.chars().count() + 1 };
            let message = format!("Not a line of a listing: {}.", problem.message);
            problems.push(damage(&message).in_text(name, text, position));
        };
        let mut lines = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match public_api.read_line(line) {
                Ok(Some(item)) => {
                    lines.push((index, line));
                    public_api.items.push(item);
                }
                Ok(None) => {}
                Err(problem) => damaged(index, line, &problem),
            }
        }
        let owners = Owners::of(&public_api.items);
        for (item, (index, line)) in public_api.items.iter_mut().zip(lines) {
            if let Err(problem) = owners.adopt(item) {
                damaged(index, line, &problem);
            }
        }
        if public_api.crate_name.is_empty() && problems.is_empty() {
            let missing = "The line that names the crate is missing: `crate …`.";
            problems.push(damage(missing).in_file(name));
        }
        if !problems.is_empty() {
            problems.sort_by_key(|problem: &Diagnostic| problem.position);
            return Err(problems.into_iter().collect());
        }
        public_api.sort();
        Ok(public_api)
    }

    /// Reads one line; facts of the manifest are noted at once.
    fn read_line(&mut self, line: &str) -> Result<Option<Item>, Problem> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let at = word.len() + 1;
        match word {
            "crate" => rest.trim().clone_into(&mut self.crate_name),
            "rust-version" => self.rust_version = Some(rest.trim().to_owned()),
            "feature" => {
                let (name, enabled) = rest.split_once(" = ").ok_or(Problem::new(at, "no `=`"))?;
                let mut reader = Reader::new(enabled)?;
                let enabled = reader.texts().map_err(|problem| {
                    Problem::new(problem.at + at + name.len() + 3, problem.message)
                })?;
                self.features.insert(name.to_owned(), enabled);
            }
            "dependency" => {
                let fact = rest.trim().split_once(' ');
                let (name, version) = fact.ok_or(Problem::new(at, "no version"))?;
                self.dependencies.insert(name.to_owned(), version.to_owned());
            }
            _ => return Reader::new(line)?.item().map(Some),
        }
        Ok(None)
    }
}

fn damage(message: &str) -> Diagnostic {
    let help = "Restore the file (`git checkout`), or write it anew by regenerating.";
    Diagnostic::new(Code::DamagedListing, message).help(help)
}

/// What the items of a listing may be members of.
pub(super) struct Owners {
    types: BTreeSet<String>,
    traits: BTreeSet<String>,
    modules: BTreeSet<String>,
}

impl Owners {
    pub(super) fn of(items: &[Item]) -> Self {
        let paths = |test: fn(&Kind) -> bool| {
            let found = items.iter().filter(|item| test(&item.kind));
            found.map(|item| item.path.clone()).collect()
        };
        Self {
            types: paths(|kind| matches!(kind, Kind::Struct(_) | Kind::Union(_) | Kind::Enum(_))),
            traits: paths(|kind| matches!(kind, Kind::Trait(_))),
            modules: paths(|kind| matches!(kind, Kind::Module)),
        }
    }

    /// Says of a member whose member it is; the line alone does not.
    fn adopt(&self, item: &mut Item) -> Result<(), Problem> {
        let owner = item.owner().to_owned();
        let in_trait = self.traits.contains(&owner);
        let in_type = self.types.contains(&owner);
        let adopted = match &mut item.kind {
            Kind::Function(function) => Some(&mut function.owner),
            Kind::Constant(constant) => Some(&mut constant.owner),
            _ => None,
        };
        let is_known = match adopted {
            Some(known @ Owner::Module) => {
                if in_type {
                    *known = Owner::Type(Inherent::default());
                } else if in_trait {
                    *known = Owner::Trait { provided: false };
                }
                in_type || in_trait || owner.is_empty() || self.modules.contains(&owner)
            }
            Some(Owner::Type(_)) => in_type,
            Some(Owner::Trait { .. }) => in_trait,
            None => match &mut item.kind {
                Kind::Field(_) | Kind::Variant(_) => in_type,
                Kind::AssociatedType(_) => in_trait,
                Kind::Implementation(implementation) => {
                    item.path = self.home(implementation);
                    true
                }
                _ => true,
            },
        };
        let orphan = || Problem::new(0, format!("`{owner}`, whose member it is, is not listed"));
        is_known.then_some(()).ok_or_else(orphan)
    }

    /// The type or trait of the crate beneath which an implementation is listed.
    pub(super) fn home(&self, of: &Implementation) -> String {
        let own = |path: &TypePath| {
            let name = path.own();
            let is_parameter = path.segments.len() == 1 && of.generics.declares(&name);
            let is_own = self.types.contains(&name) || self.traits.contains(&name);
            (is_own && !is_parameter).then_some(name)
        };
        let for_type = of.for_type.below_references().as_path().and_then(own);
        let found = for_type.or_else(|| own(&of.of_trait));
        let argument = |argument: &Argument| match argument {
            Argument::Type(Type::Path(path)) | Argument::Equal(_, Type::Path(path)) => own(path),
            _ => None,
        };
        let arguments = |path: &TypePath| match path.arguments() {
            Arguments::Angle(arguments) => arguments.iter().find_map(argument),
            _ => None,
        };
        let inside = || {
            arguments(&of.of_trait)
                .or_else(|| of.for_type.below_references().as_path().and_then(arguments))
        };
        found.or_else(inside).unwrap_or_default()
    }
}

/// Reads the tokens of one line.
struct Reader<'t> {
    line: &'t str,
    tokens: Vec<Token<'t>>,
    at: usize,
    /// How deep the types are nested here.
    depth: usize,
}

impl<'t> Reader<'t> {
    fn new(line: &'t str) -> Result<Self, Problem> {
        Ok(Self { line, tokens: tokens(line)?, at: 0, depth: 0 })
    }

    fn peek(&self) -> Option<Token<'t>> {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> Option<Token<'t>> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn next(&mut self) {
        self.at += 1;
    }

    fn position(&self) -> (usize, usize) {
        (self.at, self.depth)
    }

    fn go_back(&mut self, to: (usize, usize)) {
        (self.at, self.depth) = to;
    }

    fn is(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.text == text)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.is(text);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, text: &str) -> Result<(), Problem> {
        if self.eat(text) { Ok(()) } else { Err(self.problem(&format!("`{text}` is missing"))) }
    }

    fn name(&mut self) -> Result<String, Problem> {
        let token = self.peek().filter(|token| token.sort == Sort::Name);
        let token = token.ok_or_else(|| self.problem("a name is missing"))?;
        self.next();
        Ok(token.text.to_owned())
    }

    /// `["a", "b"]`, and nothing after it.
    fn texts(&mut self) -> Result<Vec<String>, Problem> {
        let mut texts = Vec::new();
        self.expect("[")?;
        while !self.eat("]") {
            texts.push(self.text()?);
            if !self.eat(",") {
                self.expect("]")?;
                break;
            }
        }
        if self.peek().is_some() { Err(self.problem("this is too much")) } else { Ok(texts) }
    }

    /// The code up to the next comma or closing bracket at this depth, as it stands.
    fn raw(&mut self) -> Result<String, Problem> {
        let start = self.peek().map_or(self.line.len(), |token| token.at);
        let mut end = start;
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            match token.text {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" if depth > 0 => depth -= 1,
                ")" | "]" | "}" => break,
                "," if depth == 0 => break,
                _ => {}
            }
            end = token.at + token.text.len();
            self.next();
        }
        let code = self.line.get(start..end).filter(|code| !code.is_empty());
        code.map(str::to_owned).ok_or_else(|| self.problem("something is missing"))
    }

    /// A problem at the next token.
    fn problem(&self, message: &str) -> Problem {
        let at = self.peek().map_or(self.line.len(), |token| token.at);
        match self.peek() {
            Some(token) => Problem::new(at, format!("{message} at `{}`", token.text)),
            None => Problem::new(at, format!("{message} at its end")),
        }
    }
}
