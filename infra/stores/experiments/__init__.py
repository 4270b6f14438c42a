"""Experiments in MongoDB: which there are, and what was shown in them."""
