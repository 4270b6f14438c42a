"""What a likeness is made of: which kinds of features bring two sounds together."""

from dataclasses import dataclass

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
_TINY = 1e-300


def likeness_shares(index: TrackIndex, one: np.ndarray, other: np.ndarray) -> list[tuple[str, float]]:
    """Return (word, share) of the cosine of two unit vectors, largest share first.

    Groups that speak against the likeness have no share; the shares add up to 1. Nothing for sounds that differ in all.
    """
    compared = Likeness.of(index, one[None, :], other[None, :])
    if not compared.shares.any():
        return []
    shares = zip(compared.words, compared.shares[0].tolist(), strict=True)
    return sorted(shares, key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True, eq=False)
class Likeness:
    """What brings the two sounds of each of some pairs together."""

    words: tuple[str, ...]
    """Of the kinds of features."""
    shares: np.ndarray
    """float64 [n_pairs, n_words]: of the cosine, adding up to 1; all 0 for sounds that differ in all."""

    @classmethod
    def of(cls, index: TrackIndex, ones: np.ndarray, others: np.ndarray) -> "Likeness":
        """Compare unit vectors, float32 [n_pairs, dims], with as many others."""
        slices = index.space.group_slices
        groups = sorted(((WORDS.get(name, name), part) for name, part in slices.items()), reverse=True)
        products = np.multiply(ones, others, dtype=np.float64)
        parts = [products[:, part].sum(axis=1) for _, part in groups]
        shares = np.maximum(np.stack(parts, axis=1), 0.0)
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), _TINY)
        return cls(tuple(word for word, _ in groups), shares)

    def tell_apart(self, *, min_share: float = 0.0) -> list[str]:
        """Return, for each pair, the word in which it is more alike than the pairs are on average.

        Words with less than `min_share` are not named; empty where none is left.
        """
        mean = self.shares.sum(axis=0) / max(np.count_nonzero(self.shares.any(axis=1)), 1)
        is_named = (self.shares >= min_share) & (self.shares > 0)
        best = np.where(is_named, self.shares - mean, -np.inf).argmax(axis=1)
        return [self.words[word] if is_named[pair, word] else "" for pair, word in enumerate(best.tolist())]
