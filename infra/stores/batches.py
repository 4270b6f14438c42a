"""Long iterables in pieces that one round trip can carry."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")

DOCUMENTS_PER_ROUND_TRIP = 1000


def batches(items: Iterable[Item], size: int = DOCUMENTS_PER_ROUND_TRIP) -> Iterator[list[Item]]:
    """Yield the items in lists of `size`, the last one shorter; nothing for nothing."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch
