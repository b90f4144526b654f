//! What guests ask for over a socket.

use std::time::Duration;

use serde_json::{Value, json};

use crate::faults::{Fault, Moment};
use crate::frames;
use crate::refusal::Refusal;
use crate::session::{Now, Order, Session, names};
use crate::settings::DEPLOYMENT_ID;
use crate::state::State;

/// How many connections share a session.
const MOST_LINES: usize = 3;
/// How long a token opens the history.
const JWT: Duration = Duration::from_secs(60);

/// What a request says of itself.
#[derive(Clone, Copy)]
pub(crate) struct Request<'r> {
    pub(crate) line: u64,
    pub(crate) json: &'r Value,
    pub(crate) tracing_id: Option<&'r str>,
}

impl<'r> Request<'r> {
    pub(crate) fn new(line: u64, json: &'r Value) -> Self {
        Self { line, json, tracing_id: text(json, "tracingId") }
    }

    pub(crate) fn text(&self, member: &str) -> Result<&'r str, Refusal> {
        text(self.json, member).ok_or_else(|| Refusal::missing(member))
    }
}

/// A member that is a text with something in it.
pub(crate) fn text<'v>(json: &'v Value, member: &str) -> Option<&'v str> {
    json.get(member).and_then(Value::as_str).filter(|text| !text.is_empty())
}

impl State {
    /// Hears a request: it is answered, or refused. `fault` says that it shall be.
    pub(crate) fn hear(&mut self, request: Request<'_>, fault: Option<&Fault>, now: Now) {
        self.expire(now);
        let answer = match fault {
            Some(Fault::TooMany(seconds)) => Err(Refusal::too_many(*seconds)),
            Some(Fault::Refused(code)) => Err(Refusal::of_code(*code)),
            _ => self.serve(request, now),
        };
        if let Err(refusal) = answer {
            let frame = frames::refusal(&refusal, request.tracing_id);
            self.order(request.line, Order::Frame(Moment::Answer, frame));
        }
    }

    fn serve(&mut self, request: Request<'_>, now: Now) -> Result<(), Refusal> {
        let keeps_limits = self.settings.keeps_limits;
        let line = self.lines.get_mut(&request.line).ok_or_else(|| Refusal::of_code(4007))?;
        if keeps_limits {
            line.requests.count(now.at).map_err(Refusal::too_many)?;
        }
        let (action, token) = (request.text("action")?, request.text("token")?);
        match action {
            "configureSession" => return self.configure(request, None, now),
            "configureAuthenticatedSession" => return self.configure_user(request, now),
            "getConfiguration" => {
                let body = self.configuration();
                self.answer(request.line, "GetConfigurationResponse", &body, request.tracing_id);
                return Ok(());
            }
            _ => {}
        }
        if line.token.as_deref() != Some(token) {
            return Err(Refusal::of_code(4007));
        }
        let session = self.sessions.get(token).ok_or_else(|| Refusal::of_code(4007))?;
        if session.is_expired {
            return Err(Refusal::of_code(4006));
        }
        match action {
            "onMessage" => self.on_message(request, token, now),
            "echo" => self.echo(request, token, now),
            "getJwt" => {
                self.jwt(request, token, now);
                Ok(())
            }
            "onAttachment" => self.on_attachment(request, token, now),
            "getAttachment" => self.get_attachment(request, token, now),
            "deleteAttachment" => self.delete_attachment(request, token),
            "closeSession" => {
                self.close(request, token);
                Ok(())
            }
            _ => Err(Refusal::new(400, "Unknown action")),
        }
    }

    /// Opens or resumes a session; `user` has signed in.
    fn configure(
        &mut self,
        request: Request<'_>,
        user: Option<&str>,
        now: Now,
    ) -> Result<(), Refusal> {
        let token = request.text("token")?;
        if request.text("deploymentId")? != DEPLOYMENT_ID {
            return Err(Refusal::new(400, "Deployment does not exist"));
        }
        let (duration, keeps_limits) = (self.settings.session_duration, self.settings.keeps_limits);
        let is_new = !self.sessions.contains_key(token);
        let session = self.sessions.entry(token.to_owned());
        let session = session.or_insert_with(|| Session::new(now.at + duration));
        if session.is_expired {
            return Err(Refusal::of_code(4006));
        }
        if keeps_limits {
            session.configures.count(now.at).map_err(Refusal::too_many)?;
        }
        if session.user.is_some() && user.is_none() {
            return Err(Refusal::of_code(4017));
        }
        if request.json.get("startNew") == Some(&json!(true)) && session.is_read_only {
            session.is_read_only = false;
            session.talk = crate::bot::Talk::default();
        }
        if !session.lines.contains(&request.line) {
            session.lines.push(request.line);
        }
        let surplus = session.lines.len().saturating_sub(MOST_LINES);
        let surplus: Vec<u64> = session.lines.iter().take(surplus).copied().collect();
        for line in surplus {
            self.dismiss(line, None);
        }
        if let Some(line) = self.lines.get_mut(&request.line) {
            line.token = Some(token.to_owned());
        }
        let cleared = user.is_some_and(|user| self.sign_in(token, user));
        let mut body = self.session_body(token, now);
        if let Some(body) = body.as_object_mut() {
            body.insert("newSession".to_owned(), json!(is_new));
            body.insert("clearedExistingSession".to_owned(), json!(cleared));
        }
        self.answer(request.line, "SessionResponse", &body, request.tracing_id);
        Ok(())
    }

    /// The same for somebody who has signed in, also on a connection that belongs to a session already.
    fn configure_user(&mut self, request: Request<'_>, now: Now) -> Result<(), Refusal> {
        if !self.settings.has_sign_in {
            return Err(Refusal::new(403, "Session authentication failed: it is switched off"));
        }
        let jwt = request.json.pointer("/data/code").and_then(Value::as_str);
        let user = jwt.and_then(|jwt| self.users.get(jwt)).cloned();
        let user = user.ok_or_else(|| Refusal::of_code(401))?;
        let token = request.text("token")?;
        let is_guest = self.sessions.get(token).is_some_and(|session| session.user.is_none());
        if is_guest && !self.settings.has_step_up {
            return Err(Refusal::new(403, "Session authentication failed: no upgrade is allowed"));
        }
        self.configure(request, Some(&user), now)?;
        if is_guest {
            let event = json!({"eventType": "Presence", "presence": {"type": "SignIn"}});
            let mut body = self.event(&event, &json!({"authenticated": "true"}), now);
            if let Some(body) = body.as_object_mut() {
                body.insert("direction".to_owned(), json!("Inbound"));
                let channel = json!({"time": now.wall.iso8601(), "from": names(&user)});
                body.insert("channel".to_owned(), channel);
            }
            self.push(token, "StructuredMessage", &body);
        }
        Ok(())
    }

    /// Makes the session the user's; whether that replaced another one.
    fn sign_in(&mut self, token: &str, user: &str) -> bool {
        let is_other = |(other, session): &(&String, &Session)| {
            *other != token && session.user.as_deref() == Some(user)
        };
        let others: Vec<String> =
            self.sessions.iter().filter(is_other).map(|(other, _)| other.clone()).collect();
        for other in &others {
            for line in self.lines_of(other) {
                self.dismiss(line, Some("signedIn"));
            }
            self.sessions.remove(other);
        }
        if let Some(session) = self.sessions.get_mut(token) {
            session.user = Some(user.to_owned());
        }
        !others.is_empty()
    }

    fn session_body(&self, token: &str, now: Now) -> Value {
        let session = self.sessions.get(token);
        json!({
            "connected": true,
            "readOnly": session.is_some_and(|session| session.is_read_only),
            "allowedMedia": allowed_media(),
            "blockedExtensions": [".ade", ".exe"],
            "maxCustomDataBytes": 2048,
            "durationSeconds": self.settings.session_duration.as_secs(),
            "expirationDate": session.map(|session| session.expiration_date(now)),
        })
    }

    fn configuration(&self) -> Value {
        json!({
            "allowedMedia": allowed_media(), "blockedExtensions": [".ade", ".exe"], "maxCustomDataBytes": 2048,
            "messageRoutingEnabled": true, "sessionDurationSeconds": self.settings.session_duration.as_secs(),
        })
    }

    fn echo(&mut self, request: Request<'_>, token: &str, now: Now) -> Result<(), Refusal> {
        if let (true, Some(line)) = (self.settings.keeps_limits, self.lines.get_mut(&request.line))
        {
            line.echoes.count(now.at).map_err(Refusal::too_many)?;
        }
        let expires = self.sessions.get(token).map_or(0, |session| session.expiration_date(now));
        let text = request.json.pointer("/message/text").cloned().unwrap_or_default();
        let body = json!({
            "id": self.ids.hex(), "type": "Text", "direction": "Inbound", "text": text,
            "channel": {"time": now.wall.iso8601()},
            "metadata": {"durationSeconds": self.settings.session_duration.as_secs().to_string(), "expirationDate": expires.to_string()},
        });
        self.answer(request.line, "StructuredMessage", &body, request.tracing_id);
        Ok(())
    }

    fn jwt(&mut self, request: Request<'_>, token: &str, now: Now) {
        let jwt = self.ids.token("history");
        self.jwts.insert(jwt.clone(), (token.to_owned(), now.at + JWT));
        let body = json!({"jwt": jwt, "exp": now.wall.plus(JWT).unix_seconds()});
        self.answer(request.line, "JwtResponse", &body, request.tracing_id);
    }

    fn close(&mut self, request: Request<'_>, token: &str) {
        if request.json.get("closeAllConnections") == Some(&json!(true)) {
            let others = self.lines_of(token).into_iter().filter(|line| *line != request.line);
            for line in others.collect::<Vec<_>>() {
                self.dismiss(line, None);
            }
        }
        if let Some(session) = self.sessions.get_mut(token) {
            session.lines.retain(|line| *line != request.line);
        }
        let is_read_only = self.sessions.get(token).is_some_and(|session| session.is_read_only);
        let body = json!({"connected": false, "readOnly": is_read_only});
        self.answer(request.line, "SessionResponse", &body, request.tracing_id);
    }
}

fn allowed_media() -> Value {
    json!({"inbound": {"fileTypes": [{"type": "*/*"}], "maxFileSizeKB": crate::attachments::MOST_KB}})
}
