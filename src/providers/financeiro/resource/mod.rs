//! What a resource of Financeiro is: a description that reading, writing, searching and the OpenAPI schema share.
//!
//! Rails does the same for twenty models. What is special about one of them is a plain function in its own file.

mod actions;
mod answers;
mod draft;
mod mounting;
mod render;
mod schema;
mod scope;
mod search;
pub(super) mod store;
mod stored;

use futures_util::future::BoxFuture;
use serde_json::{Map, Value};
use sqlx::SqliteConnection;

use super::call::Call;
use super::errors::Error;
use crate::web::rails::{Kind, Node};

pub(super) use actions::{create, destroy, destroy_selected, list, named, show, shown, update, update_of};
pub(super) use answers::{blank, created, created_at, escaping, located, many, no_content, one, rooted};
pub(super) use draft::Draft;
pub(super) use mounting::{Described, Names, lists, mounted, says_nothing, shows, taking};
pub(super) use render::{hash, link, links, node};

pub(super) use scope::{Scope, not_found, scope};
pub(super) use stored::{Members, Stored};

/// A record's columns by name, as they are stored: decimals and dates as the API writes them.
pub(super) type Record = Map<String, Value>;

/// The description of a resource.
#[derive(Debug)]
pub(super) struct Resource {
    /// The root of one: `person`.
    pub(super) one: &'static str,
    /// The root of many: `people`.
    pub(super) many: &'static str,
    /// The model's name in "Couldn't find": `Person`.
    pub(super) model: &'static str,
    /// What a write's attributes stand under, where it is not the root.
    pub(super) envelope: &'static str,
    /// Its table.
    pub(super) table: &'static str,
    /// How its answers are made.
    pub(super) family: Family,
    /// What it belongs to.
    pub(super) owner: Owner,
    /// Its fields in the order in which they are written.
    pub(super) fields: &'static [Field],
    /// The field that lists are ordered by, and how; by id where it is empty.
    pub(super) sorted_by: &'static str,
    pub(super) order: Order,
    /// How many a page has where `per_page` does not say; everything for `None`.
    pub(super) per_page: Option<u64>,
    /// What its writes answer.
    pub(super) on_create: OnCreate,
    pub(super) on_update: OnUpdate,
    pub(super) on_delete: OnDelete,
    /// The rules of a write: defaults, computed fields, what must hold.
    pub(super) rules: Rules,
    /// What is computed for an answer.
    pub(super) complete: Option<Complete>,
    /// The same where it takes no look at other records, so that a record is shown without being taken apart.
    pub(super) compute: Option<Compute>,
    /// The columns that are indexed beside the one that lists are ordered by.
    pub(super) indexes: &'static [Index],
    /// The table that counts records by day and by indexed value; empty where there is none.
    pub(super) tally: &'static str,
}

/// An indexed column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Index {
    /// The field.
    pub(super) field: &'static str,
    /// The column.
    pub(super) column: &'static str,
    /// Whether it holds hundredths of the field's decimal.
    pub(super) is_hundredths: bool,
    /// Whether the resource's tally counts by its values, under the column's name.
    pub(super) is_tallied: bool,
}

/// The rules of a write.
pub(super) type Rules = for<'a> fn(&'a mut Draft<'_>, &'a mut SqliteConnection) -> BoxFuture<'a, Result<(), Error>>;

/// Computes what an answer shows beside what is stored.
pub(super) type Complete =
    for<'a> fn(&'a mut Record, &'a Call, &'a mut SqliteConnection) -> BoxFuture<'a, Result<(), Error>>;

/// Computes what an answer shows beside what is stored; `None` where that takes a look at other records.
pub(super) type Compute = for<'a> fn(&Members<'a>, &Call) -> Option<Vec<(&'static str, Node<'a>)>>;

/// How answers are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// By the model: nulls keep their column's type, JSON is ASCII.
    Model,
    /// By a template: nulls have no type, JSON is UTF-8.
    Template,
}

/// What a record belongs to, and so which of them a path names.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner {
    /// The account.
    Account,
    /// An entity of the account, by `{entity_id}`.
    Entity,
    /// A record of another resource, by the path's parameter of this name.
    Record(&'static Resource, &'static str),
}

/// The order of a list; ids go the same way where the field is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The least first.
    Ascending,
    /// The greatest first.
    Descending,
}

/// What a creation answers beside 201 and the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnCreate {
    /// Its absolute address.
    Location,
    /// Its address without scheme and host.
    RelativeLocation,
    /// Nothing more.
    Plain,
}

/// What a change answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnUpdate {
    /// 200 and one blank.
    Blank,
    /// 200 and the object.
    Object,
    /// 200, the object and its address.
    ObjectAndLocation,
}

/// What a deletion answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnDelete {
    /// 200 and one blank.
    Blank,
    /// 204.
    NoContent,
}

/// A field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// A column of a kind.
    Column(Kind),
    /// A list of ids.
    Ids,
    /// What is built in code.
    Nested,
}

/// When a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Always.
    Always,
    /// In lists only.
    InLists,
    /// In the profile of the recordings; in that of the documentation only once it has a value that was written.
    OnWire,
    /// In lists of the profile of the recordings.
    InWireLists,
    /// In the profile of the documentation only.
    InDocs,
    /// Never: it is stored, or searched by.
    Never,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// Its name.
    pub(super) name: &'static str,
    /// Its type.
    pub(super) kind: Type,
    /// Whether clients may write it.
    pub(super) is_written: bool,
    /// When it is shown.
    pub(super) shown: Shown,
}

const fn column(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind: Type::Column(kind),
        is_written: false,
        shown: Shown::Always,
    }
}

/// A text.
pub(super) const fn text(name: &'static str) -> Field {
    column(name, Kind::Text)
}

/// A whole number.
pub(super) const fn integer(name: &'static str) -> Field {
    column(name, Kind::Integer)
}

/// A decimal.
pub(super) const fn decimal(name: &'static str) -> Field {
    column(name, Kind::Decimal)
}

/// True or false.
pub(super) const fn boolean(name: &'static str) -> Field {
    column(name, Kind::Boolean)
}

/// A day.
pub(super) const fn date(name: &'static str) -> Field {
    column(name, Kind::Date)
}

/// An instant.
pub(super) const fn datetime(name: &'static str) -> Field {
    column(name, Kind::DateTime)
}

/// A list of ids.
pub(super) const fn ids(name: &'static str) -> Field {
    Field {
        kind: Type::Ids,
        ..text(name)
    }
}

/// What is built in code.
pub(super) const fn nested(name: &'static str) -> Field {
    Field {
        kind: Type::Nested,
        ..text(name)
    }
}

impl Field {
    /// Clients may write it.
    pub(super) const fn written(self) -> Self {
        Self {
            is_written: true,
            ..self
        }
    }

    /// It is shown only then.
    pub(super) const fn shown(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }
}

impl Resource {
    /// What most resources are: of the account, made by the model, listed by id on one page.
    pub(super) const fn usual(one: &'static str, many: &'static str, model: &'static str) -> Self {
        Self {
            one,
            many,
            model,
            envelope: one,
            table: "",
            family: Family::Model,
            owner: Owner::Account,
            fields: &[],
            sorted_by: "",
            order: Order::Ascending,
            per_page: None,
            on_create: OnCreate::Location,
            on_update: OnUpdate::Object,
            on_delete: OnDelete::Blank,
            rules: |_, _| Box::pin(async { Ok(()) }),
            complete: None,
            compute: None,
            indexes: &[],
            tally: "",
        }
    }

    /// A field by its name.
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
