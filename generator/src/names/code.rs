//! Which names the code of one file uses and defines, as far as names of a definition may meet them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::tokens::{Token, tokens};

/// What one file, or the body of one macro, holds.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Code<'t> {
    /// The names of types, traits, variants and constants that are looked up where they stand: those that
    /// follow `::` are not, unless they are imported.
    #[serde(borrow)]
    pub types: BTreeSet<&'t str>,
    /// The names of modules, crates and functions at the beginning of paths, and in `use`.
    #[serde(borrow)]
    pub roots: BTreeSet<&'t str>,
    /// The names of values in functions whose arguments are put in.
    #[serde(borrow)]
    pub locals: BTreeSet<&'t str>,
    /// The variants of enums whose names are put in, and what is written after `Self::`.
    #[serde(borrow)]
    pub variants: BTreeSet<&'t str>,
    /// The `impl` blocks.
    #[serde(borrow)]
    pub impls: Vec<Impl<'t>>,
    /// What is derived for a type; `None` is a type whose name is put in.
    #[serde(borrow)]
    pub derives: Vec<(Option<&'t str>, &'t str)>,
    /// The functions of traits.
    #[serde(borrow)]
    pub traits: BTreeMap<&'t str, Vec<&'t str>>,
    /// The macros that are called.
    #[serde(borrow)]
    pub calls: BTreeSet<&'t str>,
    /// The bodies of the macros that are defined.
    #[serde(borrow)]
    pub macros: BTreeMap<&'t str, Code<'t>>,
    /// What is exported again: the names in `pub use`.
    #[serde(borrow)]
    pub exports: BTreeSet<&'t str>,
}

/// An `impl` block.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Impl<'t> {
    /// The type, without what is around it and its arguments; `None` when it is put in.
    #[serde(borrow)]
    pub of: Option<&'t str>,
    /// The trait.
    #[serde(borrow)]
    pub of_trait: Option<&'t str>,
    /// The functions.
    #[serde(borrow)]
    pub functions: Vec<&'t str>,
}

impl<'t> Code<'t> {
    /// Reads a source file, or the template of one.
    pub fn of(text: &'t str, is_template: bool) -> Self {
        Self::read(&tokens(text, is_template), is_template)
    }

    /// Reads tokens. `names` says whether the names that are only used are asked for too.
    fn read(tokens: &[Token<'t>], names: bool) -> Self {
        let mut reader = Reader { tokens, code: Self::default(), derived: Vec::new() };
        reader.items();
        if names {
            reader.names();
        }
        reader.code
    }
}

struct Reader<'t, 's> {
    tokens: &'s [Token<'t>],
    code: Code<'t>,
    /// What is derived for the type that follows.
    derived: Vec<&'t str>,
}

impl<'t> Reader<'t, '_> {
    fn token(&self, index: usize) -> Option<Token<'t>> {
        self.tokens.get(index).copied()
    }

    fn word(&self, index: usize) -> Option<&'t str> {
        match self.token(index) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn is(&self, index: usize, mark: char) -> bool {
        self.token(index) == Some(Token::Mark(mark))
    }

    /// The index behind what is closed as often as it is opened, beginning at an opening mark.
    fn behind(&self, start: usize, open: char, close: char) -> usize {
        let mut depth = 0_usize;
        for (index, token) in self.tokens.iter().enumerate().skip(start) {
            if *token == Token::Mark(open) {
                depth += 1;
            } else if *token == Token::Mark(close) {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index + 1;
                }
            }
        }
        self.tokens.len()
    }

    fn find(&self, start: usize, mark: char) -> usize {
        let found = self.tokens.iter().skip(start).position(|token| *token == Token::Mark(mark));
        found.map_or(self.tokens.len(), |at| start + at)
    }

    /// Everything but the names that are only used.
    fn items(&mut self) {
        let mut index = 0;
        while let Some(token) = self.token(index) {
            let Token::Word(word) = token else {
                index += 1;
                continue;
            };
            index = match word {
                "macro_rules" if self.is(index + 1, '!') => self.macro_rules(index + 2),
                "derive" if self.is(index + 1, '(') => self.derive(index + 1),
                "struct" | "enum" => self.definition(index),
                "trait" => self.trait_of(index),
                "impl" if self.is_item(index) => self.impl_of(index + 1),
                "use" => self.exports(index),
                _ => {
                    if self.is(index + 1, '!') {
                        self.code.calls.insert(word);
                    }
                    index + 1
                }
            };
        }
    }

    /// Whether an `impl` begins a block: in a type, as in `f: impl Fn()`, it follows something else.
    fn is_item(&self, index: usize) -> bool {
        match index.checked_sub(1).and_then(|before| self.token(before)) {
            None | Some(Token::Hole) => true,
            Some(Token::Mark(mark)) => matches!(mark, '}' | ';' | ']' | '{'),
            _ => false,
        }
    }

    fn macro_rules(&mut self, name: usize) -> usize {
        let end = self.behind(name + 1, '{', '}');
        if let (Some(name), Some(body)) = (self.word(name), self.tokens.get(name + 1..end)) {
            self.code.macros.insert(name, Code::read(body, true));
        }
        end
    }

    fn derive(&mut self, open: usize) -> usize {
        let end = self.behind(open, '(', ')');
        for token in self.tokens.get(open..end).unwrap_or_default() {
            if let Token::Word(word) = token {
                self.derived.push(word);
            }
        }
        end
    }

    /// A struct or an enum: what is derived for it, and the variants that are not put in.
    fn definition(&mut self, index: usize) -> usize {
        let of = match self.token(index + 1) {
            Some(Token::Word(word)) => Some(word),
            Some(Token::Hole) => None,
            _ => return index + 1,
        };
        let derived = std::mem::take(&mut self.derived);
        self.code.derives.extend(derived.into_iter().map(|name| (of, name)));
        if of.is_none() && self.word(index) == Some("enum") {
            let open = self.find(index, '{');
            let end = self.behind(open, '{', '}');
            let mut depth = 0_usize;
            for at in open..end {
                match self.token(at) {
                    Some(Token::Mark('{' | '(' | '[')) => depth += 1,
                    Some(Token::Mark('}' | ')' | ']')) => depth = depth.saturating_sub(1),
                    Some(Token::Word(word)) if depth == 1 => drop(self.code.variants.insert(word)),
                    _ => {}
                }
            }
        }
        index + 2
    }

    fn trait_of(&mut self, index: usize) -> usize {
        let Some(name) = self.word(index + 1) else { return index + 1 };
        let open = self.find(index, '{');
        let functions = self.functions(open);
        self.code.traits.entry(name).or_default().extend(functions);
        // What is inside may call macros.
        open
    }

    fn impl_of(&mut self, start: usize) -> usize {
        let mut index = if self.is(start, '<') { self.behind(start, '<', '>') } else { start };
        let (mut of, mut of_trait, mut depth) = (None, None, 0_usize);
        while let Some(token) = self.token(index) {
            match token {
                Token::Mark('{') => break,
                Token::Mark('<' | '(' | '[') => depth += 1,
                Token::Mark('>' | ')' | ']') => depth = depth.saturating_sub(1),
                Token::Word("where") if depth == 0 => {
                    index = self.find(index, '{');
                    break;
                }
                Token::Word("for") if depth == 0 => of_trait = of.take(),
                Token::Word("dyn" | "mut") => {}
                Token::Word(word) if depth == 0 => of = Some(Some(word)),
                Token::Hole if depth == 0 => of = Some(None),
                _ => {}
            }
            index += 1;
        }
        let functions = self.functions(index);
        let of_trait = of_trait.flatten();
        self.code.impls.push(Impl { of: of.flatten(), of_trait, functions });
        index + 1
    }

    /// The names of the functions of a block.
    fn functions(&self, open: usize) -> Vec<&'t str> {
        let mut functions = Vec::new();
        let mut depth = 0_usize;
        for index in open..self.tokens.len() {
            match self.token(index) {
                Some(Token::Mark('{')) => depth += 1,
                Some(Token::Mark('}')) => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                Some(Token::Word("fn")) if depth == 1 => functions.extend(self.word(index + 1)),
                _ => {}
            }
        }
        functions
    }

    fn exports(&mut self, index: usize) -> usize {
        let end = self.find(index, ';');
        if index.checked_sub(1).and_then(|before| self.word(before)) == Some("pub") {
            for at in index..end {
                let last = !matches!(self.token(at + 1), Some(Token::Path));
                self.code.exports.extend(self.word(at).filter(|word| last && is_type(word)));
            }
        }
        end
    }

    /// The names that are used.
    fn names(&mut self) {
        let mut import_until = 0;
        let mut parameters = BTreeSet::new();
        for index in 0..self.tokens.len() {
            let Some(word) = self.word(index) else { continue };
            let before = index.checked_sub(1).and_then(|before| self.token(before));
            if word == "use" {
                import_until = self.find(index, ';');
            }
            let imported = index < import_until;
            let follows = before == Some(Token::Path);
            let leads = self.token(index + 1) == Some(Token::Path);
            if is_type(word) {
                if imported || !follows {
                    self.code.types.insert(word);
                } else if index.checked_sub(2).and_then(|at| self.word(at)) == Some("Self") {
                    self.code.variants.insert(word);
                }
            } else if imported || (leads && !follows) || before == Some(Token::Word("mod")) {
                self.code.roots.insert(word);
            }
            match word {
                "fn" => {
                    self.locals(index);
                    parameters.extend(self.parameters(index + 2));
                }
                "impl" => parameters.extend(self.parameters(index + 1)),
                _ => {}
            }
        }
        // `S` of `fn serialize<S: Serializer>` means the same beside a model called `S`.
        self.code.types.retain(|name| !parameters.contains(name));
    }

    /// The type parameters that are declared here, if any are.
    fn parameters(&self, open: usize) -> Vec<&'t str> {
        if !self.is(open, '<') {
            return Vec::new();
        }
        let inside = open + 1..self.behind(open, '<', '>');
        let begins = |at: &usize| self.is(at - 1, '<') || self.is(at - 1, ',');
        inside.filter(begins).filter_map(|at| self.word(at)).collect()
    }

    /// The names of values in a function whose arguments are put in.
    fn locals(&mut self, index: usize) {
        let open = self.find(index, '(');
        let close = self.behind(open, '(', ')');
        let hole = |token: &Token<'_>| *token == Token::Hole;
        if !self.tokens.get(open..close).unwrap_or_default().iter().any(hole) {
            return;
        }
        let body = self.find(close, '{');
        for at in open..self.behind(body, '{', '}') {
            let Some(word) = self.word(at).filter(|word| !is_type(word)) else { continue };
            let before = at.checked_sub(1).and_then(|before| self.token(before));
            let is_value = !matches!(before, Some(Token::Mark('.') | Token::Path))
                && self.token(at + 1) != Some(Token::Path);
            if is_value {
                self.code.locals.insert(word);
            }
        }
    }
}

/// Whether a word is written like the name of a type, a variant or a constant.
fn is_type(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}
