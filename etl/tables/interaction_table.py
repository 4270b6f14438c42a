"""Tables of who heard what how often: HetRec's `user_artists.dat`, and any CSV or Parquet with three such columns."""

from pathlib import Path

import numpy as np
import pandas as pd

from etl.tables.delimited import list_names
from etl.tables.table_frame import read_frame
from etl.tables.written_names import texts_of
from etl.tables.written_numbers import numbers_of
from recommender.collaborative.records import NamedInteractions, interactions_of
from recommender.errors import BadInput

_COLUMNS = {
    "listener": ("listener_id", "listener", "user_id", "user", "user_name", "user_sha1"),
    "item": ("artist_id", "artist", "artist_name", "artists", "artist_mbid", "item_id", "item"),
    "plays": ("weight", "plays", "play_count", "n_plays", "listen_count", "count", "scrobbles"),
}
"""What each column may be called; the first that is there counts."""
_SHOWN_CHARACTERS = 40


def read_interactions(path: Path) -> NamedInteractions:
    """Read a table of listeners, artists and plays; what is named in several rows is summed.

    Rows without a listener or an artist, or whose plays are no number above 0, are counted and left out. Raises
    `BadInput` when the file, a column, or every row is missing.
    """
    table = read_frame(path, _COLUMNS)
    for name, names in _COLUMNS.items():
        if name not in table.frame:
            raise BadInput(f"{path} has no column {' or '.join(names)}; there are {list_names(table.names)}")
    listeners, items = texts_of(table.frame["listener"]), texts_of(table.frame["item"])
    plays = numbers_of(table.frame["plays"], are_counts=True)
    is_good = (listeners != "").to_numpy() & (items != "").to_numpy() & (plays > 0)
    why_bad = "" if is_good.all() else _first_fault(table.frame, listeners, items, int(np.argmin(is_good)))
    if not is_good.any():
        raise BadInput(f"{path} has no row with a listener, an artist and plays above 0: {why_bad or 'it has no rows'}")
    rows, row_names = pd.factorize(listeners[is_good])
    columns, column_names = pd.factorize(items[is_good])
    return NamedInteractions(
        interactions_of(rows, columns, plays[is_good], n_listeners=len(row_names), n_items=len(column_names)),
        listeners=tuple(row_names),
        items=tuple(column_names),
        n_rows=len(is_good) + table.n_cut_off,
        n_bad=int((~is_good).sum()) + table.n_cut_off,
        why_bad=why_bad or (f"{table.n_cut_off:,} with cells too few or too many" if table.n_cut_off else ""),
    )


def _first_fault(frame: pd.DataFrame, listeners: pd.Series, items: pd.Series, row: int) -> str:
    """Say what the first bad row lacks; rows are counted from 1, without the names of the columns."""
    if listeners.iloc[row] == "":
        return f"row {row + 1} has no listener"
    if items.iloc[row] == "":
        return f"row {row + 1} has no artist"
    cell = str(frame["plays"].iloc[row]).strip()[:_SHOWN_CHARACTERS]
    return f"row {row + 1} has {cell!r} plays"
