//! `areia health`: for containers, whose image holds nothing else that could ask.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::{RUN_TIME_FAILURE, failure};
use crate::settings::Settings;

/// Where to ask.
#[derive(Debug, Args)]
pub(super) struct Health {
    #[command(flatten)]
    settings: Settings,
}

/// Asks the server that these settings would start whether it is ready.
pub(super) async fn health(health: Health) -> ExitCode {
    let listeners = health.settings.listeners();
    let Some(listen) = listeners.iter().find(|listen| listen.provider.is_none()) else {
        return failure(RUN_TIME_FAILURE, "no listener serves the control plane");
    };
    let url = format!("http://{}/_areia/ready", reachable(listen.address));
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(2))
        .no_proxy()
        .build();
    let answer = match client {
        Ok(client) => client.get(&url).send().await,
        Err(error) => return failure(RUN_TIME_FAILURE, &error.to_string()),
    };
    match answer {
        Ok(answer) if answer.status().is_success() => ExitCode::SUCCESS,
        Ok(answer) => failure(RUN_TIME_FAILURE, &format!("{url} answers {}", answer.status())),
        Err(error) => failure(RUN_TIME_FAILURE, &format!("{url}: {error}")),
    }
}

/// An address that listens everywhere is asked on loopback.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
