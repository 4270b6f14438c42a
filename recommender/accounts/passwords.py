"""Passwords: argon2id (RFC 9106) with the parameters of its second recommendation: 64 MiB, 3 passes, 4 lanes."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from recommender.accounts.names import fold_name, normalise
from recommender.errors import BadInput

MIN_PASSWORD, MAX_PASSWORD = 10, 200
"""Characters; a limit above, because every character is hashed."""
_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)


def check_password(password: str, *, name: str) -> str:
    """Return the password as it is hashed, or raise `BadInput` with what is wrong with it."""
    password = normalise(password)
    if len(password) < MIN_PASSWORD:
        raise BadInput(f"password: too short, {MIN_PASSWORD} characters at least")
    if len(password) > MAX_PASSWORD:
        raise BadInput(f"password: too long, {MAX_PASSWORD} characters at most")
    if len(set(password)) < 3 or fold_name(password) == fold_name(name):
        raise BadInput("password: too easy to guess; it is the name, or the same character again and again")
    return password


def hash_password(password: str) -> str:
    """Return the hash in PHC format; takes some 0.1 s and 64 MiB."""
    return _hasher.hash(password)


def is_password(password: str, password_hash: str) -> bool:
    """Return whether the hash is of this password; takes as long where there is no hash to compare."""
    if len(password) > MAX_PASSWORD:
        password = ""
    try:
        return _hasher.verify(password_hash or _nobodys_hash(), normalise(password)) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody's password")
