//! The view of what extensions are told: `[extension.<name>]` of the configuration, checked by the keys that the extension
//! asks for in `[configuration]` of its `extension.toml`.
//!
//! The generator knows kinds of values and no key. Each kind comes out as types that cannot carry raw text into code, in
//! the forms that templates need: a name as the literal and as an identifier, any text as a literal and as code in
//! documentation.

use std::collections::BTreeMap;

use serde::Serialize;
use toml::Value;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::Ident;
use crate::nearest::nearest;

use super::extension::{Key, Kind, Layer};
use super::model::code_span;
use super::text::{Markdown, StrLit};

/// A table of values, by key, `_` for `-`.
pub type TableView = BTreeMap<String, ConfigView>;

/// A value.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum ConfigView {
    /// A text, a name or a host.
    Text(ConfigTextView),
    /// `true` or `false`.
    Flag(bool),
    /// Tables.
    List(Vec<TableView>),
    /// Nothing was said.
    Absent,
}

/// A text in the forms that templates need.
#[derive(Clone, Debug, Serialize)]
pub struct ConfigTextView {
    /// As a literal.
    pub literal: StrLit,
    /// As code within documentation, on one line.
    pub code: Markdown,
    /// Of a name: the identifier of a variant.
    pub variant: Option<Ident>,
}

/// Makes the views: the name of the extension, `_` for `-`, and its table.
pub fn views(
    layers: &[Layer],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, TableView> {
    let none = toml::Table::new();
    let view = |layer: &Layer| {
        let given = config.extension.get(&layer.name).unwrap_or(&none);
        let mut reader = Reader { problems: Vec::new() };
        let keys = &layer.extension.configuration;
        let mut names = Names::default();
        let place = format!("extension.{}", layer.name);
        let table = reader.table(&place, given, keys, &mut names);
        (template_key(&layer.name), table, reader.problems)
    };
    let mut all = BTreeMap::new();
    for (name, table, problems) in layers.iter().map(view) {
        diagnostics.extend(problems);
        all.insert(name, table);
    }
    all
}

fn template_key(key: &str) -> String {
    key.replace('-', "_")
}

/// The identifiers that were made of names, by key: identifier → name.
type Names = BTreeMap<String, BTreeMap<String, String>>;

struct Reader {
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn table(
        &mut self,
        place: &str,
        given: &toml::Table,
        keys: &BTreeMap<String, Key>,
        names: &mut Names,
    ) -> TableView {
        for unknown in given.keys().filter(|name| !keys.contains_key(*name)) {
            let near = nearest(unknown, keys.keys().map(String::as_str));
            let help = match near {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "`extension.toml` of the extension lists its keys.".to_owned(),
            };
            self.problem(format!("`{place}` has no key `{unknown}`."), help);
        }
        let value = |(name, key): (&String, &Key)| {
            let place = format!("{place}.{name}");
            let value = match given.get(name) {
                Some(value) => {
                    self.value(&place, value, key, names.entry(name.clone()).or_default())
                }
                None => self.absent(&place, key),
            };
            (template_key(name), value)
        };
        keys.iter().map(value).collect()
    }

    fn absent(&mut self, place: &str, key: &Key) -> ConfigView {
        match key.kind {
            Kind::List => ConfigView::List(Vec::new()),
            Kind::Flag => ConfigView::Flag(false),
            Kind::Text | Kind::Name | Kind::Host => {
                if !key.optional {
                    self.problem(format!("`{place}` is missing."), key.description.clone());
                }
                ConfigView::Absent
            }
        }
    }

    fn value(
        &mut self,
        place: &str,
        value: &Value,
        key: &Key,
        names: &mut BTreeMap<String, String>,
    ) -> ConfigView {
        match (key.kind, value) {
            (Kind::Text, Value::String(text)) => ConfigView::Text(text_view(text, None)),
            (Kind::Host, Value::String(text)) if is_host(text) => {
                ConfigView::Text(text_view(text, None))
            }
            (Kind::Name, Value::String(text)) if is_name(text) => {
                ConfigView::Text(text_view(text, Some(self.variant(place, text, key, names))))
            }
            (Kind::Flag, Value::Boolean(is_on)) => ConfigView::Flag(*is_on),
            (Kind::List, Value::Array(items)) => {
                let mut names = Names::default();
                let tables = items.iter().enumerate().map(|(number, item)| {
                    let place = format!("{place}[{number}]");
                    match item.as_table() {
                        Some(table) => self.table(&place, table, &key.of, &mut names),
                        None => {
                            self.unfit(&place, Kind::List, key);
                            TableView::new()
                        }
                    }
                });
                ConfigView::List(tables.collect())
            }
            _ => {
                self.unfit(place, key.kind, key);
                ConfigView::Absent
            }
        }
    }

    /// The identifier, which must not be one that is there. It is not changed to make it differ: what it is called is the
    /// decision of who writes the configuration.
    fn variant(
        &mut self,
        place: &str,
        text: &str,
        key: &Key,
        names: &mut BTreeMap<String, String>,
    ) -> Ident {
        let ident = Ident::pascal(text, "Name");
        let taken = match names.insert(ident.to_string(), text.to_owned()) {
            Some(other) => Some(format!("`{other}` is `{ident}` too.")),
            None if key.reserved.contains(&ident.to_string()) => {
                Some(format!("`{ident}` is used for something else."))
            }
            None => None,
        };
        if let Some(help) = taken {
            self.problem(format!("`{text}` cannot be `{place}`."), help);
        }
        ident
    }

    fn unfit(&mut self, place: &str, kind: Kind, key: &Key) {
        self.problem(format!("`{place}` must be {}.", kind.expected()), key.description.clone());
    }

    fn problem(&mut self, message: String, help: String) {
        self.problems.push(Diagnostic::new(Code::InvalidConfig, message).help(help));
    }
}

fn text_view(text: &str, variant: Option<Ident>) -> ConfigTextView {
    ConfigTextView { literal: StrLit::new(text), code: Markdown::line(&code_span(text)), variant }
}

fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain)
}

fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::views;
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;
    use crate::view::Layer;

    const SCHEMA: &str = r#"
        [configuration.is-open]
        description = "Whether it is open."
        kind = "flag"
        [configuration.motto]
        description = "What it says."
        kind = "text"
        optional = true
        [configuration.places]
        description = "Where it is."
        kind = "list"
        [configuration.places.of.name]
        description = "What it is called."
        kind = "name"
        reserved = ["Other"]
        [configuration.places.of.domain]
        description = "Where it can be reached."
        kind = "host"
    "#;

    /// What templates see, and the problems.
    fn view(configuration: &str) -> (serde_json::Value, String) {
        let layer =
            Layer { name: "sea-side".to_owned(), extension: toml::from_str(SCHEMA).unwrap() };
        let text = format!("[crate]\nname = \"a\"\n{configuration}");
        let config = Config::parse("a.toml", &text).unwrap();
        let mut diagnostics = Diagnostics::default();
        let views = views(&[layer], &config, &mut diagnostics);
        (serde_json::to_value(views).unwrap(), diagnostics.to_string())
    }

    #[test]
    fn values_come_out_in_the_forms_of_templates() {
        let (view, problems) = view(
            "[extension.sea-side]\nis-open = true\n[[extension.sea-side.places]]\nname = \"us_east_1\"\n\
             domain = \"example.com\"",
        );
        assert_eq!(problems, "");
        let view = &view["sea_side"];
        assert_eq!(view["is_open"], true);
        assert!(view["motto"].is_null());
        let place = &view["places"][0];
        assert_eq!(place["name"]["literal"], "\"us_east_1\"");
        assert_eq!(place["name"]["code"], "`us_east_1`");
        assert_eq!(place["name"]["variant"], "UsEast1");
        assert_eq!(place["domain"]["literal"], "\"example.com\"");
    }

    #[test]
    fn what_is_not_said_is_empty() {
        let (view, problems) = view("");
        assert_eq!(problems, "");
        assert_eq!(view["sea_side"]["places"], serde_json::json!([]));
        assert_eq!(view["sea_side"]["is_open"], false);
    }

    #[test]
    fn text_cannot_become_code() {
        let (view, problems) =
            view("[extension.sea-side]\nmotto = '''\" + evil() + \"\n*/ `x` pub fn bad() {}'''");
        assert_eq!(problems, "");
        let motto = &view["sea_side"]["motto"];
        let literal = motto["literal"].as_str().unwrap();
        assert!(syn::parse_str::<syn::LitStr>(literal).is_ok(), "{literal}");
        assert!(!motto["code"].as_str().unwrap().contains('\n'));
    }

    #[test]
    fn what_the_extension_does_not_ask_for_is_refused() {
        let place = "[[extension.sea-side.places]]\nname = ";
        for (text, wanted) in [
            ("[extension.sea-side]\nis-opne = true", "did you mean `is-open`?"),
            (
                "[extension.sea-side]\nis-open = 1",
                "`extension.sea-side.is-open` must be `true` or `false`.",
            ),
            (
                "[extension.sea-side]\nplaces = [1]",
                "`extension.sea-side.places[0]` must be a list of tables.",
            ),
            (&format!("{place}\"a\""), "`extension.sea-side.places[0].domain` is missing."),
            (
                &format!("{place}\"a\"\ndomain = \"https://a\""),
                "must be a host name without scheme",
            ),
            (&format!("{place}\"a b\"\ndomain = \"a\""), "must be a name"),
            (&format!("{place}\"other\"\ndomain = \"a\""), "`Other` is used for something else."),
            (
                &format!("{place}\"a_1\"\ndomain = \"a\"\n{place}\"a-1\"\ndomain = \"a\""),
                "`a_1` is `A1` too.",
            ),
        ] {
            let (_, problems) = view(text);
            assert!(problems.to_lowercase().contains(&wanted.to_lowercase()), "{text}: {problems}");
        }
    }
}
