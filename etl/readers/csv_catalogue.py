"""Reads a catalogue in one CSV file: `path,title,artist,album,genres,...`, one row per track."""

import csv
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from etl.locations import readable_name
from etl.readers.listing import FoundFile, Listing, NotAFile
from etl.readers.stat import look_at
from etl.tables.delimited import HEAD_CHARACTERS, layout_of
from etl.tables.text_files import TextFile, encoding_of, table_file
from etl.tags.tags import Tags, clean_genres, clean_text
from etl.tags.values import as_date, as_gain, as_place
from recommender.errors import BadInput

PATH = "path"
COLUMNS = (
    "title", "artist", "album", "album_artist", "genres", "track_number", "disc_number",
    "released_on", "licence", "replaygain_db",
)  # fmt: skip
"""What a row may say, all optional; `genres` are parted by `;`. Further columns are kept among the track's tags."""
SYNONYMS = {"genre": "genres", "license": "licence", "date": "released_on", "year": "released_on", "file": PATH}
MAX_BAD_ROWS_SHOWN = 20


def read_csv(path: Path) -> Listing:
    """List the files that a CSV names; relative paths start at its folder.

    Raises `BadInput` when the file cannot be read or has no `path` column. Single bad rows are told, not fatal.
    """
    try:
        source = table_file(path)
        encoding, delimiter = _as_written(source)
        with source.open() as file:
            text = io.TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")
            return _read_rows(csv.reader(text, delimiter=delimiter), Path(os.path.abspath(path.parent)))
    except (csv.Error, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is not a CSV file: {error}") from error


def _as_written(source: TextFile) -> tuple[str, str]:
    """Return encoding and delimiter; paths that are no UTF-8 stay the bytes they are: nothing else is guessed."""
    with source.open() as file:
        head = file.read(HEAD_CHARACTERS)
    detected = encoding_of([head]).name
    encoding = detected if detected.startswith(("utf-16", "utf-32")) else "utf-8-sig"
    names = {PATH: (PATH, "file"), **{name: (name,) for name in COLUMNS}}
    return encoding, layout_of(head.decode(encoding, "replace"), names).delimiter


def _read_rows(reader: Iterator[list[str]], folder: Path) -> Listing:
    header = [SYNONYMS.get(name.strip().lower(), name.strip().lower()) for name in next(reader, [])]
    if PATH not in header:
        raise BadInput(f"the CSV has no column `{PATH}`; its first line must name the columns: {PATH},title,artist,...")
    files: dict[str, FoundFile] = {}
    rejected: list[NotAFile] = []
    absent: list[str] = []
    bad: list[str] = []
    for row in reader:
        line = reader.line_num  # type: ignore[attr-defined]
        if not any(row):
            continue
        cells = dict(zip(header, row, strict=False))
        if len(row) != len(header):
            bad.append(f"line {line}: {len(row)} cells, but the header has {len(header)}")
        elif not cells[PATH].strip("\0 "):
            bad.append(f"line {line}: no path")
        elif "\0" in cells[PATH]:
            bad.append(f"line {line}: a path cannot hold a NUL")
        else:
            entry = look_at(os.path.normpath(folder / os.path.expanduser(cells[PATH])))
            if isinstance(entry, FoundFile):
                files[entry.url] = _describe(entry, cells)
            elif entry.reason == "missing":
                absent.append(entry.url)
                bad.append(f"line {line}: there is no file {readable_name(cells[PATH])}")
            else:
                rejected.append(entry)
    remarks = bad[:MAX_BAD_ROWS_SHOWN]
    if len(bad) > len(remarks):
        remarks.append(f"... and {len(bad) - len(remarks)} more rows like these")
    return Listing(
        files=tuple(files.values()),
        rejected=tuple(rejected),
        absent=tuple(absent),
        notes={"rows without audio": len(absent), "bad rows": len(bad) - len(absent)},
        remarks=tuple(remarks),
    )


def _describe(file: FoundFile, cells: Mapping[str, str]) -> FoundFile:
    digest = blake2b("\0".join(cells.values()).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return replace(file, tags=row_tags(cells), described_by=digest)


def row_tags(cells: Mapping[str, str]) -> Tags:
    """Return what a row says, by column name."""
    disc_number, track_number = as_place(cells.get("track_number", ""), cells.get("disc_number", ""))
    others = {name: clean_text(text) for name, text in cells.items() if name and name not in (*COLUMNS, PATH)}
    return Tags(
        title=clean_text(cells.get("title", "")),
        artist=clean_text(cells.get("artist", "")),
        album=clean_text(cells.get("album", "")),
        album_artist=clean_text(cells.get("album_artist", "")),
        genres=clean_genres([cells.get("genres", "")]),
        track_number=track_number,
        disc_number=disc_number,
        released_on=as_date(cells.get("released_on", "")),
        licence=clean_text(cells.get("licence", "")),
        replaygain_db=as_gain(cells.get("replaygain_db", "")),
        others={name: text for name, text in others.items() if text},
    )
