"""Accounts over HTTP: who asks, what they may do, how they get in and out."""
