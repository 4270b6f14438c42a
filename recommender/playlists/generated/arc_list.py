"""An arc as a listener asks for it: how long, and how lively and how happy from the beginning to the end."""

from collections.abc import Sequence

import numpy as np

from recommender.errors import BadInput
from recommender.playlists.generated.arc import MIN_TRACK_S, Arc, ArcTracks, find_arc
from recommender.playlists.generated.daily.chance import rng_of
from recommender.playlists.generated.library import Library
from recommender.playlists.generated.records import GeneratedList, GeneratedTrack
from recommender.prediction.library.moods import NoMoods
from recommender.prediction.sound.audio_features import NAMES
from recommender.records import TrackId

MIN_POINTS, MAX_POINTS = 2, 12
MAX_CANDIDATES = 10_000
"""Of a larger library so many tracks by chance, the same for the same curve: they lie close enough on any curve."""
MIN_S, MAX_S = 5 * 60.0, 8 * 3600.0


def make_arc(
    library: Library,
    energy: Sequence[float],
    mood: Sequence[float] = (),
    *,
    total_s: float,
    artist_cap: int,
    refused: np.ndarray,
) -> GeneratedList:
    """Return a list of `total_s`, 2 % more or less, along `energy` and, if it is given, `mood` (0 sad .. 1 happy).

    Curves are values 0..1, evenly over the time: ranks, so that 1 is the liveliest that the library has. Raises
    `NoMoods` before tracks are described, `NoArc` when the library has no such list.
    """
    for name, curve in (("energy", energy), ("mood", mood)):
        if (name == "energy" or curve) and not MIN_POINTS <= len(curve) <= MAX_POINTS:
            raise BadInput(f"the curve of {name} has {MIN_POINTS} to {MAX_POINTS} points, not {len(curve)}")
        if any(not 0 <= value <= 1 for value in curve):
            raise BadInput(f"the curve of {name} goes from 0 to 100 %")
    if not MIN_S <= total_s <= MAX_S:
        raise BadInput(f"a list along a curve is of {MIN_S / 60:.0f} to {MAX_S / 60:.0f} min")
    curves = [energy, mood] if mood else [energy]
    tracks = _tracks(
        library,
        refused,
        names=("energy", "valence")[: len(curves)],
        longest_s=total_s,
        rng=rng_of(total_s, energy, mood),
    )
    arc = find_arc(library.index, tracks, curves, total_s=total_s, artist_cap=artist_cap)
    return GeneratedList(
        name=f"{arc.total_s / 60:.0f} minutes along a curve",
        tracks=tuple(
            GeneratedTrack(track_id=TrackId(library.index.table.track_ids[row]), reason=_reason(arc, at))
            for at, row in enumerate(arc.rows)
        ),
        model_version=library.index.version,
    )


def _tracks(
    library: Library, refused: np.ndarray, *, names: Sequence[str], longest_s: float, rng: np.random.Generator
) -> ArcTracks:
    moods = library.moods
    if moods is None:
        raise NoMoods
    table = library.index.table
    places = np.array([moods.rows.get(track_id, -1) for track_id in table.track_ids])
    durations_s = np.nan_to_num(table.durations_s.astype(np.float64), nan=0.0)
    usable = (places >= 0) & library.present & ~refused & (durations_s >= MIN_TRACK_S) & (durations_s <= longest_s)
    rows = np.flatnonzero(usable).astype(np.int32)
    features = moods.features[places[rows]][:, [NAMES.index(name) for name in names]]
    ranks = features.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    levels = (ranks / max(len(rows) - 1, 1)).T.astype(np.float32)
    some = np.arange(len(rows))
    if len(rows) > MAX_CANDIDATES:
        some = np.sort(rng.choice(len(rows), MAX_CANDIDATES, replace=False))
    return ArcTracks(rows[some], levels[:, some], durations_s[rows[some]])


def _reason(arc: Arc, at: int) -> str:
    words = []
    for name, levels, wanted in zip(("energy", "mood"), arc.levels, arc.wanted, strict=False):
        words.append(f"{name} {100 * levels[at]:.0f} % (curve {100 * wanted[at]:.0f} %)")
    return ", ".join(words)
