//! What rustdoc finds in generated crates, where words of a definition stand among those of templates.

use std::path::Path;

use generator_tests::documentation::{documentation, foreign};
use generator_tests::repository_templates;

/// Documentation of generated files, the words of templates around those of the definition.
#[test]
fn documentation_of_hostile_definitions_is_harmless() {
    let templates = repository_templates().unwrap();
    let written: String = templates.package.files().map(|(_, text)| text).collect();
    for golden in ["hostile-docs", "hostile-text"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(golden);
        let generated = generator_tests::golden(&folder, &templates).unwrap();
        let rendered = generated.files.iter().filter(|(_, file)| file.template.is_some());
        for (path, file) in rendered {
            let texts = if path.rsplit('.').next() == Some("md") {
                vec![file.text.clone()]
            } else {
                documentation(&file.text)
            };
            for text in texts {
                let found = foreign(&text, &written, &file.text);
                assert_eq!(found, None, "{golden}: {path}:\n{text}");
            }
        }
    }
}
