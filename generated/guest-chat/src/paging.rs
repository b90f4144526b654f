//! Lists that come in pages: one call per page, made when the page is asked for.
//!
//! In: a call of a list, and what the definition says about how the list goes on. Out: streams of pages
//! and of items. A reply may say where the next page is; only the values of known query parameters are
//! taken from it, never a host or a path, so it cannot lead anywhere else. Invariant: every list ends:
//! a position that was asked for before, several empty pages in a row, or very many pages end it.

#![allow(dead_code, reason = "an API may have no lists in pages")]

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::hash::{BuildHasher as _, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use percent_encoding::percent_decode_str;

use crate::call::Call;
use crate::decode::Decode;
use crate::driver;
use crate::encode::{self, QueryValue};
use crate::error::Error;
use crate::future::{BoxFuture, Exclusive};
use crate::response::{RawResponse, Response};

/// How many empty pages in a row end a list, whatever they promise.
const EMPTY_PAGES: u32 = 3;
/// How many pages end a list.
const MOST_PAGES: usize = 100_000;

/// How a list goes on, as an operation states it.
pub struct Paging<P> {
    /// The query parameters of the operation.
    pub(crate) parameters: &'static [&'static str],
    /// The number of items on a page.
    pub(crate) length: fn(&P) -> usize,
    /// What a page says about the next one: an address or a cursor.
    pub(crate) next: fn(&P) -> Option<&str>,
    /// The parameter that takes a cursor: the first whose condition, a parameter with a value, holds.
    pub(crate) cursors: &'static [Cursor],
    /// The parameter that takes the number of a page, counted from 1.
    pub(crate) number: Option<&'static str>,
    /// How many pages there are.
    pub(crate) page_count: fn(&P) -> Option<i64>,
}

/// A parameter that takes a cursor.
pub struct Cursor {
    pub(crate) parameter: &'static str,
    pub(crate) when: Option<(&'static str, &'static str)>,
}

/// The pages of a list, one call each.
///
/// After an error there are no more pages, unless [`resume`](Self::resume) is called. Cancel-safe.
pub struct Pages<P: 'static> {
    /// The call for the next page; `None` at the end of the list.
    call: Option<Call>,
    decode: Decode<P>,
    paging: &'static Paging<P>,
    pending: Option<Exclusive<BoxFuture<'static, Result<RawResponse, Error>>>>,
    has_failed: bool,
    seen: Seen,
    empty_pages: u32,
}

/// The items of a list, one after the other; a call is made for each page of them.
///
/// After an error there are no more items, unless [`resume`](Self::resume) is called. Cancel-safe.
pub struct Items<P: 'static, T> {
    pages: Pages<P>,
    items: fn(P) -> Vec<T>,
    ready: VecDeque<T>,
}

/// The rest of a list ([`Pages`] or [`Items`]) as an iterator: each call is made on the thread that asks.
#[cfg(feature = "blocking")]
#[derive(Debug)]
pub struct BlockingList<L>(L);

#[cfg(feature = "blocking")]
impl<P> Iterator for BlockingList<Pages<P>> {
    type Item = Result<Response<P>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next_blocking()
    }
}

#[cfg(feature = "blocking")]
impl<P, T> Iterator for BlockingList<Items<P, T>> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next_blocking()
    }
}

impl<P> Pages<P> {
    pub(crate) fn new(call: Call, decode: Decode<P>, paging: &'static Paging<P>) -> Self {
        Self {
            seen: Seen::new(&encode::query(&call.query)),
            call: Some(call),
            decode,
            paging,
            pending: None,
            has_failed: false,
            empty_pages: 0,
        }
    }

    /// The next page; `None` at the end of the list, and after an error.
    pub async fn next(&mut self) -> Option<Result<Response<P>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The next page, on this thread; `None` at the end of the list, and after an error.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<Response<P>, Error>> {
        if let Some(Err(error)) = self.call.as_ref().map(Call::check_blocking) {
            return Some(Err(error)).filter(|_| !std::mem::replace(&mut self.has_failed, true));
        }
        crate::blocking::block_on(self.next())
    }

    /// The rest of the pages, on this thread; it ends after an error.
    #[cfg(feature = "blocking")]
    pub fn into_iter_blocking(self) -> BlockingList<Self> {
        BlockingList(self)
    }

    /// Goes on after an error: asks again for the page that could not be had.
    pub fn resume(&mut self) {
        self.has_failed = false;
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<P>, Error>>> {
        let pending = match (&mut self.pending, &self.call) {
            (Some(pending), _) => pending,
            (None, Some(call)) if !self.has_failed => self
                .pending
                .insert(Exclusive::new(Box::pin(driver::run(call.clone())))),
            (None, _) => return Poll::Ready(None),
        };
        let reply = ready!(Pin::new(pending).poll(context));
        self.pending = None;
        let page = reply.and_then(|raw| Ok(((self.decode)(&raw)?, raw)));
        Poll::Ready(Some(match page {
            Ok((page, raw)) => {
                self.turn(&page);
                Ok(Response::from_raw(page, raw))
            }
            Err(error) => {
                self.has_failed = true;
                Err(error)
            }
        }))
    }

    /// Gets ready for the page after this one.
    fn turn(&mut self, page: &P) {
        let Some(mut call) = self.call.take() else {
            return;
        };
        let is_empty = (self.paging.length)(page) == 0;
        self.empty_pages = if is_empty {
            self.empty_pages.saturating_add(1)
        } else {
            0
        };
        let goes_on = self.empty_pages < EMPTY_PAGES
            && self.seen.digests.len() < MOST_PAGES
            && self.paging.lead_on(&mut call, page)
            && self.seen.insert(&encode::query(&call.query));
        self.call = Some(call).filter(|_| goes_on);
    }
}

/// The queries that were sent, as digests: a cursor may have as many bytes as the service likes, and there
/// may be very many. The keys are random, so that no service can make two queries look like one and
/// end a list early.
struct Seen {
    keys: [RandomState; 2],
    digests: HashSet<[u64; 2]>,
}

impl Seen {
    fn new(query: &str) -> Self {
        let mut seen = Self {
            keys: [RandomState::new(), RandomState::new()],
            digests: HashSet::new(),
        };
        seen.insert(query);
        seen
    }

    /// Remembers a query; false if it was sent before.
    fn insert(&mut self, query: &str) -> bool {
        let digest = self.keys.each_ref().map(|key| key.hash_one(query));
        self.digests.insert(digest)
    }
}

impl<P> Paging<P> {
    /// Turns a call into the one for the next page; false if there is none.
    fn lead_on(&self, call: &mut Call, page: &P) -> bool {
        match (self.next)(page).filter(|next| !next.is_empty()) {
            Some(next) => match next.split_once('?') {
                Some((_, query)) => self.take_values(call, query),
                // An address without a query leads nowhere.
                None if next.contains('/') => false,
                None => self.take_cursor(call, next),
            },
            None => self.take_number(call, page),
        }
    }

    /// Takes the values of the operation's own parameters out of the query of an address.
    fn take_values(&self, call: &mut Call, query: &str) -> bool {
        let query = query.split('#').next().unwrap_or_default();
        let mut found = false;
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decoded(name);
            if let Some(parameter) = self.parameters.iter().find(|known| **known == name) {
                call.query(parameter, decoded(value));
                found = true;
            }
        }
        found
    }

    fn take_cursor(&self, call: &mut Call, cursor: &str) -> bool {
        let holds = |(name, value): (&str, &str)| given(call, name) == Some(value);
        let fitting = self
            .cursors
            .iter()
            .find(|cursor| cursor.when.is_none_or(holds));
        let Some(fitting) = fitting else {
            return false;
        };
        call.query(fitting.parameter, cursor);
        true
    }

    fn take_number(&self, call: &mut Call, page: &P) -> bool {
        let (Some(parameter), Some(count)) = (self.number, (self.page_count)(page)) else {
            return false;
        };
        let number = given(call, parameter).and_then(|number| number.parse().ok());
        let number: i64 = number.unwrap_or(1);
        if number < count {
            call.query(parameter, number.saturating_add(1).to_string());
        }
        number < count
    }
}

/// The value that a call has for a query parameter.
fn given<'c>(call: &'c Call, name: &str) -> Option<&'c str> {
    let parameter = call.query.iter().find(|parameter| parameter.name == name)?;
    match &parameter.value {
        QueryValue::One(value) => Some(value),
        QueryValue::Written(_) => None,
    }
}

fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

impl<P, T> Items<P, T> {
    pub(crate) fn new(pages: Pages<P>, items: fn(P) -> Vec<T>) -> Self {
        Self {
            pages,
            items,
            ready: VecDeque::new(),
        }
    }

    /// The next item; `None` at the end of the list, and after an error.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The next item, on this thread; `None` at the end of the list, and after an error.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<T, Error>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(Ok(item));
            }
            match self.pages.next_blocking()? {
                Ok(page) => self.ready.extend((self.items)(page.into_body())),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// The rest of the items, on this thread; it ends after an error.
    #[cfg(feature = "blocking")]
    pub fn into_iter_blocking(self) -> BlockingList<Self> {
        BlockingList(self)
    }

    /// Goes on after an error: asks again for the page that could not be had.
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.ready.extend((self.items)(page.into_body())),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P> Stream for Pages<P> {
    type Item = Result<Response<P>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<P, T: Unpin> Stream for Items<P, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("call", &self.call)
            .field("has_failed", &self.has_failed)
            .finish_non_exhaustive()
    }
}

impl<P, T> fmt::Debug for Items<P, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Items")
            .field("pages", &self.pages)
            .field("ready", &self.ready.len())
            .finish_non_exhaustive()
    }
}
