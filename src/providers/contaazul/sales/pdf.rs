//! A sale as PDF. Nobody recorded the real one; this is a page that says which sale it is.

use http::StatusCode;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};
use uuid::Uuid;

use super::load_sale;
use super::wire::Sale;
use crate::providers::contaazul::accounts::Caller;
use crate::providers::contaazul::answers::Handled;
use crate::web::extract::Path;
use crate::web::wording::Answer;

/// The sale on one page.
pub(super) async fn sale_pdf(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let sale = load_sale(&mut connection, &caller, id).await?.sale;
    Ok(Answer::new(
        StatusCode::OK,
        "application/pdf",
        page(&lines(&caller, &sale)),
    ))
}

fn lines(caller: &Caller, sale: &Sale) -> Vec<String> {
    let number = sale
        .number
        .map_or_else(|| "(agendada)".to_owned(), |number| number.to_string());
    vec![
        caller.settings.name.clone(),
        format!("Venda {number}"),
        format!("Emissão: {}", sale.emission.0.format("%d/%m/%Y")),
        format!("Cliente: {}", sale.customer.name().unwrap_or("não informado")),
        format!("Total: {}", sale.total.in_reais()),
        "Documento de teste, sem valor fiscal.".to_owned(),
    ]
}

/// An A4 page of text lines in Helvetica.
fn page(lines: &[String]) -> Vec<u8> {
    let [catalog, pages, page, font, content] = [1, 2, 3, 4, 5].map(Ref::new);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut leaf = pdf.page(page);
    leaf.media_box(Rect::new(0.0, 0.0, 595.0, 842.0))
        .parent(pages)
        .contents(content);
    leaf.resources().fonts().pair(Name(b"F1"), font);
    leaf.finish();
    pdf.type1_font(font)
        .base_font(Name(b"Helvetica"))
        .encoding_predefined(Name(b"WinAnsiEncoding"));
    let mut text = Content::new();
    text.begin_text()
        .set_font(Name(b"F1"), 12.0)
        .set_leading(18.0)
        .next_line(56.0, 780.0);
    for line in lines {
        text.show(Str(&latin_1(line))).next_line_using_leading();
    }
    text.end_text();
    pdf.stream(content, &text.finish());
    pdf.finish()
}

/// The text in the font's encoding, which agrees with Latin-1 on every letter of Portuguese.
fn latin_1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect()
}
