//! A stateful sandbox for five Brazilian finance and ERP APIs.
