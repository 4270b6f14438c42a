"""Watches one library's folder and says when it has changed and is quiet again. The home of watchfiles."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import structlog
import watchfiles

from etl.readers.folder import is_audio_name, is_hidden
from etl.tags.folder_covers import folder_cover_name
from recommender.catalogue.libraries.scans import QUIET, is_settled
from recommender.clock import Clock
from recommender.errors import SegueError

POLL_EVERY_MS = 30_000
"""Where folders are polled: each time every file is looked at, maybe over a network."""
AGAIN_AFTER = timedelta(minutes=5)
"""A watch that failed, as at a name that is no UTF-8, is begun anew after so long."""
_TICK_MS = 500
_log = structlog.get_logger(__name__)


class FolderWatch:
    """A thread that watches a folder until `end`.

    Where the machine has no more watches to give, or a folder below may not be read, it is polled.
    """

    def __init__(
        self,
        folder: Path,
        tell: Callable[[], object],
        *,
        clock: Clock,
        polls: bool = False,
        quiet: timedelta = QUIET,
        poll_every_ms: int = POLL_EVERY_MS,
    ) -> None:
        """`tell` is called, in that thread, when the folder has changed and was quiet for so long."""
        self.polls = polls
        self._failed_at: datetime | None = None
        self.identity = identity_of(folder)
        self._folder, self._tell = folder, tell
        self._clock, self._quiet, self._poll_every_ms = clock, quiet, poll_every_ms
        self._stop = Event()
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._thread = Thread(target=self._run, name=f"watch {folder.name}", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def end(self) -> None:
        """Stop watching."""
        self._stop.set()

    def wait(self, within_s: float) -> None:
        """Wait until it has ended, at most for so long."""
        self._thread.join(within_s)

    @property
    def is_over(self) -> bool:
        """Whether it is to be begun anew: its folder went away, or it failed a while ago."""
        if self._thread.is_alive():
            return False
        return self._failed_at is None or self._clock() - self._failed_at >= AGAIN_AFTER

    def _run(self) -> None:
        try:
            self._follow()
        except FileNotFoundError:
            _log.warning("watched_folder_gone", folder=str(self._folder))
        except (OSError, RuntimeError) as error:  # watchfiles' own errors are RuntimeErrors
            if self.polls:
                self._failed_at = self._clock()
                _log.error("folder_not_watched", folder=str(self._folder), why=str(error))
                return
            _log.warning(
                "folder_polled",
                folder=str(self._folder),
                why=str(error),
                remedy="raise fs.inotify.max_user_watches, or set SEGUE_WATCH_POLLING=true",
            )
            self.polls = True
            self._changed(self._clock())  # what came since the last event is not known
            self._run()

    def _follow(self) -> None:
        for changes in self._changes():
            if self._stop.is_set():
                return
            now = self._clock()
            if any(matters(path, below=self._folder) for _, path in changes):
                self._changed(now)
            if self._first and self._last and self._is_settled(now):
                self._pass_on()

    def _changes(self) -> Iterator[set[tuple[Any, str]]]:
        return watchfiles.watch(
            self._folder,
            watch_filter=None,
            stop_event=self._stop,
            rust_timeout=_TICK_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=self.polls,
            poll_delay_ms=self._poll_every_ms,
            # Without polling it would pass over every error, also that there are no watches left.
            ignore_permission_denied=self.polls,
        )

    def _changed(self, now: datetime) -> None:
        self._first, self._last = self._first or now, now

    def _is_settled(self, now: datetime) -> bool:
        assert self._first is not None
        assert self._last is not None
        return is_settled(now, first_change=self._first, last_change=self._last, quiet=self._quiet)

    def _pass_on(self) -> None:
        try:
            self._tell()
        except SegueError as error:  # a server is away: told at the next tick
            _log.warning("change_not_told", folder=str(self._folder), why=str(error))
        else:
            self._first = self._last = None


def matters(path: str, *, below: Path) -> bool:
    """Say whether a change of this path may change the library: of music, of a cover, or of a folder."""
    parts = Path(os.path.relpath(path, below)).parts
    if any(map(is_hidden, parts)):
        return False
    name = os.path.basename(path)
    return is_audio_name(name) or bool(folder_cover_name([name])) or not os.path.isfile(path)


def identity_of(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another one of the same name, such as the disk mounted there; None: no folder."""
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if os.path.isdir(folder) else None
