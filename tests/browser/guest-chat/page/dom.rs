//! The page: its elements by their ids, and what the address asks for. What is not there is let be.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement, UrlSearchParams};

/// A parameter of the address.
pub fn parameter(name: &str) -> Option<String> {
    let query = web_sys::window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()?.get(name)
}

/// Where the page came from, without a slash at the end.
pub fn origin() -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok());
    origin.unwrap_or_default()
}

/// Writes the result of a check where the driver looks for it.
pub fn conclude(result: &Result<(), String>) {
    let text = result.as_ref().err().map_or("passed", String::as_str);
    if let Some(body) = document().and_then(|document| document.body()) {
        // A page whose result cannot be written is one without a result, which the driver notices.
        let _ = body.dataset().set("result", text);
    }
}

/// Shows a text.
pub fn set_text(id: &str, text: &str) {
    if let Some(element) = element(id) {
        element.set_text_content(Some(text));
    }
}

/// Shows an element, or hides it.
pub fn show(id: &str, visible: bool) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.set_hidden(!visible);
    }
}

/// Adds a paragraph of this class to an element, and scrolls to it.
pub fn add_paragraph(id: &str, class: &str, text: &str) {
    let paragraph = document().and_then(|document| document.create_element("p").ok());
    if let (Some(list), Some(paragraph)) = (element(id), paragraph) {
        paragraph.set_class_name(class);
        paragraph.set_text_content(Some(text));
        // Where there is no room for it there is nothing to show it in.
        let _ = list.append_child(&paragraph);
        list.set_scroll_top(list.scroll_height());
    }
}

/// The text of an input field.
pub fn value(id: &str) -> String {
    input(id).map(|input| input.value()).unwrap_or_default()
}

/// Empties an input field.
pub fn clear(id: &str) {
    if let Some(input) = input(id) {
        input.set_value("");
    }
}

/// Puts the cursor into an element.
pub fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Calls this whenever something happens with an element, instead of what the browser would do.
pub fn on(id: &str, event: &str, mut action: impl FnMut() + 'static) {
    let callback = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        event.prevent_default();
        action();
    });
    if let Some(element) = element(id) {
        let _ = element.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
    }
    // It lives as long as the page.
    callback.forget();
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

fn input(id: &str) -> Option<HtmlInputElement> {
    element(id)?.dyn_into().ok()
}
