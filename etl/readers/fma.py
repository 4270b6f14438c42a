"""Reads the Free Music Archive data set: `tracks.csv` with its three header rows, `genres.csv`, `000/000002.mp3`.

Source: Defferrard et al., FMA: A Dataset For Music Analysis, ISMIR 2017.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from etl.readers.fma_genres import GenreTree, genre_ids, read_genres, require_metadata
from etl.readers.folder import read_folder
from etl.readers.listing import FoundFile, Listing, NotAFile
from etl.tables.delimited import read_rows
from etl.tables.text_files import table_file
from etl.tags.tags import Tags, clean_text
from etl.tags.values import as_date, as_number
from recommender.errors import BadInput
from recommender.records import TrackId

HEADER_ROWS = 3
KEPT = {
    ("track", "listens"): "fma_listens",
    ("track", "favorites"): "fma_favorites",
    ("track", "interest"): "fma_interest",
    ("track", "language_code"): "language",
    ("track", "composer"): "composer",
    ("track", "lyricist"): "writer",
    ("album", "producer"): "producer",
    ("track", "date_created"): "fma_date_created",
    ("set", "split"): "fma_split",
    ("set", "subset"): "fma_subset",
    ("album", "id"): "fma_album_id",
    ("artist", "id"): "fma_artist_id",
}
"""Columns that later models may want, and the names of the tags they are kept under."""
_AUDIO_NAME = re.compile(r"0*(\d+)\.mp3", re.IGNORECASE)

Header = tuple[tuple[str, str], ...]


@dataclass
class _Rows:
    by_id: dict[TrackId, Tags] = field(default_factory=dict)
    digests: dict[TrackId, str] = field(default_factory=dict)
    cut_off: list[int] = field(default_factory=list)


def read_fma(audio_dir: Path, metadata_dir: Path) -> Listing:
    """List FMA's clips or tracks, described by their rows; the track's id is FMA's number.

    Rows without audio, audio without a row and rows that are cut off are counted, not fatal.
    Raises `BadInput` when a folder or table is missing or is not FMA's.
    """
    genres = read_genres(metadata_dir / "genres.csv")
    rows = _read_tracks(metadata_dir / "tracks.csv", genres)
    audio = read_folder(audio_dir)
    files: list[FoundFile] = []
    rejected: list[NotAFile] = []
    n_without_row = 0
    for file in audio.files:
        track_id = _number(file.url)
        if track_id is None or track_id not in rows.by_id:
            n_without_row += 1
            files.append(replace(file, track_id=track_id))
        else:
            tags, digest = rows.by_id[track_id], rows.digests[track_id]
            files.append(replace(file, track_id=track_id, tags=tags, described_by=digest))
    rejected.extend(audio.rejected)
    with_audio = {file.track_id for file in files} | {_number(entry.url) for entry in rejected}
    return Listing(
        files=tuple(files),
        rejected=tuple(rejected),
        root=audio.root,
        notes={
            "rows without audio": len(rows.by_id.keys() - with_audio),
            "audio without a row": n_without_row,
            "rows cut off": len(rows.cut_off),
        },
        remarks=tuple(f"tracks.csv line {line}: the row is cut off; left out" for line in rows.cut_off[:20]),
    )


def _number(url: str) -> TrackId | None:
    match = _AUDIO_NAME.fullmatch(url.rpartition("/")[2])
    return TrackId(match[1]) if match else None


def _read_tracks(path: Path, genres: GenreTree) -> _Rows:
    rows = _Rows()
    last_line: list[str] = []
    try:
        with table_file(require_metadata(path)).text() as text:
            reader = read_rows(_keep_last(text, last_line), ",")
            header = read_header(reader, path)
            newest = None
            for row in filter(None, reader):
                if len(row) != len(header) or not row[0].isdigit():
                    rows.cut_off.append(reader.line_num)
                    newest = None
                    continue
                newest = TrackId(str(int(row[0])))
                rows.by_id[newest] = _tags(dict(zip(header, row, strict=True)), genres)
                rows.digests[newest] = blake2b("\0".join(row).encode(), digest_size=8).hexdigest()
        if newest and not last_line[0].endswith(("\n", "\r")):
            # The cut may fall into the last cell, the title: half a title is worse than the file's own tags.
            rows.cut_off.append(reader.line_num)
            del rows.by_id[newest]
    except csv.Error as error:
        raise BadInput(f"{path} is not FMA's table of tracks: {error}") from error
    return rows


def _keep_last(lines: Iterable[str], last: list[str]) -> Iterator[str]:
    for line in lines:
        last[:] = [line]
        yield line


def read_header(reader: Iterator[list[str]], path: Path) -> Header:
    """Return (section, name) of each column from the first three rows of an FMA table.

    Raises `BadInput` when they are not FMA's three.
    """
    rows = [next(reader, []) for _ in range(HEADER_ROWS)]
    if not rows[2] or rows[2][0] != "track_id" or len(rows[0]) != len(rows[1]):
        raise BadInput(f"{path} does not begin with the three header rows of FMA's tables")
    return tuple(zip(rows[0], rows[1], strict=True))


def _tags(cells: Mapping[tuple[str, str], str], genres: GenreTree) -> Tags:
    others = {name: clean_text(cells.get(column, "")) for column, name in KEPT.items()}
    names = genres.with_parents(genre_ids(cells.get(("track", "genres"), "")))
    top = clean_text(cells.get(("track", "genre_top"), ""))
    return Tags(
        title=clean_text(cells.get(("track", "title"), "")),
        artist=clean_text(cells.get(("artist", "name"), "")),
        album=clean_text(cells.get(("album", "title"), "")),
        genres=tuple(dict.fromkeys([*names, *([top] if top else [])])),
        track_number=as_number(cells.get(("track", "number"), "")),
        released_on=as_date(cells.get(("album", "date_released"), "")),
        licence=clean_text(cells.get(("track", "license"), "")),
        others={name: text for name, text in others.items() if text},
    )
