//! What a resource of Financeiro is: a description that reading, writing, searching and the OpenAPI schema share.

use futures_util::future::BoxFuture;
use sqlx::SqliteConnection;

use super::changeset::Changeset;
use super::field::Field;
use super::owner::Owner;
use super::record::{Members, Record};
use crate::providers::financeiro::errors::Error;
use crate::providers::financeiro::request::Request;
use crate::store::StoreError;
use crate::web::rails::Node;

/// The description of a resource.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The root of one record: `person`.
    pub(crate) singular: &'static str,
    /// The root of a list: `people`.
    pub(crate) plural: &'static str,
    /// The model's name in "Couldn't find": `Person`.
    pub(crate) model: &'static str,
    /// Its table.
    pub(crate) table: &'static str,
    /// How its answers are made.
    pub(crate) rendering: Rendering,
    /// What it belongs to.
    pub(crate) belongs_to: BelongsTo,
    /// Whether a write under an owner that the account does not have is forbidden (403). It is not found (404) otherwise.
    pub(crate) forbids_writes_without_owner: bool,
    /// What is said of a record that is not there.
    pub(crate) not_found: NotFound,
    /// Its fields in the order in which they are written.
    pub(crate) fields: &'static [Field],
    /// The field that lists are ordered by, and how; by id where it is empty.
    pub(crate) sorted_by: &'static str,
    pub(crate) order: Order,
    /// How many records a page has where `per_page` does not say; all of them for `None`.
    pub(crate) per_page: Option<u64>,
    /// Whether lists have pages in the profile of the documentation only.
    pub(crate) is_paged_in_docs_only: bool,
    /// Whether the profile of the documentation shows one record as a list of one.
    pub(crate) is_shown_as_list_in_docs: bool,
    /// What its writes answer.
    pub(crate) on_create: OnCreate,
    pub(crate) on_update: OnUpdate,
    pub(crate) on_delete: OnDelete,
    /// The description that the answer to a creation or a change is made by, where it is another one.
    pub(crate) created_as: Option<&'static Resource>,
    pub(crate) updated_as: Option<&'static Resource>,
    /// The rules of a write: defaults, computed fields, what must hold.
    pub(crate) validate: Validation,
    /// Adds a new record, where that adds more than one row.
    pub(crate) insert: Option<Insert>,
    /// What else a write makes, in the same transaction.
    pub(crate) after_save: Option<AfterSave>,
    /// Who is told of a write, once it is committed.
    pub(crate) notify: Option<Notify>,
    /// What is computed for an answer.
    pub(crate) add_computed: Option<AddComputed>,
    /// The same where it takes no look at other records, so that a record is shown without being taken apart.
    pub(crate) compute: Option<Compute>,
    /// The columns that are indexed beside the one that lists are ordered by.
    pub(crate) indexes: &'static [Index],
    /// The table that counts records by day and by indexed value; empty where there is none.
    pub(crate) tally: &'static str,
}

/// An indexed column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Index {
    /// The field.
    pub(crate) field: &'static str,
    /// The column.
    pub(crate) column: &'static str,
    /// Whether it holds hundredths of the field's decimal.
    pub(crate) is_hundredths: bool,
    /// Whether the resource's tally counts by its values, under the column's name.
    pub(crate) is_tallied: bool,
}

/// The rules of a write.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Validation {
    /// Rules that look at the record alone.
    Record(fn(&mut Changeset<'_>)),
    /// Rules that look at other records too.
    Store(for<'a> fn(&'a mut Changeset<'_>, &'a mut SqliteConnection) -> BoxFuture<'a, Result<(), StoreError>>),
}

/// Adds a new record. Answers with the record as it was stored.
pub(crate) type Insert =
    for<'a> fn(&'static Resource, Owner, Record, &'a mut SqliteConnection) -> BoxFuture<'a, Result<Record, StoreError>>;

/// Makes what follows from a record that was written. Answers with the record that was made, if any, and its resource.
pub(crate) type AfterSave = for<'a> fn(&'a mut Record, Owner, &'a mut SqliteConnection) -> BoxFuture<'a, AlsoMade>;

/// A record that was made because another one was written.
pub(crate) type AlsoMade = Result<Option<(&'static Resource, Record)>, StoreError>;

/// Tells of a record that was `created`, `updated` or `destroyed`.
pub(crate) type Notify = for<'a> fn(
    &'static Resource,
    &'a Request,
    &'a mut SqliteConnection,
    (&'static str, &'a Record),
) -> BoxFuture<'a, ()>;

/// Computes what an answer shows beside what is stored.
pub(crate) type AddComputed =
    for<'a> fn(&'a mut Record, &'a Request, &'a mut SqliteConnection) -> BoxFuture<'a, Result<(), StoreError>>;

/// Computes what an answer shows beside what is stored; `None` where that takes a look at other records.
pub(crate) type Compute = for<'a> fn(&Members<'a>, &Request) -> Option<Vec<(&'static str, Node<'a>)>>;

/// What is said of a record that is not there.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NotFound {
    /// Rails' words, with the condition of its query.
    Condition(fn(&Resource, Owner, &Request) -> String),
    /// Words of the resource's own.
    Words(fn(&Request) -> Error),
    /// Words that take a look at other records.
    Store(for<'a> fn(&'a Request, &'a mut SqliteConnection) -> BoxFuture<'a, Result<Error, StoreError>>),
}

/// How answers are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rendering {
    /// By the model: nulls keep their column's type, JSON is ASCII.
    Model,
    /// By a template: nulls have no type, JSON is UTF-8.
    Template,
}

/// What a record belongs to, and so which records a path names.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BelongsTo {
    /// The account.
    Account,
    /// A record of another resource, by the path's parameter of this name.
    Record(&'static Resource, &'static str),
}

/// The order of a list; ids go the same way where the field is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// The least first.
    Ascending,
    /// The greatest first.
    Descending,
}

/// What a creation answers beside 201 and the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnCreate {
    /// Its absolute address.
    Location,
    /// Its address without scheme and host.
    RelativeLocation,
    /// Nothing more.
    Plain,
}

/// What a change answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnUpdate {
    /// 200 and one blank.
    Blank,
    /// 200 and the object.
    Object,
    /// 200, the object and its address.
    ObjectAndLocation,
}

/// What a deletion answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnDelete {
    /// 200 and one blank.
    Blank,
    /// 200 without a body.
    Empty,
    /// 204.
    NoContent,
}

impl Resource {
    /// What most resources are: of the account, made by the model, listed by id on one page.
    pub(crate) const fn new(singular: &'static str, plural: &'static str, model: &'static str) -> Self {
        Self {
            singular,
            plural,
            model,
            table: "",
            rendering: Rendering::Model,
            belongs_to: BelongsTo::Account,
            forbids_writes_without_owner: false,
            not_found: NotFound::Condition(by_owner),
            fields: &[],
            sorted_by: "",
            order: Order::Ascending,
            per_page: None,
            is_paged_in_docs_only: false,
            is_shown_as_list_in_docs: false,
            on_create: OnCreate::Location,
            on_update: OnUpdate::Object,
            on_delete: OnDelete::Blank,
            created_as: None,
            updated_as: None,
            validate: Validation::Record(|_| {}),
            insert: None,
            after_save: None,
            notify: None,
            add_computed: None,
            compute: None,
            indexes: &[],
            tally: "",
        }
    }

    /// A field by its name.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The column that says what a record belongs to, which is also the path's parameter.
    pub(crate) fn owner_column(&self) -> &'static str {
        match self.belongs_to {
            BelongsTo::Account => "account_id",
            BelongsTo::Record(_, parameter) => parameter,
        }
    }

    /// The name of one record in a sentence: `sale account`.
    pub(crate) fn words(&self) -> String {
        self.singular.replace('_', " ")
    }

    /// What a record belongs to, from the next owner to the one below the account: the resources, and the ids that a
    /// path gives.
    pub(crate) fn owners(&self, request: &Request) -> Vec<(&'static Resource, i64)> {
        let mut owners = Vec::new();
        let mut next = self.belongs_to;
        while let BelongsTo::Record(owner, parameter) = next {
            owners.push((owner, request.path_id(parameter)));
            next = owner.belongs_to;
        }
        owners
    }
}

/// The condition of a query for the records of one owner, as Rails prints it.
fn by_owner(resource: &Resource, owner: Owner, _: &Request) -> String {
    let (table, column) = (resource.plural, resource.owner_column());
    format!(" [WHERE `{table}`.`{column}` = {}]", owner.id)
}
