//! Conta Azul, file by file as in `src/providers/contaazul`.

mod customers;
