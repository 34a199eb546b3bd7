//! Reads what a database holds: tables, columns, keys, constraints, indexes.
