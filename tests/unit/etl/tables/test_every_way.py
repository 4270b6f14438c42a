"""Every topic's table in every way that people have it gives the same records as the plain file."""

import gzip
from collections.abc import Callable
from dataclasses import astuple, is_dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
import structlog.testing

from etl.histories.files import open_histories
from etl.tables.chart_table import read_charts
from etl.tables.descriptor_table import read_artists
from etl.tables.echonest_table import read_echonest
from etl.tables.fma_features import read_fma_features
from etl.tables.interaction_table import read_interactions
from etl.tables.mood_table import read_moods
from etl.tables.popularity_table import read_popularity
from etl.tables.release_table import read_releases
from etl.tables.table_frame import read_frame
from recommender.errors import BadInput
from tests.builders import written_tables as tables
from tests.builders.written_tables import Row, parquet_of, text_of, ways_of, with_decimal_commas


def clock():
    return datetime(2026, 12, 1, tzinfo=UTC)


class Kind(NamedTuple):
    rows: list[Row]
    read: Callable[[Path], Any]
    needed: str
    """A column that it cannot do without."""


def read_plays(path):
    return [row for file in open_histories([path], clock=clock) for row in file.rows()]


KINDS = {
    "charts": Kind(tables.CHARTS, lambda path: read_charts([path], clock=clock), "position"),
    "popularity": Kind(tables.POPULARITY, read_popularity, "tempo"),
    "mood": Kind(tables.MOOD, read_moods, "valence"),
    "releases": Kind(tables.RELEASES, partial(read_releases, clock=clock), "release_date"),
    "streams": Kind(tables.HISTORY, read_plays, "time"),
    "artists": Kind(tables.PLAYS, read_interactions, "weight"),
    "descriptors: metrics": Kind(tables.ECHONEST, read_echonest, "energy"),
    "descriptors: artists": Kind(tables.ARTISTS, read_artists, "artist_name"),
    "descriptors: features": Kind(tables.FEATURES_CSV, lambda path: list(read_fma_features(path)), "track_id"),
}


def plain(value):
    """Return records as nested tuples that can be compared."""
    if is_dataclass(value):
        return plain(astuple(value))
    if isinstance(value, np.ndarray):
        return [str(cell) for cell in value.ravel().tolist()]
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value


@pytest.fixture
def path(tmp_path):
    return tmp_path / "table.csv"


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_in_every_way_gives_the_same_records(path, kind):
    rows, read, _ = KINDS[kind]
    path.write_bytes(text_of(rows).encode())
    expected = plain(read(path))
    assert expected
    different = []
    for way, content in ways_of(rows):
        path.write_bytes(content)
        if plain(read(path)) != expected:
            different.append(way)
    assert different == []


@pytest.mark.parametrize("kind", ["popularity", "mood", "descriptors: metrics", "descriptors: features"])
def test_decimal_commas_give_the_same_records(path, kind):
    rows, read, _ = KINDS[kind]
    path.write_bytes(text_of(rows).encode())
    expected = plain(read(path))
    path.write_bytes(with_decimal_commas(rows))
    assert plain(read(path)) == expected


@pytest.mark.parametrize("written", ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%d %b %Y"])
@pytest.mark.parametrize(("kind", "column"), [("charts", 1), ("releases", 2), ("streams", 2), ("mood", 2)])
def test_dates_are_told_by_the_whole_column(path, kind, column, written):
    rows, read, _ = KINDS[kind]
    path.write_bytes(text_of(rows).encode())
    expected = plain(read(path))
    dated = [(*row[:column], _rewritten(row[column], written), *row[column + 1 :]) for row in rows[1:]]
    path.write_bytes(text_of([rows[0], *dated]).encode())
    assert plain(read(path)) == expected


def _rewritten(cell, written):
    day, space, time = cell.partition(" ")
    return f"{datetime.fromisoformat(day):{written}}{space}{time}"


DAMAGE = {
    "gz that breaks off": lambda rows: gzip.compress(text_of(rows * 50).encode())[:-12],
    "parquet that breaks off": lambda rows: parquet_of(rows)[:-20],
    "bytes that are no text": lambda rows: bytes(range(256)) * (1 + len(rows)),
    "nothing": lambda rows: b"" * len(rows),
    "json that breaks off": lambda rows: b'[{"track_id": "' + rows[0][0].encode(),
    "a web page": lambda rows: f"<!doctype html><title>{rows[0][0]}</title>\n".encode(),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_is_refused_in_one_sentence_with_its_name(path, kind, damage):
    rows, read, _ = KINDS[kind]
    path.write_bytes(DAMAGE[damage](rows))
    with pytest.raises(BadInput, match=r"table\.csv") as refused:
        read(path)
    assert damage != "bytes that are no text" or "is no text" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 700


@pytest.mark.parametrize("kind", ["mood", "popularity"])
def test_lengths_in_seconds_are_refused(path, kind):
    rows, read, _ = KINDS[kind]
    at = rows[0].index("duration_ms")
    path.write_text(text_of([rows[0], *((*row[:at], "213", *row[at + 1 :]) for row in rows[1:])]))
    with pytest.raises(BadInput, match=r"table\.csv: duration_ms is 213 for the longest song, .*multiply the column"):
        read(path)


def test_of_columns_that_are_called_alike_the_first_counts(path):
    named_twice = pyarrow.table([["One"], ["Two"], ["3"]], names=["artist", "artist", "year"])
    pyarrow.parquet.write_table(named_twice, path)
    columns = {"artist": ("artist",), "year": ("year",)}
    assert read_frame(path, columns).frame.to_dict("records") == [{"artist": "One", "year": "3"}]
    path.write_text("artist,artist,year\nOne,Two,3\n")
    assert read_frame(path, columns).frame.to_dict("records") == [{"artist": "One", "year": "3"}]


def test_a_text_in_no_unicode_encoding_is_told(path):
    told = {}
    for encoding in ("utf-8", "utf-16", "cp1252"):
        path.write_bytes(text_of(tables.CHARTS).encode(encoding))
        with structlog.testing.capture_logs() as logs:
            read_charts([path], clock=clock)
        told[encoding] = [(entry["event"], entry["read_as"]) for entry in logs]
    assert told == {"utf-8": [], "utf-16": [], "cp1252": [("table_not_in_utf8", "cp1252")]}


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_header_alone_has_its_columns_and_no_rows(path, end):
    path.write_text(f"artist,year{end}", newline="")
    table = read_frame(path, {"artist": ("artist",), "year": ("year",)})
    assert (list(table.frame), len(table.frame)) == (["artist", "year"], 0)


@pytest.mark.parametrize("row", ['One,"A', '"One,A'])
def test_a_quotation_mark_that_is_not_closed_does_not_swallow_the_rows_below(path, row):
    path.write_text(f"date,rank,track,artist\n2026-11-20,1,{row}\n" + "2026-11-20,2,Two,B\n" * 2_000)
    with pytest.raises(BadInput, match=r"a quotation mark is not closed, for 'A|Expected 4 columns, got 3"):
        read_charts([path], clock=clock)


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_that_is_not_there_is_named_with_those_that_are(path, kind):
    rows, read, needed = KINDS[kind]
    path.write_bytes(text_of([tuple(f"x{cell}" if cell == needed else cell for cell in row) for row in rows]).encode())
    with pytest.raises(BadInput, match=r"table\.csv") as refused:
        read(path)
    assert f"x{needed}" in str(refused.value) or kind == "descriptors: features"


@pytest.mark.parametrize("week", ["{0}-W{1:02d}", "{0}W{1:02d}", "{0}-w{1}"])
@pytest.mark.parametrize(("kind", "column"), [("charts", 1), ("releases", 2)])
def test_iso_weeks_are_dates(path, kind, column, week):
    rows, read, _ = KINDS[kind]
    path.write_bytes(text_of(rows).encode())
    expected = plain(read(path))
    weekly = [
        (*row[:column], week.format(*datetime.fromisoformat(row[column]).isocalendar()), *row[column + 1 :])
        for row in rows[1:]
    ]
    path.write_bytes(text_of([rows[0], *weekly]).encode())
    assert plain(read(path)) == expected


def test_the_first_week_of_a_year_is_of_that_year(path):
    path.write_text("artist,date,title\nA,2020-W01,One\nA,2021-W52,Two\n")
    assert [release.year for release in read_releases(path, clock=clock).releases] == [2020, 2021]
