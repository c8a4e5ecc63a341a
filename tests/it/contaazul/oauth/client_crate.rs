//! An OAuth client that knows nothing of Areia: the `oauth2` crate.

use oauth2::basic::{BasicClient, BasicErrorResponseType, BasicTokenType};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, RedirectUrl,
    RefreshToken, RequestTokenError, Scope, TokenResponse, TokenUrl,
};

use super::{Application, CALLBACK, FIRST_ACCOUNT, opens, parameter};
use crate::support::{Sandbox, server};

/// What the crate sends, sent by the tests' own client.
async fn send(request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let answer = client.execute(reqwest::Request::try_from(request)?).await?;
    let mut response = HttpResponse::default();
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    *response.body_mut() = answer.bytes().await?.to_vec();
    Ok(response)
}

/// Runs the whole flow, with the client's credentials where `auth_type` puts them.
async fn drive(sandbox: &Sandbox, auth_type: AuthType) {
    let application = Application::of(sandbox);
    let base_url = server().base_url("contaazul");
    let client = BasicClient::new(ClientId::new(application.client_id.clone()))
        .set_client_secret(ClientSecret::new(application.client_secret.clone()))
        .set_auth_uri(AuthUrl::new(format!("{base_url}/auth/authorize")).unwrap())
        .set_token_uri(TokenUrl::new(format!("{base_url}/oauth2/token")).unwrap())
        .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap())
        .set_auth_type(auth_type);

    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("sales".to_owned()))
        .add_extra_param("areia_approve", FIRST_ACCOUNT)
        .url();
    let request = http::Request::get(url.as_str()).body(Vec::new()).unwrap();
    let redirect = send(request).await.unwrap();
    let location = redirect.headers()["location"].to_str().unwrap();
    assert_eq!(parameter(location, "state").as_deref(), Some(state.secret().as_str()));

    let code = AuthorizationCode::new(parameter(location, "code").unwrap());
    let first = client.exchange_code(code.clone()).request_async(&send).await.unwrap();
    assert_eq!(first.token_type(), &BasicTokenType::Bearer);
    assert_eq!(first.expires_in(), Some(std::time::Duration::from_secs(3_600)));
    assert_eq!(first.scopes(), None);
    assert!(opens(first.access_token().secret()).await);

    let refresh_token = first.refresh_token().unwrap();
    let second = client
        .exchange_refresh_token(refresh_token)
        .request_async(&send)
        .await
        .unwrap();
    assert!(opens(second.access_token().secret()).await);
    assert!(!opens(first.access_token().secret()).await);

    for error in [
        client.exchange_code(code).request_async(&send).await.unwrap_err(),
        client
            .exchange_refresh_token(refresh_token)
            .request_async(&send)
            .await
            .unwrap_err(),
        client
            .exchange_refresh_token(&RefreshToken::new("nobodys".to_owned()))
            .request_async(&send)
            .await
            .unwrap_err(),
    ] {
        let RequestTokenError::ServerResponse(response) = error else {
            panic!("{error:?}");
        };
        assert_eq!(response.error(), &BasicErrorResponseType::InvalidRequest);
    }
}

#[tokio::test]
async fn the_oauth2_crate_runs_the_flow_with_http_basic() {
    let sandbox = Sandbox::new("crate-basic").await;
    drive(&sandbox, AuthType::BasicAuth).await;
}

#[tokio::test]
async fn the_oauth2_crate_runs_the_flow_with_parameters() {
    let sandbox = Sandbox::new("crate-parameters").await;
    drive(&sandbox, AuthType::RequestBody).await;
}
