//! What a caller wrote.

pub fn run(clients: &mut [sdk::Client]) {
    clients.iter_mut().for_each(sdk::Client::open);
}
