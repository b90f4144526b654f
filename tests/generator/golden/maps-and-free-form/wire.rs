//! What a service puts where an item is due.

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
