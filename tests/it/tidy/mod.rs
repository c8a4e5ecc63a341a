//! Style is a test: lengths, names, layers, and the absences that the design promises.

mod absences;
mod circles;
mod functions;
mod imports;
mod layers;
mod names;
mod providers;
mod source;
mod sql;
