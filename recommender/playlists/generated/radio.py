"""Radio of anything a listener names: the wish that the engine's slates keep to, as long as it plays."""

from collections.abc import Sequence

import numpy as np

from recommender.errors import BadInput
from recommender.listening.wishes.mood_wish import MoodWish
from recommender.listening.wishes.wish import SoundWish, Wish
from recommender.playlists.generated.anchors import Anchor, name_of, rows_of
from recommender.playlists.generated.library import Library
from recommender.prediction.mood.records import parse_mood

MAX_SEEDS = 12
"""Tracks that one radio may be of."""


def radio_wish(library: Library, anchors: Sequence[Anchor]) -> Wish:
    """Return what a radio of one anchor, or of several tracks together, plays.

    Of several tracks those that are gone by now are left out. Raises as `rows_of` does for what is not there, and
    `BadInput` for anything else than one thing or up to `MAX_SEEDS` tracks.
    """
    visible = library.present if library.catalogue.hidden else None
    if len(anchors) != 1:
        return _together(library, anchors, visible)
    anchor = anchors[0]
    if anchor.kind == "mood":
        moods = library.mood_probabilities
        return MoodWish.of(parse_mood(anchor.id), moods if visible is None else np.where(visible[:, None], moods, 0.0))
    rows, name = rows_of(library, anchor), _quoted(library, anchor)
    return SoundWish.of(library.index, rows, name=name, key=str(anchor), among=visible)


def _together(library: Library, anchors: Sequence[Anchor], visible: np.ndarray | None) -> SoundWish:
    if not 1 <= len(anchors) <= MAX_SEEDS or any(anchor.kind != "track" for anchor in anchors):
        raise BadInput(f"a radio is of one thing or of up to {MAX_SEEDS} tracks, not of {len(anchors)} things")
    here = [anchor for anchor in anchors if library.catalogue.track(anchor.id) is not None]
    rows = library.rows(anchor.id for anchor in here)
    if not len(rows):
        rows = rows_of(library, anchors[0])  # says why there is nothing
    key = ",".join(map(str, anchors))
    first = _quoted(library, here[0])
    name = f"{first} and {len(here) - 1} more" if len(here) > 1 else first
    return SoundWish.of(library.index, rows, name=name, key=key, among=visible)


def _quoted(library: Library, anchor: Anchor) -> str:
    name = name_of(library, anchor)
    return f"“{name}”" if anchor.kind in ("track", "album") else name
