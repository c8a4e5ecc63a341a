//! JSON Web Tokens, signed (RFC 7519, RFC 7515) with RSA and SHA-256 (RS256, RFC 7518, 3.3).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};

/// A private key that signs tokens.
#[derive(Debug)]
pub struct Signer(RsaKeyPair);

impl Signer {
    /// The key of a PEM file as `openssl genpkey` writes it (PKCS #8); `None` where it is none.
    pub fn of_pem(pem: &str) -> Option<Self> {
        let lines = pem.lines().filter(|line| !line.starts_with("-----"));
        let key = STANDARD.decode(lines.collect::<String>()).ok()?;
        RsaKeyPair::from_pkcs8(&key).ok().map(Self)
    }

    /// A token that says `claims`; `None` where the key signs nothing.
    pub fn signed(&self, claims: &Value) -> Option<String> {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = json!({"alg": "RS256", "typ": "JWT"});
        let content = format!("{}.{}", part(&header), part(claims));
        let mut signature = vec![0; self.0.public().modulus_len()];
        // This padding takes no chance: the same claims have the same signature, and the generator is never asked.
        let chance = SystemRandom::new();
        let signing = self
            .0
            .sign(&RSA_PKCS1_SHA256, &chance, content.as_bytes(), &mut signature);
        signing.ok()?;
        Some(format!("{content}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The public half, with which anybody checks a token: a set of one key (RFC 7517).
    pub fn public_keys(&self) -> Value {
        let public: PublicKeyComponents<Vec<u8>> = self.0.public().into();
        let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({"keys": [{
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "n": number(&public.n),
            "e": number(&public.e),
        }]})
    }
}
