//! Uploads that go well, and uploads that do not.

use purecloud_web_messaging_client::ErrorKind;
use purecloud_web_messaging_client::session::Event;
use web_messaging_simulator::{Fault, Moment, Simulator};

use crate::guest::Guest;

#[tokio::test(start_paused = true)]
async fn a_file_is_uploaded_and_sent() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let upload = guest.session.upload("a.png", "image/png", "abc");
    let file = guest.events.drive_while(upload).await.unwrap();
    guest.session.send_file(file.id.clone(), Some("see".to_owned())).unwrap();
    let heard = guest.hear(1).await;
    let Event::Echo(echo) = &heard[0] else { panic!("{heard:?}") };
    let sent = echo.content.as_ref().unwrap()[0].attachment.as_ref().unwrap();
    assert_eq!(
        (sent.filename.as_deref(), sent.mime.as_deref()),
        (Some("a.png"), Some("image/png"))
    );
    let address = guest.events.drive_while(guest.session.file_address(file.id.clone())).await;
    assert!(address.unwrap().expose().contains(file.id.as_str()));
    let error = guest.events.drive_while(guest.session.take_back(file.id)).await.unwrap_err();
    assert!(error.to_string().contains("4009"), "it was sent: {error}");
}

#[tokio::test(start_paused = true)]
async fn a_file_is_taken_back() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let upload = guest.session.upload("a.png", "image/png", "abc");
    let file = guest.events.drive_while(upload).await.unwrap();
    guest.events.drive_while(guest.session.take_back(file.id.clone())).await.unwrap();
    guest.session.send_file(file.id, None).unwrap();
    assert_eq!(crate::guest::codes(&guest.hear(1).await), [4009]);
}

#[tokio::test(start_paused = true)]
async fn each_phase_may_fail_and_another_upload_goes_well() {
    let reset = |moment| (moment, Fault::Reset);
    for (moment, fault) in [
        reset(Moment::Request),
        reset(Moment::Answer),
        reset(Moment::Upload),
        reset(Moment::Push),
        (Moment::Upload, Fault::Refused(503)),
        (Moment::Request, Fault::Refused(4001)),
        (Moment::Push, Fault::Close(1001)),
    ] {
        let mut guest = Guest::open(Simulator::builder()).await;
        guest.sim.faults().on(moment, fault.clone());
        let upload = guest.session.upload("a.png", "image/png", "abc");
        guest.events.drive_while(upload).await.unwrap_err();
        guest.hear(10).await;
        let upload = guest.session.upload("a.png", "image/png", "abc");
        guest.events.drive_while(upload).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_with_contagion_is_refused_after_it_has_arrived() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let upload = guest.session.upload("a.txt", "text/plain", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE");
    let error = guest.events.drive_while(upload).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.to_string().contains("4003"), "{error}");
}
