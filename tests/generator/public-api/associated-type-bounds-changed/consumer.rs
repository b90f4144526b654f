//! What a caller wrote.

pub struct Body;
pub struct Own;
impl sdk::Transport for Own {
    type Body = Body;
}
