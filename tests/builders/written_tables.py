"""One small table of each topic, and the ways in which people have such tables: encodings, delimiters, packing."""

import csv
import gzip
import io
from collections.abc import Iterator
from typing import NamedTuple

import pyarrow
import pyarrow.parquet

from recommender.prediction.descriptors.records import PERCEPTUAL
from recommender.prediction.mood.records import MOODS
from recommender.prediction.sound.audio_features import FEATURES
from recommender.similarity.features import COLUMNS, columns_of

Row = tuple[str, ...]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
DELIMITERS = (",", ";", "\t")
_SOUND = {feature.name: f"{feature.default:g}" for feature in FEATURES}
_MFCC = COLUMNS[columns_of("mfcc")]

CHARTS: list[Row] = [
    ("country", "date", "position", "track_name", "artist", "streams"),
    ("mx", "2026-11-20", "1", "Canción", "Björk", "1234567"),
    ("mx", "2026-11-20", "2", "Two; three", "B, C", "987654"),
    ("mx", "2026-11-27", "1", "Two; three", "B, C", "1000000"),
]
POPULARITY: list[Row] = [
    ("track_id", "track_name", "artists", "track_genre", "popularity", *_SOUND),
    *((f"t{n}", f"Canción {n}", "Björk;B", "pop", f"{40 + n}", *_SOUND.values()) for n in range(3)),
]
MOOD: list[Row] = [
    ("artist", "mood", "release_date", *_SOUND),
    *((f"Björk {mood}", mood, f"2019-05-{11 + n}", *_SOUND.values()) for n, mood in enumerate(MOODS)),
]
RELEASES: list[Row] = [
    ("artist", "album", "release_date"),
    ("Björk", "Début", "1993-07-05"),
    ("A; B", "One, two", "1999-02-21"),
]
HISTORY: list[Row] = [
    ("artist", "track", "time"),
    ("Björk", "Jóga", "2024-05-03 12:34:56"),
    ("A; B", "One, two", "2024-05-24 01:02:03"),
]
ECHONEST: list[Row] = [
    ("track_id", "artist_name", *PERCEPTUAL),
    ("2", "Björk", *("0.25",) * len(PERCEPTUAL)),
    ("5", "A, B", *("0.5",) * len(PERCEPTUAL)),
]
ARTISTS: list[Row] = [("track_id", "artist_name"), ("2", "Björk"), ("5", "A; B")]
PLAYS: list[Row] = [
    ("userID", "artistID", "weight"),
    ("2", "Björk", "13883"),
    ("2", "A; B", "7"),
    ("Zoë", "Björk", "51"),
]
FEATURES_CSV: list[Row] = [
    *(
        (name, *(getattr(column, part) for column in _MFCC))
        for name, part in (("feature", "feature"), ("statistics", "statistic"), ("number", "number"))
    ),
    ("track_id", *("",) * len(_MFCC)),
    ("2", *(f"{n}.5" for n in range(len(_MFCC)))),
    ("5", *("",) * len(_MFCC)),
]


class Written(NamedTuple):
    """A table in one of the ways."""

    way: str
    content: bytes


def text_of(rows: list[Row], delimiter: str = ",") -> str:
    """Return the rows as a spreadsheet writes them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def ways_of(rows: list[Row]) -> Iterator[Written]:
    """Yield the table in every encoding, with every delimiter, plain and packed, and as Parquet of texts."""
    for encoding in ENCODINGS:
        for delimiter in DELIMITERS:
            content = text_of(rows, delimiter).encode(encoding)
            yield Written(f"{encoding} {delimiter!r}", content)
            yield Written(f"{encoding} {delimiter!r} gz", gzip.compress(content, mtime=0))
    yield Written("parquet", parquet_of(rows))
    yield Written("parquet gz", gzip.compress(parquet_of(rows), mtime=0))


def parquet_of(rows: list[Row]) -> bytes:
    """Return a table with one row of names, or with pandas' names of those of FMA, as Parquet."""
    n_header = next((n for n, row in enumerate(rows) if n and row[0] == "track_id"), 0)
    names = [row[0] for row in rows[:1]] if not n_header else ["track_id"]
    names += [str(parts) if n_header else parts[0] for parts in list(zip(*rows[: n_header or 1], strict=True))[1:]]
    columns = zip(*rows[n_header + 1 :], strict=True)
    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(dict(zip(names, map(list, columns), strict=True))), written)
    return written.getvalue()


def with_decimal_commas(rows: list[Row]) -> bytes:
    """Return the table as a European spreadsheet writes it; only cells with a point and digits change."""
    changed = [tuple(_comma(cell) for cell in row) for row in rows]
    return text_of(changed, ";").encode("utf-8-sig")


def _comma(cell: str) -> str:
    whole, point, part = cell.partition(".")
    return f"{whole},{part}" if point and part.isdigit() and whole.lstrip("-").isdigit() else cell
