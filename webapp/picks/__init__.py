"""How good the picks are."""
