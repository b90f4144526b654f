//! The view of the settings that clients read from files and variables: which key sets what.
//!
//! In: the table `[settings]` of the configuration; where it has no keys, those of the extensions; where they have none
//! either, keys of our own. Out: rows of code for the facts of the crate. What can be set is what the runtime knows and what
//! extensions add to it (`address-settings`); a key that would set something else is a problem with the nearest known name.

use std::collections::BTreeMap;

use quote::quote;
use serde::Serialize;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::Ident;
use crate::nearest::nearest;

use super::extension::Layer;
use super::text::{Code as RustCode, StrLit, ident};

/// What can be set, with the section and key that it has where the configuration says nothing.
const KNOWN: &[(&str, &str, &str)] = &[
    ("base-url", "service", "base_url"),
    ("live-reload", "settings", "live_reload"),
    ("log-level", "log", "level"),
    ("log-format", "log", "format"),
    ("log-console", "log", "console"),
    ("log-file", "log", "file"),
    ("log-request-bodies", "log", "request_bodies"),
    ("log-response-bodies", "log", "response_bodies"),
    ("retry-time", "retry", "time"),
    ("retry-wait", "retry", "wait"),
    ("retry-most", "retry", "most"),
    ("connect-timeout", "timeouts", "connect"),
    ("attempt-timeout", "timeouts", "attempt"),
    ("total-timeout", "timeouts", "total"),
    ("proxy-url", "proxy", "url"),
    ("proxy-user", "proxy", "user"),
    ("proxy-password", "proxy", "password"),
    ("user-agent-suffix", "service", "user_agent_suffix"),
];

/// What a key sets that other clients of the service know and this one has no use for.
const UNUSED: &str = "unused";

/// The keys of settings.
#[derive(Clone, Debug, Serialize)]
pub struct SettingsView {
    /// What the names of variables begin with.
    pub prefix: StrLit,
    /// The keys, by section and name.
    pub keys: Vec<SettingRow>,
}

/// One key.
#[derive(Clone, Debug, Serialize)]
pub struct SettingRow {
    /// The section.
    pub section: StrLit,
    /// The key.
    pub key: StrLit,
    /// What it sets, as code.
    pub setting: RustCode,
}

/// Makes the view.
pub fn settings_view(
    config: &Config,
    layers: &[Layer],
    diagnostics: &mut Diagnostics,
) -> SettingsView {
    let prefix = config.settings.variables.clone();
    let prefix = prefix
        .unwrap_or_else(|| config.package.name.to_ascii_uppercase().replace(['-', '.', ' '], "_"));
    let mut unused = 0;
    let mut keys = Vec::new();
    for (section, key, setting) in rows(config, layers) {
        let Some(setting) = setting_code(&setting, layers, &mut unused) else {
            let message = format!("`{setting}` of the key `{section}.{key}` cannot be set.");
            let known =
                KNOWN.iter().map(|(name, ..)| *name).chain(of_address(layers)).chain([UNUSED]);
            let nearest = nearest(&setting, known).unwrap_or("log-level");
            diagnostics.push(
                Diagnostic::new(Code::InvalidConfig, message)
                    .help(format!("Did you mean `{nearest}`?")),
            );
            continue;
        };
        keys.push(SettingRow { section: StrLit::new(&section), key: StrLit::new(&key), setting });
    }
    SettingsView { prefix: StrLit::new(&prefix), keys }
}

/// Section, key, and what it sets; sorted.
fn rows(config: &Config, layers: &[Layer]) -> Vec<(String, String, String)> {
    let own = |(setting, section, key): &(&str, &str, &str)| {
        ((*section).to_owned(), (*key).to_owned(), (*setting).to_owned())
    };
    let mut given: BTreeMap<String, BTreeMap<String, String>> = config.settings.keys.clone();
    if given.is_empty() {
        for (section, keys) in layers.iter().flat_map(|layer| &layer.extension.settings) {
            given.entry(section.clone()).or_default().extend(keys.clone());
        }
    }
    let mut rows: Vec<_> = if given.is_empty() {
        KNOWN.iter().map(own).collect()
    } else {
        let of = |(section, keys): (&String, &BTreeMap<String, String>)| {
            let row = |(key, setting): (&String, &String)| {
                (section.clone(), key.clone(), setting.clone())
            };
            keys.iter().map(row).collect::<Vec<_>>()
        };
        given.iter().flat_map(of).collect()
    };
    rows.sort();
    rows
}

/// What extensions let be set about the address of the service.
fn of_address(layers: &[Layer]) -> impl Iterator<Item = &str> {
    layers.iter().flat_map(|layer| &layer.extension.address_settings).map(String::as_str)
}

fn setting_code(setting: &str, layers: &[Layer], unused: &mut u8) -> Option<RustCode> {
    if setting == UNUSED {
        let number = *unused;
        *unused = unused.checked_add(1)?;
        return Some(RustCode::new(quote!(Setting::Unused(#number))));
    }
    let variant = ident(&Ident::pascal(setting, "Setting"));
    if KNOWN.iter().any(|(name, ..)| *name == setting) {
        return Some(RustCode::new(quote!(Setting::#variant)));
    }
    let is_of_address = of_address(layers).any(|name| name == setting);
    is_of_address
        .then(|| RustCode::new(quote!(Setting::Address(crate::settings::AddressSetting::#variant))))
}

#[cfg(test)]
mod tests {
    use super::settings_view;
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;
    use crate::view::Layer;

    fn view(settings: &str) -> (Vec<String>, String, Vec<String>) {
        view_with(settings, "")
    }

    /// With the `extension.toml` of an extension.
    fn view_with(settings: &str, extension: &str) -> (Vec<String>, String, Vec<String>) {
        let text = format!("[crate]\nname = \"a-client\"\nversion = \"0.1.0\"\n{settings}");
        let config = Config::parse("a.toml", &text).unwrap();
        let mut diagnostics = Diagnostics::default();
        let layer =
            Layer { name: "vendor".to_owned(), extension: toml::from_str(extension).unwrap() };
        let view = settings_view(&config, &[layer], &mut diagnostics);
        let row = |row: &super::SettingRow| {
            format!("{}.{} {}", row.section.as_str(), row.key.as_str(), row.setting.as_str())
        };
        let rows = view.keys.iter().map(row).collect();
        let problems = diagnostics.iter().map(|problem| format!("{problem:?}")).collect();
        (rows, view.prefix.as_str().to_owned(), problems)
    }

    #[test]
    fn keys_of_our_own_where_none_are_given() {
        let (rows, prefix, problems) = view("");
        assert_eq!((prefix.as_str(), problems.len()), ("\"A_CLIENT\"", 0));
        assert_eq!(rows.len(), super::KNOWN.len());
        assert!(rows.contains(&"\"log\".\"level\" Setting :: LogLevel".to_owned()), "{rows:?}");
    }

    #[test]
    fn keys_of_extensions_where_the_sdk_names_none() {
        let extension = "[settings.logging]\nlog_level = \"log-level\"";
        let (rows, ..) = view_with("", extension);
        assert_eq!(rows, ["\"logging\".\"log_level\" Setting :: LogLevel"]);
        let (rows, ..) = view_with("[settings.keys.own]\nurl = \"base-url\"", extension);
        assert_eq!(rows, ["\"own\".\"url\" Setting :: BaseUrl"]);
    }

    #[test]
    fn extensions_add_settings_of_the_address() {
        let extension = "address-settings = [\"way-in\"]\n[settings.service]\nway = \"way-in\"";
        let (rows, _, problems) = view_with("", extension);
        let setting = "Setting :: Address (crate :: settings :: AddressSetting :: WayIn)";
        assert_eq!(rows, [format!("\"service\".\"way\" {setting}")]);
        assert!(problems.is_empty(), "{problems:?}");
        let (rows, _, problems) = view("[settings.keys.service]\nway = \"way-in\"");
        assert!(rows.is_empty() && problems[0].contains("way-in"), "{problems:?}");
        let (_, _, problems) = view_with("[settings.keys.service]\nway = \"way-im\"", extension);
        assert!(problems[0].contains("`way-in`"), "{problems:?}");
    }

    #[test]
    fn keys_of_others_and_those_without_use() {
        let (rows, prefix, problems) = view(
            "[settings]\nvariables = \"CHAT\"\n[settings.keys.logging]\nlog_level = \"log-level\"\n\
             old = \"unused\"\nolder = \"unused\"\nmisspelt = \"log-levle\"",
        );
        assert_eq!(prefix, "\"CHAT\"");
        let unused = |number: u8| format!("Setting :: Unused ({number}u8)");
        assert_eq!(rows.len(), 3);
        assert!(rows[1].ends_with(&unused(0)) && rows[2].ends_with(&unused(1)), "{rows:?}");
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0].contains("log-levle") && problems[0].contains("log-level`"),
            "{problems:?}"
        );
    }
}
