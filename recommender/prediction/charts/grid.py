"""One chart as a grid of weeks by songs: how strong each song was, measured against the cut to the top."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recommender.prediction.charts.known_streams import log_streams
from recommender.prediction.charts.records import ChartTable, Song
from recommender.prediction.song_names import first_artist

TOP = 50
"""The list that is forecast, and the cut between in and out."""
BELOW = 0.05
"""How far below the last listed song an unlisted one is taken to be; its true strength is unknown (censored)."""
_CHRISTMAS = re.compile(
    r"christmas|xmas|santa|jingle|snow(man|flake)?\b|sleigh|rudolph|noel|navidad|weihnacht|natal\b|holly|mistletoe"
    r"|winter wonderland|silent night|drummer boy|크리스마스|クリスマス",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Grid:
    """One chart, [weeks, songs] and [weeks]; every week between the first and the last has a row."""

    chart: str
    first_week: int
    songs: tuple[Song, ...]
    relative: np.ndarray
    """Strength minus the strength at the cut of the same week; NaN where not listed."""
    rank: np.ndarray
    """NaN where not listed."""
    cut: np.ndarray
    """Strength at rank `TOP`, or at the last rank of a shorter list; NaN for a missing week."""
    floor: np.ndarray
    """What counts for songs not listed, relative to the cut; NaN for a missing week."""
    has_streams: bool
    """Strength is log streams; otherwise it is -log rank."""

    @property
    def n_weeks(self) -> int:
        """Weeks from the first to the last, missing ones too."""
        return len(self.cut)

    @cached_property
    def present(self) -> np.ndarray:
        """Which weeks there are."""
        present: np.ndarray = np.isfinite(self.cut)
        return present

    @cached_property
    def artist(self) -> np.ndarray:
        """A number per song, the same for songs of the same first artist."""
        names = [first_artist(song.artist) for song in self.songs]
        return np.unique(names, return_inverse=True)[1] if names else np.empty(0, dtype=np.int64)

    @cached_property
    def is_christmas(self) -> np.ndarray:
        """Songs whose title speaks of Christmas or winter."""
        return np.array([bool(_CHRISTMAS.search(song.title)) for song in self.songs], dtype=bool)

    @cached_property
    def pairs(self) -> np.ndarray:
        """Rows of the weeks that are present and whose next week is, too."""
        return np.flatnonzero(self.present[:-1] & self.present[1:])

    def week(self, row: int) -> int:
        """Return the week number of a row."""
        return self.first_week + row

    def row(self, week: int) -> int:
        """Return the row of a week number."""
        return week - self.first_week

    def filled(self, row: int) -> np.ndarray:
        """Return the relative strengths of a week, the floor where a song is not listed; NaN for a missing week."""
        strength: np.ndarray = np.where(np.isnan(self.relative[row]), self.floor[row], self.relative[row])
        return strength

    def score(self, relative: np.ndarray, row: int) -> np.ndarray:
        """Return strengths relative to the cut of `row` as people read them: streams, or 100 / rank."""
        strength: np.ndarray = np.exp(relative + self.cut[row])
        return strength if self.has_streams else np.minimum(100.0 * strength, 100.0)


def grid_of(table: ChartTable, name: str) -> Grid:
    """Return one chart of a table as a grid; `table.of(name)` names the charts when there is none."""
    one = table.of(name)
    used, song = np.unique(one.song, return_inverse=True)
    first, last = int(one.week.min()), int(one.week.max())
    row = one.week - first
    shape = (last - first + 1, len(used))
    streams = log_streams(one)
    strength = np.full(shape, np.nan, dtype=np.float32)
    strength[row, song] = -np.log(one.rank) if streams is None else streams
    rank = np.full(shape, np.nan, dtype=np.float32)
    rank[row, song] = one.rank
    cut = np.full(shape[0], np.nan, dtype=np.float32)
    lowest = np.full(shape[0], np.nan, dtype=np.float32)
    for week_row in np.unique(row):
        listed = np.sort(strength[week_row][np.isfinite(strength[week_row])])[::-1]
        cut[week_row] = listed[min(TOP, len(listed)) - 1]
        lowest[week_row] = listed[-1]
    return Grid(
        chart=name,
        first_week=first,
        songs=tuple(one.songs[number] for number in used),
        relative=strength - cut[:, None],
        rank=rank,
        cut=cut,
        floor=lowest - cut - np.float32(BELOW),
        has_streams=streams is not None,
    )


def grids_of(table: ChartTable) -> list[Grid]:
    """Return every chart of a table that has an entry."""
    there = np.unique(table.chart)
    return [grid_of(table, name) for number, name in enumerate(table.charts) if number in there]
