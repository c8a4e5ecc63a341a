//! Filters by themselves.
