//! What a caller wrote.

pub fn run() {
    let () = sdk::close();
}
