"""What tracks have in common, as rules: what most of them share and the library as a whole does not."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, floor

import numpy as np

from recommender.catalogue.contributors import CONTRIBUTOR_KINDS, contributors
from recommender.catalogue.names import fold
from recommender.errors import BadInput
from recommender.playlists.smart.columns import Numbers
from recommender.playlists.smart.fields.table import FIELDS
from recommender.playlists.smart.matching import Matcher
from recommender.playlists.smart.records import MAX_TEXT, Group, Rule
from recommender.records import Track

MIN_TRACKS = 2
MAX_COMMON_RULES = 5
MIN_SHARE = 0.8
"""Of the given tracks, that a trait must hold for: one by one, and all that are chosen together."""
MIN_LIFT = 1.25
"""How many times more frequent a trait is among the given tracks than in the library: 1 says nothing about them."""

_TEXTS: dict[str, Callable[[Track], Iterable[str]]] = {
    "artist": lambda track: (track.artist, *track.artists),
    "album": lambda track: (track.album,),
    "genre": lambda track: track.genres,
    **{kind: partial(contributors, kind=kind) for kind in CONTRIBUTOR_KINDS},
}
_CHOICES = ("mood", "key", "mode")
_STEPS: dict[str, float] = {
    "year": 10.0, "tempo": 5.0, "loudness": 1.0, "energy": 5.0, "valence": 5.0, "danceability": 5.0,
    "acousticness": 5.0, "instrumentalness": 5.0,
}  # fmt: skip
"""Spans begin and end at multiples of these, in the field's unit: a rule for more tracks, and one that can be read."""
_LAST_OF_DECADE = 1.0
"""Years are whole: a decade ends a year before the next."""


@dataclass(frozen=True, kw_only=True)
class SharedTrait:
    """One rule that holds for most of the given tracks."""

    rule: Rule
    lift: float
    """Its share of the given tracks by its share of the library."""


@dataclass(frozen=True, kw_only=True)
class InCommon:
    """The rarest traits that the tracks share; no rules when they share none."""

    traits: tuple[SharedTrait, ...]
    n_given_matching: int
    """Of the given tracks, that fit all the rules."""
    n_library_matching: int

    @property
    def rules(self) -> Group:
        """Return the rules as a list is made of them."""
        return Group(match="all", rules=tuple(trait.rule for trait in self.traits))


def in_common(matcher: Matcher, given: Sequence[int]) -> InCommon:
    """Return what the tracks at these positions share, the rarest in the library first.

    Rules are added while those of them that fit all so far are at least `MIN_SHARE` of the given tracks. One that takes
    no further track away stays: it says something, and another may be taken out in the editor. Raises `BadInput` for
    fewer than `MIN_TRACKS` different tracks.
    """
    rows = np.unique(np.asarray(given, dtype=np.int64))
    if len(rows) < MIN_TRACKS:
        raise BadInput(f"{len(rows)} of these tracks are in the library; give at least {MIN_TRACKS} different ones")
    found = [(rule, matcher.match(Group(rules=(rule,)))) for rule in _candidates(matcher, rows)]
    lifts = [float(fits[rows].mean() / max(float(fits.mean()), 1.0 / len(fits))) for _, fits in found]
    fitting = np.ones(matcher.sources.n_tracks, dtype=bool)
    traits: list[SharedTrait] = []
    for number in sorted(range(len(found)), key=lambda number: -lifts[number]):
        rule, fits = found[number]
        together = fitting & fits
        is_telling = lifts[number] >= MIN_LIFT and together[rows].mean() >= MIN_SHARE
        if is_telling and len(traits) < MAX_COMMON_RULES:
            fitting = together
            traits.append(SharedTrait(rule=rule, lift=round(lifts[number], 3)))
    return InCommon(
        traits=tuple(traits),
        n_given_matching=int(fitting[rows].sum()) if traits else 0,
        n_library_matching=int(fitting.sum()) if traits else 0,
    )


def _candidates(matcher: Matcher, rows: np.ndarray) -> Iterator[Rule]:
    tracks = [matcher.sources.library.catalogue.tracks[row] for row in rows.tolist()]
    for name, texts_of in _TEXTS.items():
        for text in _frequent(tracks, texts_of):
            yield Rule(field=name, operator="is", value=text)
    for name in _CHOICES:
        for choice in FIELDS[name].choices:
            yield Rule(field=name, operator="is", value=choice)
    for name, step in _STEPS.items():
        column = matcher.column(name)
        assert isinstance(column, Numbers)
        span = _span(column.values[rows], step)
        if span is not None:
            low, high = span
            yield Rule(field=name, operator="between", value=(low, high - _LAST_OF_DECADE * (name == "year")))


def _frequent(tracks: Sequence[Track], texts_of: Callable[[Track], Iterable[str]]) -> Iterator[str]:
    """Yield the texts that enough of the tracks have, as the first of them writes each."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for track in tracks:
        of_track = {fold(text): text for text in texts_of(track) if len(text) <= MAX_TEXT}
        counts.update(key for key in of_track if key)
        written = {**of_track, **written}
    least = MIN_SHARE * len(tracks)
    yield from (written[key] for key, n in counts.items() if n >= least)


def _span(values: np.ndarray, step: float) -> tuple[float, float] | None:
    """Return the narrowest span that enough of the values lie in, widened to whole steps; None where too few are known.

    The end is the step after the highest value, which for whole numbers is the first that is outside.
    """
    known = np.sort(values[~np.isnan(values)])
    n = ceil(MIN_SHARE * len(values) - 1e-9)
    if len(known) < n:
        return None
    widths = known[n - 1 :] - known[: len(known) - n + 1]
    first = int(np.argmin(widths))
    low, high = float(known[first]), float(known[first + n - 1])
    return floor(low / step) * step, (floor(high / step) + 1) * step
