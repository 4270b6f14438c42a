"""Many things written in transactions of a size that a busy MongoDB ends in time."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.errors import OperationFailure

from infra.stores.batches import batches

ITEMS_PER_TRANSACTION = 2_000
LIFETIME_EXCEEDED = 290
"""MongoDB's code for a transaction that took longer than `transactionLifetimeLimitSeconds`."""
Item = TypeVar("Item")


def in_transactions(
    client: MongoClient[Any], items: Sequence[Item], write: Callable[[Sequence[Item], ClientSession], int]
) -> int:
    """Call `write` with parts of the items, each in a transaction of its own; return the sum of what it returns.

    A part that took too long is written in halves. `write` may be called again with what is stored already.
    """
    return sum(_write_part(client, part, write) for part in batches(items, ITEMS_PER_TRANSACTION))


def _write_part(
    client: MongoClient[Any], part: Sequence[Item], write: Callable[[Sequence[Item], ClientSession], int]
) -> int:
    try:
        with client.start_session() as session:
            return session.with_transaction(partial(write, part))
    except OperationFailure as error:
        if error.code != LIFETIME_EXCEEDED or len(part) < 2:
            raise
    middle = len(part) // 2
    return _write_part(client, part[:middle], write) + _write_part(client, part[middle:], write)
