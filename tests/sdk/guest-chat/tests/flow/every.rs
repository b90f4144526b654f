//! A call of each operation, for what holds for all of them.

/// Makes a call of each operation that needs a token and gives a list of their names and of what `$made` makes of
/// each. The calls are of ten types, so this cannot be a function.
macro_rules! every_operation {
    ($chat:expr, $conversation:expr, $item:expr, |$call:ident| $made:expr) => {{
        use guest_chat_simulator::Operation;
        use purecloud_guest_chat_client::models::{
            MediaRequestState, MediaType, WebChatGuestMediaRequest,
        };

        let (chat, conversation, item) = ($chat, $conversation, $item);
        let answer =
            WebChatGuestMediaRequest::new(MediaRequestState::Declined, [MediaType::Cobrowse]);
        macro_rules! entry {
            ($operation:ident, $made_call:expr) => {
                (Operation::$operation, {
                    let $call = $made_call;
                    $made
                })
            };
        }
        [
            entry!(ListMediaRequests, chat.list_media_requests(conversation)),
            entry!(GetMediaRequest, chat.get_media_request(conversation, item)),
            entry!(UpdateMediaRequest, chat.update_media_request(conversation, item, answer)),
            entry!(SendTyping, chat.send_typing(conversation, item)),
            entry!(
                SendMessage,
                chat.send_message(conversation, item, guest_chat_tests::message("hi"))
            ),
            entry!(GetMember, chat.get_member(conversation, item)),
            entry!(ListMembers, chat.list_members(conversation)),
            entry!(GetMessage, chat.get_message(conversation, item)),
            entry!(ListMessages, chat.list_messages(conversation)),
            // Last, because nothing more can be said afterwards.
            entry!(DeleteMember, chat.leave(conversation, item)),
        ]
    }};
}

/// The outcome of a call, whatever it would have brought.
macro_rules! outcome {
    ($call:expr) => {
        $call.send().await.map(|_| ())
    };
}
