"""Charts as columns: who stood where in which week, one song once a week, missing weeks left missing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from msgspec import Struct

from recommender.catalogue.names import words
from recommender.errors import BadInput, NotFound
from recommender.prediction.song_names import first_artist

OWN = "own"
"""Name of the service's own chart."""
NameKey = Callable[[str, str], str]
"""Makes the key that entries of the same song share, of title and artist."""


def charted_key(title: str, artist: str) -> str:
    """Return title and first artist without case, accents and punctuation.

    Remixes and versions stay apart, unlike in `song_key`: a chart lists them apart, often in the same week.
    """
    return f"{' '.join(words(title)) or title.strip()}\x00{first_artist(artist)}"


def written_key(title: str, artist: str) -> str:
    """Return title and artist as they are written, to compare with measurements that match songs so."""
    return f"{title}\x00{artist}"


class Song(Struct, frozen=True):
    """One song, under the names it was last charted with."""

    key: str
    """Of title and artist: what makes two entries the same song, see `charted_key`."""
    title: str
    artist: str
    genre: str = ""
    track_id: str = ""
    """Its id in the catalogue, where it is known to be in it."""


class ChartEntry(Struct, frozen=True, kw_only=True):
    """One row of one chart."""

    chart: str
    week: int
    """Number of the week, see `weeks.week_of`."""
    rank: int
    """From 1."""
    title: str
    artist: str
    streams: float | None = None
    """Streams of the week, or the score of the service's own chart; None where only ranks are known."""
    genre: str = ""
    track_id: str = ""


@dataclass(frozen=True, eq=False)
class ChartTable:
    """Entries of one or several charts [n], ordered by chart, week and rank; a song stands at most once in a week."""

    charts: tuple[str, ...]
    songs: tuple[Song, ...]
    chart: np.ndarray
    """Position in `charts`."""
    week: np.ndarray
    """Week numbers: a week that no entry has is missing, not empty."""
    rank: np.ndarray
    """Among the listed songs: 1, 2, 3... without gaps."""
    song: np.ndarray
    """Position in `songs`."""
    streams: np.ndarray
    """NaN where unknown."""

    def __len__(self) -> int:
        return len(self.rank)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each chart stands in `charts`."""
        return {name: number for number, name in enumerate(self.charts)}

    def of(self, name: str) -> "ChartTable":
        """Return one chart alone; raises `NotFound` naming the charts there are."""
        if name not in self.position:
            raise NotFound(f"there is no chart {name!r}; the table has {', '.join(self.charts) or 'none'}")
        rows = self.chart == self.position[name]
        return ChartTable(
            charts=(name,),
            songs=self.songs,
            chart=np.zeros(int(rows.sum()), dtype=np.int32),
            **{column: getattr(self, column)[rows] for column in ("week", "rank", "song", "streams")},
        )

    def since(self, week: int) -> "ChartTable":
        """Return the entries of `week` and later."""
        rows = self.week >= week
        kept = {column: getattr(self, column)[rows] for column in ("chart", "week", "rank", "song", "streams")}
        return ChartTable(charts=self.charts, songs=self.songs, **kept)

    def weeks_of(self, name: str) -> np.ndarray:
        """Return the weeks that a chart has, ascending."""
        return np.unique(self.week[self.chart == self.position[name]])


def chart_table(entries: Iterable[ChartEntry], *, key_of: NameKey = charted_key) -> ChartTable:
    """Return the table of these entries, in any order."""
    rows = list(entries)
    keys: dict[str, int] = {}
    songs: list[Song] = []
    latest: list[int] = []
    song_numbers = np.empty(len(rows), dtype=np.int32)
    for row, entry in enumerate(rows):
        key = key_of(entry.title, entry.artist)
        song_number = keys.setdefault(key, len(songs))
        song = Song(key=key, title=entry.title, artist=entry.artist, genre=entry.genre, track_id=entry.track_id)
        if song_number == len(songs):
            songs.append(song)
            latest.append(entry.week)
        elif entry.week >= latest[song_number]:
            songs[song_number], latest[song_number] = song, entry.week
        song_numbers[row] = song_number
    names = tuple(dict.fromkeys(entry.chart for entry in rows))
    position = {name: number for number, name in enumerate(names)}
    return table_of_columns(
        charts=names,
        songs=tuple(songs),
        chart=np.array([position[entry.chart] for entry in rows], dtype=np.int32),
        week=np.array([entry.week for entry in rows], dtype=np.int32),
        rank=np.array([entry.rank for entry in rows], dtype=np.int32),
        song=song_numbers,
        streams=np.array([np.nan if entry.streams is None else entry.streams for entry in rows], dtype=np.float64),
    )


def table_of_columns(
    *,
    charts: tuple[str, ...],
    songs: tuple[Song, ...],
    chart: np.ndarray,
    week: np.ndarray,
    rank: np.ndarray,
    song: np.ndarray,
    streams: np.ndarray,
) -> ChartTable:
    """Return the table in order: a song listed twice in a week keeps its better rank, ranks run 1, 2, 3...

    A song changes its id while charting and then stands twice; and a chart may lack rows, so that what it calls
    rank 50 is not the fiftieth song it lists. Raises `BadInput` for ranks below 1.
    """
    if len(rank) and rank.min() < 1:
        raise BadInput(f"ranks start at 1; {int((rank < 1).sum())} rows have a smaller one")
    order = np.lexsort((rank, week, chart))
    chart, week, rank, song, streams = (column[order] for column in (chart, week, rank, song, streams))
    entry_key = (chart.astype(np.int64) << 52) | (week.astype(np.int64) + (1 << 20) << 28) | song
    _, first = np.unique(entry_key, return_index=True)
    kept = np.sort(first)
    chart, week, song, streams = (column[kept] for column in (chart, week, song, streams))
    starts = np.flatnonzero(np.r_[True, (np.diff(week) != 0) | (np.diff(chart) != 0)]) if len(week) else kept
    lengths = np.diff(np.r_[starts, len(week)])
    listed = np.arange(len(week)) - np.repeat(starts, lengths) + 1
    return ChartTable(
        charts=charts,
        songs=songs,
        chart=chart.astype(np.int32),
        week=week.astype(np.int32),
        rank=listed.astype(np.int32),
        song=song.astype(np.int32),
        streams=streams.astype(np.float64),
    )


def merge(tables: Iterable[ChartTable]) -> ChartTable:
    """Return several tables as one; raises `BadInput` when two have a chart of the same name."""
    given = list(tables)
    names = [name for table in given for name in table.charts]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadInput(f"chart {twice[0]!r} is in two tables; name the charts apart or give one of them")
    keys: dict[str, int] = {}
    songs: list[Song] = []
    parts: list[ChartTable] = []
    n_charts = 0
    for table in given:
        song_numbers = np.empty(len(table.songs), dtype=np.int32)
        for number, song in enumerate(table.songs):
            song_numbers[number] = keys.setdefault(song.key, len(songs))
            if song_numbers[number] == len(songs):
                songs.append(song)
            elif song.track_id:
                songs[song_numbers[number]] = song
        parts.append(_renumber(table, song_numbers=song_numbers, n_charts=n_charts))
        n_charts += len(table.charts)
    columns = [field.name for field in fields(ChartTable)][2:]
    joined = {column: np.concatenate([getattr(part, column) for part in parts]) for column in columns}
    return ChartTable(charts=tuple(names), songs=tuple(songs), **joined)


def _renumber(table: ChartTable, *, song_numbers: np.ndarray, n_charts: int) -> ChartTable:
    return ChartTable(
        charts=table.charts,
        songs=table.songs,
        chart=table.chart + np.int32(n_charts),
        week=table.week,
        rank=table.rank,
        song=song_numbers[table.song],
        streams=table.streams,
    )
