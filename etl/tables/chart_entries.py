"""Entries of charts out of the rows of a table: which rows can be used, and why the others cannot."""

import re
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from etl.tables.written_dates import NoDate, moment_written, order_of
from etl.tables.written_names import one_credit, texts_of
from etl.tables.written_numbers import numbers_of
from recommender.errors import BadInput
from recommender.prediction.charts.weeks import DAYS, FIRST_MONDAY

MIN_DAY = date(1900, 1, 1)
"""Spreadsheets write an empty date as the day before."""
MAX_RANK = 100_000
_PLACE = re.compile(r"(?:#\s*|[Nn]o\.?\s*)?(\d+)(?:\.|st|nd|rd|th)?")


def entries_of(frame: pd.DataFrame, path: Path, latest: date, *, chart: str) -> tuple[pd.DataFrame, Counter[str]]:
    """Return the rows that can be used, and why the others cannot; rows that name no chart are of `chart`.

    Columns are chart, day (proleptic ordinal), week, rank, title, artist, streams (NaN for none) and genre. Raises
    `BadInput` naming `path` when the dates may be read both ways.
    """
    day = _days(frame["week"], path, latest)
    rank = numbers_of(frame["rank"].map(_place))
    title, artist = texts_of(frame["title"]), texts_of(frame["artist"], one_credit)
    reasons = {
        "without a date": np.isnan(day),
        f"with a date before {MIN_DAY.year} or after {latest}": (day < MIN_DAY.toordinal())
        | (day > latest.toordinal()),
        "without a rank of 1 or more": ~(rank >= 1),
        f"with a rank above {MAX_RANK:,}": rank > MAX_RANK,
        "without a title": (title == "").to_numpy(),
        "without an artist": (artist == "").to_numpy(),
    }
    good = np.ones(len(frame), dtype=bool)
    bad: Counter[str] = Counter()
    for reason, wrong in reasons.items():
        if n := int((wrong & good).sum()):
            bad[reason] = n
        good &= ~wrong
    streams = numbers_of(frame["streams"], are_counts=True) if "streams" in frame else np.full(len(frame), np.nan)
    genre = texts_of(frame["genre"]) if "genre" in frame else ""
    week = (day - FIRST_MONDAY.toordinal()) // DAYS
    checked = pd.DataFrame(
        {"chart": _charts(frame, chart), "day": day, "week": week, "rank": rank, "title": title, "artist": artist,
         "streams": np.where(streams > 0, streams, np.nan), "genre": genre}
    )[good]  # fmt: skip
    return checked.astype({"week": np.int64, "rank": np.int64}), bad


def _charts(frame: pd.DataFrame, otherwise: str) -> pd.Series:
    """Return the name of each row's chart: its region, with the kind of chart behind it where there are several."""
    empty = pd.Series("", index=frame.index)
    region, kind = (texts_of(frame[name]) if name in frame else empty for name in ("region", "chart"))
    if "region" not in frame:
        named = kind
    elif kind[kind != ""].nunique() > 1:
        named = (region + " " + kind).str.strip()
    else:
        named = region
    return named.mask(named == "", otherwise)


def _place(cell: object) -> object:
    """Return a rank without the sign or the letters of `#1`, `1.` and `1st`."""
    match = _PLACE.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return match[1] if match else cell


def _days(column: pd.Series, path: Path, latest: date) -> np.ndarray:
    """Return the day of each row as a proleptic ordinal, float64 [n], NaN for none."""
    codes, distinct = pd.factorize(column.astype(str))
    try:
        order = order_of(distinct, is_weekly=True)
    except NoDate as error:
        raise BadInput(f"{path}: {error}") from error
    days = np.full(len(distinct) + 1, np.nan)
    for i, text in enumerate(distinct):
        with suppress(NoDate):
            days[i] = moment_written(text, order, this_year=latest.year).date().toordinal()
    days_of_rows: np.ndarray = days[codes]
    return days_of_rows
