//! What a caller wrote.

pub fn run(named: &dyn sdk::Named) {
    sdk::show(named);
}
