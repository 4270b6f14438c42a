"""FMA's tree of 163 genres, and what a track's genre numbers mean."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.tables.delimited import list_names
from etl.tables.table_frame import read_frame
from etl.tables.written_names import texts_of
from etl.tags.tags import clean_text
from recommender.errors import BadInput

_COLUMNS = {"genre_id": ("genre_id",), "parent": ("parent",), "title": ("title",)}
ROOT = 0
"""`parent` of a genre that has none."""


@dataclass(frozen=True)
class GenreTree:
    """Names and parents by genre number."""

    names: Mapping[int, str]
    parents: Mapping[int, int]

    def with_parents(self, genre_ids: Iterable[int]) -> tuple[str, ...]:
        """Return the names of genres, each followed by those above it, every name once; unknown numbers yield none."""
        names: dict[str, None] = {}
        for genre_id in genre_ids:
            seen: set[int] = set()
            while genre_id in self.names and genre_id not in seen:
                seen.add(genre_id)
                names[self.names[genre_id]] = None
                genre_id = self.parents.get(genre_id, ROOT)
        return tuple(names)


def read_genres(path: Path) -> GenreTree:
    """Read `genres.csv` (`genre_id,#tracks,parent,title,top_level`); raises `BadInput` when it is not that."""
    table = read_frame(require_metadata(path), _COLUMNS)
    columns = [texts_of(table.frame[name]) for name in _COLUMNS if name in table.frame]
    rows = [row for row in zip(*columns, strict=True) if row[0].isdigit() and row[-1]] if len(columns) == 3 else []
    if not rows:
        raise BadInput(
            f"{path} is not FMA's table of genres; it should begin with genre_id,#tracks,parent,title,top_level; "
            f"it has {list_names(table.names)}"
        )
    return GenreTree(
        names={int(genre_id): clean_text(title) for genre_id, _, title in rows},
        parents={int(genre_id): int(parent) for genre_id, parent, _ in rows if parent.isdigit()},
    )


def require_metadata(path: Path) -> Path:
    """Return the path of one of FMA's tables; raises `BadInput` when no file is there."""
    if not path.is_file():
        raise BadInput(f"{path} is not a file; --metadata is the unpacked fma_metadata")
    return path


def genre_ids(cell: str) -> list[int]:
    """Return the numbers of a cell such as `[21, 103]`."""
    return [int(number) for number in re.findall(r"\d+", cell)]
