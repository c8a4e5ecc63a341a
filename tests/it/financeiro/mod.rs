//! Financeiro, file by file as in `src/providers/financeiro`.

mod people;
mod samples;
