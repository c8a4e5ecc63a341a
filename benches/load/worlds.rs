//! What worlds cost: to create one, to save and restore one, to move its clock, and to hold many of them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Result;
use crate::client::{Client, text};
use crate::connection::now;
use crate::everyone;
use crate::process::Process;
use crate::report::Report;
use crate::request::Request;
use crate::settings::Settings;

/// What a filter calls it.
pub(crate) const NAME: &str = "worlds";

/// The most that each figure should be.
const CREATE_P99_MS_MAX: f64 = 10.0;
const RESTORE_P99_MS_MAX: f64 = 20.0;
const ADVANCE_P99_MS_MAX: f64 = 5.0;
const HELD_MIB_MAX: f64 = 1024.0;
const LEFT_MIB_MAX: f64 = 16.0;

/// How often each is done.
const REPEATS: usize = 300;
/// How many records a saved world has.
const ROWS: usize = 10_000;
/// How many worlds are held at once: this many that nobody uses, and of those that somebody wrote to a part, since each
/// has to be written to.
const HELD: usize = 10_000;
const WRITTEN: usize = 1_000;
/// How many worlds are created, used and dropped.
const PASSING: usize = 1_000;

/// Adds every figure to the report, or why there is none.
pub(crate) async fn measure(settings: &Settings, report: &mut Report) {
    println!("{NAME}");
    if let Err(error) = moments(report).await {
        report.add_failure("a world's moments", &error);
    }
    if let Err(error) = passing(report).await {
        report.add_failure("worlds created, used and dropped", &error);
    }
    if settings.millions > 0
        && let Err(error) = held(report).await
    {
        report.add_failure("idle worlds", &error);
    }
}

/// A world created and first used, its clock moved, and one of many records restored.
async fn moments(report: &mut Report) -> Result<()> {
    let areia = Process::areia()?;
    let client = Client::new(areia.address);
    let (mut creations, mut first_uses, mut advances) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..REPEATS {
        let name = format!("moment-{number}");
        let (world, took) = timed(create(&client, &name)).await?;
        creations.push(took);
        first_uses.push(timed(client.json(&page(&world)?)).await?.1);
        let advance = Request::post(&format!("/_areia/clock/advance?world={name}"));
        let advance = advance.json(&json!({"by": "PT1H5M"}));
        advances.push(timed(client.json(&advance)).await?.1);
    }
    let p99_ms = |moments| p99(moments).as_secs_f64() * 1000.0;
    let create = Some(CREATE_P99_MS_MAX);
    report.add_size("new world with fixtures, p99", p99_ms(creations), "ms", create);
    report.add_size("its first answer, p99", p99_ms(first_uses), "ms", create);
    let advance = Some(ADVANCE_P99_MS_MAX);
    report.add_size("clock advanced, p99", p99_ms(advances), "ms", advance);
    let world = create_filled(&client).await?;
    let save = Request::post("/_areia/snapshots?world=filled").json(&json!({"name": "filled"}));
    let (_, took) = timed(client.json(&save)).await?;
    report.add_size("snapshot of 10,000 rows saved", took.as_secs_f64() * 1000.0, "ms", None);
    let (mut restores, mut uses) = (Vec::new(), Vec::new());
    for _ in 0..REPEATS / 3 {
        let restore = Request::post("/_areia/snapshots/filled/restore?world=filled");
        restores.push(timed(client.json(&restore)).await?.1);
        uses.push(timed(client.json(&page(&world)?)).await?.1);
    }
    let restore = Some(RESTORE_P99_MS_MAX);
    report.add_size("snapshot of 10,000 rows restored, p99", p99_ms(restores), "ms", restore);
    report.add_size("its first answer, p99", p99_ms(uses), "ms", restore);
    Ok(())
}

/// What is left of worlds that are gone.
async fn passing(report: &mut Report) -> Result<()> {
    let areia = Process::areia()?;
    let client = Client::new(areia.address);
    // So many, until the allocator keeps as much as it ever will of what it was given back.
    for name in ["first", "second", "third"] {
        pass(&client, name).await?;
    }
    settle().await;
    let (before_kib, threads, files) = (areia.resident_kib()?, areia.count("task")?, areia.count("fd")?);
    pass(&client, "last").await?;
    settle().await;
    let grown_kib = areia.resident_kib()? as f64 - before_kib as f64;
    let name = "1,000 worlds created, used and dropped: memory left";
    report.add_size(name, grown_kib / 1024.0, "MiB", Some(LEFT_MIB_MAX));
    let threads = areia.count("task")? as f64 - threads as f64;
    report.add_size("the same: threads left", threads, "", Some(0.0));
    let files = areia.count("fd")? as f64 - files as f64;
    report.add_size("the same: files left", files, "", Some(0.0));
    Ok(())
}

async fn pass(client: &Client, name: &str) -> Result<()> {
    for number in 0..PASSING {
        let world = create(client, &format!("{name}-{number}")).await?;
        client.json(&record(&world)?).await?;
    }
    for number in 0..PASSING {
        let bytes = Request::delete(&format!("/_areia/worlds/{name}-{number}")).bytes();
        let (status, _) = client.send(&bytes).await?;
        if status != 204 {
            return Err(format!("a world was dropped with {status}").into());
        }
    }
    Ok(())
}

/// Memory that idle worlds take.
async fn held(report: &mut Report) -> Result<()> {
    let areia = Process::areia()?;
    let client = Client::new(areia.address);
    let before_kib = areia.resident_kib()?;
    let mut worlds = Vec::new();
    for number in 0..HELD {
        let world = create(&client, &format!("held-{number}")).await?;
        if number < WRITTEN {
            worlds.push(world);
        }
    }
    let untouched_kib = areia.resident_kib()? - before_kib;
    let each_kib = untouched_kib as f64 / HELD as f64;
    report.add_size("memory of a world that nobody used", each_kib, "KiB", None);
    for world in &worlds {
        client.json(&record(world)?).await?;
    }
    settle().await;
    let all_kib = areia.resident_kib()?;
    let each_kib = all_kib.saturating_sub(before_kib + untouched_kib) as f64 / WRITTEN as f64;
    report.add_size(
        "what an idle world takes more once it was written to",
        each_kib,
        "KiB",
        None,
    );
    let name = "memory with 10,000 idle worlds";
    report.add_size(name, all_kib as f64 / 1024.0, "MiB", Some(HELD_MIB_MAX));
    Ok(())
}

/// Idle databases give their thread back after half a minute.
async fn settle() {
    tokio::time::sleep(Duration::from_secs(33)).await;
}

async fn create(client: &Client, name: &str) -> Result<Value> {
    let request = Request::post("/_areia/worlds").json(&json!({"name": name}));
    client.json(&request).await
}

/// A world with so many records.
async fn create_filled(client: &Client) -> Result<Value> {
    let world = create(client, "filled").await?;
    let request = record(&world)?;
    for _ in 0..ROWS {
        client.json(&request).await?;
    }
    Ok(world)
}

/// A record created in a world, and a page of the world's records: both of the first provider there is.
fn record(world: &Value) -> Result<Request> {
    let slug = text(world, "/providers/0/slug")?;
    Ok(everyone::record(slug, &world["providers"][0]["credentials"], "Maria"))
}

fn page(world: &Value) -> Result<Request> {
    let slug = text(world, "/providers/0/slug")?;
    Ok(everyone::page(slug, &world["providers"][0]["credentials"]))
}

/// What `doing` gives, and how long it takes.
async fn timed<T>(doing: impl Future<Output = Result<T>>) -> Result<(T, Duration)> {
    let begun = now();
    let done = doing.await?;
    Ok((done, now() - begun))
}

fn p99(mut moments: Vec<Duration>) -> Duration {
    moments.sort();
    let place = (moments.len() * 99).div_ceil(100).saturating_sub(1);
    moments.get(place).copied().unwrap_or_default()
}
