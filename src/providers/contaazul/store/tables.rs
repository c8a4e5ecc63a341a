//! The tables' statements.

use super::Table;

/// Customers. An update keeps `enabled` and `contacts` where it is given none.
pub(in crate::providers::contaazul) const CUSTOMERS: Table = Table {
    what: "customer",
    insert: "insert into contaazul_customer (account, document, contacts, enabled,
             name_folded, company_name_folded, search_folded, document_digits)
             values (?1, ?2, ?3 -> 'contacts', ?3 ->> 'enabled',
             ?3 ->> 'name_folded', ?3 ->> 'company_name_folded', ?3 ->> 'search_folded', ?3 ->> 'document_digits')",
    update: "update contaazul_customer set document = ?2,
             contacts = coalesce(?3 -> 'contacts', contacts), enabled = coalesce(?3 ->> 'enabled', enabled),
             name_folded = ?3 ->> 'name_folded', company_name_folded = ?3 ->> 'company_name_folded',
             search_folded = ?3 ->> 'search_folded', document_digits = ?3 ->> 'document_digits'
             where id = ?2 ->> 'id' and account = ?1",
    find: "select document from contaazul_customer where id = ? and account = ?",
    list: "select document from contaazul_customer where account = ",
    remove: "delete from contaazul_customer where id = ? and account = ?",
};

/// Suppliers.
pub(in crate::providers::contaazul) const SUPPLIERS: Table = Table {
    what: "supplier",
    insert: "insert into contaazul_supplier (account, document,
             name_folded, company_name_folded, search_folded, document_digits) values (?1, ?2,
             ?3 ->> 'name_folded', ?3 ->> 'company_name_folded', ?3 ->> 'search_folded', ?3 ->> 'document_digits')",
    update: "update contaazul_supplier set document = ?2,
             name_folded = ?3 ->> 'name_folded', company_name_folded = ?3 ->> 'company_name_folded',
             search_folded = ?3 ->> 'search_folded', document_digits = ?3 ->> 'document_digits'
             where id = ?2 ->> 'id' and account = ?1",
    find: "select document from contaazul_supplier where id = ? and account = ?",
    list: "select document from contaazul_supplier where account = ",
    remove: "delete from contaazul_supplier where id = ? and account = ?",
};

/// Products. One that is removed is inactive: lists leave it out, its own address and sales still show it.
pub(in crate::providers::contaazul) const PRODUCTS: Table = Table {
    what: "product",
    insert: "insert into contaazul_product (account, document, active, name_folded)
             values (?1, ?2, 1, ?3 ->> 'name_folded')",
    update: "update contaazul_product set document = ?2, name_folded = ?3 ->> 'name_folded'
             where id = ?2 ->> 'id' and account = ?1",
    find: "select document from contaazul_product where id = ? and account = ?",
    list: "select document from contaazul_product where active = 1 and account = ",
    remove: "update contaazul_product set active = 0 where id = ? and account = ?",
};

/// Services. One that is removed is inactive, like a product.
pub(in crate::providers::contaazul) const SERVICES: Table = Table {
    what: "service",
    insert: "insert into contaazul_service (account, document, active, name_folded)
             values (?1, ?2, 1, ?3 ->> 'name_folded')",
    update: "update contaazul_service set document = ?2, name_folded = ?3 ->> 'name_folded'
             where id = ?2 ->> 'id' and account = ?1",
    find: "select document from contaazul_service where id = ? and account = ?",
    list: "select document from contaazul_service where active = 1 and account = ",
    remove: "update contaazul_service set active = 0 where id = ? and account = ?",
};

/// Product categories. No operation changes or removes one.
pub(in crate::providers::contaazul) const PRODUCT_CATEGORIES: Table = Table {
    what: "product category",
    insert: "insert into contaazul_product_category (account, document, name_folded)
             values (?1, ?2, ?3 ->> 'name_folded')",
    update: "update contaazul_product_category set document = ?2, name_folded = ?3 ->> 'name_folded'
             where id = ?2 ->> 'id' and account = ?1",
    find: "select document from contaazul_product_category where id = ? and account = ?",
    list: "select document from contaazul_product_category where account = ",
    remove: "delete from contaazul_product_category where id = ? and account = ?",
};
