//! The settings of a server: flag, then environment, then default.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::log::{Log, LogFormat, LogWhat};
use crate::provider::Provider;
use crate::providers;
use crate::webhook_sender::AllowedHost;
use crate::world::worlds::Bounds;

/// The port of the default address: the keypad digits of AREIA.
pub const DEFAULT_PORT: u16 = 27342;

/// The largest file that may be uploaded, in megabytes, where nothing else is said.
const UPLOAD_LIMIT_MB: u32 = 25;

/// A mebibyte.
const MIB: usize = 1024 * 1024;

/// What a server can be told.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// An address to listen on, or `<provider>=<address>` for a listener of that provider's own, beside the default one
    #[arg(long, env = "AREIA_LISTEN", value_name = "[PROVIDER=]ADDRESS", value_delimiter = ',', value_parser = parse_listen)]
    pub listen: Vec<Listen>,

    /// The port of the default address, where no address is given
    #[arg(long, env = "PORT", default_value_t = DEFAULT_PORT, value_name = "PORT")]
    pub port: u16,

    /// What the ids of every world are drawn from
    #[arg(long, env = "AREIA_SEED", default_value_t = 42)]
    pub seed: u64,

    /// Keep worlds as SQLite files in this directory; without it they are in memory
    #[arg(long, env = "AREIA_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Your own fixtures: `<provider>/<resource>.json`, each in the place of the built-in one of its name
    #[arg(long, env = "AREIA_FIXTURES", value_name = "DIR")]
    pub fixtures: Option<PathBuf>,

    /// What stands in front of every address in links, where the server cannot know it
    #[arg(long, env = "AREIA_PUBLIC_URL", value_name = "URL", value_parser = parse_public_url)]
    pub public_url: Option<String>,

    /// Host names that may call the control plane, beside localhost, IP addresses and names without a dot
    #[arg(long, env = "AREIA_ALLOWED_HOSTS", value_name = "HOST", value_delimiter = ',')]
    pub allowed_hosts: Vec<String>,

    /// Hosts that webhooks may be delivered to, each with its port or for all of its ports; without one nobody is called
    #[arg(long, env = "AREIA_WEBHOOK_HOSTS", value_name = "HOST[:PORT]", value_delimiter = ',')]
    pub webhook_hosts: Vec<AllowedHost>,

    /// The token that the control plane asks for; an empty one counts as none
    #[arg(long, env = "AREIA_ADMIN_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub admin_token: Option<String>,

    /// The largest file that may be uploaded, in megabytes of 1,048,576 bytes
    #[arg(long, env = "AREIA_UPLOAD_LIMIT_MB", value_name = "MB", default_value_t = UPLOAD_LIMIT_MB, value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub upload_limit_mb: u32,

    /// How many worlds there may be
    #[arg(long, env = "AREIA_MAX_WORLDS", default_value_t = Bounds::default().worlds, value_name = "NUMBER")]
    pub max_worlds: usize,

    /// How many worlds may have their database open at once; each takes a thread, and the others take a moment longer
    #[arg(long, env = "AREIA_OPEN_WORLDS", default_value_t = Bounds::default().open_worlds, value_name = "NUMBER", value_parser = parse_number_above_zero)]
    pub open_worlds: usize,

    /// How many snapshots there may be
    #[arg(long, env = "AREIA_MAX_SNAPSHOTS", default_value_t = Bounds::default().snapshots, value_name = "NUMBER")]
    pub max_snapshots: usize,

    /// How many mebibytes the snapshots may take together
    #[arg(long, env = "AREIA_SNAPSHOT_MIB", default_value_t = Bounds::default().snapshot_bytes / MIB, value_name = "MIB")]
    pub snapshot_mib: usize,

    /// What the log on standard error says
    #[arg(long, env = "AREIA_LOG", default_value = "all", value_name = "WHAT")]
    pub log: LogWhat,

    /// How the log writes its lines: for people, or as one JSON object each
    #[arg(long, env = "AREIA_LOG_FORMAT", default_value = "text", value_name = "FORMAT")]
    pub log_format: LogFormat,

    /// How long a client may take; no flag, since nobody has needed one.
    #[arg(skip)]
    pub patience: Patience,
}

/// How long a client may take to send what it announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the header of a request.
    pub header: Duration,
    /// For its body.
    pub body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            header: Duration::from_secs(10),
            body: Duration::from_secs(30),
        }
    }
}

/// An address to listen on.
#[derive(Debug, Clone, Copy)]
pub struct Listen {
    /// The provider that the listener belongs to; `None` for one where every address is found.
    pub provider: Option<&'static Provider>,
    /// The address.
    pub address: SocketAddr,
}

impl Settings {
    /// The addresses to listen on: the default one too, unless another is given that is no provider's own.
    pub fn listeners(&self) -> Vec<Listen> {
        let mut listeners = self.listen.clone();
        if listeners.iter().all(|listen| listen.provider.is_some()) {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
            listeners.insert(
                0,
                Listen {
                    provider: None,
                    address,
                },
            );
        }
        listeners
    }

    /// The largest file that may be uploaded, in bytes.
    pub fn upload_limit_bytes(&self) -> u64 {
        u64::from(self.upload_limit_mb) * 1024 * 1024
    }

    /// How much the server holds.
    pub fn bounds(&self) -> Bounds {
        Bounds {
            worlds: self.max_worlds,
            open_worlds: self.open_worlds,
            snapshots: self.max_snapshots,
            snapshot_bytes: self.snapshot_mib.saturating_mul(MIB),
            ..Bounds::default()
        }
    }

    /// The log as it is set.
    pub fn log(&self) -> Log {
        Log {
            what: self.log,
            format: self.log_format,
        }
    }

    /// The admin token, where there is one.
    pub fn admin_token(&self) -> Option<String> {
        self.admin_token.clone().filter(|token| !token.is_empty())
    }
}

impl Default for Settings {
    /// What an embedded server begins with: any free port on loopback, in memory, and no log.
    fn default() -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            listen: vec![Listen {
                provider: None,
                address,
            }],
            port: DEFAULT_PORT,
            seed: 42,
            data: None,
            fixtures: None,
            public_url: None,
            allowed_hosts: Vec::new(),
            webhook_hosts: Vec::new(),
            admin_token: None,
            upload_limit_mb: UPLOAD_LIMIT_MB,
            max_worlds: Bounds::default().worlds,
            open_worlds: Bounds::default().open_worlds,
            max_snapshots: Bounds::default().snapshots,
            snapshot_mib: Bounds::default().snapshot_bytes / MIB,
            log: LogWhat::Off,
            log_format: LogFormat::Text,
            patience: Patience::default(),
        }
    }
}

fn parse_listen(text: &str) -> Result<Listen, String> {
    let (provider, address) = match text.split_once('=') {
        Some((slug, address)) => {
            let found = providers::ALL.iter().find(|provider| provider.slug() == slug);
            let slugs: Vec<&str> = providers::ALL.iter().map(|provider| provider.slug()).collect();
            let unknown = || format!("there is no provider {slug:?}; there are {}", slugs.join(", "));
            (Some(*found.ok_or_else(unknown)?), address)
        }
        None => (None, text),
    };
    let address = address.replace("localhost", "127.0.0.1");
    let address = address
        .parse()
        .map_err(|_| "an address is an IP address and a port, as in 127.0.0.1:27342")?;
    Ok(Listen { provider, address })
}

fn parse_number_above_zero(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("it must be a whole number above zero".to_owned()),
        Ok(number) => Ok(number),
    }
}

fn parse_public_url(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text).map_err(|error| error.to_string())?;
    match url.scheme() {
        "http" | "https" if url.query().is_none() && url.fragment().is_none() => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("a public URL is http:// or https://, a host, and perhaps a path".to_owned()),
    }
}
