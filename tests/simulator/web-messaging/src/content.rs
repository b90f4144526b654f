//! Every kind of content that a bot has to show, and what a guest chose of it.

use serde_json::{Value, json};

pub(crate) fn quick_reply(text: &str, payload: &str) -> Value {
    json!({"contentType": "QuickReply", "quickReply": {"text": text, "payload": payload, "action": "Message"}})
}

pub(crate) fn quick_replies() -> Vec<Value> {
    vec![quick_reply("Yes", "yes"), quick_reply("No", "no")]
}

pub(crate) fn buttons() -> Vec<Value> {
    let button =
        |title: &str, payload: &str| json!({"title": title, "actions": {"textback": payload}});
    vec![
        json!({"contentType": "GenericTemplate", "generic": {"title": "Your order", "components": [button("Repeat", "repeat"), button("Cancel", "cancel")]}}),
    ]
}

fn one_card(title: &str) -> Value {
    json!({
        "title": title, "description": "It is blue.", "image": "https://pictures.example/blue.png",
        "defaultAction": {"type": "Link", "url": "https://shop.example"},
        "actions": [
            {"type": "Postback", "text": format!("Buy the {title}"), "payload": format!("buy-{title}")},
            {"type": "Link", "text": "More", "url": "https://shop.example/more"},
        ],
    })
}

pub(crate) fn card() -> Vec<Value> {
    vec![json!({"contentType": "Card", "card": one_card("book")})]
}

pub(crate) fn carousel() -> Vec<Value> {
    let cards = ["book", "pen", "lamp"].map(one_card);
    vec![json!({"contentType": "Carousel", "carousel": {"cards": cards}})]
}

pub(crate) fn date_picker() -> Vec<Value> {
    let time = |time: &str| json!({"dateTime": time, "duration": 1800});
    vec![json!({"contentType": "DatePicker", "datePicker": {
        "id": "visit", "title": "When shall we come?", "subtitle": "It takes half an hour.",
        "availableTimes": [time("2027-03-01T09:00:00.000Z"), time("2027-03-01T10:30:00.000Z")],
    }})]
}

pub(crate) fn list_picker() -> Vec<Value> {
    let item = |id: &str, title: &str| json!({"id": id, "title": title});
    let message = |title: &str| json!({"title": title});
    vec![json!({"contentType": "ListPicker", "listPicker": {
        "id": "toppings", "receivedMessage": message("Which toppings?"), "replyMessage": message("Your toppings"),
        "sections": [{"title": "Toppings", "multipleSelection": true, "items": [item("t1", "Olives"), item("t2", "Capers")]}],
    }})]
}

pub(crate) fn form() -> Vec<Value> {
    let input = |id: &str, title: &str| json!({"formComponentType": "Input", "input": {"id": id, "title": title, "isRequired": true, "isMultipleLine": false}});
    vec![json!({"contentType": "Form", "form": {
        "cannedResponseId": "form-1", "introduction": {"title": "Your address", "buttonText": "Begin"},
        "formPages": [{"title": "Address", "subtitle": "Where you live", "pageComponents": [input("street", "Street"), input("town", "Town")]}],
        "showSummary": true,
    }})]
}

/// What a guest chose: texts, and what they stand for.
pub(crate) fn chosen(message: &Value) -> Vec<(String, String)> {
    let content = message.get("content").and_then(Value::as_array).into_iter().flatten();
    content.flat_map(of_item).collect()
}

fn of_item(item: &Value) -> Vec<(String, String)> {
    let answers = item.pointer("/form/response").and_then(Value::as_array).into_iter().flatten();
    let answers = answers.filter_map(|answer| answer.pointer("/component/buttonResponse"));
    let member = |choice: &Value, name: &str| {
        choice.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let choices = item.get("buttonResponse").into_iter().chain(answers);
    choices.map(|choice| (member(choice, "text"), member(choice, "payload"))).collect()
}
