"""The map of the page server's tracks: kinds stand apart like clouds, and what comes late is not in it."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from recommender.records import Track
from recommender.room.map.track_map import TrackMap
from tests.builders.index import kind_of
from tests.builders.seen_maps import made_map, made_measures, sounding

CENTRES = ((-0.55, -0.2, 0.4), (0.5, 0.25, 0.45), (0.05, 0.45, -0.5), (0.45, -0.35, -0.4))
"""Where the kinds stand, x y z."""
LABELS, WRITERS = ("Blue Barn", "Quiet Hours"), ("Ada Moss", "Ben Ode", "Cy Park")


def described(tracks: Sequence[Track]) -> list[Track]:
    """Return the tracks with sounds of their own, and with tags that connect some of them."""
    heard = sounding(tracks)
    return [
        replace(track, tags=track.tags | {"label": LABELS[n % 2], "writer": WRITERS[n % 3]})
        for n, track in enumerate(heard)
    ]


def map_of(tracks: Sequence[Track], *, seed: int = 11) -> TrackMap:
    """Return a map of `tracks`, whose ids begin with their kind: each kind a cloud, wide and flat or round."""
    rng = np.random.default_rng(seed)
    places = []
    for track in tracks:
        kind = int(kind_of(track.track_id)[1:]) % len(CENTRES)
        width = (0.2, 0.09, 0.16) if kind % 2 else (0.13, 0.13, 0.13)
        places.append(np.array(CENTRES[kind]) + rng.normal(0, width))
    return made_map(
        tracks,
        positions=np.clip(np.array(places, dtype=np.float32).reshape(-1, 3), -1, 1),
        measures=made_measures(len(tracks)),
    )
