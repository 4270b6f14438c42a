"""MongoDB's errors in segue's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from bson.errors import InvalidDocument
from pymongo.errors import BulkWriteError, ConnectionFailure, DocumentTooLarge, PyMongoError

from recommender.errors import BadRecord, ServerUnavailable

VALIDATION_FAILED = 121


@contextmanager
def store_errors(what: str) -> Iterator[None]:
    """Raise `BadRecord` for a document the database refuses, `ServerUnavailable` for a database that does not answer.

    `what` names the thing being read or written, such as `tracks`.
    """
    try:
        yield
    except BulkWriteError as error:
        failures = error.details.get("writeErrors", [])
        refused = [each for each in failures if each.get("code") == VALIDATION_FAILED]
        if not refused:
            raise ServerUnavailable(f"MongoDB did not store all {what}: {error.details}; run the same again") from error
        first = refused[0]
        name = first.get("op", {}).get("_id", first.get("op", {}).get("q", {}).get("_id"))
        raise BadRecord(
            f"MongoDB refused {len(refused)} of the {what}, the first is {name!r}: {first.get('errInfo')}"
        ) from error
    except (InvalidDocument, DocumentTooLarge, UnicodeEncodeError) as error:
        raise BadRecord(f"a document of {what} cannot be stored: {error}") from error
    except ConnectionFailure as error:
        raise ServerUnavailable(
            f"MongoDB does not answer ({error}); check that it runs and that SEGUE_MONGO_URI is right"
        ) from error
    except PyMongoError as error:
        raise ServerUnavailable(f"MongoDB failed on {what}: {error}") from error
