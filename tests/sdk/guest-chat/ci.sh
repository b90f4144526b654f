#!/usr/bin/env bash
#
# What CI runs of this SDK beside `cargo test`; `.ci/run` calls it.

set -euo pipefail

# The tests of certificates and handshakes, and of chats and streams over TLS, with the library of the system: the tests
# of the workspace have rustls.
cargo test --locked -p guest-chat-tests --no-default-features --features native-tls --test runtime --test canary -- tls:: trust:: rule_s01
cargo test --locked -p guest-chat-tests --no-default-features --features native-tls --test events -- fault_38
