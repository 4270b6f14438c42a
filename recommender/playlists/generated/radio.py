"""Radio of anything a listener names: the wish that the engine's slates keep to, as long as it plays."""

import numpy as np

from recommender.listening.wishes.mood_wish import MoodWish
from recommender.listening.wishes.wish import SoundWish, Wish
from recommender.playlists.generated.anchors import Anchor, name_of, rows_of
from recommender.playlists.generated.library import Library
from recommender.prediction.mood.records import parse_mood


def radio_wish(library: Library, anchor: Anchor) -> Wish:
    """Return what a radio of this anchor plays; raises as `rows_of` does for what is not there."""
    visible = library.present if library.catalogue.hidden else None
    if anchor.kind == "mood":
        moods = library.mood_probabilities
        return MoodWish.of(parse_mood(anchor.id), moods if visible is None else np.where(visible[:, None], moods, 0.0))
    rows, name = rows_of(library, anchor), _quoted(library, anchor)
    return SoundWish.of(library.index, rows, name=name, key=str(anchor), among=visible)


def _quoted(library: Library, anchor: Anchor) -> str:
    name = name_of(library, anchor)
    return f"“{name}”" if anchor.kind in ("track", "album") else name
