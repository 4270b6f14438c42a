"""MongoDB's errors in segue's words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pymongo
from bson.errors import BSONError
from pymongo.errors import BulkWriteError, ConnectionFailure, DocumentTooLarge, OperationFailure, PyMongoError

from recommender.errors import BadRecord, ServerUnavailable

DUPLICATE_KEY = 11000
REFUSED_DOCUMENT = frozenset(
    {
        2,  # BadValue
        9,  # FailedToParse
        16,  # Overflow
        22,  # InvalidBSON
        52,  # DollarPrefixedFieldName
        57,  # DottedFieldName
        66,  # ImmutableField
        121,  # DocumentValidationFailure
        10334,  # BSONObjectTooLarge
        17280,  # KeyTooLong
    }
)
"""Codes that speak of the document and not of the server: trying again cannot help."""


@contextmanager
def store_errors(what: str, *, within_s: float | None = None) -> Iterator[None]:
    """Raise `BadRecord` for a document the database refuses, `ServerUnavailable` for a database that does not answer.

    `what` names the thing being read or written, such as `tracks`. With `within_s` a database that hangs counts as
    one that does not answer after so many seconds.
    """
    try:
        with pymongo.timeout(within_s):
            yield
    except BulkWriteError as error:
        failures = error.details.get("writeErrors", [])
        refused = [failure for failure in failures if failure.get("code") in REFUSED_DOCUMENT]
        if not refused:
            raise ServerUnavailable(f"MongoDB did not store all {what}: {error.details}; run the same again") from error
        first = refused[0]
        name = first.get("op", {}).get("_id", first.get("op", {}).get("q", {}).get("_id"))
        reason = first.get("errInfo") or first.get("errmsg")
        raise BadRecord(f"MongoDB refused {len(refused)} of the {what}, the first is {name!r}: {reason}") from error
    except (BSONError, OverflowError, DocumentTooLarge, UnicodeEncodeError) as error:
        raise BadRecord(f"a document of {what} cannot be stored: {error}") from error
    except ConnectionFailure as error:
        raise ServerUnavailable(
            f"MongoDB does not answer ({_without_topology(error)}); check that it runs, and SEGUE_MONGO_URI"
        ) from error
    except PyMongoError as error:
        if isinstance(error, OperationFailure) and error.code in REFUSED_DOCUMENT:
            raise BadRecord(f"MongoDB refused a document of {what}: {error.details}") from error
        raise ServerUnavailable(f"MongoDB failed on {what}: {error}") from error


def _without_topology(error: PyMongoError) -> str:
    """Return what failed, without the driver's description of every server that it knows."""
    return re.split(r" \(configured timeouts|, Timeout: |, Topology Description", str(error))[0]
