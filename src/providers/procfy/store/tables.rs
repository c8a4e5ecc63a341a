//! The tables' statements.

use super::Table;

/// Bank accounts. A new one's computed balance is the one that its document shows.
pub(crate) const BANK_ACCOUNTS: Table = Table {
    what: "bank account",
    sequence: "bank_account",
    insert: "insert into procfy_bank_account (id, document, computed_cents) values (?1, ?2, ?2 ->> '$.balance_cents')",
    update: "update procfy_bank_account set document = ? where id = ?",
    find: "select document from procfy_bank_account where id = ? and hidden = 0",
    count: "select count(*) from procfy_bank_account where hidden = 0",
    list: "select document from procfy_bank_account where hidden = 0 order by id limit ? offset ?",
    is_used: "select exists (select 1 from procfy_transaction where bank_account_id = ?1)
              or exists (select 1 from procfy_transaction where transfer_to_id = ?1)",
    hide: "update procfy_bank_account set hidden = 1 where id = ?",
    delete: "delete from procfy_bank_account where id = ?",
};

/// Contacts.
pub(crate) const CONTACTS: Table = Table {
    what: "contact",
    sequence: "contact",
    insert: "insert into procfy_contact (id, document) values (?, ?)",
    update: "update procfy_contact set document = ? where id = ?",
    find: "select document from procfy_contact where id = ? and hidden = 0",
    count: "select count(*) from procfy_contact where hidden = 0",
    list: "select document from procfy_contact where hidden = 0 order by id limit ? offset ?",
    is_used: "select exists (select 1 from procfy_transaction where contact_id = ?)",
    hide: "update procfy_contact set hidden = 1 where id = ?",
    delete: "delete from procfy_contact where id = ?",
};

/// Cost centers.
pub(crate) const COST_CENTERS: Table = Table {
    what: "cost center",
    sequence: "cost_center",
    insert: "insert into procfy_cost_center (id, document) values (?, ?)",
    update: "update procfy_cost_center set document = ? where id = ?",
    find: "select document from procfy_cost_center where id = ? and hidden = 0",
    count: "select count(*) from procfy_cost_center where hidden = 0",
    list: "select document from procfy_cost_center where hidden = 0 order by id limit ? offset ?",
    is_used: "select exists (select 1 from procfy_transaction where cost_center_id = ?)",
    hide: "update procfy_cost_center set hidden = 1 where id = ?",
    delete: "delete from procfy_cost_center where id = ?",
};

/// Categories.
pub(crate) const CATEGORIES: Table = Table {
    what: "category",
    sequence: "category",
    insert: "insert into procfy_category (id, document) values (?, ?)",
    update: "update procfy_category set document = ? where id = ?",
    find: "select document from procfy_category where id = ? and hidden = 0",
    count: "select count(*) from procfy_category where hidden = 0",
    list: "select document from procfy_category where hidden = 0 order by id limit ? offset ?",
    is_used: "select exists (select 1 from procfy_transaction where category_id = ?)",
    hide: "update procfy_category set hidden = 1 where id = ?",
    delete: "delete from procfy_category where id = ?",
};

/// Users. No transaction refers to one.
pub(crate) const USERS: Table = Table {
    what: "user",
    sequence: "user",
    insert: "insert into procfy_user (id, document) values (?, ?)",
    update: "update procfy_user set document = ? where id = ?",
    find: "select document from procfy_user where id = ?",
    count: "select count(*) from procfy_user",
    list: "select document from procfy_user order by id limit ? offset ?",
    is_used: "select ? is null",
    hide: "delete from procfy_user where id = ?",
    delete: "delete from procfy_user where id = ?",
};
