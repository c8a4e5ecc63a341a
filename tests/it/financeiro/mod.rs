//! Financeiro, file by file as in `src/providers/financeiro`.

mod attachments;
mod bodies;
mod cards;
mod every_resource;
mod financial_accounts;
mod people;
mod put_back;
mod quotas;
mod resources;
mod round_trip;
mod sales;
mod samples;
mod search;
mod settling;
mod transport;
mod uploads;
mod uses;
mod webhooks;
