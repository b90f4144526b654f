//! Before.

pub struct Pet;
impl std::str::FromStr for Pet {
    type Err = String;
    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Self)
    }
}
