//! What each fault does to an answer. Pure: a good reply in, what to send out.

use bytes::Bytes;

use crate::event_stream::Seat;
use crate::faults::{Fault, Mutation};
use crate::reply::Reply;
use crate::wire::Step;

/// What goes out.
pub(crate) enum Outcome {
    /// A reply, sent by hyper.
    Reply(Reply),
    /// Raw steps, and the reply they were made of if they show any of one.
    Script(Option<Reply>, Vec<Step>),
    /// A reply, and after it an event stream.
    Stream(Reply, Seat),
}

/// Lets a fault strike. `good` is the service's reply, an empty one when the request was kept from it; `finish` adds
/// the headers that every reply has.
pub(crate) fn strike(fault: Fault, good: Reply, finish: impl Fn(Reply) -> Reply) -> Outcome {
    match fault {
        Fault::Status {
            status,
            headers,
            body,
        } => verbatim(finish(Reply {
            status,
            headers,
            body,
        })),
        Fault::Redirect(status, location) => verbatim(finish(
            Reply::empty(status).with_header("location", location),
        )),
        Fault::Delay(_) => Outcome::Reply(finish(good)),
        Fault::ResetBeforeHeaders => Outcome::Script(None, vec![Step::Reset]),
        Fault::ResetMidHeaders => {
            let reply = finish(good);
            let length = reply.head().len() / 2;
            cut(reply, length)
        }
        Fault::ResetMidBody => {
            let reply = finish(good);
            let length = reply.head().len() + reply.body.len() / 2;
            cut(reply, length)
        }
        Fault::Hang => Outcome::Script(None, vec![Step::Hang]),
        Fault::EmptyBody => Outcome::Reply(finish(Reply {
            body: Bytes::new(),
            ..good
        })),
        Fault::Body {
            content_type,
            bytes,
        } => verbatim(finish(good.with_body(&content_type, bytes))),
        Fault::WrongContentLength(length) => {
            let reply = finish(good.with_header("content-length", length.to_string()));
            let bytes = reply.bytes();
            Outcome::Script(Some(reply), vec![Step::Bytes(bytes), Step::Close])
        }
        Fault::Mutate(change) => Outcome::Reply(finish(mutated(good, &change))),
        Fault::Slowly(pause) => {
            let reply = finish(good);
            let bytes = reply.bytes();
            let steps = bytes.iter().flat_map(|byte| {
                [
                    Step::Wait(pause),
                    Step::Bytes(Bytes::copy_from_slice(&[*byte])),
                ]
            });
            let steps = steps.collect();
            Outcome::Script(Some(reply), steps)
        }
        Fault::Raw(steps) => Outcome::Script(None, steps),
    }
}

fn verbatim(reply: Reply) -> Outcome {
    let bytes = reply.bytes();
    Outcome::Script(Some(reply), vec![Step::Bytes(bytes)])
}

fn cut(reply: Reply, length: usize) -> Outcome {
    let mut bytes = reply.bytes();
    bytes.truncate(length);
    Outcome::Script(Some(reply), vec![Step::Bytes(bytes), Step::Reset])
}

fn mutated(good: Reply, change: &Mutation) -> Reply {
    if !(200..300).contains(&good.status) {
        return good;
    }
    let Ok(mut json) = serde_json::from_slice(&good.body) else {
        return good;
    };
    change(&mut json);
    Reply {
        body: json.to_string().into(),
        ..good
    }
}
