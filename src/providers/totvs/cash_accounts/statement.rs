//! The INSERT statement that FE006 shows (API Conta/Caixa, 1.2.1).

use chrono::{DateTime, Utc};

use super::fields::{FIELDS, STAMPED_BEHIND};
use super::record::{Record, statement_date};

/// The columns that say who created and changed a record, and when.
const STAMPS: [&str; 4] = ["RECCREATEDBY", "RECCREATEDON", "RECMODIFIEDBY", "RECMODIFIEDON"];

/// What SQL Server says of a record whose key is taken, and the statement that would have inserted it.
pub(super) fn duplicate_key(record: &Record, user: &str, now: DateTime<Utc>) -> String {
    let (mut columns, mut values) = (Vec::new(), Vec::new());
    let user = format!("'{}'", user.replace('\'', "''"));
    let now = statement_date(now.timestamp());
    for (field, value) in FIELDS.iter().zip(&record.values) {
        columns.push(format!("[{}]", field.rm_column));
        values.push(value.in_statement());
        if field.name == STAMPED_BEHIND {
            columns.extend(STAMPS.iter().map(|name| format!("[{name}]")));
            values.extend([user.clone(), now.clone(), user.clone(), now.clone()]);
        }
    }
    format!(
        "Violation of PRIMARY KEY constraint 'PKFCXA'. Cannot insert duplicate key in object 'dbo.FCXA'. The \
         duplicate key value is ({}, {}).\r\nThe statement has been terminated.\r\n\r\nINSERT INTO [FCXA] ({}) \
         VALUES ({})",
        record.company(),
        record.code(),
        columns.join(", "),
        values.join(", ")
    )
}
