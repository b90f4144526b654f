//! What was asked and answered: every exchange, recorded as it arrives and completed as it is answered.
//!
//! Records hold tokens and texts as they were sent. That is what tests compare; it is no log to keep.

use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use crate::ids::{IdKind, Ids};
use crate::lock::lock;
use crate::operation::Operation;
use crate::reply::Reply;

/// A request and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The request's place among all, from 1.
    pub number: u64,
    /// The connection it came over, from 1. Requests with the same number shared a connection.
    pub connection: u64,
    /// When it had arrived, counted from the simulator's start.
    pub at: Duration,
    /// What it asked for; `None` when the API has no such thing.
    pub operation: Option<Operation>,
    /// The method.
    pub method: String,
    /// The path as it was sent, still encoded.
    pub path: String,
    /// The query as it was sent, without its `?`.
    pub query: Option<String>,
    /// The request's headers; names in lower case, in order.
    pub request_headers: Vec<(String, String)>,
    /// The request's body.
    pub request_body: Bytes,
    /// The id of the exchange, also in the reply's `inin-correlation-id`.
    pub correlation_id: String,
    /// The fault that struck it, by name.
    pub fault: Option<String>,
    /// The reply; `None` until it is ready, and for good when the connection broke before its first byte.
    pub reply: Option<RecordedReply>,
}

/// A reply as it was handed to the connection.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedReply {
    /// When it was ready, counted from the simulator's start.
    pub at: Duration,
    /// The status.
    pub status: u16,
    /// The headers the service set, in order.
    pub headers: Vec<(String, String)>,
    /// The whole body, even if a fault cut it short afterwards.
    pub body: Bytes,
}

impl Exchange {
    /// The request's target as it was sent.
    pub fn path_and_query(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    /// The first request header of this name, in whatever case.
    pub fn request_header(&self, name: &str) -> Option<&str> {
        first(&self.request_headers, name)
    }

    /// The request's body, if it is JSON.
    pub fn request_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.request_body).ok()
    }

    /// The reply's status.
    pub fn status(&self) -> Option<u16> {
        self.reply.as_ref().map(|reply| reply.status)
    }

    /// The first reply header of this name, in whatever case.
    pub fn reply_header(&self, name: &str) -> Option<&str> {
        self.reply
            .as_ref()
            .and_then(|reply| first(&reply.headers, name))
    }

    /// The reply's body, if it is JSON.
    pub fn reply_json(&self) -> Option<Value> {
        self.reply
            .as_ref()
            .and_then(|reply| serde_json::from_slice(&reply.body).ok())
    }
}

fn first<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// The record of a simulator.
#[derive(Debug, Default)]
pub(crate) struct Log {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    ids: Ids,
    arrived: u64,
    exchanges: Vec<Exchange>,
}

impl Log {
    /// Records a request and numbers it; `arrived` is given the exchange's number and correlation id.
    pub(crate) fn begin(&self, arrived: impl FnOnce(u64, String) -> Exchange) -> Exchange {
        let mut inner = lock(&self.inner);
        inner.arrived += 1;
        let correlation_id = inner.ids.next(IdKind::Correlation);
        let exchange = arrived(inner.arrived, correlation_id);
        inner.exchanges.push(exchange.clone());
        exchange
    }

    /// Notes which fault struck.
    pub(crate) fn struck(&self, number: u64, fault: &str) {
        self.amend(number, |exchange| exchange.fault = Some(fault.to_owned()));
    }

    /// Notes the reply.
    pub(crate) fn answered(&self, number: u64, reply: &Reply, at: Duration) {
        let reply = reply.clone();
        let recorded = RecordedReply {
            at,
            status: reply.status,
            headers: reply.headers,
            body: reply.body,
        };
        self.amend(number, |exchange| exchange.reply = Some(recorded));
    }

    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        lock(&self.inner).exchanges.clone()
    }

    pub(crate) fn clear(&self) {
        lock(&self.inner).exchanges.clear();
    }

    fn amend(&self, number: u64, change: impl FnOnce(&mut Exchange)) {
        let mut inner = lock(&self.inner);
        // The newest are amended first, so search from the end.
        if let Some(exchange) = inner
            .exchanges
            .iter_mut()
            .rev()
            .find(|exchange| exchange.number == number)
        {
            change(exchange);
        }
    }
}
