"""How many releases an artist will have in a year: a count model on careers, and how far to trust it."""
