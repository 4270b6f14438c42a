"""Versioned results of batch jobs: published whole, swapped by one pointer, rolled back by name."""
