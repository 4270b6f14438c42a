"""From a clip's genre tag to one of FMA's eight main genres."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import mutagen
from mutagen.id3 import ID3, ID3NoHeaderError

MAIN_GENRES = ("Electronic", "Experimental", "Folk", "Hip-Hop", "Instrumental", "International", "Pop", "Rock")
"""The genres of fma_small, 1,000 clips each."""

ID3_HEADER_BYTES = 10


def main_genres_by_name(genres_csv: str) -> dict[str, str]:
    """Read FMA's `genres.csv` and map every genre's name, in small letters, to the name of its top-level genre."""
    rows = list(csv.DictReader(io.StringIO(genres_csv)))
    names = {row["genre_id"]: row["title"] for row in rows}
    return {row["title"].casefold(): names[row["top_level"]] for row in rows if row["top_level"] in names}


def main_genre(tagged: Iterable[str], main_by_name: Mapping[str, str]) -> str | None:
    """Return the first of the tag's genres that leads to one of the eight, or None."""
    for name in tagged:
        top = main_by_name.get(name.strip().casefold())
        if top in MAIN_GENRES:
            return top
    return None


def id3_length(header: bytes) -> int:
    """Return how many bytes the ID3v2 tag at the start of a file takes, header included; 0 when there is none."""
    if len(header) < ID3_HEADER_BYTES or header[:3] != b"ID3":
        return 0
    size = 0
    for byte in header[6:10]:  # four times seven bits, the highest first (ID3v2.4, section 6.2)
        size = size << 7 | byte & 0x7F
    return ID3_HEADER_BYTES + size


def tagged_genres(head: bytes) -> tuple[str, ...]:
    """Return the genre names in an ID3v2 tag given by its bytes; empty when there are none or the tag is broken."""
    try:
        tag: Any = ID3(io.BytesIO(head))  # type: ignore[no-untyped-call]  # mutagen has no types
    except (ID3NoHeaderError, mutagen.MutagenError):
        return ()
    genre = tag.get("TCON")
    return tuple(genre.genres) if genre else ()
