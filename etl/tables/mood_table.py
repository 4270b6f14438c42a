"""Songs with a mood: a table of Spotify's features and a column `mood`, columns found by name."""

from pathlib import Path

import numpy as np
import pandas as pd

from etl.tables.column_ranges import ColumnRange, are_within, require_milliseconds, worst_column
from etl.tables.data_dates import DATES, newest_date
from etl.tables.delimited import list_names
from etl.tables.table_frame import read_frame
from etl.tables.written_names import one_credit, texts_of
from etl.tables.written_numbers import table_numbers
from recommender.errors import BadInput
from recommender.prediction.mood.features import INPUTS
from recommender.prediction.mood.records import MOODS, MoodTable
from recommender.prediction.sound.audio_features import FEATURES

_COLUMNS = {name: (name,) for name in INPUTS} | {
    "duration_ms": ("duration_ms", "length", "length_ms", "duration"),
    "mood": ("mood",),
    "artist": ("artist", "artists", "artist_name"),
    "released": DATES,
    "labelled_by": ("labelled_by",),
}
_OPTIONAL = {"released", "labelled_by"}
"""What each column may be called; the first that is there counts."""
_LIMITS = {feature.name: feature for feature in FEATURES}
_RANGES = [ColumnRange(name, _LIMITS[name].low, _LIMITS[name].high) for name in INPUTS]
_PLACES = {mood.casefold(): i for i, mood in enumerate(MOODS)}


def read_moods(path: Path) -> MoodTable:
    """Read a table of moods; rows without all numbers, or with another mood, are counted and left out.

    Raises `BadInput` when the file, a column, or every row is missing.
    """
    table = read_frame(path, _COLUMNS)
    for name, names in _COLUMNS.items():
        if name not in table.frame and name not in _OPTIONAL:
            raise BadInput(f"{path} has no column {' or '.join(names)}; there are {list_names(table.names)}")
    values = table_numbers(table.frame, INPUTS)
    within = are_within(values, _RANGES)
    moods = np.array([_PLACES.get(str(mood).strip().casefold(), -1) for mood in table.frame["mood"]], dtype=np.int64)
    good = (moods >= 0) & within.all(axis=1)
    if not good.any():
        named = f"the mood is {str(table.frame['mood'].iloc[0])[:40]!r} in row 1" if len(good) else "it has no rows"
        why = worst_column(table.frame, within, _RANGES) or named
        raise BadInput(f"{path} has no row with all numbers and a mood of {', '.join(MOODS)}: {why}")
    require_milliseconds(values[good, INPUTS.index("duration_ms")], path)
    names = texts_of(table.frame["artist"], one_credit)
    artists = [name.casefold() or f"row {row} of {path}" for row, name in enumerate(names, 1)]
    return MoodTable(
        values=values[good],
        moods=moods[good],
        artists=np.array(artists)[good],
        n_left_out=len(good) - int(good.sum()) + table.n_cut_off,
        labelled_by=_only(table.frame["labelled_by"]) if "labelled_by" in table.frame else "",
        data_up_to=newest_date(table.frame["released"][good]) if "released" in table.frame else None,
    )


def _only(column: pd.Series) -> str:
    """Return what gave all moods of a table."""
    return ", ".join(sorted({str(cell).strip() for cell in column} - {""}))
