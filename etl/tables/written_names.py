"""Columns of texts, and names of several artists in one cell: as a list of Python's or JSON's, `['A', "B's"]`."""

import ast
import json
from collections.abc import Callable

import numpy as np
import pandas as pd


def texts_of(column: pd.Series, written: Callable[[str], str] = str.strip, *, between: str = ", ") -> pd.Series:
    """Return a column as texts without spaces around them; nothing is an empty text.

    `written` is asked once for each distinct cell; what Parquet holds as a list has `between` between its parts.
    """
    cells = column.map(lambda cell: between.join(map(str, cell)) if isinstance(cell, np.ndarray | list) else cell)
    codes, distinct = pd.factorize(cells.astype("object"))
    texts = np.array([*(written(str(cell)) for cell in distinct), ""], dtype=object)
    return pd.Series(texts[codes], index=column.index)


def listed_names(cell: str) -> tuple[str, ...] | None:
    """Return the names of a cell that is written as a list; None for one that is not."""
    text = cell.strip()
    if not (text.startswith("[") and text.endswith("]")):
        return None
    values = _literal(text)
    if not isinstance(values, list):
        return None
    names = [value.get("name") if isinstance(value, dict) else value for value in values]
    return tuple(str(name).strip() for name in names if name is not None and str(name).strip())


def one_credit(cell: str) -> str:
    """Return a cell as a credit: the names of a list with commas between them, anything else as it is."""
    names = listed_names(cell)
    return cell.strip() if not names else ", ".join(names)


def _literal(text: str) -> object:
    # Both are tried: lists of Python are no JSON, and `[null]` is no Python.
    for parse in (json.loads, ast.literal_eval):
        try:
            value: object = parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return value
    return None
