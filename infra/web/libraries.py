"""Libraries of the web process: its ports."""

from pathlib import Path
from typing import Any

from pymongo.database import Database

from infra.jobs.libraries import add_folder, remove_library
from infra.stores.libraries import MongoLibraryStore
from infra.stores.library_files import MongoLibraryFiles
from infra.stores.scans import MongoScanStore
from recommender.catalogue.libraries.records import Library
from recommender.clock import Clock
from recommender.errors import OutOfRange
from webapp.libraries.services import FolderServices


def folder_services(
    database: Database[dict[str, Any]], *, unhurried: Database[dict[str, Any]], clock: Clock
) -> FolderServices:
    """Return the ports; what goes through all files of a library may take longer than a request's database waits."""
    libraries = MongoLibraryStore(database)

    def add(path: str, name: str, *, is_everybodys: bool) -> Library:
        if not path.startswith("/") or "\0" in path:
            raise OutOfRange("give the whole path of a folder, from / on, on the machine that runs segue")
        return add_folder(Path(path), libraries, clock(), name=name, visible_to=None if is_everybodys else ())

    return FolderServices(
        libraries=libraries,
        scans=MongoScanStore(database),
        files=MongoLibraryFiles(database),
        add=add,
        remove=lambda library: remove_library(library, unhurried),
    )
