//! What is done to a credential by hand. Each answers with the credential as it is then, `None` where it is forgotten.

use std::sync::Arc;

use serde_json::Value;

use super::World;
use super::credential::{Credential, Event, ROTATED};
use super::resident::Resident;
use crate::store::StoreError;

/// A credential that may be forgotten by now.
type ChangedCredential = Result<Option<Arc<Credential>>, StoreError>;

impl World {
    /// Lets a credential expire now.
    pub async fn expire(&self, credential: &Credential) -> ChangedCredential {
        let now = self.clock.now();
        let expire = |credential: &mut Credential| credential.expires_at = Some(now);
        self.change(credential, "expired by hand", expire).await
    }

    /// Ends a credential.
    pub async fn revoke(&self, credential: &Credential) -> ChangedCredential {
        let is_meant = |other: &Credential| other.id == credential.id;
        let event = self.back_office("revoked");
        self.change_directory(|directory| directory.end(is_meant, &event))
            .await?;
        Ok(self.directory.credential(credential.id))
    }

    /// Gives a credential a fresh secret: the half that is only compared where there is one, else the key itself.
    pub async fn rotate(&self, resident: &Resident, credential: &Credential) -> ChangedCredential {
        let form = resident.credential_form(&credential.kind);
        let (key, secret) = match &credential.secret {
            Some(before) => {
                let length = form.and_then(|form| form.secret_length);
                let secret = self.ids.secret(length.unwrap_or(before.len()));
                (credential.key.clone(), Some(secret))
            }
            None => (self.ids.secret(credential.key.len()), None),
        };
        let rotate = |credential: &mut Credential| {
            credential.key = key;
            credential.secret = secret;
        };
        self.change(credential, ROTATED, rotate).await
    }

    /// Changes what a credential opens.
    pub async fn amend(&self, credential: &Credential, holder: Value) -> ChangedCredential {
        let amend = |credential: &mut Credential| credential.holder = holder;
        self.change(credential, "amended by hand", amend).await
    }

    async fn change(
        &self,
        credential: &Credential,
        what: &str,
        change: impl FnOnce(&mut Credential),
    ) -> ChangedCredential {
        let event = self.back_office(what);
        self.change_directory(|directory| directory.amend(credential.id, event, change))
            .await
    }

    fn back_office(&self, what: &str) -> Event {
        Event {
            at: self.clock.now(),
            what: what.to_owned(),
            request: None,
        }
    }
}
