//! The parameters of a list: which records, in which order, which page of them, which fields.
//!
//! Their names are matched in any case. What RM does not know does nothing, and the journal says so.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value as Json, json};

use super::fields::{COLUMNS, FIELDS};
use super::record::zone;
use crate::providers::totvs::errors::Error;
use crate::providers::totvs::settings::fold_of;
use crate::store::expression::Sql;
use crate::store::listing::Window;
use crate::web::extract::Parameters;
use crate::web::odata::{
    Environment, Expression, Limits, Literal, Operator, Order, Ordering, condition, ordering, parse_filter, parse_order,
};
use crate::world::World;

/// How many records a page has where nothing is asked for.
const USUAL_PAGE_SIZE: u64 = 20;

/// Parameters of the standard that RM's guide has others for.
const STANDARD: [(&str, &str); 4] = [
    ("$top", "pageSize"),
    ("$skip", "page"),
    ("$select", "fields"),
    ("$count", "hasNext in the answer"),
];

/// What the parameters of a list ask for.
#[derive(Debug)]
pub(super) struct ListRequest {
    /// The conditions, all of which must be true.
    pub(super) conditions: Vec<Sql>,
    pub(super) order: Vec<Ordering>,
    pub(super) window: Window,
    pub(super) fields: Option<Vec<String>>,
    /// What the journal says of parameters that did nothing.
    pub(super) notes: Vec<String>,
}

/// What filters and orders depend on in a world.
pub(super) fn odata_environment(world: &World) -> Environment<'static> {
    Environment {
        columns: &COLUMNS,
        fold: fold_of(world),
        zone: zone(),
        now_us: world.clock.now_us(),
    }
}

impl ListRequest {
    /// Reads the parameters.
    pub(super) fn read(parameters: &Parameters, environment: &Environment<'_>) -> Result<Self, Error> {
        let (mut page, mut size) = (1, USUAL_PAGE_SIZE);
        let mut asked = Self {
            conditions: Vec::new(),
            order: Vec::new(),
            window: Window { skip: 0, take: 0 },
            fields: fields(parameters),
            notes: Vec::new(),
        };
        let given: Vec<_> = last_of_each(parameters);
        for (name, value) in &given {
            let lower = name.to_ascii_lowercase();
            match lower.as_str() {
                "page" => page = positive("page", value)?,
                "pagesize" => size = positive("pageSize", value)?,
                "fields" | "expand" => {}
                "order" => asked.order.splice(0..0, order(value, environment)?).for_each(drop),
                "$orderby" => {
                    let items = parse_order(value, Limits::USUAL)?;
                    asked.order.extend(ordering(&items, environment)?);
                }
                "$filter" => {
                    let filter = parse_filter(value, Limits::USUAL)?;
                    asked.conditions.push(condition(&filter, environment)?);
                }
                _ if environment.column(name).is_some() => {
                    asked.conditions.push(equal(name, value, environment)?);
                }
                _ => asked.notes.push(ignored(name, environment)),
            }
        }
        asked.window = Window {
            skip: (page - 1).saturating_mul(size),
            take: size,
        };
        Ok(asked)
    }
}

/// The fields that are asked for, where some are.
pub(super) fn fields(parameters: &Parameters) -> Option<Vec<String>> {
    let given = last_of_each(parameters);
    let (_, names) = given.iter().find(|(name, _)| name.eq_ignore_ascii_case("fields"))?;
    Some(names.split(',').map(|name| name.trim().to_ascii_lowercase()).collect())
}

/// A document with the fields that are asked for, and its id. Unknown names choose nothing.
pub(super) fn with_fields(document: String, fields: Option<&Vec<String>>) -> String {
    let Some(fields) = fields else {
        return document;
    };
    match serde_json::from_str::<Map<String, Json>>(&document) {
        Ok(mut members) => {
            members.retain(|name, _| name == "id" || fields.contains(&name.to_ascii_lowercase()));
            Json::Object(members).to_string()
        }
        Err(_) => document,
    }
}

/// The parameters that have a value; of one that is given twice, in whatever case, the last.
fn last_of_each(parameters: &Parameters) -> Vec<(&str, &str)> {
    let mut given: Vec<(&str, &str)> = Vec::new();
    for (name, value) in parameters.0.iter().filter(|(_, value)| !value.trim().is_empty()) {
        given.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        given.push((name, value));
    }
    given
}

fn positive(parameter: &str, value: &str) -> Result<u64, Error> {
    let number = value.trim().parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| Error::ParameterInvalid {
        parameter: parameter.to_owned(),
        reason: format!("{value:?} is no whole number above 0"),
    })
}

/// `-field` is descending; a `+` arrives as a blank where it is not escaped.
fn order(value: &str, environment: &Environment<'_>) -> Result<Vec<Ordering>, Error> {
    let items = value.split(',').map(|item| {
        let item = item.trim();
        let (is_descending, name) = match item.strip_prefix('-') {
            Some(name) => (true, name.trim()),
            None => (false, item.strip_prefix('+').unwrap_or(item).trim()),
        };
        match environment.column(name) {
            Some(column) => Ok(Order {
                expression: Expression::Property(column.name.to_owned()),
                is_descending,
            }),
            None => Err(Error::ParameterInvalid {
                parameter: "order".to_owned(),
                reason: format!(
                    "there is no field {name:?}; the nearest is `{}`",
                    environment.nearest(name)
                ),
            }),
        }
    });
    let items: Vec<Order> = items.collect::<Result<_, _>>()?;
    Ok(ordering(&items, environment)?)
}

/// `?field=value`: the same as `field eq 'value'`, which compares numbers and dates as such.
fn equal(name: &str, value: &str, environment: &Environment<'_>) -> Result<Sql, Error> {
    let property = Expression::Property(name.to_owned());
    let literal = Expression::Literal(Literal::Text(value.to_owned()));
    let filter = Expression::Binary(Operator::Eq, Box::new(property), Box::new(literal));
    Ok(condition(&filter, environment)?)
}

fn ignored(name: &str, environment: &Environment<'_>) -> String {
    let standard = STANDARD.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
    match standard {
        Some((_, own)) => format!("`{name}` did nothing: RM's parameter for it is `{own}`."),
        None if name.starts_with('$') => {
            format!("`{name}` did nothing: there are `$filter` and `$orderby`.")
        }
        None => format!(
            "`{name}` did nothing: it is no field and no parameter (the nearest field is `{}`).",
            environment.nearest(name)
        ),
    }
}

/// The parameters, for the OpenAPI document.
pub(super) struct ListParameters;

impl JsonSchema for ListParameters {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CashAccountParameters".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let text = |description: &str| json!({"type": "string", "description": description});
        let number = |description: &str, usual: u64| json!({"type": "integer", "minimum": 1, "default": usual, "description": description});
        let mut properties = Map::new();
        let mut put = |name: &str, schema: Json| properties.insert(name.to_owned(), schema);
        put("page", number("The page, from 1.", 1));
        put("pageSize", number("How many records a page has.", USUAL_PAGE_SIZE));
        put(
            "order",
            text("Fields to sort by, separated by commas; `-` in front: the largest first."),
        );
        put(
            "fields",
            text("The fields that are shown, separated by commas; `id` always is."),
        );
        put("$filter", text("An OData condition."));
        put("$orderby", text("OData expressions to sort by."));
        put("expand", text("Accepted, and ignored: there is nothing nested."));
        for field in &FIELDS {
            put(field.name, text("Keeps the records whose field has this value."));
        }
        json_schema!({"type": "object", "properties": properties})
    }
}
