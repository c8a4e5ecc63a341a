//! What holds of each provider's header fields.

use areia::providers;

use crate::support::Sandbox;
use crate::support::usage::Usage;

#[tokio::test]
async fn each_provider_says_how_long_an_answer_is_and_what_it_varies_by() {
    for provider in providers::ALL {
        let slug = provider.slug();
        let sandbox = Sandbox::new(&format!("as-sent-{slug}")).await;
        let client = sandbox.client_of(slug);
        let page = &Usage::of(slug).page;
        let plain = client.get(page).await;
        assert_eq!(
            plain.header("content-length"),
            plain.body.len().to_string(),
            "{slug}: {plain}"
        );
        assert_eq!(plain.header("content-encoding"), "", "{slug}: {plain}");
        let asked = client.clone().with("accept-encoding", "gzip");
        let packed = asked.get(page).await;
        let varies = packed.header("vary").to_lowercase().contains("accept-encoding");
        assert!(
            varies || packed.header("content-encoding").is_empty(),
            "{slug}: {packed}"
        );
        // Where calls are counted, each leaves one less.
        let left = [&plain, &packed].map(|answer| answer.header("x-ratelimit-remaining").parse::<u32>().ok());
        assert_eq!(left[1], left[0].map(|left| left - 1), "{slug}");
    }
}
