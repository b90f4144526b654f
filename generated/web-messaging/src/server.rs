//! A server that the definition names, and the values of the variables in its address.
//!
//! In: the facts of a server, and what the caller chooses. Out: a base URL, or `Config` for a variable that the
//! server does not have and a value that its variable cannot have.

#![allow(dead_code, reason = "an API may have one server, without variables")]

use crate::base_url::BaseUrl;
use crate::error::Error;

/// A server of the service, for [`ClientBuilder::base_url`](crate::ClientBuilder::base_url).
#[derive(Clone, Debug)]
#[must_use]
pub struct Server {
    facts: &'static ServerFacts,
    /// What the caller chose, by variable.
    chosen: Vec<(String, String)>,
}

/// What the definition says of a server.
#[derive(Debug)]
pub(crate) struct ServerFacts {
    /// The address, with `{name}` in the place of each variable.
    pub(crate) template: &'static str,
    pub(crate) variables: &'static [Variable],
}

/// A variable in the address of a server.
#[derive(Debug)]
pub(crate) struct Variable {
    pub(crate) name: &'static str,
    pub(crate) default: &'static str,
    /// The values that there are; any when there are none.
    pub(crate) values: &'static [&'static str],
}

impl Server {
    pub(crate) fn of(facts: &'static ServerFacts) -> Self {
        let chosen = Vec::new();
        Self { facts, chosen }
    }

    /// Chooses the value of a variable in the address. The last choice counts. A variable that the address does not
    /// have, and a value that the variable cannot have, is reported when the client is built.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.chosen.push((name.into(), value.into()));
        self
    }

    fn value(&self, variable: &'static Variable) -> Result<&str, Error> {
        let chosen = self.chosen.iter().rfind(|(name, _)| name == variable.name);
        let Some((_, value)) = chosen else {
            return Ok(variable.default);
        };
        if variable.values.is_empty() || variable.values.contains(&value.as_str()) {
            return Ok(value);
        }
        Err(Error::config(format!(
            "the variable `{}` of the server is one of {}",
            variable.name,
            quoted(variable.values.iter().copied()),
        )))
    }
}

/// The address with the chosen values.
impl TryFrom<Server> for BaseUrl {
    type Error = Error;

    fn try_from(server: Server) -> Result<Self, Error> {
        let variables = server.facts.variables;
        let is_known = |name: &str| variables.iter().any(|variable| variable.name == name);
        if server.chosen.iter().any(|(name, _)| !is_known(name)) {
            return Err(Error::config(format!(
                "the server has no variable of that name; it has {}",
                quoted(variables.iter().map(|variable| variable.name)),
            )));
        }
        let mut url = String::with_capacity(server.facts.template.len());
        let mut rest = server.facts.template;
        while let Some((before, after)) = rest.split_once('{') {
            url.push_str(before);
            let found = after.split_once('}').and_then(|(name, tail)| {
                let variable = variables.iter().find(|variable| variable.name == name)?;
                Some((variable, tail))
            });
            match found {
                Some((variable, tail)) => {
                    url.push_str(server.value(variable)?);
                    rest = tail;
                }
                None => {
                    url.push('{');
                    rest = after;
                }
            }
        }
        url.push_str(rest);
        Self::try_from(url)
    }
}

fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    if quoted.is_empty() {
        return "none".to_owned();
    }
    quoted.join(", ")
}
