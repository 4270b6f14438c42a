"""The weekly panel: moments from which 30 days are forecast, split by time with a gap between the parts."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.streams.heard.features import WINDOW_DAYS, HeardRows, heard_rows, plays_after
from recommender.prediction.streams.log import ListeningLog

WARM_UP_DAYS = 30
STEP_DAYS = 7
GAP_WINDOWS = -(-WINDOW_DAYS // STEP_DAYS)
TEST_SHARE = 4
"""The last quarter of the moments is the test."""
MAX_WINDOWS = 60
"""Of a long history the newest windows count."""
MIN_WINDOWS = 10
N_FOLDS = 3
MIN_SPAN_DAYS = WARM_UP_DAYS + WINDOW_DAYS + MIN_WINDOWS * STEP_DAYS
"""From the first play to the last: less cannot be learnt from."""
MIN_PLAYS = 200
MIN_SONGS = 20
"""With fewer, what the test says is the luck of a handful of songs."""


@dataclass(frozen=True, eq=False)
class Panel:
    """Every song heard before each moment, and what became of it [n]."""

    window: np.ndarray
    """int [n]: which moment."""
    song: np.ndarray
    x: np.ndarray
    plays: np.ndarray

    def of(self, windows: np.ndarray) -> "Panel":
        """Return the rows of these moments."""
        chosen = np.isin(self.window, windows)
        return Panel(self.window[chosen], self.song[chosen], self.x[chosen], self.plays[chosen])

    @property
    def rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Features and plays."""
        return self.x, self.plays

    def column(self, name: str) -> np.ndarray:
        """Return one feature."""
        return HeardRows(self.song, self.x).column(name)


def moments_of(log: ListeningLog) -> np.ndarray:
    """Return the days from which 30 days lie in the log: weekly, after 30 days of listening; the newest 60.

    Raises `BadInput` for a history with too few plays, songs or days.
    """
    if len(log.day) < MIN_PLAYS or log.n_songs < MIN_SONGS:
        raise BadInput(
            f"the history has {len(log.day):,} plays of {log.n_songs:,} songs; at least {MIN_PLAYS} plays of "
            f"{MIN_SONGS} songs are needed to learn from"
        )
    last = np.floor(log.last_day) - WINDOW_DAYS
    moments = np.arange(WARM_UP_DAYS, last + 1e-9, STEP_DAYS, dtype=np.float64)
    if len(moments) < MIN_WINDOWS:
        raise BadInput(
            f"the history spans {log.last_day:.0f} days; a forecast of {WINDOW_DAYS} days needs {MIN_SPAN_DAYS} "
            "to learn from"
        )
    return moments[-MAX_WINDOWS:]


def panel_of(log: ListeningLog, moments: np.ndarray) -> Panel:
    """Return the rows of all moments."""
    rows = [heard_rows(log, float(moment)) for moment in moments]
    return Panel(
        window=np.repeat(np.arange(len(moments)), [len(row.song) for row in rows]),
        song=np.concatenate([row.song for row in rows]),
        x=np.concatenate([row.x for row in rows]),
        plays=np.concatenate(
            [plays_after(log, float(moment), row.song) for moment, row in zip(moments, rows, strict=True)]
        ),
    )


def split(moments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the windows to train on and to test on; those that reach into the test are in neither."""
    n_test = len(moments) // TEST_SHARE
    return _before(len(moments) - n_test), np.arange(len(moments) - n_test, len(moments))


def folds(windows: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield (train, validate) windows in the order of time, within `windows` only."""
    half = windows[len(windows) // 2 :]
    for held_out in np.array_split(half, N_FOLDS):
        if len(held_out):
            earlier = np.intersect1d(_before(int(held_out[0])), windows)
            if len(earlier):
                yield earlier, held_out


def _before(first: int) -> np.ndarray:
    """Return the windows whose 30 days are over when window `first` begins; moments are a week apart."""
    return np.arange(max(first - GAP_WINDOWS, 0))
