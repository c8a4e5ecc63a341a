//! How a contract comes to be, and the sales that it schedules: one a month, on its due day.

use chrono::{Datelike, Months, NaiveDate};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::store;
use super::wire::{Contract, ContractBody};
use crate::providers::contaazul::SLUG;
use crate::providers::contaazul::answers::Handled;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::sales::{
    DiscountBody, Issuer, Price, SaleTemplate, Status, catalogue, check_ids, check_items, complete_lines, customer_id,
    find_customer, find_seller, insert_scheduled, item_ids, sent_lines, sent_status,
};
use crate::providers::contaazul::wire::{Day, Member};
use crate::world::schedule::{Schedule, Scheduled};

/// The longest contract, in months: fifty years.
const LONGEST: u32 = 600;

/// The last year of dates that can be written and compared as text.
const LAST_YEAR: i32 = 9999;

/// Creates a contract with the id `id`, and its sales with ids from `ids`.
pub(super) async fn create(
    connection: &mut SqliteConnection,
    schedule: &Schedule,
    issuer: &Issuer<'_>,
    id: Uuid,
    body: &ContractBody,
    ids: impl Fn() -> Uuid,
) -> Handled<Contract> {
    let customer_id = customer_id(&body.customer_id)?;
    let sent = sent_lines(&body.products, &body.services).filter(|lines| !lines.is_empty());
    let sent = sent.ok_or_else(|| Error::SaleUnreadable {
        reason: "The contract has neither products nor services".to_owned(),
    })?;
    let status = match &body.status {
        Member::Given(_) => sent_status(&body.status)?,
        Member::Absent | Member::Null => Status::Committed,
    };
    let emission = body.emission.given().ok_or(missing("emission"))?.day;
    if status == Status::Committed {
        customer_id.ok_or(Error::SaleNeedsCustomer)?;
        check_ids(&sent)?;
    }
    let due_day = within(body.due_day, "due_day", 31)?.ok_or(missing("due_day"))?;
    let duration = within(body.duration, "duration", LONGEST)?.ok_or(missing("duration"))?;
    let customer = find_customer(connection, issuer.account, customer_id).await?;
    let seller = find_seller(connection, issuer, body.seller_id.text()).await?;
    check_items(
        &sent,
        &catalogue(connection, issuer.account, &item_ids(&sent)).await?,
        &[],
    )?;
    let lines = complete_lines(sent)?;
    let discount = body.discount.given().map(DiscountBody::discount);
    let price = Price::of(&lines, discount, body.shipping_cost.given().unwrap_or_default())?;
    let contract = Contract {
        id,
        number: store::next_number(connection, issuer.account).await?,
        emission,
        status,
        customer_id,
        discount: price.discount,
        product_discount: price.product_discount,
        service_discount: price.service_discount,
        due_day,
        duration,
        payment_terms: None,
        notes: body.notes.text().unwrap_or_default(),
        shipping_cost: price.shipping_cost,
    };
    let sequence = store::insert(connection, issuer.account, &contract).await?;
    let template = SaleTemplate {
        customer_id,
        customer,
        seller,
        price,
        lines,
    };
    let mut due = Vec::new();
    for day in due_days(emission, due_day, duration) {
        let id = ids();
        insert_scheduled(connection, issuer, sequence, (id, day), &template).await?;
        due.push(issue_on(day, id));
    }
    schedule.add(connection, &due).await?;
    Ok(contract)
}

/// The day on which a sale will be issued.
fn issue_on(day: Day, sale: Uuid) -> Scheduled {
    Scheduled {
        provider: SLUG,
        due_at: day.midnight(),
        what: "sale issued",
        subject: sale.to_string(),
    }
}

fn missing(member: &'static str) -> Error {
    let entity = "contract";
    Error::MemberMissing { entity, member }
}

/// The due day of `duration` months, from the first one that is not before the emission; the last day of a month that
/// is too short for it. The calendar ends with the year 9999.
fn due_days(emission: Day, due_day: u32, duration: u32) -> Vec<Day> {
    let in_month = |month: NaiveDate| {
        let last = month
            .checked_add_months(Months::new(1))
            .and_then(|next| next.pred_opt());
        last.and_then(|last| month.with_day(due_day.min(last.day())))
    };
    let Some(first_month) = emission.0.with_day(1) else {
        return Vec::new();
    };
    let starts_later = in_month(first_month).is_some_and(|day| day < emission.0);
    let month = |place: u32| first_month.checked_add_months(Months::new(place + u32::from(starts_later)));
    (0..duration)
        .filter_map(|place| month(place).and_then(in_month))
        .filter(|day| day.year() <= LAST_YEAR)
        .map(Day)
        .collect()
}

/// A number from 1 to `most`.
fn within(sent: Member<u32>, member: &str, most: u32) -> Handled<Option<u32>> {
    match sent.given() {
        Some(number) if !(1..=most).contains(&number) => {
            let reason = format!("The contract's {member} must be from 1 to {most}, not {number}.");
            Err(Error::BodyUnreadable { reason })
        }
        number => Ok(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(emission: &str, due_day: u32, duration: u32) -> Vec<String> {
        let emission = Day(emission.parse().unwrap());
        due_days(emission, due_day, duration)
            .iter()
            .map(|day| day.0.to_string())
            .collect()
    }

    #[test]
    fn the_first_sale_is_on_the_first_due_day_that_is_not_past() {
        assert_eq!(days("2025-03-05", 5, 2), ["2025-03-05", "2025-04-05"]);
        assert_eq!(days("2025-03-06", 5, 2), ["2025-04-05", "2025-05-05"]);
    }

    #[test]
    fn a_month_too_short_for_the_due_day_has_its_sale_on_its_last_day() {
        assert_eq!(
            days("2024-01-31", 31, 4),
            ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]
        );
    }
}
