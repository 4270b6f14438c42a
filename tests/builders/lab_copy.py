"""A copy of a trained lab: many files of tests share one training, and none sees what another has changed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from infra.settings import Settings
from infra.stores.database import prepared_database


@contextmanager
def copy_of_lab(lab: Settings, home: Path) -> Iterator[Settings]:
    """Yield settings with a home, a database and a cell of their own that hold what those of `lab` hold.

    The tracks' sounds are still read where `lab` has them.
    """
    name = f"test_{uuid4().hex[:12]}"
    shutil.copytree(lab.home, home, symlinks=True, dirs_exist_ok=True)
    with prepared_database(lab.mongo_uri, name) as copy:
        original = copy.client[lab.mongo_database]
        for collection in original.list_collection_names():
            copy[collection].delete_many({})
            if documents := list(original[collection].find()):
                copy[collection].insert_many(documents)
        try:
            yield replace(lab, home=home, mongo_database=name, cell=name.replace("_", ""))
        finally:
            copy.client.drop_database(name)
