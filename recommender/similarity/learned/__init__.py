"""A metric learned from who plays what, and whether it is worth having."""
