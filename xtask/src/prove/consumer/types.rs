//! Structs and enums: their fields are read, values are taken apart and, where users may, put together.

use std::fmt::Write as _;

use generator::public_api::{Enum, Generics, Item, Kind, Shape, Struct, Type, Variant};

use super::Writer;
use super::code::{absolute, named, signature, with_arguments};

impl Writer<'_> {
    /// Reads every field, takes the value apart, and puts it together where users may.
    pub(super) fn structure(&mut self, item: &Item, of: &Struct) {
        let fields = self.members(&item.path);
        let fields: Vec<(&str, &Type)> = fields
            .iter()
            .filter_map(|field| match &field.kind {
                Kind::Field(of) => Some((field.name(), of)),
                _ => None,
            })
            .collect();
        let path = absolute(&item.path);
        let own = with_arguments(&path, &of.generics);
        for (name, of_field) in &fields {
            let number = self.number();
            let body = format!("    let _: &{} = &x.{name};", named(*of_field, &own));
            let signature = signature(number, &of.generics, &[], &[format!("x: &{own}")], "");
            self.function(item, &signature, &body);
        }
        let is_open = of.non_exhaustive || of.private_fields;
        let number = self.number();
        let pattern = match of.shape {
            Shape::Named if fields.is_empty() || is_open => {
                let names: String = fields.iter().map(|(name, _)| format!("{name}: _, ")).collect();
                format!("{path} {{ {names}.. }}")
            }
            Shape::Named => {
                let names: Vec<String> =
                    fields.iter().map(|(name, _)| format!("{name}: _")).collect();
                format!("{path} {{ {} }}", names.join(", "))
            }
            _ if is_open => format!("{path} {{ .. }}"),
            Shape::Tuple => format!("{path}({})", vec!["_"; fields.len()].join(", ")),
            Shape::Unit => path.clone(),
        };
        let takes = signature(number, &of.generics, &[], &[format!("x: {own}")], "");
        self.function(item, &takes, &format!("    let {pattern} = x;"));
        if is_open {
            return;
        }
        let arguments: Vec<String> = fields
            .iter()
            .enumerate()
            .map(|(n, (_, of))| format!("a{n}: {}", named(*of, &own)))
            .collect();
        let values: Vec<String> = match of.shape {
            Shape::Named => {
                fields.iter().enumerate().map(|(n, (name, _))| format!("{name}: a{n}")).collect()
            }
            _ => (0..fields.len()).map(|n| format!("a{n}")).collect(),
        };
        let literal = literal(&path, of.shape, &values);
        let number = self.number();
        let makes = signature(number, &of.generics, &[], &arguments, &format!(" -> {own}"));
        self.function(item, &makes, &format!("    {literal}"));
    }

    /// Matches every variant, with a wildcard where the documentation demands one.
    pub(super) fn enumeration(&mut self, item: &Item, of: &Enum) {
        let own = with_arguments(&absolute(&item.path), &of.generics);
        let mut arms = String::new();
        for variant in self.members(&item.path) {
            let Kind::Variant(of_variant) = &variant.kind else { continue };
            let path = absolute(&variant.path);
            // By import, too: `use sdk::Colour::Red;`.
            self.name(variant);
            let _ = writeln!(arms, "        {}", arm(&path, of_variant, &own));
            if !of_variant.non_exhaustive {
                self.build_variant(variant, &path, of_variant, &of.generics, &own);
            }
        }
        if of.non_exhaustive || arms.is_empty() {
            arms.push_str("        _ => {}\n");
        }
        let number = self.number();
        let signature = signature(number, &of.generics, &[], &[format!("x: &{own}")], "");
        self.function(item, &signature, &format!("    match x {{\n{arms}    }}"));
    }

    fn build_variant(
        &mut self,
        item: &Item,
        path: &str,
        of: &Variant,
        generics: &Generics,
        own: &str,
    ) {
        let fields = of.fields.iter().enumerate();
        let arguments: Vec<String> =
            fields.clone().map(|(n, field)| format!("a{n}: {}", named(&field.of, own))).collect();
        let values: Vec<String> = fields
            .map(|(n, field)| match of.shape {
                Shape::Named => format!("{}: a{n}", field.name),
                _ => format!("a{n}"),
            })
            .collect();
        let number = self.number();
        let makes = signature(number, generics, &[], &arguments, &format!(" -> {own}"));
        self.function(item, &makes, &format!("    {}", literal(path, of.shape, &values)));
    }
}

fn literal(path: &str, shape: Shape, values: &[String]) -> String {
    match shape {
        Shape::Unit => path.to_owned(),
        Shape::Tuple => format!("{path}({})", values.join(", ")),
        Shape::Named => format!("{path} {{ {} }}", values.join(", ")),
    }
}

/// `Enum::Variant(f0) => { let _: &Type = f0; }`
fn arm(path: &str, of: &Variant, own: &str) -> String {
    let fields = of.fields.iter().enumerate();
    let reads: String = fields
        .clone()
        .map(|(n, field)| format!("let _: &{} = f{n}; ", named(&field.of, own)))
        .collect();
    let rest = if of.non_exhaustive { ".." } else { "" };
    let pattern = match of.shape {
        Shape::Unit if of.non_exhaustive => format!("{path} {{ .. }}"),
        Shape::Unit => path.to_owned(),
        Shape::Tuple if !of.non_exhaustive => {
            let names: Vec<String> = fields.map(|(n, _)| format!("f{n}")).collect();
            format!("{path}({})", names.join(", "))
        }
        Shape::Tuple | Shape::Named => {
            let names: String =
                fields.map(|(n, field)| format!("{}: f{n}, ", field.name)).collect();
            format!("{path} {{ {names}{rest} }}")
        }
    };
    format!("{pattern} => {{ {reads}}}")
}
