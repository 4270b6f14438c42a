"""Network, boosting, and both together."""
