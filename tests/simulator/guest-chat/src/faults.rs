//! What can go wrong, and the plan of when it does.
//!
//! A fault is planned in one line: `sim.faults().next(fault)` strikes the next request, `.on(operation, fault)` the
//! next one for an operation, `.on_path(predicate, fault)` the next one to a path. The line can go on with
//! [`times`](PlannedFault::times) and the like. For each request the plan is read in the order it was written and the
//! first entry that fits is used up once; so two `next` lines strike two requests.
//!
//! Some faults are a gateway's, and the service never sees the request: [`Fault::Status`], [`Fault::Redirect`],
//! [`Fault::ResetBeforeHeaders`], [`Fault::Hang`] and [`Fault::Raw`]. [`PlannedFault::after_processing`] lets the
//! service act first, so that only the answer is lost. The others always spoil the answer to a request that was
//! processed. How each looks on the wire is in `effects.rs`.

use std::fmt;
use std::io::{self, Read as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::errors::{ApiError, ErrorCode};
use crate::handshake;
use crate::lock::lock;
use crate::operation::Operation;
use crate::reply::Reply;
use crate::wire::Step;

/// Something that goes wrong with one exchange.
#[derive(Clone)]
#[non_exhaustive]
pub enum Fault {
    /// Another answer: see [`Fault::status`] and the functions that name usual ones.
    Status {
        /// The status.
        status: u16,
        /// Headers, sent in this spelling and order, as often as they stand here, unchecked.
        headers: Vec<(String, String)>,
        /// The body.
        body: Bytes,
    },
    /// A redirect: the status and the `Location`.
    Redirect(u16, String),
    /// The answer takes this long. The request is processed before.
    Delay(Duration),
    /// The connection is reset before the answer's first byte.
    ResetBeforeHeaders,
    /// The connection is reset amid the answer's headers.
    ResetMidHeaders,
    /// The connection is reset amid the answer's body.
    ResetMidBody,
    /// Nothing is answered and the connection stays open.
    Hang,
    /// The good answer without its body.
    EmptyBody,
    /// The good answer with another body: broken JSON, a byte order mark, what you like.
    Body {
        /// The content type to announce.
        content_type: String,
        /// The body.
        bytes: Bytes,
    },
    /// The good answer with this for its `Content-Length`; then the connection is closed.
    WrongContentLength(u64),
    /// The good answer after a change to its JSON; an answer that is none or an error stays as it is.
    Mutate(Mutation),
    /// The good answer byte by byte, with so much time before each.
    Slowly(Duration),
    /// These steps instead of an answer; the connection stays in use unless they end it.
    Raw(Vec<Step>),
}

/// A change to the JSON of an answer.
pub type Mutation = Arc<dyn Fn(&mut Value) + Send + Sync>;

impl Fault {
    /// An answer with this status, and an error body with the status's usual code where it has one.
    pub fn status(status: u16) -> Self {
        match ErrorCode::of_status(status) {
            Some(code) => Self::error(code),
            None => Self::from(Reply::empty(status)),
        }
    }

    /// An answer with this code, its status and an error body.
    pub fn error(code: ErrorCode) -> Self {
        Self::from(Reply::error(&code.into(), "fault"))
    }

    /// 429 `too.many.requests.retry.after` with its `Retry-After` in seconds.
    pub fn too_many_requests(retry_after_seconds: u64) -> Self {
        Self::from(Reply::error(
            &ApiError::too_many_requests(retry_after_seconds),
            "fault",
        ))
    }

    /// 502 with a page of HTML, as a gateway sends it.
    pub fn bad_gateway() -> Self {
        let page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
        Self::from(Reply::empty(502).with_body("text/html", page))
    }

    /// 200 with a body that is small as it is sent and has so many bytes (spaces) once it is decompressed.
    pub fn gzip_bomb(length: usize) -> Self {
        let body = gzip_of_spaces(length);
        Self::from(Reply::empty(200).with_body("application/json", body))
            .with_header("content-encoding", "gzip")
    }

    /// An answer that seems to open an event stream, from somebody who has not understood the request.
    pub fn wrong_accept() -> Self {
        Self::from(Reply::empty(101))
            .with_header("connection", "Upgrade")
            .with_header("upgrade", "websocket")
            .with_header("sec-websocket-accept", "c29tZWJvZHkgZWxzZSdzIGtleQ==")
    }

    /// A redirect.
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::Redirect(status, location.into())
    }

    /// The good answer with another body.
    pub fn body(content_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::Body {
            content_type: content_type.into(),
            bytes: bytes.into(),
        }
    }

    /// The good answer after a change to its JSON.
    pub fn mutate(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::Mutate(Arc::new(change))
    }

    /// The good answer with `value` at a JSON pointer. The last part of the pointer is added to its object if need be.
    pub fn set(pointer: &str, value: Value) -> Self {
        let pointer = pointer.to_owned();
        Self::mutate(move |json| {
            if let Some(place) = json.pointer_mut(&pointer) {
                *place = value.clone();
            } else if let Some((object, name)) = parent(json, &pointer) {
                object.insert(name, value.clone());
            }
        })
    }

    /// The good answer without the property at a JSON pointer.
    pub fn remove(pointer: &str) -> Self {
        let pointer = pointer.to_owned();
        Self::mutate(move |json| {
            if let Some((object, name)) = parent(json, &pointer) {
                object.shift_remove(&name);
            }
        })
    }

    /// One more header for a [`Fault::Status`], in this spelling; a header of that name stays beside it.
    /// Other faults have no headers of their own and stay as they are.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Self::Status { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// The name of the fault, as [`Exchange::fault`](crate::Exchange::fault) tells it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Status { .. } => "Status",
            Self::Redirect(..) => "Redirect",
            Self::Delay(_) => "Delay",
            Self::ResetBeforeHeaders => "ResetBeforeHeaders",
            Self::ResetMidHeaders => "ResetMidHeaders",
            Self::ResetMidBody => "ResetMidBody",
            Self::Hang => "Hang",
            Self::EmptyBody => "EmptyBody",
            Self::Body { .. } => "Body",
            Self::WrongContentLength(_) => "WrongContentLength",
            Self::Mutate(_) => "Mutate",
            Self::Slowly(_) => "Slowly",
            Self::Raw(_) => "Raw",
        }
    }

    /// Whether the service gets to see the request.
    fn reaches_the_service(&self) -> bool {
        !matches!(
            self,
            Self::Status { .. }
                | Self::Redirect(..)
                | Self::ResetBeforeHeaders
                | Self::Hang
                | Self::Raw(_)
        )
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<Reply> for Fault {
    fn from(reply: Reply) -> Self {
        Self::Status {
            status: reply.status,
            headers: reply.headers,
            body: reply.body,
        }
    }
}

fn gzip_of_spaces(length: usize) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = io::copy(&mut io::repeat(b' ').take(length as u64), &mut encoder);
    encoder.finish().unwrap_or_default().into()
}

/// The object that a JSON pointer's last part belongs to, and that part's name.
fn parent<'a>(
    json: &'a mut Value,
    pointer: &str,
) -> Option<(&'a mut serde_json::Map<String, Value>, String)> {
    let (parent, name) = pointer.rsplit_once('/')?;
    let object = json.pointer_mut(parent)?.as_object_mut()?;
    Some((object, name.replace("~1", "/").replace("~0", "~")))
}

/// The faults planned for a simulator.
#[derive(Debug, Default)]
pub struct Faults {
    plan: Mutex<Plan>,
}

#[derive(Debug, Default)]
struct Plan {
    written: u64,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    number: u64,
    target: Target,
    fault: Fault,
    /// How often it still strikes; `None` for always.
    left: Option<u32>,
    processed: bool,
    delay: Duration,
}

/// Which requests an entry is for.
enum Target {
    Any,
    Operation(Operation),
    Path(Box<dyn Fn(&str) -> bool + Send + Sync>),
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("Any"),
            Self::Operation(operation) => operation.fmt(f),
            Self::Path(_) => f.write_str("Path"),
        }
    }
}

impl Target {
    fn fits(&self, operation: Option<Operation>, path: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Operation(wanted) => operation == Some(*wanted),
            Self::Path(fits) => fits(path),
        }
    }
}

/// A fault that strikes now.
#[derive(Debug)]
pub(crate) struct Strike {
    pub(crate) fault: Fault,
    /// Whether the service processes the request.
    pub(crate) processed: bool,
    /// How long the answer takes.
    pub(crate) delay: Duration,
}

impl Faults {
    /// Strikes the next request, whatever it is.
    pub fn next(&self, fault: Fault) -> PlannedFault<'_> {
        self.plan(Target::Any, fault)
    }

    /// Strikes the next request for an operation.
    pub fn on(&self, operation: Operation, fault: Fault) -> PlannedFault<'_> {
        self.plan(Target::Operation(operation), fault)
    }

    /// Strikes the next request to a path that fits. The path is given as it was sent, without the query.
    pub fn on_path(
        &self,
        fits: impl Fn(&str) -> bool + Send + Sync + 'static,
        fault: Fault,
    ) -> PlannedFault<'_> {
        self.plan(Target::Path(Box::new(fits)), fault)
    }

    /// Strikes the next request for an event stream. A stream that is granted is open for the service as long as the
    /// fault takes, also when its client never learns of it: [`Fault::ResetMidHeaders`], and others with
    /// [`after_processing`](PlannedFault::after_processing).
    pub fn on_stream(&self, fault: Fault) -> PlannedFault<'_> {
        let is_stream = |path: &str| {
            let mut prefixes = handshake::PATHS.iter();
            prefixes.any(|prefix| path.starts_with(prefix))
        };
        self.on_path(is_stream, fault)
    }

    /// How many entries of the plan are still to strike; those that always do count too.
    pub fn pending(&self) -> usize {
        lock(&self.plan).entries.len()
    }

    /// Drops the plan.
    pub fn clear(&self) {
        lock(&self.plan).entries.clear();
    }

    fn plan(&self, target: Target, fault: Fault) -> PlannedFault<'_> {
        let mut plan = lock(&self.plan);
        plan.written += 1;
        let number = plan.written;
        let processed = fault.reaches_the_service();
        let delay = if let Fault::Delay(span) = fault {
            span
        } else {
            Duration::ZERO
        };
        plan.entries.push(Entry {
            number,
            target,
            fault,
            left: Some(1),
            processed,
            delay,
        });
        PlannedFault {
            faults: self,
            number,
        }
    }

    /// Uses up the first entry that fits.
    pub(crate) fn strike(&self, operation: Option<Operation>, path: &str) -> Option<Strike> {
        let mut plan = lock(&self.plan);
        let index = plan
            .entries
            .iter()
            .position(|entry| entry.left != Some(0) && entry.target.fits(operation, path))?;
        let entry = plan.entries.get_mut(index)?;
        let strike = Strike {
            fault: entry.fault.clone(),
            processed: entry.processed,
            delay: entry.delay,
        };
        entry.left = entry.left.map(|left| left - 1);
        plan.entries.retain(|entry| entry.left != Some(0));
        Some(strike)
    }
}

/// A line of the plan that can be continued.
#[derive(Debug)]
pub struct PlannedFault<'a> {
    faults: &'a Faults,
    number: u64,
}

impl PlannedFault<'_> {
    /// Strikes this many requests instead of one; after 0 times it is off the plan.
    pub fn times(&self, times: u32) -> &Self {
        self.amend(|entry| entry.left = Some(times))
    }

    /// Strikes every request until the plan is cleared.
    pub fn always(&self) -> &Self {
        self.amend(|entry| entry.left = None)
    }

    /// The service processes the request before the fault strikes, so that only the answer is lost.
    pub fn after_processing(&self) -> &Self {
        self.amend(|entry| entry.processed = true)
    }

    /// The fault takes this long to strike.
    pub fn delayed(&self, span: Duration) -> &Self {
        self.amend(|entry| entry.delay = span)
    }

    fn amend(&self, change: impl FnOnce(&mut Entry)) -> &Self {
        let mut plan = lock(&self.faults.plan);
        if let Some(entry) = plan
            .entries
            .iter_mut()
            .find(|entry| entry.number == self.number)
        {
            change(entry);
        }
        plan.entries.retain(|entry| entry.left != Some(0));
        self
    }
}
