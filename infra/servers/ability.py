"""Whether a server can do its work now: a probe that writes, because a server that is full or failed still answers."""

import time
from threading import Event
from typing import Any, Protocol

import pymongo
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.write_concern import WriteConcern

from infra.tasks import repeat_every

_COLLECTION = "write_probe"
_OUT_OF_DISK_SPACE = 14031
FAILURES_IN_A_ROW = 4
"""Bad answers until a server counts as unable: about half a minute, so that a machine under load is left alone."""


class AbilityProbe(Protocol):
    """Asks one server or process to do its work."""

    def trouble(self) -> str:
        """Return why it cannot now, empty when it can; answers within some seconds."""

    def close(self) -> None:
        """Disconnect."""


class MongoWriteProbe:
    """Replaces one small document, for good on most of the replica set."""

    def __init__(self, database: Database[dict[str, Any]], *, within_s: float = 3.0) -> None:
        """Use the caller's connection, which `close` leaves open."""
        self._collection = database.get_collection(_COLLECTION, write_concern=WriteConcern(w="majority", j=True))
        self._within_s = within_s

    def trouble(self) -> str:
        """Return why nothing is stored now; empty when the document was written."""
        try:
            with pymongo.timeout(self._within_s):
                self._collection.replace_one({"_id": "probe"}, {"at": time.time()}, upsert=True)
        except OperationFailure as error:
            if error.code == _OUT_OF_DISK_SPACE:
                return "MongoDB stores nothing: its disk is full"
            return f"MongoDB stored nothing (error {error.code}, {type(error).__name__})"
        except PyMongoError as error:
            return f"MongoDB stored nothing within {self._within_s:g} s ({type(error).__name__})"
        return ""

    def close(self) -> None:
        """Leave the connection to its owner."""


class _OwnMongoWriteProbe(MongoWriteProbe):
    """One with a connection of its own."""

    def close(self) -> None:
        """Disconnect."""
        self._collection.database.client.close()


def mongo_write_probe(uri: str, name: str, *, within_s: float = 3.0) -> AbilityProbe:
    """Return a probe that writes to the database `name` over a connection of its own."""
    client: MongoClient[dict[str, Any]] = MongoClient(uri, appname="segue probe", serverSelectionTimeoutMS=3000)
    return _OwnMongoWriteProbe(client[name], within_s=within_s)


def kafka_write_probe(bootstrap: str, *, within_s: float = 3.0) -> AbilityProbe:
    """Return a probe that sends one message with `acks=all`; see `streaming.write_probe`."""
    from streaming.write_probe import KafkaWriteProbe  # here, so that commands without Kafka do not load it

    return KafkaWriteProbe(bootstrap, within_s=within_s)


class WatchedAbility:
    """Asks a probe again and again in a thread of its own, so that nobody waits for a server that hangs."""

    def __init__(self, probe: AbilityProbe, *, name: str, every_s: float = 5.0, first_within_s: float = 0.0) -> None:
        """Prepare only; the first good answer may take `first_within_s`."""
        self._probe = probe
        self._every_s = every_s
        self._name = name
        self._stop = Event()
        self._trouble = ""
        self._n_failures = 0
        self._answered_at: float | None = None
        self._first_within_s = first_within_s
        self._patient_until = 0.0
        self._is_watching = False

    def start(self) -> None:
        """Begin anew, and ask from now on."""
        self.forget()
        if not self._is_watching:
            name = f"ability-{self._name}"
            repeat_every(self._every_s, self._ask, name=name, stop=self._stop, at_once=True, at_end=self._probe.close)
            self._is_watching = True  # only now: a system may have no thread to spare, and is asked again

    def stop(self) -> None:
        """Ask no more; a question under way is left to end by itself."""
        self._stop.set()

    def forget(self) -> None:
        """Begin anew, because what is watched was started anew."""
        self._trouble, self._n_failures = "", 0
        self._patient_until = time.monotonic() + self._first_within_s

    def is_unable(self) -> bool:
        """Whether it failed so often in a row that waiting longer is no use."""
        return self._n_failures >= FAILURES_IN_A_ROW and time.monotonic() >= self._patient_until

    @property
    def trouble(self) -> str:
        """Why the server stored nothing when it was last asked; empty when it did or was never asked."""
        return self._trouble

    @property
    def n_failures(self) -> int:
        """How many of the last answers in a row were bad."""
        return self._n_failures

    def age_s(self) -> float | None:
        """Return the age of the last answer, good or bad, in seconds; None before the first."""
        return None if self._answered_at is None else time.monotonic() - self._answered_at

    def _ask(self) -> None:
        try:
            trouble = self._probe.trouble()
        except Exception as error:  # whatever the probe did not foresee is an answer, too
            trouble = f"the probe of {self._name} failed ({type(error).__name__}: {error})"
        self._trouble, self._n_failures = trouble, self._n_failures + 1 if trouble else 0
        if not trouble:
            self._patient_until = 0.0
        self._answered_at = time.monotonic()
