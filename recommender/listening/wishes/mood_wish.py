"""A mood that a listener asks for, as rows of the index: mood radio picks only what fits."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.library.moods import LibraryMoods
from recommender.prediction.mood.records import MOODS, MoodName
from recommender.similarity.track_index import TrackIndex

FEWEST = 24
"""Where fewer tracks have the mood as their likeliest, the next most probable are added."""


@dataclass(frozen=True, eq=False)
class MoodWish:
    """Which tracks fit a mood, and how well."""

    mood: MoodName
    probability: np.ndarray
    """float32 [n_tracks]; 0 where nothing is known."""
    fits: np.ndarray
    """bool [n_tracks]: may be picked."""

    @classmethod
    def of(cls, mood: MoodName, moods: np.ndarray) -> "MoodWish":
        """Choose the tracks of `mood` among the probabilities [n_tracks, 4] that `moods_in_index` gave."""
        probability = moods[:, MOODS.index(mood)]
        fits = (moods.argmax(axis=1) == MOODS.index(mood)) & (probability > 0)
        if fits.sum() < FEWEST:
            nearest = np.argsort(-probability, kind="stable")[:FEWEST]
            fits[nearest[probability[nearest] > 0]] = True
        return cls(mood, probability, fits)

    @property
    def key(self) -> str:
        """Tell slates of one moment and different wishes apart."""
        return self.mood

    @property
    def asked(self) -> str:
        """Return the wish as the visible cause of a slate."""
        return f"{self.mood.lower()} music, as you asked"

    @property
    def nothing(self) -> str:
        """Return why nothing could be picked."""
        mood = self.mood.lower()
        if not self.fits.any():
            return f"no {mood} track is known; `segue build moods` describes the library"
        return f"every {mood} track was heard or turned away; add more music"

    def words(self, row: int) -> str:
        """Return how well a track fits, such as: calm (82 %)."""
        return f"{self.mood.lower()} ({100 * float(self.probability[row]):.0f} %)"


def moods_in_index(moods: LibraryMoods, index: TrackIndex) -> np.ndarray:
    """Return the moods of each row of the index, float32 [n_tracks, 4]; zeros for tracks that were not described."""
    by_row = np.zeros((len(index.table), len(MOODS)), dtype=np.float32)
    rows = [index.table.row(track_id) for track_id in moods.track_ids]
    known = [(row, number) for number, row in enumerate(rows) if row is not None]
    if known:
        rows_in_index, rows_in_moods = zip(*known, strict=True)
        by_row[list(rows_in_index)] = moods.probabilities[list(rows_in_moods)]
    return by_row
