"""Secrets that are given out once: sessions, tokens and invitations are found again by their hash."""

import secrets
from hashlib import sha256

from recommender.records import ListenerId

_BYTES = 32
MAX_SECRET = 128
"""Characters; nothing longer is looked up."""


def make_secret() -> str:
    """Return 256 random bits as 43 characters that need no escaping in a URL, cookie or header."""
    return secrets.token_urlsafe(_BYTES)


def hash_secret(secret: str) -> str:
    """Return under what the secret is kept. Random bits need no slow hash: nobody guesses them."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def make_listener_id() -> ListenerId:
    """Return the id of a new listener."""
    return ListenerId(secrets.token_hex(16))
