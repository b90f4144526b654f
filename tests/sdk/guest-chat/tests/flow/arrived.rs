//! What the simulator recorded, as tests ask for it.

use guest_chat_simulator::{Exchange, Simulator};

/// The one request that has arrived since the last look.
pub(crate) fn arrived(sim: &Simulator) -> Exchange {
    let mut exchanges = sim.exchanges();
    sim.clear_exchanges();
    assert_eq!(exchanges.len(), 1, "{exchanges:?}");
    exchanges.remove(0)
}

/// Checks that nothing has arrived since the last look.
pub(crate) fn assert_nothing_arrived(sim: &Simulator) {
    let exchanges = sim.exchanges();
    assert!(exchanges.is_empty(), "{exchanges:?}");
}

/// The headers of a request that are the SDK's to choose, and not its HTTP library's.
pub(crate) fn chosen_headers(exchange: &Exchange) -> Vec<(&str, &str)> {
    let mut headers: Vec<(&str, &str)> = exchange
        .request_headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| !["accept-encoding", "content-length", "host"].contains(name))
        .collect();
    headers.sort_unstable();
    headers
}
