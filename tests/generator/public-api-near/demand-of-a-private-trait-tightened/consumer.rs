//! What a caller wrote.

pub fn run() {
    sdk::spawn(std::rc::Rc::new(1));
}
