"""How good the picks of an instance are."""
