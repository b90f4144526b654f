//! References that lead out of a definition. Whoever wrote it learns nothing by them: no file outside its folder is
//! opened, nobody is called, and the report says where each of them stands.

use std::io::ErrorKind;
use std::net::TcpListener;

use crate::{LAMPS, Place, Run};

/// The definition with another reference in the place of the one to its model.
fn referring(place: &Place, reference: &str) {
    let quoted = format!("\"{}\"", reference.replace('\\', "\\\\"));
    place.write("api/lamps.yaml", &LAMPS.replace("'#/components/schemas/Lamp'", &quoted));
}

fn generate(place: &Place, denied: &[&str]) -> Run {
    let arguments = ["generate", "api/lamps.yaml", "--config", "lamps.toml", "--out", "lamps"];
    place.run(&[&arguments[..], denied].concat())
}

fn assert_said(place: &Place, reference: &str, code: &str) {
    referring(place, reference);
    let run = generate(place, &[]);
    assert_eq!(run.code, 0, "{reference}: {run:#?}");
    assert!(run.errors.contains(&format!("warning[{code}]")), "{reference}: {run:#?}");
    assert!(run.errors.contains("--> api/lamps.yaml:13:"), "{reference}: {run:#?}");
    assert!(!run.errors.contains("secret-in-a-file"), "{reference}: {run:#?}");
    std::fs::remove_dir_all(place.path().join("lamps")).unwrap();
    let run = generate(place, &["--deny", code]);
    run.assert_refused(2, &[&format!("error[{code}]"), "--> api/lamps.yaml:13:"]);
    assert!(!place.path().join("lamps").exists(), "{reference}");
}

fn place() -> Place {
    let place = Place::new();
    place.write("lamps.toml", "[crate]\nname = \"lamps\"\n");
    place.write("secret", "{type: object, properties: {secret-in-a-file: {type: string}}}");
    place
}

#[test]
fn nothing_outside_is_opened() {
    let place = place();
    let absolute = place.path().join("secret").display().to_string();
    for reference in [
        "../secret",
        "../secret#/properties",
        "models/../../secret",
        "%2e%2e/secret",
        "..\\secret",
        &absolute,
        &format!("file://{absolute}"),
        &format!("file:{absolute}#/properties"),
        "/dev/zero",
        "/dev/stdin",
        "\\\\host\\share\\secret",
        "git:HEAD:secret",
        "gone.yaml#/Lamp",
        "%",
        "~/secret",
    ] {
        assert_said(&place, reference, "external-reference");
    }
}

#[test]
fn nobody_is_called() {
    let place = place();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let host = listener.local_addr().unwrap();
    for reference in [
        format!("http://{host}/lamp.yaml#/Lamp"),
        format!("https://{host}/lamp.yaml"),
        format!("//{host}/lamp.yaml"),
        format!("ftp://{host}/lamp.yaml"),
    ] {
        assert_said(&place, &reference, "external-reference");
    }
    // A connection waits to be accepted, whether or not the caller is still there.
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn what_is_no_place_in_the_definition_is_said() {
    let place = place();
    for reference in [
        "",
        "#",
        "#/",
        "#/../../secret",
        "#/components/schemas/%2e%2e",
        "#/components/schemas/Lamp/%00",
        "#/components/schemas/Lamb",
        "#/%ff",
        "#%zz",
        "#Lamp",
        "#/paths/~1lamps/get/~2",
        "#/components/schemas/-1",
        &format!("#{}", "/a".repeat(100_000)),
    ] {
        assert_said(&place, reference, "unresolved-reference");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_folder_is_not_waited_for() {
    let place = place();
    referring(&place, "pipe.yaml");
    let pipe = place.path().join("api/pipe.yaml");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    assert_said(&place, "pipe.yaml", "external-reference");
}
