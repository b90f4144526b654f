//! `templates/README.md` lists what templates may use, and templates use nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "tests fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use generator_tests::view_structs::{Member, Viewed, viewed};
use generator_tests::{compare, files, root};

/// Which struct of `render.rs` a template is given, by what its path has in braces; the last one is for those
/// that have nothing.
const CONTEXTS: [(&str, &str, &str); 11] = [
    ("{operation}", "OperationContext", "once for each operation"),
    ("{api}", "ApiContext", "once for each tag"),
    ("{struct}", "ModelContext", "once for each struct"),
    ("{enum}", "ModelContext", "once for each enum of texts"),
    ("{number_enum}", "ModelContext", "once for each enum of whole numbers"),
    ("{union}", "ModelContext", "once for each union"),
    ("{container}", "ModelContext", "once for each list or map that holds itself"),
    ("{text}", "ModelContext", "once for each string newtype"),
    ("{secret}", "ModelContext", "once for each string newtype that is a secret"),
    ("{samples}", "SampleContext", "once for each tag that has structs"),
    ("", "OnceContext", "once"),
];

fn structs() -> BTreeMap<String, Viewed> {
    let source = files(&root().join("generator/src"));
    let given = source.into_iter().filter(|(path, _)| {
        path.ends_with(".rs") && (path.starts_with("view/") || path.starts_with("render"))
    });
    viewed(&given.collect::<Vec<_>>())
}

/// The entry of [`CONTEXTS`] for a template.
fn context(path: &str) -> &'static (&'static str, &'static str, &'static str) {
    let found = CONTEXTS.iter().find(|(brace, ..)| path.contains(brace));
    found.unwrap_or(&CONTEXTS[CONTEXTS.len() - 1])
}

/// The struct that a template of this kind sees where the source has an enum of several.
fn chosen(structs: &BTreeMap<String, Viewed>, name: &str, brace: &str) -> String {
    let Some(viewed) = structs.get(name).filter(|viewed| !viewed.variants.is_empty()) else {
        return name.to_owned();
    };
    let variant = match brace {
        "{struct}" => "Struct",
        "{enum}" | "{number_enum}" => "Enum",
        "{union}" => "Union",
        "{container}" => "Container",
        _ => "Text",
    };
    viewed.variants.get(variant).cloned().unwrap_or_else(|| name.to_owned())
}

#[test]
fn the_reference_lists_what_templates_are_given() {
    let structs = structs();
    let mut text = String::from(
        "# What templates may use\n\n\
         Made from the structs of `generator/src/view/` by `UPDATE_GOLDENS=1 cargo test -p generator-tests --test \
         template_reference`; the same test fails when a template names anything else. A member whose type ends in \
         `View`, `Row` or the like has members of its own, which have a table below. Everything else is text that \
         stands in Rust or in a comment as it is, or a flag.\n\n\
         | A path with | is rendered | and is given |\n| --- | --- | --- |\n",
    );
    let mut open: Vec<String> = Vec::new();
    for (brace, context, when) in CONTEXTS {
        let members = &structs[context].fields;
        let given: Vec<String> = members
            .iter()
            .map(|member| match &member.inner {
                Some(inner) => {
                    let inner = chosen(&structs, inner, brace);
                    open.push(inner.clone());
                    format!("`{}`: {inner}", member.name)
                }
                None => format!("`{}`: {}", member.name, member.shape),
            })
            .collect();
        let path = if brace.is_empty() { "no braces".to_owned() } else { format!("`{brace}`") };
        let _ = writeln!(text, "| {path} | {when} | {} |", given.join(", "));
    }
    let mut listed = BTreeSet::new();
    while let Some(name) = open.pop() {
        let Some(viewed) = structs.get(&name) else { continue };
        if listed.insert(name) {
            open.extend(viewed.fields.iter().filter_map(|field| field.inner.clone()));
            open.extend(viewed.variants.values().cloned());
        }
    }
    for name in &listed {
        table(&mut text, name, &structs[name]);
    }
    let result = compare(&root().join("templates/README.md"), &text);
    assert!(result.is_ok(), "{}", result.err().unwrap_or_default());
}

fn table(text: &mut String, name: &str, viewed: &Viewed) {
    let _ = writeln!(text, "\n## {name}\n\n{}", viewed.docs);
    if viewed.fields.is_empty() {
        return;
    }
    text.push_str("\n| Member | Type | |\n| --- | --- | --- |\n");
    for Member { name, docs, shape, .. } in &viewed.fields {
        let docs = docs.replace('|', "\\|").replace("[`", "`").replace("`]", "`");
        let _ = writeln!(text, "| `{name}` | `{shape}` | {docs} |");
    }
}

#[test]
fn templates_use_only_what_they_are_given() {
    let structs = structs();
    let mut problems = Vec::new();
    let mut checked = 0;
    for (path, text) in files(&root().join("templates")) {
        if !path.ends_with(".tera") {
            continue;
        }
        let (brace, context, _) = context(&path);
        let mut scope = Scope { structs: &structs, brace, known: Vec::new() };
        for member in &structs[*context].fields {
            scope.known.push((member.name.clone(), scope.of(member)));
        }
        for (line, tag) in tags(&text) {
            checked += 1;
            if let Err(problem) = scope.tag(&tag) {
                problems.push(format!("templates/{path}:{line}: {problem}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(checked > 0, "no template was read");
}

/// What a name stands for: a struct, or something without members of its own.
#[derive(Clone)]
enum Given {
    Struct(String),
    Leaf,
    /// Data of the configuration, whose members the generator does not know.
    Any,
}

struct Scope<'a> {
    structs: &'a BTreeMap<String, Viewed>,
    brace: &'a str,
    known: Vec<(String, Given)>,
}

impl Scope<'_> {
    fn of(&self, member: &Member) -> Given {
        match &member.inner {
            Some(inner) => Given::Struct(chosen(self.structs, inner, self.brace)),
            None if member.shape.split(['<', '>', ',', ' ']).any(|word| word == "TableView") => {
                Given::Any
            }
            None => Given::Leaf,
        }
    }

    /// Follows one `{{ … }}` or `{% … %}`.
    fn tag(&mut self, tag: &str) -> Result<(), String> {
        let words: Vec<&str> = tag.split_whitespace().collect();
        match words.as_slice() {
            ["endfor"] => {
                // What the loop named, down to the mark that it began with.
                while let Some((name, _)) = self.known.pop() {
                    if name.is_empty() {
                        break;
                    }
                }
                Ok(())
            }
            ["endif" | "else" | "raw" | "endraw"] => Ok(()),
            ["for", names @ .., "in", list] => {
                let item = self.path(list)?;
                self.known.push((String::new(), Given::Leaf));
                let names: Vec<&str> =
                    names.iter().map(|name| name.trim_end_matches(',')).collect();
                for (number, name) in names.iter().enumerate() {
                    // Of a key and a value, the value is what has members.
                    let is_key = names.len() == 2 && number == 0;
                    let given = if is_key { Given::Leaf } else { item.clone() };
                    self.known.push(((*name).to_owned(), given));
                }
                Ok(())
            }
            ["if" | "elif", condition @ ..] => condition
                .iter()
                .filter(|word| !["not", "and", "or"].contains(*word))
                .try_for_each(|word| self.path(word).map(drop)),
            [path] => self.path(path).map(drop),
            _ => Err(format!("`{tag}` is more than templates do here")),
        }
    }

    fn path(&self, path: &str) -> Result<Given, String> {
        let mut parts = path.split('.');
        let first = parts.next().unwrap_or_default();
        if first == "loop" {
            return Ok(Given::Leaf);
        }
        let known = self.known.iter().rev().find(|(name, _)| name == first);
        let (_, mut given) = known.cloned().ok_or_else(|| format!("there is no `{first}`"))?;
        for part in parts {
            given = match given {
                Given::Any => Given::Any,
                Given::Leaf => {
                    return Err(format!("`{path}`: nothing has a member `{part}` there"));
                }
                Given::Struct(name) => {
                    let fields = &self.structs[&name].fields;
                    let member = fields.iter().find(|field| field.name == part);
                    let member =
                        member.ok_or_else(|| format!("`{path}`: {name} has no `{part}`"))?;
                    self.of(member)
                }
            };
        }
        Ok(given)
    }
}

/// The tags of a template with their lines, without braces and comments.
fn tags(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(at) =
        rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min()
    {
        let (before, tag) = rest.split_at(at);
        line += before.matches('\n').count();
        let close = match &tag[..2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = tag.find(close).unwrap_or(tag.len() - close.len());
        let inside = tag[2..end].trim_matches('-').trim();
        if close != "#}" {
            found.push((line, inside.to_owned()));
        }
        line += tag[..end].matches('\n').count();
        rest = &tag[end + close.len()..];
    }
    found
}
