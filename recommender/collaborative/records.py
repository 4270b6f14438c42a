"""Who heard what how often: one sparse matrix of listeners and items, as numpy arrays."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Interactions:
    """A matrix [n_listeners, n_items] of plays, row after row (CSR); an item is an artist or a track."""

    starts: np.ndarray
    """int64 [n_listeners + 1]: where each listener's row begins in `items` and `plays`."""
    items: np.ndarray
    """int32 [n]: the columns, ascending and distinct within a row."""
    plays: np.ndarray
    """float64 [n]: how often, or any other strength; above 0."""
    n_items: int

    def __len__(self) -> int:
        return len(self.items)

    @property
    def n_listeners(self) -> int:
        """Return the number of rows, also those without an item."""
        return len(self.starts) - 1

    @property
    def lengths(self) -> np.ndarray:
        """Return how many items each listener has, int64 [n_listeners]."""
        return np.diff(self.starts)

    @property
    def listeners(self) -> np.ndarray:
        """Return the row of each interaction, int64 [n]."""
        return np.repeat(np.arange(self.n_listeners), self.lengths)

    @property
    def n_listeners_of(self) -> np.ndarray:
        """Return how many listeners each item has, int64 [n_items]."""
        return np.bincount(self.items, minlength=self.n_items)

    def row(self, listener: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the items and the plays of one listener."""
        part = slice(self.starts[listener], self.starts[listener + 1])
        return self.items[part], self.plays[part]

    def keep(self, is_kept: np.ndarray) -> "Interactions":
        """Return the interactions where bool [n] is true; rows and columns stay, also those that are empty now."""
        before = np.concatenate([[0], np.cumsum(is_kept)])
        return Interactions(before[self.starts], self.items[is_kept], self.plays[is_kept], self.n_items)

    def keep_listeners(self, listeners: np.ndarray) -> "Interactions":
        """Return the rows of `listeners`, int [m], in their order; columns stay."""
        lengths = self.lengths[listeners]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        at = np.repeat(self.starts[listeners] - starts[:-1], lengths) + np.arange(starts[-1])
        return Interactions(starts, self.items[at], self.plays[at], self.n_items)

    def keep_items(self, is_kept: np.ndarray) -> "Interactions":
        """Return the columns where bool [n_items] is true, numbered anew."""
        left = self.keep(is_kept[self.items])
        number = (np.cumsum(is_kept) - 1).astype(np.int32)
        return Interactions(left.starts, number[left.items], left.plays, int(is_kept.sum()))

    def transposed(self) -> "Interactions":
        """Return the matrix with items as rows and listeners as columns."""
        order = np.argsort(self.items, kind="stable")
        starts = np.concatenate([[0], np.cumsum(self.n_listeners_of)])
        return Interactions(starts, self.listeners[order].astype(np.int32), self.plays[order], self.n_listeners)


def interactions_of(
    listeners: np.ndarray, items: np.ndarray, plays: np.ndarray, *, n_listeners: int, n_items: int
) -> Interactions:
    """Return the matrix of rows int [n], columns int [n] and plays [n]; what is named twice is summed."""
    cells, cell_of = np.unique(listeners.astype(np.int64) * n_items + items, return_inverse=True)
    rows, columns = np.divmod(cells, max(n_items, 1))
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n_listeners))])
    return Interactions(starts, columns.astype(np.int32), np.bincount(cell_of.ravel(), plays, len(cells)), n_items)


def profile_of(items: np.ndarray, plays: np.ndarray, *, n_items: int) -> Interactions:
    """Return one listener's items and plays as a matrix of one row."""
    return interactions_of(np.zeros(len(items), np.int64), items, plays, n_listeners=1, n_items=n_items)


@dataclass(frozen=True, eq=False)
class NamedInteractions:
    """What a table of plays held."""

    interactions: Interactions
    listeners: tuple[str, ...]
    """The name or id of each row, as the table has it."""
    items: tuple[str, ...]
    """The name or id of each column."""
    n_rows: int
    n_bad: int = 0
    """Rows without a listener, an item, or a number of plays above 0: left out."""
    why_bad: str = ""
    """The first of them, in words."""

    @property
    def in_words(self) -> str:
        """Return the counts as a sentence."""
        bad = f", {self.n_bad:,} left out ({self.why_bad})" if self.n_bad else ""
        return (
            f"{self.n_rows:,} rows: {len(self.interactions):,} pairs of {len(self.listeners):,} listeners and "
            f"{len(self.items):,} artists{bad}"
        )
