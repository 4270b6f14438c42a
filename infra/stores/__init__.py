"""The ports of `recommender` on MongoDB."""
