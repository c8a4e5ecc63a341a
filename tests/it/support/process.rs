//! The real program, as a process.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use areia::clock::Stopwatch;

use super::Client;

/// However slow the machine is, whoever ends has ended by then.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program, told nothing by this process's environment.
pub(crate) fn areia(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_areia"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AREIA_")) {
        command.env_remove(name);
    }
    command.env_remove("PORT").args(arguments);
    command.stdin(Stdio::null());
    command
}

/// What the program says and how it ends, where it ends by itself.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program to its end, which it comes to by itself.
pub(crate) fn run(command: &mut Command) -> Ended {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let process = child.id().to_string();
    let (ended, ending) = mpsc::channel();
    std::thread::spawn(move || ended.send(child.wait_with_output()));
    let Ok(output) = ending.recv_timeout(PATIENCE) else {
        let _ = Command::new("kill").args(["-s", "KILL", &process]).status();
        panic!("it does not end by itself: {command:?}");
    };
    let output = output.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended {
        code: output.status.code().unwrap(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// A running server. Dropping it kills it.
pub(crate) struct Process {
    child: Child,
    stderr: Option<ChildStderr>,
    /// All that it printed until it was ready.
    pub(crate) banner: String,
    /// The address of its ready line.
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Starts `areia` on a free port and waits until it says that it is ready.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = areia(&["--listen", "127.0.0.1:0"]);
        command.args(arguments);
        Self::of(&mut command)
    }

    /// Starts `command` and waits until it says that it is ready.
    pub(crate) fn of(command: &mut Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut stderr = child.stderr.take();
        let mut banner = String::new();
        let address = loop {
            let Some(Ok(line)) = lines.next() else {
                let mut said = String::new();
                let _ = stderr.as_mut().map(|stderr| stderr.read_to_string(&mut said));
                panic!("the server ended before it was ready: {said}");
            };
            banner += &line;
            banner.push('\n');
            if let Some(rest) = line.strip_prefix("areia is ready on http://") {
                break rest.split(' ').next().unwrap().parse().unwrap();
            }
        };
        Self {
            child,
            stderr,
            banner,
            address,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The control plane.
    pub(crate) fn control(&self) -> Client {
        Client::new(format!("{}/_areia", self.url()))
    }

    /// Conta Azul, opened by `token`.
    pub(crate) fn contaazul(&self, token: &str) -> Client {
        Client::new(format!("{}/contaazul", self.url())).with("authorization", &format!("Bearer {token}"))
    }

    /// One member of what the control plane announces of Conta Azul.
    pub(crate) async fn announced(&self, member: &str) -> String {
        let info = self.control().get("/info").await;
        info.member(&format!("/providers/0/credentials/{member}"))
    }

    /// How many threads the process has, and how many files it has open.
    pub(crate) fn threads_and_files(&self) -> (usize, usize) {
        let count = |what: &str| {
            let folder = format!("/proc/{}/{what}", self.child.id());
            std::fs::read_dir(folder).unwrap().count()
        };
        (count("task"), count("fd"))
    }

    /// How much memory is resident, in KiB.
    pub(crate) fn resident_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|rest| rest.split_whitespace().next());
        kib.unwrap().parse().unwrap()
    }

    /// What it says on standard error, for whoever reads it while the process runs.
    pub(crate) fn stderr(&mut self) -> ChildStderr {
        self.stderr.take().unwrap()
    }

    /// Sends a signal: `TERM`, `INT`.
    pub(crate) fn signal(&self, name: &str) {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &process]).status();
        assert!(sent.unwrap().success());
    }

    /// Kills it, as a machine that runs out of memory would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for the end.
    pub(crate) async fn end(&mut self) -> ExitStatus {
        let begun = Stopwatch::start();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end");
            tokio::task::yield_now().await;
        }
    }

    /// Stops it as asked, and says what it wrote to standard error.
    pub(crate) async fn stop(mut self) -> String {
        self.signal("TERM");
        assert_eq!(self.end().await.code(), Some(0));
        let mut log = String::new();
        let mut stderr = self.stderr.take().unwrap();
        stderr.read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
