//! What runs in the browser: a chat widget, or, when the address has a `check`, one of the checks.
//!
//! The address says where the service is: `/?service=http://127.0.0.1:8080`, and `&check=calls`.

#[cfg(target_arch = "wasm32")]
mod checks;
#[cfg(target_arch = "wasm32")]
mod dom;
#[cfg(target_arch = "wasm32")]
mod widget;

#[cfg(target_arch = "wasm32")]
fn main() {
    wasm_bindgen_futures::spawn_local(async {
        let service = dom::parameter("service").unwrap_or_default();
        if let Some(check) = dom::parameter("check") {
            dom::conclude(&checks::run(&check, &service).await);
        } else if let Err(error) = widget::run(&service) {
            dom::set_text("status", &error.to_string());
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This runs in a browser: `cargo xtask browser --serve`.");
}
