"""Columns of numbers as people and their programs write them: 1,234,567 or 1.234.567 or 12 345 or 0,5."""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
"""Groups of three: what may be a number of thousands."""
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f'\u2019](?=\d{3}(?!\d))")
"""Thousands are also kept apart by spaces and apostrophes."""


def numbers_of(cells: Sequence[Any] | pd.Series, *, are_counts: bool = False, otherwise: str = ".") -> np.ndarray:
    """Return a column as float64 [n], NaN for what is no finite number.

    Which sign is the decimal one is told by the whole column. Where all of it can be read either way it is
    `otherwise`, and a point keeps thousands apart if these `are_counts`, for of counts there are no halves.
    """
    column = pd.Series(cells)
    if (plain := None if are_counts else _plain(column)) is not None and otherwise == ".":
        return plain
    if pd.api.types.is_numeric_dtype(column.dtype):
        return _finite(column.to_numpy(dtype=np.float64, na_value=np.nan))
    codes, distinct = pd.factorize(column.astype("object"))
    bare = [_bare(str(cell)) for cell in distinct]
    decimal = _decimal_sign(bare, are_counts=are_counts) or otherwise
    values = np.array([*(_number(cell, decimal) for cell in bare), np.nan])
    return _finite(values[codes])


def table_numbers(frame: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Return columns of one table as float64 [n, len(names)]; the same sign is the decimal one in all of them."""
    odd = [name for name in names if _plain(frame[name]) is None]
    signs = (_decimal_sign(map(_bare, frame[name].astype(str).unique()), are_counts=False) for name in odd)
    otherwise = next(filter(None, signs), ".")
    return np.column_stack([numbers_of(frame[name], otherwise=otherwise) for name in names])


def id_written(cell: str) -> str:
    """Return a number that names something without the `.0` that programs put behind it."""
    return cell.strip().removesuffix(".0")


def number_of(cell: str) -> float:
    """Return one number that stands alone; NaN for what is none."""
    bare = _bare(cell)
    number = _number(bare, _decimal_sign([bare], are_counts=False) or ".")
    return number if math.isfinite(number) else math.nan


def _plain(column: pd.Series) -> np.ndarray | None:
    """Return a column of numbers as any program reads them; None where some cell is none of those."""
    try:
        return _finite(pd.to_numeric(column).to_numpy(dtype=np.float64, na_value=np.nan))
    except (ValueError, TypeError):
        return None


def _bare(cell: str) -> str:
    return _SPACES.sub("", cell.strip().replace("\u2212", "-"))


def _decimal_sign(texts: Iterable[str], *, are_counts: bool) -> str:
    """Return the decimal sign, empty when all texts can be read either way."""
    grouping = set()
    for text in texts:
        signs = [character for character in text if character in ".,"]
        if not signs:
            continue
        if len(set(signs)) == 2:
            return signs[-1]
        match = _GROUPED.fullmatch(text)
        if len(signs) > 1 and match:
            return "," if signs[0] == "." else "."
        if match is None:
            return signs[0]
        grouping.add(signs[0])
    return "," if are_counts and grouping == {"."} else ""


def _number(text: str, decimal: str) -> float:
    group = "." if decimal == "," else ","
    try:
        return float(text.replace(group, "").replace(decimal, ".")) if "_" not in text else math.nan
    except ValueError:
        return math.nan


def _finite(values: np.ndarray) -> np.ndarray:
    finite: np.ndarray = np.where(np.isfinite(values), values, np.nan)
    return finite
