//! A server in a process of its own, and what the kernel says about it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::Result;
use crate::connection::now;

/// The server that is measured, built by the same `cargo bench`.
pub(crate) const AREIA: &str = env!("CARGO_BIN_EXE_areia");

/// Where a ready line names the address, as in
/// `areia is ready on http://127.0.0.1:27342 (5 providers, seed 42, 18 ms)`.
const READY: &str = " is ready on http://";

/// Far more than a start takes, for a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// `/proc` counts processor time in hundredths of a second on every Linux, whatever the kernel's
/// own tick is.
const TICK_US: u64 = 10_000;

/// A running server, which ends with this value.
pub(crate) struct Process {
    child: Child,
    pub address: SocketAddr,
    /// From asking for the process to reading its ready line.
    pub start: Duration,
    directory: Option<TempDir>,
}

impl Process {
    /// Starts Areia in memory on a free port.
    pub(crate) fn areia() -> Result<Process> {
        // Without an environment, since the variables of whoever runs this could set it up otherwise.
        let mut command = Command::new(AREIA);
        Process::start(command.env_clear().args(["--listen", "127.0.0.1:0"]))
    }

    /// Starts Areia with its worlds in the files of a directory, which goes with the server.
    pub(crate) fn areia_in(directory: TempDir) -> Result<Process> {
        let mut command = Command::new(AREIA);
        let data = directory.path().as_os_str();
        command.env_clear().args(["--listen", "127.0.0.1:0"]);
        let mut process = Process::start(command.arg("--data").arg(data))?;
        process.directory = Some(directory);
        Ok(process)
    }

    /// Stops the server, and hands its directory back.
    pub(crate) fn stop(mut self) -> Option<TempDir> {
        self.directory.take()
    }

    /// Starts a server and waits for its ready line.
    pub(crate) fn start(command: &mut Command) -> Result<Process> {
        let begun = now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (sender, receiver) = mpsc::channel();
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || follow(output, &sender));
        }
        // Made before the wait, so that a server that never gets ready is stopped too.
        let mut process = Process {
            child,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            start: Duration::ZERO,
            directory: None,
        };
        process.address = receiver
            .recv_timeout(PATIENCE)
            .map_err(|_| format!("{command:?} printed no ready line"))?;
        process.start = now() - begun;
        Ok(process)
    }

    /// Processor time so far, of all threads, in user space and in the kernel.
    pub(crate) fn cpu_us(&self) -> Result<u64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The second field is the program's name and may hold anything but its last parenthesis.
        let (_, fields) = stat.rsplit_once(')').ok_or("no name in `/proc/*/stat`")?;
        let ticks: u64 = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<u64>().ok())
            .sum();
        Ok(ticks * TICK_US)
    }

    /// How many `task`s (threads) or `fd`s (open files) there are.
    pub(crate) fn count(&self, what: &str) -> Result<usize> {
        Ok(fs::read_dir(format!("/proc/{}/{what}", self.child.id()))?.count())
    }

    /// Memory that is resident now.
    pub(crate) fn resident_kib(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
            .ok_or_else(|| "no `VmRSS` in `/proc/*/status`".into())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, and nobody is left to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Hands on the address of the ready line, then reads on: a full pipe would stop the server.
fn follow(output: ChildStdout, ready: &Sender<SocketAddr>) {
    for line in BufReader::new(output).lines().map_while(|line| line.ok()) {
        let address = line
            .split_once(READY)
            .and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok());
        if let Some(address) = address {
            // The receiver is gone when it ran out of patience.
            let _ = ready.send(address);
        }
    }
}
