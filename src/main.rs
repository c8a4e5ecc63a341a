//! The `areia` program.

fn main() {}
