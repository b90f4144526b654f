//! A program that was written against the crate of `before.yaml`. It is compiled with that crate, and with the one
//! that came after it: there, all that may be said about it is that some names are deprecated.

#![allow(
    deprecated,
    clippy::unwrap_used,
    clippy::panic,
    reason = "the names of an earlier version"
)]

use std::collections::BTreeMap;

use sdk::models::Diet::{self, Grain};
use sdk::models::{Keeper, KeeperLevel, Pet, PetCoatColor, PetOwner, PetVet};
use sdk::{Client, Request, api};

/// Every type in full, so that a changed type is noticed.
fn build() -> Pet {
    let owner: PetOwner = PetOwner::new("1");
    let vet: PetVet = PetVet::new("2");
    let level: KeeperLevel = KeeperLevel::High;
    let keeper: Keeper = Keeper::new().name("Ada").level(level);
    Pet::new("Rex")
        .coat_color(PetCoatColor::DarkRed)
        .mood(String::from("good"))
        .owner(owner)
        .vet(vet)
        .keeper(keeper)
}

#[test]
fn types_are_built_read_and_matched() {
    let pet = build();
    let Pet { name, coat_color, mood, owner, keeper, .. } = pet.clone();
    let (_, _): (Option<String>, Option<PetOwner>) = (name, owner);
    let mood: Option<String> = mood;
    assert_eq!(mood.as_deref(), Some("good"));
    // By value, as it was: nothing was boxed later.
    let keeper: Keeper = keeper.unwrap();
    let Keeper { level, .. } = keeper;
    match level {
        Some(KeeperLevel::Low) => panic!("not low"),
        Some(KeeperLevel::High) => {}
        Some(KeeperLevel::Unknown(_)) | Some(_) | None => panic!("unknown"),
    }
    match coat_color {
        Some(PetCoatColor::DarkRed) => {}
        Some(PetCoatColor::DarkGreen) => panic!("not green"),
        _ => panic!("unknown"),
    }
    let vets: BTreeMap<&str, PetVet> = BTreeMap::from([("a", PetVet::new("3"))]);
    assert_eq!(vets["a"].phone.as_deref(), Some("3"));
}

#[test]
fn variants_are_imported_by_an_earlier_name() {
    let pet = build().diet(Diet::Meat);
    match pet.diet {
        Some(Diet::Meat) => {}
        Some(Grain) => panic!("not grain"),
        _ => panic!("unknown"),
    }
}

#[test]
fn values_are_written_as_before() {
    let written = serde_json::to_value(build()).unwrap();
    let expected = serde_json::json!({
        "name": "Rex", "coat_color": "dark_red", "mood": "good", "owner": {"phone": "1"},
        "vet": {"phone": "2"}, "keeper": {"name": "Ada", "level": "high"}
    });
    assert_eq!(written, expected);
    assert_eq!(serde_json::from_value::<Pet>(written).unwrap(), build());
}

#[test]
fn requests_are_made_as_before() {
    let client = Client::builder().base_url("https://example.com").build().unwrap();
    let pets: api::PetsApi = client.pets();
    let listing: Request<api::pets::GetPets> =
        pets.get_pets().page_size("10").sort(String::from("up"));
    let sent = listing.prepare().unwrap();
    assert_eq!(sent.uri().path_and_query().unwrap().as_str(), "/pets?page_size=10&sort=up");
    let adding: Request<api::pets::AddPet> = pets.add_pet(build());
    assert_eq!(adding.prepare().unwrap().method(), "POST");
    let keepers: api::KeepersApi = client.keepers();
    let keeper: Request<api::keepers::GetKeeper> = keepers.get_keeper("7");
    assert_eq!(keeper.prepare().unwrap().uri().path(), "/keepers/7");
}
