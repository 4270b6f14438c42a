"""The room as a table: which rows, in which order, and as a file."""
