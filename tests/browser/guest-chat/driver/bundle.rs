//! Makes the folder that is served: the page, its style, the code, and what joins the code with the browser.

use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use crate::Result;

/// Fills the folder. `wasm` is what Cargo made of the page.
pub(crate) fn make(wasm: &Path, folder: &Path) -> Result {
    std::fs::create_dir_all(folder)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).web(true)?.typescript(false).out_name("page");
    // The code is beside the script that loads it.
    bindgen.omit_default_module_path(false);
    bindgen.generate(folder).map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    std::fs::write(folder.join("index.html"), include_str!("../page/index.html"))?;
    std::fs::write(folder.join("style.css"), include_str!("../page/style.css"))?;
    Ok(())
}
