//! Attachments as they are shown.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

/// What attaches a file.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "It describes the form.")]
pub(super) struct AttachmentBody {
    /// The file itself.
    #[schemars(schema_with = "binary")]
    filename: String,
}

fn binary(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "contentMediaType": "application/octet-stream"})
}

/// An attachment as it is kept.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Attachment {
    pub(super) id: i64,
    pub(super) transaction_id: i64,
    pub(super) filename: String,
    pub(super) byte_size: i64,
    pub(super) content_type: String,
    pub(super) created_at: String,
    /// The file that holds its bytes.
    pub(super) file_id: i64,
}

/// An attachment.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AttachmentShown<'a> {
    id: i64,
    filename: &'a str,
    byte_size: i64,
    content_type: &'a str,
    created_at: &'a str,
    /// Where the file is downloaded.
    url: String,
}

impl Attachment {
    /// The attachment, for who reached the service at `base_url`.
    pub(super) fn shown(&self, base_url: &str) -> AttachmentShown<'_> {
        let Self { id, transaction_id, .. } = self;
        AttachmentShown {
            id: *id,
            filename: &self.filename,
            byte_size: self.byte_size,
            content_type: &self.content_type,
            created_at: &self.created_at,
            url: format!("{base_url}/api/v1/transactions/{transaction_id}/attachments/{id}/download"),
        }
    }
}
