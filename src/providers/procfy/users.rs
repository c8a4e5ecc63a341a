//! Usuários: <https://api.procfy.io>, "Usuários". They are neither created nor deleted by the API.

use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::attributes::{Attributes, Sent};
use super::errors::{Error, Handled};
use super::pages::{PageOf, PagingQuery};
use super::parameters::RailsParameters;
use super::records::{self, BODIES};
use super::store::USERS;
use super::validation::{Violations, is_email};
use crate::web::context::RequestContext;
use crate::web::endpoints::{Endpoint, Endpoints, operation};
use crate::web::extract::Path;
use crate::web::fidelity::{documented, inferred};
use crate::web::rails::Members;
use crate::world::seeding::FixtureLoader;

const ALL: &str = "/api/v1/users";
const ONE: &str = "/api/v1/users/{id}";

/// The operations.
#[rustfmt::skip]
pub(super) fn endpoints() -> Endpoints {
    let said = documented("Usuários, Rotas");
    let rails = inferred("Rails routes PATCH as PUT");
    let change = |endpoint: Endpoint| {
        endpoint.body_as::<UserBody>(BODIES).answers::<User>(StatusCode::OK)
    };
    Endpoints::new()
        .get(ALL, list_users, operation("listUsers", "List users", said)
            .query::<PagingQuery>().answers::<PageOf<User>>(StatusCode::OK))
        .get(ONE, find_user, operation("findUser", "Show a user", said).answers::<User>(StatusCode::OK))
        .put(ONE, update_user, change(operation("updateUser", "Change a user", said)))
        .patch(ONE, update_user, change(operation("patchUser", "Change a user", rails)))
}

/// Lists users.
async fn list_users(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    records::list(&context, &parameters, &USERS).await
}

/// Shows a user.
async fn find_user(context: RequestContext, Path(id): Path<String>) -> Handled {
    records::show(&context, &id, &USERS).await
}

/// Changes what is sent; what is not stays.
async fn update_user(
    context: RequestContext,
    Path(id): Path<String>,
    RailsParameters(parameters): RailsParameters,
) -> Handled {
    let change = |before: User| before.update(UserBody::of(parameters));
    records::change(&context, &id, &USERS, change).await
}

/// What changes a user.
#[derive(Debug, JsonSchema)]
struct UserBody {
    name: Sent<String>,
    email: Sent<String>,
}

/// A user.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct User {
    id: i64,
    name: Option<String>,
    email: String,
}

impl UserBody {
    fn of(parameters: Members) -> Self {
        let attributes = Attributes::of(parameters, "user");
        Self {
            name: attributes.text("name"),
            email: attributes.text("email"),
        }
    }
}

impl User {
    fn create(id: i64, parameters: Members) -> Handled<Self> {
        let blank = Self {
            id,
            name: None,
            email: String::new(),
        };
        blank.update(UserBody::of(parameters))
    }

    fn update(self, body: UserBody) -> Handled<Self> {
        let email = body.email.or_keep(Some(self.email)).unwrap_or_default();
        let mut violations = Violations::default();
        if email.trim().is_empty() {
            violations.add("E-mail não pode ficar em branco", "`email` is missing or blank");
            violations.add_message("E-mail não é válido");
        } else if !is_email(&email) {
            violations.add("E-mail não é válido", format!("`email` is {email:?}"));
        }
        match violations.found() {
            Some(violations) => Err(Error::UserInvalid(violations)),
            None => Ok(Self {
                id: self.id,
                name: body.name.or_keep(self.name),
                email,
            }),
        }
    }
}

/// Loads the fixtures.
pub(super) async fn load(loading: &mut FixtureLoader) -> Handled<()> {
    records::load::<UserBody, _>(loading, "users", &USERS, User::create).await
}
