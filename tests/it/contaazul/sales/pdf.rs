//! A sale as PDF.

use crate::support::Sandbox;

#[tokio::test]
async fn a_sale_is_a_small_pdf_that_names_it() {
    let sandbox = Sandbox::new("pdf").await;
    let contaazul = sandbox.contaazul();
    let answer = contaazul
        .get("/v1/sales/968150ce-0000-4a97-ab6c-4da83b255f79/pdf")
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.body.starts_with(b"%PDF-1."));
    assert!(answer.body.trim_ascii_end().ends_with(b"%%EOF"));
    let text = answer.text();
    // A text that is not all ASCII is written in hexadecimal digits.
    let digits = |part: &str| {
        part.chars()
            .map(|c| format!("{:02X}", u32::from(c)))
            .collect::<String>()
    };
    for part in [
        "Padaria Areia Branca",
        "Venda 12",
        "10/03/2025",
        "Maria Teste",
        "R$305,00",
    ] {
        assert!(text.contains(part) || text.contains(&digits(part)), "{part} in {text}");
    }
    // The table of cross-references begins where the trailer says.
    let start: usize = text
        .rsplit("startxref")
        .next()
        .unwrap()
        .lines()
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    assert!(answer.body[start..].starts_with(b"xref"));
}
