"""Which tracks the rules let in: every rule is one pass over a column; nothing that was typed becomes a query."""

import operator
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

import numpy as np

from recommender.catalogue.names import fold
from recommender.errors import BadInput, NoIndex, NotFound, NotReady
from recommender.playlists.records import PlaylistId
from recommender.playlists.smart.columns import Column, Numbers, Texts
from recommender.playlists.smart.fields.field import Field
from recommender.playlists.smart.fields.table import FIELDS
from recommender.playlists.smart.periods import period_of
from recommender.playlists.smart.records import Group, Operator, Rule
from recommender.playlists.smart.sources import Sources
from recommender.prediction.library.moods import NoMoods
from recommender.prediction.sound.audio_features import NAMES
from recommender.records import TrackId

PlaylistTracks = Callable[[PlaylistId], Iterable[TrackId]]
"""Returns what is in a playlist; raises `NotFound` for one that the owner may not see, `Circular` for one that holds
the list that is being made."""
_NUMBER_TESTS: dict[Operator, Callable[[np.ndarray, float], np.ndarray]] = {
    "is": operator.eq, "is_not": operator.ne, "more": operator.gt, "less": operator.lt,
}  # fmt: skip
_LAST = "\U0010ffff"
"""Stands behind every letter."""
_NEGATIONS: frozenset[Operator] = frozenset(("is_not", "contains_not", "not_in_the_last"))
_FROM_MOODS = frozenset((*NAMES, "beats")) - {"tempo", "loudness", "key", "mode"}


class Circular(BadInput):
    """A playlist would be made of itself."""

    def __init__(self, name: str) -> None:
        super().__init__(f"playlist {name!r} is made of this one, so this one cannot be made of it; choose another")


@dataclass(eq=False)
class Matcher:
    """Works out the rules of one listener at one moment; what could not be asked is told in `problems`."""

    sources: Sources
    playlist_tracks: PlaylistTracks
    zone: tzinfo
    problems: dict[str, None] = field(default_factory=dict)

    def match(self, group: Group) -> np.ndarray:
        """Return which tracks a checked group lets in: bool [n_tracks]; an empty one lets all in."""
        if not group.rules:
            return np.ones(self.sources.n_tracks, dtype=bool)
        join = np.logical_and if group.match == "all" else np.logical_or
        found = self._matches(group.rules[0])
        for each in group.rules[1:]:
            found = join(found, self._matches(each))
        return found

    def column(self, name: str) -> Column:
        """Return the column of a field that has one; the library's are kept for the next question."""
        known = self.sources.library.columns
        asked = FIELDS[name]
        assert asked.read is not None
        if asked.is_own:
            return asked.read(self.sources)
        if name not in known:
            known[name] = asked.read(self.sources)
        return known[name]

    def _matches(self, each: Rule | Group) -> np.ndarray:
        if isinstance(each, Group):
            return self.match(each)
        asked = FIELDS[each.field]
        try:
            self._require_known(asked)
            if asked.kind == "playlist":
                return self._in_playlist(each)
            if asked.kind == "sound":
                return self._sounding_like(each)
        except (NotFound, NotReady, Circular) as error:
            self.problems[f"{asked.words}: {error}"] = None
            return np.zeros(self.sources.n_tracks, dtype=bool)
        return self._of_column(each, asked)

    def _require_known(self, asked: Field) -> None:
        """Raise where a field is empty only because something was not made yet."""
        library = self.sources.library
        if library.moods is None and (asked.topic == "Mood" or asked.name in _FROM_MOODS):
            raise NoMoods
        if library.chart is None and asked.topic == "Popularity":
            raise NotReady("there is no forecast of a chart yet; run `segue train charts`")

    def _of_column(self, rule: Rule, asked: Field) -> np.ndarray:
        column = self.column(rule.field)
        if rule.operator == "missing":
            return column.is_missing
        if rule.operator == "present":
            return ~column.is_missing
        if isinstance(column, Texts):
            return _test_texts(column, rule)
        if asked.kind in ("day", "moment"):
            return self._test_dates(column, rule, is_day=asked.kind == "day")
        if asked.kind == "flag":
            is_so: np.ndarray = (column.values == 1) == bool(rule.value)
            return is_so
        return _test_numbers(column, rule)

    def _test_dates(self, column: Numbers, rule: Rule, *, is_day: bool) -> np.ndarray:
        """Return what happened in the time asked for; what never happened did not happen in the last n days either."""
        now = self.sources.listening.now
        period = period_of(rule, now=now, zone=self.zone, is_day=is_day)
        found: np.ndarray = (column.values >= period.since_s) & (column.values < period.until_s)
        return ~found if rule.operator in _NEGATIONS else found

    def _in_playlist(self, rule: Rule) -> np.ndarray:
        inside = np.zeros(self.sources.n_tracks, dtype=bool)
        inside[self.sources.positions(self.playlist_tracks(PlaylistId(str(rule.value))))] = True
        return ~inside if rule.operator == "not_in" else inside

    def _sounding_like(self, rule: Rule) -> np.ndarray:
        """Return the tracks of which 1 - cosine to the track, or to the artist's mean sound, is within the distance."""
        assert isinstance(rule.value, tuple)
        wanted, distance = str(rule.value[0]), float(rule.value[1])
        library = self.sources.library
        index, rows = library.index, library.index_rows
        if index is None:
            raise NoIndex
        of = rows[self._positions_of(rule.field, wanted)]
        if not len(of) or (of < 0).all():
            raise NotFound(f"the similarity index does not know {wanted[:64]!r}; choose another, or build the index")
        mean = index.vectors_of(of[of >= 0]).mean(axis=0)
        cosines = index.cosines_to(mean / max(float(np.linalg.norm(mean)), 1e-9))
        near: np.ndarray = np.append(1.0 - cosines <= distance + 1e-6, False)[rows]
        return near

    def _positions_of(self, name: str, wanted: str) -> np.ndarray:
        catalogue = self.sources.library.catalogue
        if name == "sounds_like_track":
            return self.sources.positions([wanted])
        artist = catalogue.artists_by_id.get(wanted)
        return np.array([], dtype=np.int32) if artist is None else artist.positions


def _test_texts(column: Texts, rule: Rule) -> np.ndarray:
    """Compare without case and accents; of a track with several texts one is enough, and for a negation one too many.

    What has none is also not what is asked for.
    """
    found = column.having(_passing(column.names, rule.operator, fold(str(rule.value))))
    return ~found if rule.operator in _NEGATIONS else found


def _passing(names: Sequence[str], asked: Operator, wanted: str) -> np.ndarray:
    """Return which of the names, in order, are, start, end with or contain what is wanted: bool [n_names]."""
    if asked in ("is", "is_not", "starts"):
        passing = np.zeros(len(names), dtype=bool)
        first = bisect_left(names, wanted)
        passing[first : bisect_left(names, wanted + (_LAST if asked == "starts" else "\0"), first)] = True
        return passing
    if asked == "ends":
        return np.array([name.endswith(wanted) for name in names], dtype=bool)
    return np.array([wanted in name for name in names], dtype=bool)


def _test_numbers(column: Numbers, rule: Rule) -> np.ndarray:
    """Return what is as asked for; what has no number is in no range, and is not what it is compared with."""
    values = column.values
    if isinstance(rule.value, tuple):
        low, high = (float(each) for each in rule.value)
        between: np.ndarray = (values >= low) & (values <= high)
        return between
    assert isinstance(rule.value, int | float)
    return _NUMBER_TESTS[rule.operator](values, float(rule.value))
