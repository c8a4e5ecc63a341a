//! A whole server, to be started and stopped: what `main` runs and what Rust tests embed.

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::control::{self, Control, PublicUrl};
use crate::data_directory::{DataDirectory, DataError};
use crate::log::Log;
use crate::metrics::{Metrics, ProviderMetrics};
use crate::provider::Provider;
use crate::providers;
use crate::server::{self, Server};
use crate::settings::Settings;
use crate::store::StoreError;
use crate::unreached::Unreached;
use crate::web::entrance::{Bounds, Entrance};
use crate::webhook_sender::WebhookSender;
use crate::world::seeding::Fixtures;
use crate::world::template::{Template, TemplateError};
use crate::world::worlds::{NewWorld, WorldError};
use crate::world::{DEFAULT_WORLD, World, Worlds};

/// A running server. Dropping it stops it without waiting; [`Areia::stop`] waits.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let areia = areia::Areia::start().await?;
/// let token = areia.credential("contaazul", "access_token").unwrap_or_default();
/// let sales = reqwest::Client::new()
///     .get(format!("{}/v1/sales", areia.base_url("contaazul")))
///     .bearer_auth(token)
///     .send()
///     .await?;
/// assert_eq!(sales.status(), 200);
/// areia.stop().await?;
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[derive(Debug)]
pub struct Areia {
    /// The worlds of this server.
    pub worlds: Arc<Worlds>,
    address: SocketAddr,
    listeners: Vec<(&'static str, SocketAddr)>,
    public_url: Option<String>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    _data: Option<DataDirectory>,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The fixtures are wrong, each fault a line.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The data directory cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// An address cannot be listened on.
    #[error("cannot listen on {address}: {error}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        error: std::io::Error,
    },
    /// A world cannot be opened.
    #[error(transparent)]
    World(#[from] WorldError),
    /// The counters cannot be made.
    #[error(transparent)]
    Metrics(#[from] prometheus::Error),
    /// What calls others cannot be made.
    #[error("nobody can be called: {0}")]
    WebhookSender(#[from] reqwest::Error),
}

impl Areia {
    /// Starts a server on a free port of this machine, everything in memory, with the built-in fixtures.
    pub async fn start() -> Result<Self, StartError> {
        Self::start_with(Settings::default()).await
    }

    /// Starts a server.
    pub async fn start_with(settings: Settings) -> Result<Self, StartError> {
        let fixtures = Fixtures {
            directory: settings.fixtures.clone(),
        };
        // Neither waits for the other.
        let residents: Arc<[_]> = providers::ALL.iter().map(|provider| &provider.resident).collect();
        let counting = tokio::task::spawn_blocking(counters);
        let template = Template::make(&residents, &fixtures).await?;
        for fault in &template.left_out {
            settings.log().trouble(&format!("left out: {fault}"));
        }
        let data = settings.data.as_deref().map(DataDirectory::open).transpose()?;
        let mut sockets = Vec::new();
        for listen in settings.listeners() {
            let bound = server::bind(listen.address).await;
            let socket = bound.map_err(|error| StartError::Bind {
                address: listen.address,
                error,
            })?;
            let address = socket.local_addr().unwrap_or(listen.address);
            sockets.push((listen.provider, address, socket));
        }
        let worlds = Worlds::new(
            residents,
            template,
            settings.seed,
            settings.data.clone(),
            settings.bounds(),
        );
        let worlds = Arc::new(worlds);
        worlds.open().await?;
        let listeners: Vec<(&'static str, SocketAddr)> = sockets
            .iter()
            .filter_map(|(own, address, _)| Some(((*own)?.slug(), *address)))
            .collect();
        let first = sockets.iter().find(|(own, ..)| own.is_none()).or(sockets.first());
        let address = first.map_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0)), |(_, address, _)| *address);
        let counters = counting.await.unwrap_or_else(|_| counters())?;
        let webhook_sender = Arc::new(WebhookSender::new(settings.webhook_hosts.clone(), settings.log())?);
        let server = assemble(&settings, worlds.clone(), counters, &listeners, webhook_sender);
        let server = Arc::new(server);
        let (stop, stopping) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for (own, _, socket) in sockets {
            let own = own.map(|provider| &provider.api);
            tasks.spawn(server::listen(server.clone(), socket, own, stopping.clone()));
        }
        tasks.spawn(maintain(worlds.clone(), settings.log(), stopping));
        let public_url = settings.public_url;
        Ok(Self {
            worlds,
            address,
            listeners,
            public_url,
            stop,
            tasks,
            _data: data,
        })
    }

    /// The address that the server listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What stands in front of every address: the public URL where there is one, else `http://127.0.0.1:27342`.
    pub fn url(&self) -> String {
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.address))
    }

    /// What stands in front of a provider's own paths in the default world.
    pub fn base_url(&self, slug: &str) -> String {
        format!("{}/{slug}", self.url())
    }

    /// The listener that belongs to a provider alone, if it has one.
    pub fn own_listener(&self, slug: &str) -> Option<SocketAddr> {
        self.listeners
            .iter()
            .find(|(own, _)| *own == slug)
            .map(|(_, address)| *address)
    }

    /// What opens a provider in the default world: the members that the control plane shows of it.
    pub fn credentials(&self, slug: &str) -> Map<String, Value> {
        self.worlds
            .get(DEFAULT_WORLD)
            .map(|world| self.credentials_in(&world, slug))
            .unwrap_or_default()
    }

    /// What opens a provider in `world`.
    pub fn credentials_in(&self, world: &World, slug: &str) -> Map<String, Value> {
        let provider = providers::ALL.iter().find(|provider| provider.slug() == slug);
        provider.map(|provider| (provider.announced)(world)).unwrap_or_default()
    }

    /// One text member of a provider's credentials: `access_token`, `token`, `user`.
    pub fn credential(&self, slug: &str, member: &str) -> Option<String> {
        self.credentials(slug).get(member)?.as_str().map(str::to_owned)
    }

    /// Creates a world with credentials of its own.
    pub async fn create_world(&self, name: &str) -> Result<Arc<World>, WorldError> {
        self.worlds
            .create(NewWorld {
                name: Some(name.to_owned()),
                ..NewWorld::default()
            })
            .await
    }

    /// Stops: requests under way end, for a second at most, and the databases are closed.
    pub async fn stop(mut self) -> Result<(), StoreError> {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
        self.worlds.close().await
    }
}

/// Tends the worlds until `stopping` says so.
async fn maintain(worlds: Arc<Worlds>, log: Log, mut stopping: watch::Receiver<bool>) {
    tokio::select! {
        () = worlds.maintain(|trouble| log.trouble(trouble)) => {}
        _ = stopping.wait_for(|stop| *stop) => {}
    }
}

/// A server's counters, and those of each provider.
type Counters = (Arc<Metrics>, Vec<ProviderMetrics>);

/// Counters that stand at nothing.
fn counters() -> Result<Counters, prometheus::Error> {
    let metrics = Metrics::new()?;
    let own = providers::ALL.iter().map(|provider| {
        let endpoints = (provider.api.endpoints)().list;
        metrics.of(provider.slug(), endpoints.iter().map(|endpoint| endpoint.id))
    });
    let own = own.collect();
    Ok((Arc::new(metrics), own))
}

/// Puts the providers and the control plane together.
fn assemble(
    settings: &Settings,
    worlds: Arc<Worlds>,
    (metrics, counters): Counters,
    listeners: &[(&'static str, SocketAddr)],
    webhook_sender: Arc<WebhookSender>,
) -> Server {
    let own = listeners
        .iter()
        .map(|(slug, address)| (*slug, format!("http://{address}")));
    let control = Control {
        worlds: worlds.clone(),
        metrics,
        providers: providers::ALL,
        started_at: Clock::running().now(),
        public_url: settings.public_url.as_deref().map(PublicUrl::of),
        listeners: own.collect(),
        allowed_hosts: settings.allowed_hosts.clone(),
        admin_token: settings.admin_token(),
    };
    let bounds = Bounds {
        upload_limit_bytes: settings.upload_limit_bytes(),
        patience: settings.patience.body,
    };
    let entrance = |(provider, counters): (&&'static Provider, ProviderMetrics)| {
        let worlds = worlds.clone();
        let Provider { resident, api, .. } = provider;
        let quota = resident.quota.as_ref();
        let entrance = Entrance::new(api, quota, worlds, settings.log(), bounds, counters);
        (api.slug, Arc::new(entrance))
    };
    let entrances: Vec<(&'static str, Arc<Entrance>)> = providers::ALL.iter().zip(counters).map(entrance).collect();
    Server {
        unreached: Unreached {
            worlds: worlds.clone(),
            log: settings.log(),
            entrances: entrances.iter().map(|(_, entrance)| entrance.clone()).collect(),
        },
        entrances: entrances.into_iter().collect(),
        apis: providers::ALL.iter().map(|provider| &provider.api).collect(),
        control: control::router(Arc::new(control)),
        public_url: settings.public_url.clone(),
        patience: settings.patience,
        webhook_sender,
    }
}
