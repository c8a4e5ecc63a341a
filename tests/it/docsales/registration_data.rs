//! Registration data.

use insta::assert_snapshot;

use crate::support::Sandbox;

#[tokio::test]
async fn registration_data_are_six_groups_of_active_entries() {
    let docsales = Sandbox::new("docsales-registration").await.docsales();
    let shown = docsales.get("/api/v1/registration-data").await;
    assert_snapshot!(shown, @"");
    assert!(
        !shown.text().contains("Cheque"),
        "an inactive entry is not shown"
    );
}
