"""What a listener likes, as a few tracks that stand for it, and as artists."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
import numpy as np

from recommender.listening.refused import Refused, Weight
from recommender.listening.taste import Taste, decay
from recommender.records import TrackId
from recommender.similarity.track_index import TrackIndex

MAX_CENTRES = 5
CENTRE_POOL = 20
"""The strongest affinities among which the centres are chosen."""
MIN_WEIGHT = 0.2
MAX_EVIDENCE = 40
"""Tracks that speak for a kind, or an artist, and as many against."""
RowOf = Callable[[str], int | None]
"""Looks up the row of a track."""


@dataclass(frozen=True)
class Centre:
    """A track the listener likes and that stands for its kind."""

    row: int
    weight: float
    """0..1, relative to the strongest."""
    why: str


def weigh(
    taste: Taste, row_of: RowOf, now: datetime, half_life_days: float, refused: Refused, index: TrackIndex
) -> list[Weight]:
    """Return what the listener did for tracks, and then what against them, each the strongest first.

    What was turned away says nothing more: it is not picked anyway.
    """
    weights = [
        (decay(affinity, now, half_life_days=half_life_days), row, affinity.why)
        for track_id, affinity in taste.affinities.items()
        if abs(affinity.weight) >= MIN_WEIGHT and (row := row_of(track_id)) is not None
    ]
    weights = refused.leave_out([weight for weight in weights if abs(weight[0]) >= MIN_WEIGHT], index)
    weights.sort(key=lambda weight: (-abs(weight[0]), weight[1]))
    liked, left = ([weight for weight in weights if (weight[0] > 0) is is_liked] for is_liked in (True, False))
    return liked[:MAX_EVIDENCE] + left[:MAX_EVIDENCE]


def choose_centres(weights: Sequence[Weight], index: TrackIndex) -> tuple[Centre, ...]:
    """Choose a few liked tracks that differ from one another: one mean would lie where nothing is.

    A track is as strong as what is like it says together: a kind that was skipped more than heard stands for nothing.
    """
    liked = [i for i, weight in enumerate(weights) if weight[0] > 0][:CENTRE_POOL]
    if not liked:
        return ()
    vectors = index.rough_vectors_of([row for _, row, _ in weights])
    likeness = np.clip(vectors[liked] @ vectors.T, 0.0, 1.0)
    strength = np.square(likeness) @ np.array([worth for worth, _, _ in weights], dtype=np.float32)
    if strength.max() <= 0:
        return ()
    strength /= strength.max()
    alike, pool = likeness[:, liked], [weights[i] for i in liked]
    chosen: list[int] = []
    covered = np.zeros(len(pool), dtype=np.float32)
    for _ in range(min(MAX_CENTRES, len(pool))):
        gain = strength * (1.0 - covered)
        gain[chosen] = -1.0
        best = int(gain.argmax())
        if gain[best] <= 0:
            break
        chosen.append(best)
        covered = np.maximum(covered, alike[best])
    return tuple(Centre(pool[i][1], float(strength[i]), pool[i][2]) for i in chosen)


def liked_artists(weights: Sequence[Weight], index: TrackIndex) -> dict[int, float]:
    """Return how much each artist is liked, by code: at most 1, below 0 for those skipped more than heard."""
    sums: dict[int, float] = {}
    artists = index.table.artist_codes[[row for _, row, _ in weights]].tolist() if weights else ()
    for (worth, _, _), artist in zip(weights, artists, strict=True):
        if artist >= 0:
            sums[artist] = sums.get(artist, 0.0) + worth
    strongest = max(max(sums.values(), default=0.0), 1.0)
    return {artist: max(worth / strongest, -1.0) for artist, worth in sums.items()}


def taste_centres(
    taste: Taste,
    index: TrackIndex,
    *,
    half_life_days: float,
    among: Container[TrackId],
) -> tuple[Centre, ...]:
    """Return the tracks that stand for what the listener likes `among` these, chosen as picks choose them.

    Among all that the listener sees they are the very ones that picks are made from; the taste of an evening is that of
    what was heard in it.
    """
    liked = {track_id: affinity for track_id, affinity in taste.affinities.items() if track_id in among}
    part = msgspec.structs.replace(taste, affinities=liked)
    refused = Refused.by(taste, index)
    weights = weigh(part, index.table.row, taste.updated_at, half_life_days, refused, index)
    return choose_centres(weights, index)
