"""FMA's tree of 163 genres, and what a track's genre numbers mean."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.tags import clean_text
from recommender.errors import BadInput

ROOT = 0
"""`parent` of a genre that has none."""


@dataclass(frozen=True)
class GenreTree:
    """Names and parents by genre number."""

    names: Mapping[int, str]
    parents: Mapping[int, int]

    def with_parents(self, genre_ids: Iterable[int]) -> tuple[str, ...]:
        """Return the names of genres, each followed by those above it, every name once; unknown numbers yield none."""
        found: dict[str, None] = {}
        for genre_id in genre_ids:
            seen: set[int] = set()
            while genre_id in self.names and genre_id not in seen:
                seen.add(genre_id)
                found[self.names[genre_id]] = None
                genre_id = self.parents.get(genre_id, ROOT)
        return tuple(found)


def read_genres(path: Path) -> GenreTree:
    """Read `genres.csv` (`genre_id,#tracks,parent,title,top_level`); raises `BadInput` when it is not that."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [row for row in csv.DictReader(file) if row.get("genre_id", "").isdigit() and row.get("title")]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(
            f"cannot read FMA's table of genres {path}: {error}; --metadata is the unpacked fma_metadata"
        ) from error
    if not rows:
        raise BadInput(
            f"{path} is not FMA's table of genres; it should begin with genre_id,#tracks,parent,title,top_level"
        )
    return GenreTree(
        names={int(row["genre_id"]): clean_text(row["title"]) for row in rows},
        parents={int(row["genre_id"]): int(row["parent"]) for row in rows if (row.get("parent") or "").isdigit()},
    )


def genre_ids(cell: str) -> list[int]:
    """Return the numbers of a cell such as `[21, 103]`."""
    return [int(number) for number in re.findall(r"\d+", cell)]
