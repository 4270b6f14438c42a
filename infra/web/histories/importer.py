"""The web's side of sent histories: keeps each file while a process of its own imports it, a few at a time."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore, Thread
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from msgspec.structs import replace as changed
from pymongo.database import Database

from infra.jobs.sent_tables import link_or_copy, ready_for_arrival, safe_name
from infra.servers.running import ServerAddresses
from infra.settings import Settings
from infra.stores.listening.history_imports import MongoImportStore
from infra.web.histories.job import HistoryJob
from recommender.clock import Clock, system_clock
from recommender.errors import SegueError
from recommender.listening.history.imports import INTERRUPTED, HistoryImport, ImportStore
from recommender.records import ListenerId

AT_THE_SAME_TIME = 2
"""Imports of one player; each may take a core and some GB."""
BEAT_EVERY_S = 5.0
END_WITHIN_S = 1.0
BROKE_OFF = "the import broke off; what was stored stays and counts once, so try again"
_log = structlog.get_logger(__name__)


def make_importer(
    settings: Settings, addresses: ServerAddresses, database: Database[dict[str, Any]]
) -> "HistoryImporter":
    """Return the importer of a player; files that an earlier one left are gone."""
    home = settings.home.absolute()
    where = replace(settings, home=home, mongo_uri=addresses.mongo_uri, kafka_bootstrap=addresses.kafka_bootstrap)
    importer = HistoryImporter(
        where, MongoImportStore(database), folder=home / "histories" / "sent", clock=system_clock
    )
    importer.forget_files()
    return importer


class HistoryImporter:
    """Imports what listeners send; a file is gone when its import has ended, however that was."""

    def __init__(self, settings: Settings, imports: ImportStore, *, folder: Path, clock: Clock) -> None:
        """Start nothing yet; `settings` are those of the processes, which name the servers where they are."""
        self._settings = settings
        self._imports = imports
        self._folder = folder
        self._clock = clock
        self._places = BoundedSemaphore(AT_THE_SAME_TIME)
        self._under_way: dict[str, subprocess.Popen[bytes] | None] = {}
        self._has_ended = False

    def arrival_folder(self, n_bytes: int) -> Path:
        """Return where a file of this size is written while it arrives; raises `DiskFull` without room."""
        self.forget_files()
        return ready_for_arrival(self._folder, n_bytes, now=self._clock())

    def begin(self, listener_id: ListenerId, arrived: Path, name: str, *, dry_run: bool) -> HistoryImport:
        """Have a file that has arrived imported; raise `ImportUnderWay` while another of the listener is."""
        now = self._clock()
        path = self._folder / uuid4().hex / safe_name(name)
        one = HistoryImport(
            import_id=path.parent.name,
            listener_id=listener_id,
            name=path.name,
            dry_run=dry_run,
            sent_at=now,
            told_at=now,
        )
        self._imports.start(one)
        self._under_way[one.import_id] = None
        try:
            path.parent.mkdir(parents=True)
            link_or_copy(arrived, path)
        except OSError:
            self._end(one, path)
            raise
        Thread(target=self._run, args=(one, path), name=f"import-{one.import_id}", daemon=True).start()
        return one

    def of_listener(self, listener_id: ListenerId) -> Sequence[HistoryImport]:
        """Return the listener's imports, newest first."""
        return self._imports.of_listener(listener_id, self._clock())

    def forget_files(self) -> None:
        """Remove the files whose imports have ended: of a player that was killed."""
        for folder in self._folder.glob("*/"):
            one = self._imports.find(folder.name, self._clock())
            if folder.name not in self._under_way and (one is None or not one.is_open):
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """End what is under way: it counts as failed and may be sent again."""
        self._has_ended = True
        for process in self._under_way.values():
            if process is not None and process.stdin is not None:
                with suppress(OSError):
                    process.stdin.close()
        for import_id, process in [*self._under_way.items()]:
            if process is not None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(END_WITHIN_S)
                process.kill()
            self._fail(import_id, INTERRUPTED)
            shutil.rmtree(self._folder / import_id, ignore_errors=True)

    def _run(self, one: HistoryImport, path: Path) -> None:
        try:
            while not self._places.acquire(timeout=BEAT_EVERY_S):
                self._beat(one.import_id)
            try:
                self._run_process(one, path)
            finally:
                self._places.release()
        except OSError as error:
            _log.error("import_not_run", import_id=one.import_id, why=str(error))
        finally:
            self._end(one, path)

    def _run_process(self, one: HistoryImport, path: Path) -> None:
        if self._has_ended:
            return
        process = subprocess.Popen(
            [sys.executable, "-m", "infra.web.histories.worker"],
            stdin=subprocess.PIPE,
            env=self._settings.as_environment(),
            cwd=Path(__file__).parents[3],
        )
        self._under_way[one.import_id] = process
        assert process.stdin is not None
        with process.stdin:
            process.stdin.write(msgspec.json.encode(HistoryJob(import_id=one.import_id, path=str(path))) + b"\n")
            process.stdin.flush()
            while process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(BEAT_EVERY_S)
                self._beat(one.import_id)
        if process.returncode:
            _log.warning("import_process_died", import_id=one.import_id, returncode=process.returncode)

    def _beat(self, import_id: str) -> None:
        """Note that it goes on; a database that is away for a moment ends nothing."""
        try:
            self._imports.beat(import_id, self._clock())
        except SegueError as error:
            _log.warning("import_not_told", import_id=import_id, why=str(error))

    def _end(self, one: HistoryImport, path: Path) -> None:
        shutil.rmtree(path.parent, ignore_errors=True)
        self._fail(one.import_id, INTERRUPTED if self._has_ended else BROKE_OFF)
        self._under_way.pop(one.import_id, None)

    def _fail(self, import_id: str, reason: str) -> None:
        """Have an import that is still open count as failed; without a database it does so when it was silent."""
        try:
            now = self._clock()
            if (one := self._imports.find(import_id, now)) is not None and one.is_open:
                self._imports.tell(changed(one, state="failed", reason=reason, told_at=now))
        except SegueError as error:
            _log.warning("import_not_told", import_id=import_id, why=str(error))
