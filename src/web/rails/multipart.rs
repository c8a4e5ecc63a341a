//! `multipart/form-data` as parameters.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;

use super::brackets::put;
use super::parameter::{Members, Parameter, Upload};
use crate::web::form_file::name_alone;

/// How many parts a form may have.
const PARTS: usize = 1_000;

/// The parameters of a multipart body; a part with a file name is a file.
pub(super) async fn members(body: Bytes, content_type: &str) -> Result<Members, String> {
    let boundary = multer::parse_boundary(content_type).map_err(|error| error.to_string())?;
    let body = stream::once(async move { Ok::<_, Infallible>(body) });
    let mut form = multer::Multipart::new(body, boundary);
    let mut members = Members::new();
    for _ in 0..PARTS {
        let Some(part) = form.next_field().await.map_err(|error| error.to_string())? else {
            return Ok(members);
        };
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let content_type = part.content_type().map(ToString::to_string);
        let content = part.bytes().await.map_err(|error| error.to_string())?;
        let value = match file_name {
            Some(name) => Parameter::File(Upload {
                name: name_alone(&name).to_owned(),
                content_type: content_type.unwrap_or_else(|| "application/octet-stream".to_owned()),
                content,
            }),
            None => Parameter::Text(String::from_utf8_lossy(&content).into_owned()),
        };
        put(&mut members, &name, value)?;
    }
    Err("the form has too many parts".to_owned())
}
