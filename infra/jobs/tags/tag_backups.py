"""The tags that files had before corrected ones were written into them: one JSON file a write, for good."""

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from recommender.errors import BadInput, NotFound
from recommender.records import AwareTime, Track, TrackId

_NAME = re.compile(r"[\w%.-]{1,300}\.json", re.ASCII)


class TagBackup(msgspec.Struct, frozen=True, kw_only=True):
    """All tags of a file at one moment."""

    track_id: TrackId
    url: str
    """Where the file was."""
    kept_at: AwareTime
    tags: dict[str, Any]


class TagBackups:
    """The kept tags in a folder."""

    def __init__(self, folder: Path) -> None:
        """Take a folder, which is made with the first of them."""
        self.folder = folder

    def add(self, track: Track, tags: dict[str, Any], *, at: datetime) -> str:
        """Keep the tags of a track's file; they are on the disk when it returns their name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{quote(track.track_id, safe='')}-{at:%Y%m%dT%H%M%S.%fZ}.json"
        backup = TagBackup(track_id=track.track_id, url=track.url, kept_at=at, tags=tags)
        with (self.folder / name).open("xb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(backup), indent=1))
            file.flush()
            os.fsync(file.fileno())
        return name

    def read(self, name: str) -> TagBackup:
        """Return kept tags by their name; raises `NotFound`, or `BadInput` for a file that holds none."""
        if not _NAME.fullmatch(name) or not (self.folder / name).is_file():
            raise NotFound(f"no tags are kept under the name {name[:100]}; they are in {self.folder}")
        return read_backup(self.folder / name)


def read_backup(path: Path) -> TagBackup:
    """Return the tags that a file keeps; raises `BadInput` for a file that holds none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=TagBackup)
    except (msgspec.DecodeError, OSError) as error:
        raise BadInput(f"{path} holds no kept tags: {error}") from error
