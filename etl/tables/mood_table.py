"""Songs with a mood: a CSV of Spotify's features and a column `mood`, columns found by name."""

import csv
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.mood.features import INPUTS
from recommender.prediction.mood.records import MOODS, MoodTable
from recommender.prediction.popularity.features import FEATURES

_NAMES = {"duration_ms": ("duration_ms", "length", "length_ms", "duration")}
"""Other names that a column may have; the first that is there counts."""
_ARTISTS = ("artist", "artists", "artist_name")
_LIMITS = {each.name: (each.low, each.high) for each in FEATURES}
_PLACES = {mood.casefold(): place for place, mood in enumerate(MOODS)}


def read_moods(path: Path) -> MoodTable:
    """Read a table of moods; rows without all numbers, or with another mood, are counted and left out.

    Raises `BadInput` when the file, a column, or every row is missing.
    """
    if not path.is_file():
        raise BadInput(f"{path} is not a file; give a CSV of songs with {', '.join(INPUTS)} and mood")
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        found = {name.strip().casefold(): name for name in rows.fieldnames or ()}
        columns = {name: _column(found, _NAMES.get(name, (name,)), path) for name in INPUTS}
        mood_column, artist_column = _column(found, ("mood",), path), _column(found, _ARTISTS, path)
        values, moods, artists = [], [], []
        n_rows = 0
        for row in rows:
            n_rows += 1
            numbers = [_number(row, column, *_LIMITS[name]) for name, column in columns.items()]
            mood = _PLACES.get((row[mood_column] or "").strip().casefold())
            if mood is None or any(math.isnan(number) for number in numbers):
                continue
            values.append(numbers)
            moods.append(mood)
            artists.append((row[artist_column] or "").strip().casefold() or f"row {n_rows}")
    if not values:
        raise BadInput(f"{path} has no row with all numbers and a mood of {', '.join(MOODS)}")
    return MoodTable(
        values=np.array(values), moods=np.array(moods), artists=np.array(artists), n_left_out=n_rows - len(values)
    )


def _column(found: Mapping[str, str], names: tuple[str, ...], path: Path) -> str:
    for name in names:
        if name in found:
            return found[name]
    raise BadInput(f"{path} has no column {' or '.join(names)}; there are {', '.join(found) or 'none'}")


def _number(row: Mapping[str, str | None], column: str, low: float, high: float) -> float:
    try:
        number = float(row[column] or "")
    except ValueError:
        return math.nan
    return number if low <= number <= high else math.nan
