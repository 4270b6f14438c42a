"""Corrections of the web process: its ports, and the pictures of tracks, wherever they come from."""

from collections.abc import Callable
from typing import Any

from pymongo.database import Database

from etl.tags.covers import read_cover
from infra.jobs.tags.tag_backups import TagBackups
from infra.jobs.tags.write_tags import TagJob
from infra.settings import Settings
from infra.stores.corrections.correcting import MongoCorrectionStore
from infra.stores.corrections.cover_pictures import MongoCoverPictures
from infra.web.real_threads import in_real_thread
from recommender.catalogue.corrections import picture_id
from recommender.catalogue.ports import CoverPictures
from recommender.clock import system_clock
from recommender.records import Track
from webapp.corrections.services import CorrectionServices
from webapp.services import Picture


def correction_services(settings: Settings, database: Database[dict[str, Any]]) -> CorrectionServices:
    """Return the ports; files are written in threads of the system, so nobody's music waits for a disk."""
    backups = TagBackups(settings.tag_backups)
    return CorrectionServices(
        store=MongoCorrectionStore(database),
        pictures=MongoCoverPictures(database),
        tags=TagJob(database, backups, clock=system_clock, in_thread=in_real_thread),
    )


def cover_reader(pictures: CoverPictures) -> Callable[[Track], Picture | None]:
    """Return what reads a track's picture: the one that somebody gave it, else that of its file or folder."""

    def read(track: Track) -> Picture | None:
        if picture := picture_id(track.cover):
            content = pictures.get(picture)
            return None if content is None else Picture(content)
        cover = in_real_thread(lambda: read_cover(track.url, track.cover))
        return None if cover is None else Picture(cover.content)

    return read
