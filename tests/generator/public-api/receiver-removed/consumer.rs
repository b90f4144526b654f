//! What a caller wrote.

pub fn run(client: sdk::Client) {
    client.open();
}
