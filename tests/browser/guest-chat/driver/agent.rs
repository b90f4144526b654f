//! Whoever answers the guests.

use std::collections::BTreeMap;

use guest_chat_simulator::{
    BodyType, ConversationHandle, Fault, MemberHandle, Simulator, StreamFault,
};

/// The length of a message that is large, but not too large.
const PIECE: usize = 4_000_000;
/// More of them than may wait for a reader in a browser, which are 16 MiB.
const PILE: usize = 5;

/// An agent's manners.
pub(crate) trait Agent {
    /// Its name.
    const NAME: &'static str;

    /// What it says when it joins.
    const WELCOME: &'static str;

    /// Answers what the guest has said.
    fn answer(
        &self,
        simulator: &Simulator,
        chat: &ConversationHandle,
        seat: &MemberHandle,
        text: &str,
    );
}

/// Repeats what guests say, and lets something go wrong when it is asked to.
pub(crate) struct Echo;

impl Agent for Echo {
    const NAME: &'static str = "Echo";
    const WELCOME: &'static str = "Hello! I repeat what you say.";

    fn answer(
        &self,
        simulator: &Simulator,
        chat: &ConversationHandle,
        seat: &MemberHandle,
        text: &str,
    ) {
        match text {
            "end" => return chat.end(),
            "expire" => {
                chat.expire_jwt();
                return chat.strike_streams(StreamFault::Close(1001));
            }
            "gone" => {
                simulator.faults().on_stream(Fault::status(404));
                chat.disconnect_member(&chat.guest_id());
                return chat.strike_streams(StreamFault::Close(1000));
            }
            "cut" => drop(simulator.stream_faults().on_event(StreamFault::CutAt(20))),
            "flood" => drop(simulator.stream_faults().on_event(StreamFault::Oversized(50_000))),
            "pile" => (0..PILE).for_each(|_| chat.strike_streams(StreamFault::Oversized(PIECE))),
            "and the stream?" => {
                seat.says(if chat.open_streams() == 0 { "closed" } else { "open" });
                return;
            }
            _ => {}
        }
        seat.says(text);
    }
}

/// Knows where parcels are.
pub(crate) struct Ann;

impl Agent for Ann {
    const NAME: &'static str = "Ann";
    const WELCOME: &'static str = "Hello, this is Ann. How can I help you?";

    fn answer(&self, _: &Simulator, _: &ConversationHandle, seat: &MemberHandle, text: &str) {
        seat.types();
        seat.says(if text.contains("parcel") {
            "It left our warehouse this morning and should be with you tomorrow."
        } else {
            "You are welcome. Is there anything else?"
        });
    }
}

/// Joins every chat and answers there, for ever.
pub(crate) async fn work<A: Agent>(simulator: &Simulator, agent: &A) {
    let mut changes = simulator.changes();
    let mut seats: BTreeMap<String, (MemberHandle, usize)> = BTreeMap::new();
    loop {
        for chat in simulator.conversations() {
            // Nobody is found for a guest who does not listen.
            if chat.open_streams() == 0 && !seats.contains_key(chat.id()) {
                continue;
            }
            let (seat, read) = seats.entry(chat.id().to_owned()).or_insert_with(|| {
                let seat = chat.agent_joins(A::NAME);
                seat.says(A::WELCOME);
                (seat, 0)
            });
            let (guest, messages) = (chat.guest_id(), chat.messages());
            for message in messages.iter().skip(*read) {
                if message.sender == guest && message.body_type == BodyType::Standard {
                    let text = message.body.as_deref().unwrap_or_default();
                    agent.answer(simulator, &chat, seat, text);
                }
            }
            *read = messages.len();
        }
        if changes.changed().await.is_err() {
            return;
        }
    }
}
