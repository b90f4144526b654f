//! After.

pub struct Pet;
impl std::str::FromStr for Pet {
    type Err = u8;
    fn from_str(_: &str) -> Result<Self, u8> {
        Ok(Self)
    }
}
