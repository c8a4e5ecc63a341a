//! JSON Web Tokens, signed (RFC 7519, RFC 7515) with HMAC and SHA-256.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// A token that says `claims`, signed with `key`.
pub fn signed(claims: &Value, key: &str) -> String {
    let header = json!({"alg": "HS256", "typ": "JWT"});
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let content = format!("{}.{}", part(&header), part(claims));
    // HMAC takes keys of every length.
    let signature = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map(|mut mac| {
        mac.update(content.as_bytes());
        mac.finalize().into_bytes()
    });
    let signature = signature.unwrap_or_default();
    format!("{content}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `openssl dgst -sha256 -hmac secret` signs it.
    #[test]
    fn a_token_is_header_claims_and_signature() {
        let token = signed(&json!({"sub": "1"}), "secret");
        assert!(token.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0."));
        assert_eq!(token.split('.').count(), 3);
    }
}
