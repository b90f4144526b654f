//! The two files that say how the deployment is set up. They are public, and refused for an unknown id.

use http::StatusCode;
use serde_json::json;

use crate::attachments::MOST_KB;
use crate::reply::Reply;
use crate::service::Service;
use crate::settings::{DEPLOYMENT_ID, Goodbye};

/// The file of this path below that of all deployments.
pub(crate) fn serve(service: &Service, path: &str) -> Reply {
    let file = path.split_once('/').filter(|(id, _)| *id == DEPLOYMENT_ID);
    let state = service.state();
    let settings = &state.settings;
    let body = match file {
        Some((_, "domains.json")) => {
            json!({"allowAllDomains": settings.domains.is_empty(), "allowedDomains": settings.domains})
        }
        Some((id, "config.json")) => json!({
            "id": id, "version": "1", "languages": ["en-us"], "defaultLanguage": "en-us",
            "status": if settings.is_active { "Active" } else { "Inactive" },
            "messenger": {
                "enabled": true,
                "apps": {"conversations": {
                    "messagingEndpoint": "wss://webmessaging.simulated",
                    "autoStart": {"enabled": settings.auto_start},
                    "conversationDisconnect": {
                        "enabled": settings.goodbye != Goodbye::Silent,
                        "type": if settings.goodbye == Goodbye::ReadOnly { "ReadOnly" } else { "Send" },
                    },
                    "conversationClear": {"enabled": settings.has_clear},
                    "showUserTypingIndicator": settings.has_typing,
                    "showAgentTypingIndicator": true,
                    "markdown": {"enabled": true},
                    "notifications": {"enabled": true},
                    "sessionDurationSeconds": settings.session_duration.as_secs(),
                }},
                "fileUpload": {
                    "enableAttachments": settings.has_attachments,
                    "modes": [{"fileTypes": ["*/*"], "maxFileSizeKB": MOST_KB}],
                },
            },
            "auth": {"enabled": settings.has_sign_in, "allowSessionUpgrade": settings.has_step_up},
        }),
        _ => return Reply::empty(StatusCode::FORBIDDEN),
    };
    Reply::json(StatusCode::OK, &body).with_header("cache-control", "max-age=60")
}
