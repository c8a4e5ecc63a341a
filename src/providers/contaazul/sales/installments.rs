//! A sale's installments: shown and acquitted by their number (FAQ 32, 34).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::payment::{Installment, InstallmentStatus, check_acquittable};
use super::wire::Sale;
use super::{load_sale, store};
use crate::providers::contaazul::accounts::Caller;
use crate::providers::contaazul::answers::{Handled, json_text, ok};
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Amount, Day, Member, Text, in_account_dates};
use crate::web::extract::{JsonBody, Path};

/// What changes an installment.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct StatusBody {
    /// `ACQUITTED` or `PENDING`.
    #[serde(default)]
    status: Member<Text>,
}

/// An installment by itself: four members, no more.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ShownInstallment {
    number: i64,
    value: Amount,
    due_date: Day,
    status: InstallmentStatus,
}

/// Shows an installment.
pub(super) async fn find_installment(caller: Caller, Path((id, number)): Path<(Uuid, i64)>) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let mut sale = load_sale(&mut connection, &caller, id).await?.sale;
    let installment = installment(&mut sale, number)?;
    shown(&caller, installment)
}

/// Acquits an installment, or takes that back.
pub(super) async fn update_installment(
    caller: Caller,
    Path((id, number)): Path<(Uuid, i64)>,
    JsonBody(body): JsonBody<StatusBody>,
) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let mut transaction = connection.begin().await?;
    let mut sale = load_sale(&mut transaction, &caller, id).await?.sale;
    let bank = sale.payment.financial_account.clone();
    let installment = installment(&mut sale, number)?;
    let status = match body.status {
        Member::Given(Text(status)) => match status.as_str() {
            "ACQUITTED" => InstallmentStatus::Acquitted,
            "PENDING" => InstallmentStatus::Pending,
            other => {
                return Err(Error::StatusInvalid {
                    given: other.to_owned(),
                });
            }
        },
        Member::Absent | Member::Null => {
            return Err(Error::MemberMissing {
                entity: "installment",
                member: "status",
            });
        }
    };
    if status == InstallmentStatus::Acquitted && installment.status != status {
        check_acquittable(bank.as_ref())?;
    }
    installment.status = status;
    let answer = shown(&caller, installment)?;
    store::update(&mut transaction, caller.account(), &sale).await?;
    transaction.commit().await?;
    Ok(answer)
}

fn installment(sale: &mut Sale, number: i64) -> Result<&mut Installment, Error> {
    let mut installments = sale.payment.installments.iter_mut();
    installments
        .find(|installment| installment.number == number)
        .ok_or_else(|| Error::NotFound {
            reason: format!("The sale has no installment {number}"),
        })
}

fn shown(caller: &Caller, installment: &Installment) -> Handled {
    let shown = ShownInstallment {
        number: installment.number,
        value: installment.value,
        due_date: installment.due_date,
        status: installment.status,
    };
    Ok(ok(in_account_dates(
        json_text(&shown)?,
        caller.settings.emission_format,
    )))
}
