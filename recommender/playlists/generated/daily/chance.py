"""Chance that differs between days and listeners and not between two looks at one day."""

import hashlib
from datetime import date

import numpy as np


def rng_of(*parts: object) -> np.random.Generator:
    """Return the generator of these parts, such as listener, day and kind of list."""
    text = "/".join(str(part) for part in parts)
    return np.random.default_rng(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()))


def shuffle_by(values: np.ndarray, rng: np.random.Generator, *, chance: float) -> np.ndarray:
    """Return the order, best first, of values to which chance was added; `chance` is its spread: int [k]."""
    order: np.ndarray = np.argsort(-(values + chance * rng.gumbel(size=len(values))), kind="stable")
    return order


def day_of(day: date) -> str:
    """Return the name of a day."""
    return day.isoformat()


def week_of(day: date) -> str:
    """Return the name of a day's week (ISO 8601)."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
