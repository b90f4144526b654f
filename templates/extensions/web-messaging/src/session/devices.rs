//! The devices that are notified of what is said in a session while nobody listens.

use super::Session;
use crate::api::web_messaging::{AddPushDevice, RemovePushDevice, UpdatePushDevice};
use crate::models::{PushDeviceInsertRequest, PushDeviceUpdateRequest};
use crate::request::Request;

impl Session {
    /// Has a device notified.
    pub fn add_push_device(&self, device: PushDeviceInsertRequest) -> Request<AddPushDevice> {
        let (deployment, token) = self.names();
        self.client
            .web_messaging()
            .add_push_device(deployment, token, device)
    }

    /// Changes how the device is notified.
    pub fn update_push_device(&self, device: PushDeviceUpdateRequest) -> Request<UpdatePushDevice> {
        let (deployment, token) = self.names();
        self.client
            .web_messaging()
            .update_push_device(deployment, token, device)
    }

    /// Has the device notified no more.
    pub fn remove_push_device(&self) -> Request<RemovePushDevice> {
        let (deployment, token) = self.names();
        self.client
            .web_messaging()
            .remove_push_device(deployment, token)
    }

    fn names(&self) -> (crate::models::DeploymentId, crate::models::SessionToken) {
        (self.parts.deployment_id.clone(), self.parts.token.clone())
    }
}
