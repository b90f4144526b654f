//! What a service puts where an item is due.

use maps_and_free_form::Request;
use maps_and_free_form::api::general::PutRecord;
use maps_and_free_form::models::Record;

#[test]
fn nulls_are_left_out_however_deep_they_stand() {
    let record: Record = serde_json::from_str(
        r#"{"labels":{"a":null,"b":"c"},"matrix":[null,[1,null]],"cube":[null,{"a":null,"b":[null,2]}]}"#,
    )
    .expect("ok");
    assert_eq!(record.labels.expect("labels").len(), 1);
    assert_eq!(record.matrix.expect("a matrix"), [[1]]);
    let cube = record.cube.expect("a cube");
    assert_eq!(cube.len(), 1);
    assert_eq!(cube[0].len(), 1);
    assert_eq!(cube[0]["b"], [2]);
}

#[test]
fn a_reply_that_is_a_map_loses_no_more_than_its_nulls() {
    let body = r#"{"a":null,"b":{"matrix":[[1]]}}"#;
    let read = Request::<PutRecord>::decode(http::Response::new(body.into())).expect("a map");
    assert_eq!(read.into_body().keys().collect::<Vec<_>>(), ["b"]);
}
