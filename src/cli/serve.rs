//! `areia`, `areia serve`: runs the sandbox until it is told to stop.

use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};

use super::{CANNOT_BIND, CONFIGURATION, RUN_TIME_FAILURE, banner, failure, print};
use crate::areia::{Areia, StartError};
use crate::clock::Stopwatch;
use crate::data_directory::DataError;
use crate::settings::Settings;
use crate::world::template::TemplateError;

/// Runs the sandbox; answers with the exit code.
pub(super) async fn serve(settings: Settings) -> ExitCode {
    let stopwatch = Stopwatch::start();
    // Before anything else, so that a signal during the start is not missed.
    let signals = signal(SignalKind::terminate()).and_then(|t| Ok((t, signal(SignalKind::interrupt())?)));
    let (mut terminate, mut interrupt) = match signals {
        Ok(signals) => signals,
        Err(error) => return failure(RUN_TIME_FAILURE, &error.to_string()),
    };
    let open_to_all = settings
        .listeners()
        .iter()
        .any(|listen| !listen.address.ip().is_loopback());
    if open_to_all && settings.admin_token().is_none() {
        eprintln!(
            "areia: WARNING: listening beyond loopback without AREIA_ADMIN_TOKEN: whoever reaches this port controls the sandbox"
        );
    }
    let areia = match Areia::start_with(settings).await {
        Ok(areia) => areia,
        Err(error) => return failure(exit_code(&error), &error.to_string()),
    };
    print(&banner::banner(&areia, stopwatch.elapsed()));
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    match areia.stop().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure(RUN_TIME_FAILURE, &format!("a database could not be closed: {error}")),
    }
}

fn exit_code(error: &StartError) -> u8 {
    match error {
        StartError::Template(TemplateError::Fixtures(_)) => CONFIGURATION,
        StartError::Data(DataError::Unusable { .. } | DataError::InUse(_)) => CONFIGURATION,
        StartError::Bind { .. } => CANNOT_BIND,
        StartError::Template(TemplateError::Store(_))
        | StartError::World(_)
        | StartError::Metrics(_)
        | StartError::WebhookSender(_) => RUN_TIME_FAILURE,
    }
}
