"""What a likeness is made of: which kinds of features bring two sounds together."""

import numpy as np

from recommender.similarity.track_index import TrackIndex

WORDS = {
    "mfcc": "timbre",
    "spectral_centroid": "brightness",
    "zcr": "noisiness",
    "spectral_contrast": "contrast",
    "fluctuation": "rhythm texture",
}
"""Feature group, and what a listener would call it."""


def likeness_shares(index: TrackIndex, one: np.ndarray, other: np.ndarray) -> list[tuple[str, float]]:
    """Return (word, share) of the cosine of two unit vectors, largest share first.

    Groups that speak against the likeness have no share; the shares add up to 1. Nothing for sounds that differ in all.
    """
    parts = {name: max(0.0, float(one[part] @ other[part])) for name, part in index.space.group_slices.items()}
    whole = sum(parts.values())
    if whole <= 0:
        return []
    shares = [(WORDS.get(name, name), value / whole) for name, value in parts.items()]
    return sorted(shares, key=lambda pair: (-pair[1], pair[0]))
