//! Conta Azul under load: a read, a write, and the rotation of single-use refresh tokens.

use std::sync::{Arc, Mutex};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::Result;
use crate::client::{Client, text};
use crate::conversation::Conversation;
use crate::request::Request;
use crate::scenario::{Plan, Scenario, Target};

/// A sale by its id: the document is the row.
const FIND_SALE: Scenario = Scenario {
    slug: "contaazul",
    operation: "findSale",
    prepare: |client, _| Box::pin(find_sale(client)),
    expected_status: 200,
    target: Target::OfTheFloor(0.20),
};

/// A new sale, with all that is checked and computed for one.
const CREATE_SALE: Scenario = Scenario {
    slug: "contaazul",
    operation: "createSale",
    prepare: |client, _| Box::pin(create_sale(client)),
    expected_status: 201,
    target: Target::OfTheFloor(0.05),
};

/// Refresh tokens that work once, each answer holding the next.
const REFRESH: Scenario = Scenario {
    slug: "contaazul",
    operation: "refresh",
    prepare: |client, _| Box::pin(refresh(client)),
    expected_status: 200,
    target: Target::PerSecond(3000.0),
};

pub(crate) const SCENARIOS: &[Scenario] = &[FIND_SALE, CREATE_SALE, REFRESH];

/// As many chains as connections at most.
const CHAINS: usize = 64;

async fn find_sale(client: Client) -> Result<Plan> {
    let token = access_token(&client).await?;
    let id = first_id(&client, &token, "sales").await?;
    let request = Request::get(&format!("/contaazul/v1/sales/{id}")).bearer(&token);
    Ok(Plan::repeat(&request))
}

async fn create_sale(client: Client) -> Result<Plan> {
    let token = access_token(&client).await?;
    let customer_id = first_id(&client, &token, "customers").await?;
    let product_id = first_id(&client, &token, "products").await?;
    let sale = json!({
        "emission": "2025-03-10T12:00:00.000Z",
        "status": "COMMITTED",
        "customer_id": customer_id,
        "products": [{
            "description": "Produto X",
            "quantity": 2,
            "product_id": product_id,
            "value": 50,
        }],
        "discount": {"measure_unit": "VALUE", "rate": 5},
        "payment": {
            "type": "CASH",
            "method": "BANKING_TRANSFER",
            "installments": [{
                "number": 1,
                "value": 105,
                "due_date": "2025-03-10T12:00:00.000Z",
                "status": "PENDING",
            }],
        },
        "notes": "text",
        "shipping_cost": 10,
    });
    let request = Request::post("/contaazul/v1/sales").bearer(&token);
    Ok(Plan::repeat(&request.json(&sale)))
}

async fn refresh(client: Client) -> Result<Plan> {
    let mut chains = Vec::new();
    for _ in 0..CHAINS {
        chains.push(Arc::new(Chain::begin(&client).await?));
    }
    let verified = chains.clone();
    Ok(Plan {
        conversation: Box::new(move |position| Chain::conversation(&chains[position])),
        verify: Some(Box::pin(async move {
            for chain in &verified {
                chain.verify(&client).await?;
            }
            Ok(())
        })),
        server: None,
    })
}

async fn access_token(client: &Client) -> Result<String> {
    let credentials = client.credentials("contaazul").await?;
    Ok(text(&credentials, "/access_token")?.to_owned())
}

async fn first_id(client: &Client, token: &str, resource: &str) -> Result<String> {
    let request = Request::get(&format!("/contaazul/v1/{resource}")).bearer(token);
    let list: Value = client.json(&request).await?;
    Ok(text(&list, "/0/id")?.to_owned())
}

/// Refresh tokens of one application, each bought with the one before.
struct Chain {
    request: Request,
    links: Mutex<Links>,
}

/// The end of a chain.
struct Links {
    last: String,
    /// The one that bought the last, and works no more.
    spent: Option<String>,
}

/// What an answer needs to have for the chain to go on.
#[derive(Deserialize)]
struct Pair<'a> {
    refresh_token: &'a str,
}

impl Chain {
    async fn begin(client: &Client) -> Result<Chain> {
        let request = Request::post("/_areia/credentials/contaazul").json(&json!({}));
        let application = client.json(&request).await?;
        let client_id = text(&application, "/client_id")?;
        let client_secret = text(&application, "/client_secret")?;
        Ok(Chain {
            request: Request::post("/contaazul/oauth2/token")
                .basic(client_id, client_secret)
                .form(),
            links: Mutex::new(Links {
                last: text(&application, "/refresh_token")?.to_owned(),
                spent: None,
            }),
        })
    }

    /// Spends the last token again and again. The floor's answers hold none, so there the chain
    /// stands still and may be the very one that Areia's connections carry on with.
    fn conversation(chain: &Arc<Chain>) -> Conversation {
        let (asking, hearing) = (Arc::clone(chain), Arc::clone(chain));
        Conversation {
            ask: Box::new(move |_turn, output| {
                if let Ok(links) = asking.links.lock() {
                    asking.write(&links.last, output);
                }
            }),
            any_success: false,
            hear: Box::new(move |body| {
                if let (Ok(pair), Ok(mut links)) = (serde_json::from_slice::<Pair>(body), hearing.links.lock()) {
                    let last = pair.refresh_token.to_owned();
                    links.spent = Some(std::mem::replace(&mut links.last, last));
                }
            }),
        }
    }

    /// Tokens are letters and digits, which a form takes as they are.
    fn write(&self, token: &str, output: &mut Vec<u8>) {
        let body = format!("grant_type=refresh_token&refresh_token={token}");
        self.request.write_with(body.as_bytes(), output);
    }

    /// A spent token must be refused, and of two that spend the last one at once, one.
    async fn verify(&self, client: &Client) -> Result<()> {
        let (last, spent) = match self.links.lock() {
            Ok(links) => (links.last.clone(), links.spent.clone()),
            Err(_) => return Err("a connection ended in the middle of its chain".into()),
        };
        let status = async |token: &str| {
            let mut request = Vec::new();
            self.write(token, &mut request);
            client.send(&request).await.map(|(status, _body)| status)
        };
        if let Some(spent) = spent {
            let answered = status(&spent).await?;
            if answered != 400 {
                return Err(format!("a spent refresh token was answered {answered}").into());
            }
        }
        let (one, other) = tokio::try_join!(status(&last), status(&last))?;
        if (one.min(other), one.max(other)) != (200, 400) {
            return Err(format!("one token spent twice was answered {one} and {other}").into());
        }
        Ok(())
    }
}
