"""Libraries come and go: a folder is recorded when it is ingested, added by its path, or forgotten with its tracks."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from pymongo.database import Database

from etl.locations import file_path, file_url, readable_name
from infra.stores.batches import batches
from infra.stores.catalogue import mongo_catalogue
from infra.stores.libraries import MongoLibraryStore
from infra.stores.scans import MongoScanStore
from recommender.catalogue.libraries.folders import (
    checked_name,
    covering,
    free_name,
    leaves_with,
    require_apart,
    require_no_wider,
)
from recommender.catalogue.libraries.records import Library, LibraryStore, library_id_of
from recommender.catalogue.libraries.scans import require_idle
from recommender.errors import OutOfRange
from recommender.records import ListenerId

_FORGOTTEN_AT_ONCE = 500
"""Files; between two such batches other requests of the player are answered."""


def folder_url(folder: Path) -> str:
    """Return a library's folder as it is stored; raises `OutOfRange` for what is no folder that can be read."""
    root = Path(os.path.abspath(folder.expanduser()))
    shown = readable_name(root)
    if not root.exists():
        raise OutOfRange(f"there is no folder {shown} on the machine that runs segue; give the whole path of one")
    if not root.is_dir():
        raise OutOfRange(f"{shown} is no folder; give the folder that the music is in")
    if not os.access(root, os.R_OK | os.X_OK):
        raise OutOfRange(f"segue may not read {shown}; make it readable for its user (chmod +rx)")
    url = file_url(root)
    return url if url.endswith("/") else url + "/"


def record_folder(folder: str, libraries: LibraryStore, now: datetime) -> Library | None:
    """Return the library of a folder that is ingested, a new one where none covers it; None for a part of one."""
    known = libraries.all()
    library = covering(folder, known)
    if library is None:
        name = free_name(_name_of(folder), {other.name for other in known})
        library = Library(library_id=library_id_of(folder), name=name, folder=folder, added_at=now)
        libraries.put(library)
    return library if library.folder == folder else None


def add_folder(
    folder: Path,
    libraries: LibraryStore,
    now: datetime,
    *,
    name: str = "",
    visible_to: tuple[ListenerId, ...] | None = None,
) -> Library:
    """Make a library of a folder; raises `OutOfRange` where that cannot be, or its music is in one already.

    `visible_to` holds from its first track on; None: everybody sees it.
    """
    url, known = folder_url(folder), libraries.all()
    require_apart(url, known, shown=readable_name(file_path(url)))
    name = checked_name(name, known) if name else free_name(_name_of(url), {other.name for other in known})
    library = Library(library_id=library_id_of(url), name=name, folder=url, added_at=now, visible_to=visible_to)
    libraries.put(library)
    return library


def remove_library(library: Library, database: Database[dict[str, Any]]) -> int:
    """Forget a library, and mark as missing what lies in no other; return how many tracks that are.

    Their analysis stays, so that the folder can be added again in no time. Raises `BeingScanned`, and `OutOfRange`
    where a wider library would take over what is hidden now.
    """
    from etl.ingest.run import settle_vanished  # all of an ingest, which the player loads for this only

    libraries, scans, catalogue = MongoLibraryStore(database), MongoScanStore(database), mongo_catalogue(database)
    require_idle(library.library_id, scans.all())
    others = [other for other in libraries.all() if other.library_id != library.library_id]
    require_no_wider(library, others)
    libraries.change(library.library_id, is_watched=False)
    scans.forget(library.library_id)
    leaving = (file for file in catalogue.files.under(library.folder) if leaves_with(library, file.url, others))
    n_missing = sum(settle_vanished(batch, catalogue) for batch in batches(leaving, _FORGOTTEN_AT_ONCE))
    # Last: until its tracks are missing, the library is what hides them.
    libraries.delete(library.library_id)
    return n_missing


def _name_of(folder: str) -> str:
    path = file_path(folder)
    return readable_name(path.name or path)
