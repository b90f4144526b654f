//! Before.

macro_rules! id {
    ($visible:vis $name:ident) => {
        $visible struct $name;
    };
}

id!(pub PetId);
