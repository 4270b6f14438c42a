"""Experiments on listeners: who is served by which variant of the engine, what came of it, and when to stop."""
