"""What is written where: which tags of a file say the same as a corrected field, and what stands in them."""

import re
from collections.abc import Iterable

from etl.tags.file_tags import NAMES
from etl.tags.texts import tag_name

TEXT_FIELDS = ("title", "artist", "album", "album_artist")
NUMBER_FIELDS = ("track_number", "disc_number")
_TOTAL = re.compile(r"\s*\d+\s*/\s*(\d+)\s*$")
_FIRST_RELEASE = ("tdor", "original", "wmoriginal")
"""Begin the names of the date of the first release, which another date of this one leaves alone."""


def same_names(field: str, *, clearing: bool) -> frozenset[str]:
    """Return the names (see `tag_name`) of all tags that a new value of the field takes the place of.

    A field that is cleared has to go from every place where it would be read.
    """
    if field == "year":
        names = NAMES["released_on"]
        return frozenset(name for name in names if clearing or not name.startswith(_FIRST_RELEASE)) | {"tdat", "time"}
    return frozenset(NAMES[field] + (NAMES["artists"] if field == "artist" else ()))


def stale(keys: Iterable[str], names: frozenset[str]) -> list[str]:
    """Return the keys among these that a new value takes the place of."""
    return [key for key in keys if tag_name(key.rpartition(":")[2] if key.startswith("----:") else key) in names]


def numbered(number: int, before: str) -> str:
    """Return a number as it is written, with the total that stood behind the one before: 4 and `3/12` are `4/12`."""
    total = _TOTAL.match(before)
    return f"{number}/{total[1]}" if total else str(number)
