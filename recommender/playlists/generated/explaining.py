"""What two tracks have in common, in words that tell the tracks of one list apart."""

from collections.abc import Sequence

import numpy as np

from recommender.listening.reasons import SAME_MOOD, SIMILAR
from recommender.playlists.generated.library import Library
from recommender.prediction.mood.records import MOODS
from recommender.similarity.likeness import Likeness

MIN_MOOD = 0.5
"""Probability from which two tracks are said to share a mood."""


def likeness_words(library: Library, rows: Sequence[int], grounds: Sequence[int]) -> list[str]:
    """Return, for each row and the row it is compared with, in what they are more alike than the other pairs are."""
    index, moods = library.index, None if library.moods is None else library.mood_probabilities
    special = Likeness.of(index, index.vectors_of(rows), index.vectors_of(grounds)).tell_apart()
    words = []
    for row, ground, best in zip(rows, grounds, special, strict=True):
        like = SIMILAR.get(best, f"similar {best}") if best else "the nearest there is"
        words.append(", ".join(filter(None, (like, _same_mood(moods, row, ground)))))
    return words


def cap_words(used: int, wanted: int) -> str:
    """Return what is said of a list in which an artist comes more often than was asked for; empty otherwise."""
    if used <= wanted:
        return ""
    return f"There are few artists, so up to {used} tracks of one come in any ten in a row."


def _same_mood(moods: np.ndarray | None, one: int, other: int) -> str:
    if moods is None:
        return ""
    mood = int(moods[one].argmax())
    has_both = mood == int(moods[other].argmax()) and min(moods[one, mood], moods[other, mood]) >= MIN_MOOD
    return SAME_MOOD[MOODS[mood]] if has_both else ""
