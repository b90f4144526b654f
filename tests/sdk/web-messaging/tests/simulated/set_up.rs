//! How a deployment is set up, and who is notified.

use std::time::Duration;

use purecloud_web_messaging_client::Deployment;
use purecloud_web_messaging_client::models::PushDeviceInsertRequest;
use web_messaging_simulator::{Fault, Goodbye, Moment, Simulator};
use web_messaging_tests::memory::MemoryTransport;

use crate::guest::{Guest, deployment};

#[tokio::test(start_paused = true)]
async fn the_configuration_is_read() {
    let builder = Simulator::builder().auto_start(true).clear(false).goodbye(Goodbye::ReadOnly);
    let sim = builder.sign_in(true, false).start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let read = deployment().configuration(&client).await.unwrap();
    assert!(read.is_active && read.has_auto_start && !read.has_clear && read.has_attachments);
    assert_eq!(read.disconnect.as_deref(), Some("ReadOnly"));
    assert_eq!(read.session_duration, Some(Duration::from_secs(259_200)));
    assert!(read.has_sign_in && !read.has_step_up);
    assert_eq!(read.raw["messenger"]["fileUpload"]["modes"][0]["maxFileSizeKB"], 10_240);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_deployment_has_none_and_a_failure_says_so() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let error = Deployment::new("nobody's").configuration(&client).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    sim.faults().on(Moment::Configuration, Fault::Refused(503));
    let error = deployment().domains(&client).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
}

#[tokio::test(start_paused = true)]
async fn the_sites_that_may_connect_are_known() {
    let sim = Simulator::builder().domains(["shop.example"]).start().await.unwrap();
    let domains = deployment().domains(&MemoryTransport::client(&sim)).await.unwrap();
    for (host, may) in [
        ("shop.example", true),
        ("WWW.shop.example", true),
        ("myshop.example", false),
        ("example", false),
    ] {
        assert_eq!(domains.allows(host), may, "{host}");
    }
    let sim = Simulator::start().await.unwrap();
    let domains = deployment().domains(&MemoryTransport::client(&sim)).await.unwrap();
    assert!(domains.allows("anywhere.example"));
}

#[tokio::test(start_paused = true)]
async fn a_device_is_notified_until_it_is_removed() {
    let guest = Guest::open(Simulator::builder()).await;
    let token = guest.session.parts().token.expose().to_owned();
    let device = PushDeviceInsertRequest::new("device", "Android", "en", "FCM");
    guest.session.add_push_device(device).await.unwrap();
    assert_eq!(guest.sim.device(&token).unwrap()["deviceToken"], "device");
    guest.session.remove_push_device().await.unwrap();
    assert_eq!(guest.sim.device(&token), None);
}
