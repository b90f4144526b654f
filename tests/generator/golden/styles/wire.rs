//! The style table of OpenAPI 3.1 row by row, then values of every shape. Members come in the order of their names.

use serde_json::{Value, json};
use styles::models::{Filter, Position, TypedKinds};
use styles::{Client, Error, Request};

fn client() -> Client {
    Client::builder().build().expect("a client")
}

/// What stands after the path of the operation, or in a header of the request.
fn sent<O>(request: Request<O>, header: Option<&str>) -> String {
    let request = request.prepare().expect("it can be sent");
    match header {
        Some(name) => {
            let value = request.headers().get(name).map(|value| value.to_str().expect("a text"));
            value.unwrap_or_default().to_owned()
        }
        None => {
            let uri = request.uri().to_string();
            let rest = uri.strip_prefix("https://example.com/").expect("the address").to_owned();
            let end = rest.find(['/', '?']).map_or(rest.len(), |end| end + 1);
            rest.get(end..).unwrap_or_default().to_owned()
        }
    }
}

fn text() -> Value {
    json!("blue")
}

fn list() -> Value {
    json!(["blue", "black", "brown"])
}

fn object() -> Value {
    json!({"R": 100, "G": 200, "B": 150})
}

/// The cells of a row: an empty text, a text, a list, an object.
macro_rules! row {
    ($method:ident, $header:expr, $cells:expr) => {
        let values = [json!(""), text(), list(), object()];
        for (value, expected) in values.into_iter().zip($cells) {
            assert_eq!(sent(client().general().$method(value), $header), expected);
        }
    };
}

#[test]
fn paths() {
    row!(matrix, None, [
        ";color",
        ";color=blue",
        ";color=blue,black,brown",
        ";color=B,150,G,200,R,100"
    ]);
    row!(matrix_exploded, None, [
        ";color",
        ";color=blue",
        ";color=blue;color=black;color=brown",
        ";B=150;G=200;R=100"
    ]);
    let general = client().general();
    for (value, whole, exploded) in [
        (text(), ".blue", ".blue"),
        (list(), ".blue,black,brown", ".blue.black.brown"),
        (object(), ".B,150,G,200,R,100", ".B=150.G=200.R=100"),
    ] {
        assert_eq!(sent(general.label(value.clone()), None), whole);
        assert_eq!(sent(general.label_exploded(value), None), exploded);
    }
    for (value, whole, exploded) in [
        (text(), "blue", "blue"),
        (list(), "blue,black,brown", "blue,black,brown"),
        (object(), "B,150,G,200,R,100", "B=150,G=200,R=100"),
    ] {
        assert_eq!(sent(general.simple(value.clone()), None), whole);
        assert_eq!(sent(general.simple_exploded(value), None), exploded);
    }
}

#[test]
fn a_path_never_loses_a_segment() {
    let general = client().general();
    let refused = |result: Result<http::Request<bytes::Bytes>, Error>| result.is_err();
    for nothing in [json!(""), json!([]), json!({}), Value::Null, json!([null])] {
        assert!(refused(general.simple(nothing.clone()).prepare()), "{nothing}");
    }
    assert!(refused(general.label("").prepare()), "a dot is a segment that URLs lose");
    assert!(refused(general.simple(["a\u{7}"].as_slice()).prepare()));
}

#[test]
fn queries() {
    row!(form, None, [
        "color=",
        "color=blue",
        "color=blue,black,brown",
        "color=B,150,G,200,R,100"
    ]);
    row!(form_exploded, None, [
        "color=",
        "color=blue",
        "color=blue&color=black&color=brown",
        "B=150&G=200&R=100"
    ]);
    let general = client().general();
    for (value, spaces, pipes) in [
        (list(), "color=blue%20black%20brown", "color=blue%7Cblack%7Cbrown"),
        (
            object(),
            "color=B%20150%20G%20200%20R%20100",
            "color=B%7C150%7CG%7C200%7CR%7C100",
        ),
    ] {
        assert_eq!(sent(general.space_delimited(value.clone()), None), spaces);
        assert_eq!(sent(general.pipe_delimited(value), None), pipes);
    }
    let deep = "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100";
    assert_eq!(sent(general.deep_object(object()), None), deep);
}

#[test]
fn headers_and_cookies() {
    row!(header, Some("color"), ["", "blue", "blue,black,brown", "B,150,G,200,R,100"]);
    row!(header_exploded, Some("color"), ["", "blue", "blue,black,brown", "B=150,G=200,R=100"]);
    row!(cookie, Some("cookie"), [
        "color=",
        "color=blue",
        "color=blue,black,brown",
        "color=B,150,G,200,R,100"
    ]);
    row!(cookie_exploded, Some("cookie"), [
        "color=",
        "color=blue",
        "color=blue; color=black; color=brown",
        "B=150; G=200; R=100"
    ]);
}

#[test]
fn nothing_is_not_sent() {
    let general = client().general();
    for nothing in [Value::Null, json!([]), json!({}), json!([null]), json!({"a": null})] {
        assert_eq!(sent(general.form(nothing.clone()), None), "", "{nothing}");
        assert_eq!(sent(general.deep_object(nothing.clone()), None), "", "{nothing}");
        assert_eq!(sent(general.header(nothing.clone()), Some("color")), "", "{nothing}");
        assert_eq!(sent(general.cookie(nothing), Some("cookie")), "");
    }
    assert_eq!(sent(general.form(json!(["a", null, "b"])), None), "color=a,b");
}

#[test]
fn no_value_changes_the_structure() {
    let general = client().general();
    assert_eq!(sent(general.form(json!(["a,b", "c&d"])), None), "color=a%2Cb,c%26d");
    assert_eq!(sent(general.form_exploded(json!({"a&b": "c=d"})), None), "a%26b=c%3Dd");
    assert_eq!(sent(general.label(json!(["a/b"])), None), ".a%2Fb");
    assert_eq!(sent(general.cookie_exploded(json!({"a;b": "c; d"})), Some("cookie")), "a%3Bb=c%3B%20d");
    assert!(general.header("a\r\nb").prepare().is_err());
}

fn typed() -> Request<styles::api::general::Typed> {
    client().general().typed([1, 2], Position::new(1.5).y(2.0), [TypedKinds::Cat, "new".into()])
}

/// The query of a typed call, without the parameter that it always has.
fn query(request: Request<styles::api::general::Typed>) -> String {
    let request = request.prepare().expect("it can be sent");
    let query = request.uri().query().unwrap_or_default();
    query.strip_prefix("kinds=cat,new").expect("the required one").trim_matches('&').to_owned()
}

#[test]
fn lists_and_models_in_paths() {
    let request = typed().prepare().expect("it can be sent");
    assert_eq!(request.uri().path(), "/typed/.1,2/;x=1.5;y=2");
}

#[test]
fn models_and_maps_in_queries() {
    let filter = Filter::new().name("a b").tags(["x", "y"]).near(Position::new(0.5));
    let deep = "filter%5Bname%5D=a%20b&filter%5Bnear%5D%5Bx%5D=0.5&filter%5Btags%5D%5B0%5D=x&filter%5Btags%5D%5B1%5D=y";
    assert_eq!(query(typed().filter(filter)), deep);
    assert_eq!(query(typed().filter(Filter::new())), "");
    assert_eq!(query(typed().labels([("b", "2"), ("a", "1")])), "a=1&b=2");
    let json = "where=%7B%22name%22%3A%22a%22%7D";
    assert_eq!(query(typed().r#where(Filter::new().name("a"))), json);
    assert_eq!(query(typed().note("a")), "note=%22a%22");
}

#[test]
fn flags_of_parameters() {
    assert_eq!(query(typed().place("/a:b?c&d#e")), "place=/a:b?c%26d%23e");
    let none: [&str; 0] = [];
    assert_eq!(query(typed().flags(none)), "flags=");
    assert_eq!(query(typed().flags(["a", "b"])), "flags=a&flags=b");
    assert_eq!(query(typed().rows([vec![1.0, 2.5], vec![3.0]])), "rows=1,2.5%7C3");
    assert_eq!(query(typed().codes(["a", "b"])), "codes=a,b");
    assert_eq!(query(typed().either("a")), "either=a");
    assert_eq!(query(typed().either(7)), "either=7");
}

#[test]
fn lists_in_headers_and_cookies() {
    assert_eq!(sent(typed().x_scopes(["a", "b"]), Some("x-scopes")), "a,b");
    assert_eq!(sent(typed().seen([1, 2]), Some("cookie")), "seen=1; seen=2");
}
