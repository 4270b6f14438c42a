"""Corrections of the web process: its ports, and the pictures of tracks, wherever they come from."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from pymongo.database import Database

from infra.jobs.tags.tag_backups import TagBackups
from infra.settings import Settings
from infra.stores.corrections.correcting import MongoCorrectionStore
from infra.stores.corrections.cover_pictures import MongoCoverPictures
from infra.web.real_threads import in_real_thread
from recommender.catalogue.corrections import picture_id
from recommender.catalogue.ports import CoverPictures
from recommender.catalogue.written_tags import TagWriter, WrittenTags
from recommender.clock import system_clock
from recommender.records import Track, TrackId
from webapp.corrections.services import CorrectionServices
from webapp.services import Picture


class _FileTags:
    """Writes tags into files; what reads and writes them is loaded when somebody first asks for it."""

    def __init__(self, database: Database[dict[str, Any]], backups: TagBackups) -> None:
        self._database = database
        self._backups = backups

    def write(self, track_ids: Sequence[TrackId]) -> list[WrittenTags]:
        """Write what is corrected of these tracks into their files' tags."""
        return self._job.write(track_ids)

    def restore(self, backups: Sequence[str]) -> list[WrittenTags]:
        """Put tags back that were kept."""
        return self._job.restore(backups)

    @cached_property
    def _job(self) -> TagWriter:
        def make() -> TagWriter:
            from infra.jobs.tags.write_tags import TagJob

            return TagJob(self._database, self._backups, clock=system_clock, in_thread=in_real_thread)

        return in_real_thread(make)


def correction_services(settings: Settings, database: Database[dict[str, Any]]) -> CorrectionServices:
    """Return the ports; files are written in threads of the system, so nobody's music waits for a disk."""
    return CorrectionServices(
        store=MongoCorrectionStore(database),
        pictures=MongoCoverPictures(database),
        tags=_FileTags(database, TagBackups(settings.tag_backups)),
    )


def _read(track: Track) -> Picture | None:
    from etl.tags.covers import read_cover  # with the first picture, not with the start

    cover = read_cover(track.url, track.cover)
    return None if cover is None else Picture(cover.content)


def cover_reader(pictures: CoverPictures) -> Callable[[Track], Picture | None]:
    """Return what reads a track's picture: the one that somebody gave it, else that of its file or folder."""

    def read(track: Track) -> Picture | None:
        if picture := picture_id(track.cover):
            content = pictures.get(picture)
            return None if content is None else Picture(content)
        return in_real_thread(lambda: _read(track))

    return read
