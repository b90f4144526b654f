//! A file in a form of parts.
//!
//! A model holds it among its fields and writes itself by serde, which knows only values. So a file that is written
//! into a form of parts ([`collected`]) puts itself aside and writes a mark in its place, which the form finds
//! again. Written anywhere else it is a text.

use std::cell::RefCell;
#[cfg(not(target_arch = "wasm32"))]
use std::path::Path;

use bytes::Bytes;
use serde::de::Deserialize;
use serde::ser::{Error, Serialize, SerializeMap};
use serde::{Deserializer, Serializer};

use crate::lenient::Lenient;
use crate::request_body::RequestBody;

/// A file that is sent as a part of a form, made of whatever a [`RequestBody`] is made of.
#[derive(Clone, Debug)]
pub struct FilePart {
    pub(crate) body: RequestBody,
    pub(crate) file_name: Option<String>,
}

impl FilePart {
    /// The file at this path, under its own name.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Self {
            body: RequestBody::from_path(path),
            file_name: name,
        }
    }

    /// Says what the file is called. Without a name it is called like its field.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Says what the file is, such as `image/png`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.body = self.body.content_type(media_type);
        self
    }

    /// The bytes, if they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        self.body.bytes()
    }
}

impl<B: Into<RequestBody>> From<B> for FilePart {
    fn from(body: B) -> Self {
        Self {
            body: body.into(),
            file_name: None,
        }
    }
}

/// Two files are the same if both are in memory, and their bytes and names are the same.
impl PartialEq for FilePart {
    fn eq(&self, other: &Self) -> bool {
        let bytes = self.bytes();
        bytes.is_some() && bytes == other.bytes() && self.file_name == other.file_name
    }
}

thread_local! {
    /// The files of the form that is being written on this thread, and the mark that stands for them.
    static COLLECTING: RefCell<Option<Collected>> = const { RefCell::new(None) };
}

/// The files that were found in a value.
pub(crate) struct Collected {
    /// The only member of an object that stands for a file; its value is the number of the file.
    pub(crate) mark: String,
    pub(crate) files: Vec<FilePart>,
}

/// A value as JSON, with the files in it put aside. Nobody else can know the mark.
pub(crate) fn collected(
    value: &impl Serialize,
    mark: String,
) -> Result<(serde_json::Value, Collected), serde_json::Error> {
    let files = Vec::new();
    let before = COLLECTING.replace(Some(Collected { mark, files }));
    let value = serde_json::to_value(value);
    let collected = COLLECTING.replace(before);
    let collected = collected.ok_or_else(|| serde_json::Error::custom("no form is written"))?;
    Ok((value?, collected))
}

impl Serialize for FilePart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = COLLECTING.with_borrow_mut(|collecting| {
            let collected = collecting.as_mut()?;
            collected.files.push(self.clone());
            Some((collected.mark.clone(), collected.files.len() - 1))
        });
        if let Some((mark, number)) = place {
            let mut object = serializer.serialize_map(Some(1))?;
            object.serialize_entry(&mark, &number)?;
            return object.end();
        }
        let bytes = self.bytes();
        match bytes.map(|bytes| std::str::from_utf8(bytes)) {
            Some(Ok(text)) => serializer.serialize_str(text),
            _ => Err(S::Error::custom(
                "a file can only be sent as a part of a form",
            )),
        }
    }
}

impl<'de> Deserialize<'de> for FilePart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl Lenient for FilePart {}
