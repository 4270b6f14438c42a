"""Trainings in MongoDB: what ran, on what, and which tables were sent for it."""
