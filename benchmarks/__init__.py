"""Side-by-side measurements: each command prints a table and writes JSON."""
