"""What is known of a song in a week: its past, its chart, its artist, the time of year, and this week a year ago."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.prediction.charts.grid import TOP, Grid
from recommender.prediction.charts.song_past import Past, pasts
from recommender.prediction.charts.weeks import monday_of
from recommender.prediction.charts.winter import WINTER_FEATURES, YEAR, winter_columns

LAGS = (1, 2, 3, 4, 8)
LEFT_WEEKS = 8
"""A song that left the chart stays a candidate for so many weeks."""
FEATURES = (
    "strength", "log_rank", "rank_to_cut", "is_listed", "in_top",
    *(f"strength_lag_{lag}" for lag in LAGS), *(f"change_{lag}" for lag in LAGS), "acceleration", "slope_4",
    "log_rank_lag_1", "rank_change_1", "rank_change_2",
    "weeks_listed", "weeks_in_top", "run", "weeks_since_first", "weeks_since_listed", "entries", "is_debut",
    "is_first_known", "peak", "below_peak", "weeks_since_peak", "best_rank", "mean_in_top_8",
    "year_ago_now", "year_ago_next", "year_ago_after", "year_ago_change", "was_top_year_ago_next", "has_year_ago",
    "week_of_year_sin", "week_of_year_cos", "weeks_to_christmas", "winter_share", "is_christmas_title",
    "artist_songs", "artist_in_top", "artist_debuts", "artist_best", "place_among_artist",
    "chart_debuts_in_top", "chart_turnover", "spread", *WINTER_FEATURES,
)  # fmt: skip
FINGERPRINT = hashlib.sha256("\n".join(FEATURES).encode()).hexdigest()[:12]


@dataclass(frozen=True, eq=False)
class Rows:
    """Candidates of some weeks of one or several charts [n]; targets are NaN where the next week is not known."""

    x: np.ndarray
    """[n, len(FEATURES)], NaN where unknown."""
    chart: np.ndarray
    """Position in the list of grids the rows were made of."""
    row: np.ndarray
    """Row of the week in its grid."""
    week: np.ndarray
    """Week number, comparable over charts."""
    song: np.ndarray
    """Position in the grid's songs."""
    now: np.ndarray
    """Strength of this week, relative to its cut; the floor where not listed."""
    next_in_top: np.ndarray
    """1 where the song is in the top of the next week."""
    next_strength: np.ndarray
    """Strength of the next week relative to *this* week's cut; the floor where not listed then."""

    def __len__(self) -> int:
        return len(self.x)

    def where(self, chosen: np.ndarray) -> "Rows":
        """Return some of the rows."""
        return Rows(**{name: column[chosen] for name, column in vars(self).items()})


def joined(parts: Sequence[Rows]) -> Rows:
    """Return several parts as one."""
    return Rows(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])})


def rows_of(grid: Grid, *, chart: int = 0, first_row: int = 0) -> Rows:
    """Return the candidates of every week that is present from `first_row` on, the last week too."""
    return joined([_week_rows(grid, past, chart) for past in pasts(grid) if past.row >= first_row])


def _week_rows(grid: Grid, past: Past, chart: int) -> Rows:
    row = past.row
    chosen = candidates(grid, past)
    next_known = row + 1 < grid.n_weeks and bool(grid.present[row + 1])
    n = len(chosen)
    if next_known:
        in_top = (grid.rank[row + 1, chosen] <= TOP).astype(np.float32)
        strength = grid.filled(row + 1)[chosen] + (grid.cut[row + 1] - grid.cut[row])
    else:
        in_top = strength = np.full(n, np.nan, dtype=np.float32)
    return Rows(
        x=_inputs(grid, past)[:, chosen].T.astype(np.float32),
        chart=np.full(n, chart, dtype=np.int32),
        row=np.full(n, row, dtype=np.int32),
        week=np.full(n, grid.week(row), dtype=np.int32),
        song=chosen.astype(np.int32),
        now=grid.filled(row)[chosen],
        next_in_top=in_top,
        next_strength=strength.astype(np.float32),
    )


def candidates(grid: Grid, past: Past) -> np.ndarray:
    """Return the songs that next week's top may hold: listed now, just left, or in last year's top these weeks."""
    row = past.row
    chosen = np.isfinite(grid.rank[row]) | (past.weeks_since_listed <= LEFT_WEEKS) & (past.best_rank_8 <= 2 * TOP)
    for years in (1, 2):
        for nearby in (0, 1, 2):
            past_row = row - YEAR * years + nearby
            if 0 <= past_row < row:
                chosen |= grid.rank[past_row] <= TOP
    return np.flatnonzero(chosen)


def _inputs(grid: Grid, past: Past) -> np.ndarray:
    """Return the features of all songs of a grid in one week, [len(FEATURES), songs], in the order of `FEATURES`."""
    row, n = past.row, len(grid.songs)
    now, rank = grid.filled(row), grid.rank[row]
    lagged = {lag: _back(grid, row, lag) for lag in LAGS}
    log_rank = np.log(np.where(np.isnan(rank), past.n_listed + 1, rank))
    log_rank_1 = _log_rank_back(grid, row, 1)
    changes = [now - lagged[lag] for lag in LAGS]
    columns = [
        now, log_rank, np.where(np.isnan(rank), past.n_listed + 1, rank) - TOP, np.isfinite(rank), rank <= TOP,
        *lagged.values(), *changes,
        now - 2 * lagged[1] + lagged[2],
        (3 * now + lagged[1] - lagged[2] - 3 * lagged[3]) / 10,
        log_rank_1, log_rank_1 - log_rank, _log_rank_back(grid, row, 2) - log_rank,
        past.weeks_listed, past.weeks_in_top, past.run, past.weeks_since_first, past.weeks_since_listed, past.entries,
        (past.weeks_listed == 1) & np.isfinite(rank), past.is_first_known, past.peak, now - past.peak,
        past.weeks_since_peak, past.best_rank, past.mean_in_top_8,
        *_year_ago(grid, row), *_season(grid, row, n), past.winter_share, grid.is_christmas,
        *_artist(grid, past), *_chart(grid, past, n),
        *winter_columns(grid, past),
    ]  # fmt: skip
    stacked = np.stack([np.broadcast_to(np.asarray(column, dtype=np.float32), (n,)) for column in columns])
    return np.where(np.isinf(stacked), np.float32(np.nan), stacked)


def _back(grid: Grid, row: int, lag: int) -> np.ndarray:
    return grid.filled(row - lag) if row >= lag else np.full(len(grid.songs), np.nan, dtype=np.float32)


def _log_rank_back(grid: Grid, row: int, lag: int) -> np.ndarray:
    if row < lag or not grid.present[row - lag]:
        return np.full(len(grid.songs), np.nan, dtype=np.float32)
    rank = grid.rank[row - lag]
    listed = np.isfinite(rank)
    logs: np.ndarray = np.log(np.where(listed, rank, listed.sum() + 1))
    return logs


def _year_ago(grid: Grid, row: int) -> list[np.ndarray]:
    """Return how the song stood a year before this week, the next one and the one after: Christmas comes back.

    The best of two years counts, and of the two weeks that the next week's date falls between.
    """
    n = len(grid.songs)
    years = [row - YEAR, row - 2 * YEAR]
    nothing = np.full(n, np.nan, dtype=np.float32)
    with np.errstate(all="ignore"):
        found = [
            np.fmax.reduce([grid.filled(year + ahead) if 0 <= year + ahead < row else nothing for year in years])
            for ahead in (0, 1, 2)
        ]
    top = np.zeros(n, dtype=bool)
    for year in years:
        if 0 <= year + 1 < row:
            top |= grid.rank[year + 1] <= TOP
    return [*found, found[1] - found[0], top, np.isfinite(found[1])]


def _season(grid: Grid, row: int, n: int) -> list[np.ndarray]:
    """Return where the *next* week lies in the year."""
    monday = monday_of(grid.week(row) + 1)
    angle = 2 * np.pi * monday.timetuple().tm_yday / 365.25
    christmas = (monday.replace(month=12, day=25) - monday).days / 7
    return [np.full(n, each, dtype=np.float32) for each in (np.sin(angle), np.cos(angle), min(christmas, 12.0))]


def _artist(grid: Grid, past: Past) -> list[np.ndarray]:
    """Return what else the song's artist has in the chart this week: an album's songs come and fall together."""
    rank = grid.rank[past.row]
    listed = np.isfinite(rank)
    n_artists = int(grid.artist.max()) + 1 if len(grid.artist) else 0
    songs = np.bincount(grid.artist[listed], minlength=n_artists)
    in_top = np.bincount(grid.artist[rank <= TOP], minlength=n_artists)
    debuts = np.bincount(grid.artist[listed & (past.weeks_listed == 1)], minlength=n_artists)
    best = np.full(n_artists, np.nan, dtype=np.float32)
    np.fmax.at(best, grid.artist[listed], grid.relative[past.row][listed])
    place = np.full(len(rank), np.nan, dtype=np.float32)
    order = np.flatnonzero(listed)[np.lexsort((rank[listed], grid.artist[listed]))]
    artists = grid.artist[order]
    starts = np.flatnonzero(np.r_[True, np.diff(artists) != 0])
    place[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    return [songs[grid.artist], in_top[grid.artist], debuts[grid.artist], best[grid.artist], place]


def _chart(grid: Grid, past: Past, n: int) -> list[np.ndarray]:
    """Return how much is moving in the chart, and how far apart its strengths lie."""
    rank = grid.rank[past.row]
    top = rank <= TOP
    before = grid.rank[past.row - 1] <= TOP if past.row else top
    strengths = grid.relative[past.row][np.isfinite(rank)]
    spread = float(np.quantile(strengths, 0.9) - np.quantile(strengths, 0.1))
    debuts = float((top & (past.weeks_listed == 1)).sum())
    return [np.full(n, each, dtype=np.float32) for each in (debuts, float((top & ~before).sum()), spread)]
