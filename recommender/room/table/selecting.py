"""Which rows a table has, and in which order."""

from base64 import b64decode
from binascii import Error as NotBase64

import numpy as np

from recommender.errors import BadInput
from recommender.room.quantities.values import Categories, Values


def read_chosen(text: str, n_rows: int) -> np.ndarray:
    """Return the rows that base64 of one bit a row names, int64, ascending; raises `BadInput`.

    Row `r` is bit `r % 8`, from the lowest on, of byte `r // 8`; all of the `n_rows` have one.
    """
    try:
        data = b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise BadInput("chosen: give base64 of one bit a row") from error
    if len(data) != -(-n_rows // 8):
        raise BadInput(f"chosen: the map has {n_rows} rows, that is {-(-n_rows // 8)} bytes, not {len(data)}")
    bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
    if bits[n_rows:].any():
        raise BadInput(f"chosen: the map has {n_rows} rows, counted from 0")
    chosen: np.ndarray = np.flatnonzero(bits[:n_rows])
    return chosen


def sort_rows(rows: np.ndarray, values: Values, *, descending: bool) -> np.ndarray:
    """Return `rows`, int64, by their values: numbers by size, words by the alphabet; what is not known is last.

    Equals stay as they were.
    """
    keys = _keys(values)[rows]
    order = np.argsort(-keys if descending else keys, kind="stable")
    is_known = np.isfinite(keys[order])
    in_order: np.ndarray = np.concatenate([rows[order][is_known], rows[order][~is_known]])
    return in_order


def _keys(values: Values) -> np.ndarray:
    if not isinstance(values, Categories):
        return values.values.astype(np.float64)
    alphabet = sorted(range(len(values.names)), key=lambda code: values.names[code].casefold())
    ranks = np.full(len(values.names) + 1, np.nan)
    ranks[alphabet] = np.arange(len(values.names))
    keys: np.ndarray = ranks[values.codes]
    return keys
