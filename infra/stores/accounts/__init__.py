"""Accounts in MongoDB, and what lets somebody into them."""
