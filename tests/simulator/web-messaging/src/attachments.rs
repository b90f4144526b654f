//! Files, as far as they are a matter of the socket: addresses to put them to and get them from, and what the service
//! thinks of them.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::bot::Said;
use crate::refusal::{Refusal, Shape};
use crate::requests::{Request, text};
use crate::session::{File, Now, Progress};
use crate::state::{Address, State};

/// How large a file may be.
pub(crate) const MOST_KB: u64 = 10_240;
/// How long an address is good for.
const ADDRESS: Duration = Duration::from_secs(600);
const LONGEST_NAME: usize = 1023;
/// What no file may have in it: the harmless text by which scanners are tried.
const CONTAGION: &[u8] = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

impl State {
    pub(crate) fn on_attachment(
        &mut self,
        request: Request<'_>,
        token: &str,
        now: Now,
    ) -> Result<(), Refusal> {
        let file = self.accept(request).map_err(|refusal| written_as_asked(refusal, request))?;
        let id = text(request.json, "attachmentId").map(str::to_owned);
        let id = id.unwrap_or_else(|| self.ids.uuid(0xf11e));
        let tagging = format!("simulated={id}");
        let url = self.address(token, &id, Some(tagging.clone()), now);
        let body = json!({
            "attachmentId": id, "fileName": file.name, "fileType": file.media_type, "url": url,
            "headers": {"x-amz-tagging": tagging},
        });
        if let Some(session) = self.sessions.get_mut(token) {
            session.files.insert(id, file);
        }
        self.answer(request.line, "PresignedUrlResponse", &body, request.tracing_id);
        Ok(())
    }

    /// Looks at what is known of a file before it is there.
    fn accept(&self, request: Request<'_>) -> Result<File, Refusal> {
        let (name, media_type) = (request.text("fileName")?, request.text("fileType")?);
        let size = request.json.get("fileSize").and_then(Value::as_u64);
        let size = size.ok_or_else(|| Refusal::missing("fileSize"))?;
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let code = match (name.len(), ending, size) {
            _ if !self.settings.has_attachments => 4000,
            (length, ..) if length > LONGEST_NAME => 4005,
            (_, None | Some(""), _) => 4004,
            (_, Some("ade" | "exe"), _) => 4001,
            (.., 0) => 4102,
            (.., size) if size > MOST_KB * 1024 => 4002,
            _ => {
                let (name, media_type) = (name.to_owned(), media_type.to_owned());
                let (bytes, progress) = (Bytes::new(), Progress::Asked);
                return Ok(File { name, media_type, size, bytes, progress });
            }
        };
        Err(Refusal::of_code(code))
    }

    pub(crate) fn get_attachment(
        &mut self,
        request: Request<'_>,
        token: &str,
        now: Now,
    ) -> Result<(), Refusal> {
        let id = request.text("attachmentId")?;
        let file = self.sessions.get(token).and_then(|session| session.files.get(id));
        let file = file.filter(|file| matches!(file.progress, Progress::Ready | Progress::Sent));
        let file = file.ok_or_else(|| Refusal::of_code(4009))?.clone();
        let url = self.address(token, id, None, now);
        let body = json!({"attachmentId": id, "fileName": file.name, "fileSize": file.size, "fileType": file.media_type, "url": url});
        self.answer(request.line, "PresignedUrlResponse", &body, request.tracing_id);
        Ok(())
    }

    pub(crate) fn delete_attachment(
        &mut self,
        request: Request<'_>,
        token: &str,
    ) -> Result<(), Refusal> {
        let id = request.text("attachmentId")?;
        let session = self.sessions.get_mut(token).ok_or_else(|| Refusal::of_code(4007))?;
        let is_there = session.files.get(id).is_some_and(|file| file.progress != Progress::Sent);
        if !is_there {
            return Err(Refusal::of_code(4009));
        }
        session.files.remove(id);
        self.answer(
            request.line,
            "AttachmentDeletedResponse",
            &json!({"attachmentId": id}),
            request.tracing_id,
        );
        Ok(())
    }

    /// A file has arrived at its address; whether it is looked at now.
    pub(crate) fn arrived(&mut self, address: &Address, bytes: Bytes) -> bool {
        let session = self.sessions.get_mut(&address.token);
        let file = session.and_then(|session| session.files.get_mut(&address.file));
        let Some(file) = file.filter(|file| file.progress == Progress::Asked) else { return false };
        file.progress = Progress::Arrived;
        file.bytes = bytes;
        true
    }

    /// The service has looked at a file.
    pub(crate) fn checked(&mut self, address: &Address, now: Now) {
        let (token, id) = (&address.token, &address.file);
        let session = self.sessions.get_mut(token);
        let Some(session) = session.filter(|session| session.files.contains_key(id)) else {
            return;
        };
        let is_bad =
            |file: &File| file.bytes.windows(CONTAGION.len()).any(|part| part == CONTAGION);
        let timestamp = now.wall.iso8601();
        if session.files.get(id).is_some_and(is_bad) {
            session.files.remove(id);
            let text = Refusal::of_code(4003).text;
            let body = json!({"attachmentId": id, "errorCode": 4003, "errorMessage": text, "timestamp": timestamp});
            return self.push(token, "UploadFailureEvent", &body);
        }
        if let Some(file) = session.files.get_mut(id) {
            file.progress = Progress::Ready;
        }
        let url = self.address(token, id, None, now);
        let body = json!({"attachmentId": id, "downloadUrl": url, "timestamp": timestamp});
        self.push(token, "UploadSuccessEvent", &body);
    }

    /// An address of a file, which is a secret.
    fn address(&mut self, token: &str, file: &str, tagging: Option<String>, now: Now) -> String {
        let signature = self.ids.token("address");
        let url = format!("{}/files/{file}?signature={signature}", self.file_host);
        let address = Address {
            token: token.to_owned(),
            file: file.to_owned(),
            tagging,
            until: now.at + ADDRESS,
        };
        self.addresses.insert(signature, address);
        url
    }

    /// A file as a message has it.
    pub(crate) fn attachment(&mut self, token: &str, id: &str, file: &File, now: Now) -> Value {
        let url = self.address(token, id, None, now);
        let kind = if file.media_type.starts_with("image/") { "Image" } else { "File" };
        json!({"contentType": "Attachment", "attachment": {
            "id": id, "filename": file.name, "fileSize": file.size, "mime": file.media_type, "mediaType": kind, "url": url,
        }})
    }

    /// The other end sends a file.
    pub(crate) fn give(
        &mut self,
        token: &str,
        name: &str,
        media_type: &str,
        bytes: Bytes,
        now: Now,
    ) {
        let id = self.ids.uuid(0xf11e);
        let size = bytes.len().try_into().unwrap_or(u64::MAX);
        let file = File {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            size,
            bytes,
            progress: Progress::Sent,
        };
        let content = vec![self.attachment(token, &id, &file, now)];
        if let Some(session) = self.sessions.get_mut(token) {
            session.files.insert(id, file);
        }
        self.act(
            token,
            crate::bot::Act::Say(Said { text: "Here it is.".to_owned(), content, is_human: false }),
            now,
        );
    }
}

/// Whoever asks for it gets the refusal of a file as an object.
fn written_as_asked(refusal: Refusal, request: Request<'_>) -> Refusal {
    if request.json.get("errorsAsJson") != Some(&json!(true)) {
        return refusal;
    }
    let id = text(request.json, "attachmentId").map(str::to_owned);
    Refusal { shape: Shape::File(id), ..refusal }
}
