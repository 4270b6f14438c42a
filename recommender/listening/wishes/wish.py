"""What a listener asks a radio for: which tracks fit, and how well. The engine goes on choosing among these."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from recommender.similarity.track_index import TrackIndex

FEWEST = 24
MOST = 300
CLOSE_Z = 5.0
"""A pair this many standard deviations more alike than the mean pair of either track counts as closest."""
SHARE = 0.25
"""Of the library, at most, is near to what a radio is of; never fewer than `FEWEST` nor more than `MOST` tracks."""


class Wish(Protocol):
    """What every wish is to the engine."""

    @property
    def probability(self) -> np.ndarray:
        """How well each track fits, 0..1: float32 [n_tracks]."""

    @property
    def fits(self) -> np.ndarray:
        """Which tracks may be picked: bool [n_tracks]."""

    @property
    def key(self) -> str:
        """Tell slates of one moment and different wishes apart."""

    @property
    def asked(self) -> str:
        """Return the wish as the visible cause of a slate, such as: calm music, as you asked."""

    @property
    def nothing(self) -> str:
        """Return why nothing could be picked."""

    def words(self, row: int) -> str:
        """Return how well a track fits, such as: calm (82 %)."""


@dataclass(frozen=True, eq=False)
class SoundWish:
    """Tracks that sound like something: a track, an artist, an album, a genre."""

    name: str
    key: str
    probability: np.ndarray
    fits: np.ndarray

    @classmethod
    def of(
        cls, index: TrackIndex, rows: np.ndarray, *, name: str, key: str, among: np.ndarray | None = None
    ) -> "SoundWish":
        """Choose the tracks most like those in `rows`, int [at least 1], which are among them.

        `among` are the tracks that the listener may see, bool [n_tracks]; None where that is all of them.
        """
        centre = index.vectors_of(rows).mean(axis=0)
        centre /= max(float(np.linalg.norm(centre)), 1e-6)
        alike = (index.cosines_to(centre) - index.cosine_mean) / index.cosine_std
        n_tracks = len(index)
        if among is not None:
            n_tracks = int(among.sum())
            alike = np.where(among, alike, -np.inf)
        n_near = min(max(FEWEST, min(MOST, int(SHARE * n_tracks))), n_tracks)
        fits = np.zeros(len(index), dtype=bool)
        fits[np.argsort(-alike, kind="stable")[:n_near]] = True
        fits[rows] = True
        return cls(name, key, np.clip(alike / CLOSE_Z, 0.0, 1.0).astype(np.float32), fits)

    @property
    def asked(self) -> str:
        """Return the wish as the visible cause of a slate."""
        return f"like {self.name}, as you asked"

    @property
    def nothing(self) -> str:
        """Return why nothing could be picked."""
        return f"everything like {self.name} was turned away; start a radio of something else"

    def words(self, _row: int) -> str:
        """Return what it sounds like."""
        return f"like {self.name}"
