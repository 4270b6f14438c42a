"""The tables that the lab's pages send, under the home folder: one a topic, and the newest of each."""

import re
import shutil
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from infra.disk_space import DiskFull, free_mb
from infra.stores.training.table_trainings import MongoTableTrainings
from recommender.clock import Clock
from recommender.records import TableTraining

MAX_NAME_BYTES = 200
"""File systems take 255."""
SPARED_MB = 1_000
"""What a table leaves free for the servers that share its disk."""
ARRIVES_WITHIN = timedelta(hours=2)
"""What is older was left by a process that was killed."""
ARRIVING = "segue-upload-*"
_UNSAFE = re.compile(r"[^\w.()+ -]+")


@dataclass(frozen=True, kw_only=True)
class TableUploads:
    """Keeps a table until it was trained on, and after that as long as the model in use was made of it."""

    folder: Path
    trainings: MongoTableTrainings
    clock: Clock

    def arrival_folder(self, n_bytes: int) -> Path:
        """Return where a table is written while it arrives: on the disk where it will stay.

        Raises `DiskFull` when that has no room for so many bytes beside what the servers need.
        """
        return ready_for_arrival(self.folder, n_bytes, now=self.clock())

    def keep(self, topic: str, arrived: Path, name: str) -> TableTraining:
        """Keep a table that has arrived, under its own name, and have it wait for its training."""
        kept = self.folder / topic / uuid4().hex / safe_name(name)
        kept.parent.mkdir(parents=True)
        training = TableTraining(topic=topic, name=kept.name, sent_at=self.clock())
        try:
            link_or_copy(arrived, kept)
            waited = self.trainings.put(training, kept)
        except Exception:
            shutil.rmtree(kept.parent, ignore_errors=True)
            raise
        if waited:
            shutil.rmtree(waited.parent, ignore_errors=True)
        return training

    def all(self) -> tuple[TableTraining, ...]:
        """Return the newest of each topic."""
        return tuple(self.trainings.all())


def ready_for_arrival(folder: Path, n_bytes: int, *, now: datetime) -> Path:
    """Return the folder, made and rid of what never arrived; raises `DiskFull` without room for so many bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    _forget_arrivals(folder, before=now - ARRIVES_WITHIN)
    if free_mb(folder) - n_bytes / 1e6 < SPARED_MB:
        raise DiskFull(f"{folder} has no room for {n_bytes / 1e6:,.0f} MB")
    return folder


def safe_name(name: str) -> str:
    """Return the last part of a file's name without what a shell or a file system would take for more.

    >>> safe_name("../../regional-global-weekly-2023-07-27.csv")
    'regional-global-weekly-2023-07-27.csv'
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = _UNSAFE.sub("_", last).strip(". -")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        return _cut(kept, MAX_NAME_BYTES) or "table"
    ending = _cut(ending, 20)
    return f"{_cut(stem, MAX_NAME_BYTES - len(ending.encode()) - 1)}.{ending}"


def _cut(text: str, n_bytes: int) -> str:
    return text.encode("utf-8", "replace")[:n_bytes].decode("utf-8", "ignore")


def link_or_copy(arrived: Path, kept: Path) -> None:
    """Give an arrived table its name; some file systems know one name a file only."""
    try:
        kept.hardlink_to(arrived)
    except OSError:
        shutil.copyfile(arrived, kept)


def _forget_arrivals(folder: Path, *, before: datetime) -> None:
    for path in folder.glob(ARRIVING):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()


def forget_all_but(wanted: Collection[Path | None], *, of: Sequence[Path]) -> None:
    """Remove the tables `of` a topic, each with its folder, except those that are `wanted`."""
    for path in of:
        if path not in wanted:
            shutil.rmtree(path.parent, ignore_errors=True)


def kept_tables(topic_folder: Path) -> Sequence[Path]:
    """Return every table that lies here of one topic."""
    return sorted(topic_folder.glob("*/*"))
