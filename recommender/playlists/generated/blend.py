"""A blend: what sounds like these things, without what sounds rather like those.

How a track is like something is its cosine in standard deviations of the track's own, so that hubs do not win; a mood
counts by its probability, in standard deviations of the library's. Its likeness to several things is the mean.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from recommender.errors import BadInput, OutOfRange
from recommender.playlists.generated.anchors import Anchor, name_of, rows_of, typical_row
from recommender.playlists.generated.choosing import choose
from recommender.playlists.generated.explaining import cap_words, likeness_words
from recommender.playlists.generated.library import Library
from recommender.playlists.generated.records import GeneratedList, GeneratedTrack, LeftOut
from recommender.prediction.mood.records import MOODS, parse_mood
from recommender.records import TrackId

MAX_ANCHORS = 8
BY_SOUND = ("track", "artist", "album")
"""What is subtracted with everything that sounds more like it; of a genre or a mood only its own tracks go."""
_MIN_STD = 1e-6
_MEMBER = {
    "track": "{name} itself",
    "artist": "by {name}",
    "album": "on {name}",
    "genre": "its genre is {name}",
    "mood": "mostly {name}",
}
"""Why something that belongs to a subtracted thing is left out."""


class _Subtracted(NamedTuple):
    anchor: Anchor
    name: str
    members: np.ndarray
    """bool [n_tracks]."""
    closer: np.ndarray
    """bool [n_tracks]: more like it than like what is added."""


def make_blend(
    library: Library,
    added: Sequence[Anchor],
    subtracted: Sequence[Anchor] = (),
    *,
    n: int,
    artist_cap: int,
    refused: np.ndarray,
) -> GeneratedList:
    """Return up to `n` tracks that are like all of `added`, best first, and those that `subtracted` took out of them.

    The tracks in `added` are known and do not come. `refused`, bool [n_tracks], is what the listener turned away.
    """
    if not (1 <= len(added) <= MAX_ANCHORS and len(subtracted) <= MAX_ANCHORS):
        raise BadInput(f"a blend is of 1 to {MAX_ANCHORS} things, without at most {MAX_ANCHORS}")
    if common := set(added) & set(subtracted):
        raise OutOfRange(f"{name_of(library, common.pop())} is both wanted and left out; choose one")
    likenesses = np.stack([likeness_to(library, anchor) for anchor in added])
    liking = likenesses.mean(axis=0)
    taken_out = [_subtract(library, anchor, liking) for anchor in subtracted]
    named = [int(rows_of(library, anchor)[0]) for anchor in added if anchor.kind == "track"]
    open_rows = library.present & ~refused
    open_rows[named] = False
    kept = open_rows.copy()
    for each in taken_out:
        kept &= ~(each.members | each.closer)
    chosen = choose(library.index, _ranked(liking, kept), n=n, artist_cap=artist_cap, apart_from=named)
    without = choose(library.index, _ranked(liking, open_rows), n=n, artist_cap=artist_cap, apart_from=named)
    return GeneratedList(
        name=_name([name_of(library, anchor) for anchor in added], [each.name for each in taken_out]),
        tracks=_explained(library, added, likenesses, chosen.rows),
        left_out=_left_out(library, taken_out, [row for row in without.rows if not kept[row]]),
        message=cap_words(chosen.artist_cap, artist_cap) if len(chosen.rows) == n else _short(len(chosen.rows)),
        model_version=library.index.version,
    )


def likeness_to(library: Library, anchor: Anchor) -> np.ndarray:
    """Return how each track is like an anchor, in standard deviations: float32 [n_tracks]."""
    if anchor.kind == "mood":
        probability = library.mood_probabilities[:, MOODS.index(parse_mood(anchor.id))]
        in_mood: np.ndarray = (probability - probability.mean()) / max(float(probability.std()), _MIN_STD)
        return in_mood
    index = library.index
    centre = index.vectors_of(rows_of(library, anchor)).mean(axis=0)
    centre /= max(float(np.linalg.norm(centre)), _MIN_STD)
    alike: np.ndarray = (index.cosines_to(centre) - index.cosine_mean) / index.cosine_std
    return alike


def _subtract(library: Library, anchor: Anchor, liking: np.ndarray) -> _Subtracted:
    members = np.zeros(len(library.index), dtype=bool)
    closer = np.zeros(len(library.index), dtype=bool)
    members[rows_of(library, anchor)] = True
    if anchor.kind in BY_SOUND:
        closer = likeness_to(library, anchor) > liking
    return _Subtracted(anchor, name_of(library, anchor), members, closer)


def _ranked(values: np.ndarray, open_rows: np.ndarray) -> np.ndarray:
    rows = np.flatnonzero(open_rows)
    ranked: np.ndarray = rows[np.argsort(-values[rows], kind="stable")]
    return ranked


def _explained(
    library: Library, added: Sequence[Anchor], likenesses: np.ndarray, rows: Sequence[int]
) -> tuple[GeneratedTrack, ...]:
    """Return the tracks, each with the thing that it is like more than the others of the list are."""
    if not rows:
        return ()
    of_list = likenesses[:, list(rows)]
    nearest = (of_list - of_list.mean(axis=1, keepdims=True)).argmax(axis=0).tolist()
    typical = [typical_row(library, rows_of(library, anchor)) for anchor in added]
    words = likeness_words(library, rows, [typical[at] for at in nearest])
    names = [name_of(library, anchor) for anchor in added]
    reasons = []
    for row, at, like in zip(rows, nearest, words, strict=True):
        if added[at].kind == "mood":
            probability = library.mood_probabilities[row, MOODS.index(parse_mood(added[at].id))]
            reasons.append(f"{names[at]} ({100 * float(probability):.0f} %)")
        else:
            reasons.append(f"{like} · like {_quoted(added[at], names[at])}")
    return tuple(
        GeneratedTrack(track_id=TrackId(library.index.table.track_ids[row]), reason=reason)
        for row, reason in zip(rows, reasons, strict=True)
    )


def _left_out(library: Library, taken_out: Sequence[_Subtracted], rows: Sequence[int]) -> tuple[LeftOut, ...]:
    """Return what would be in the list but for the subtraction, each with the first thing that took it out."""
    left_out = []
    for row in rows:
        by = next(each for each in taken_out if each.members[row] or each.closer[row])
        reason = _MEMBER[by.anchor.kind] if by.members[row] else "sounds more like {name}"
        left_out.append(
            LeftOut(
                track_id=TrackId(library.index.table.track_ids[row]),
                reason=reason.format(name=_quoted(by.anchor, by.name)),
            )
        )
    return tuple(left_out)


def _quoted(anchor: Anchor, name: str) -> str:
    return f"“{name}”" if anchor.kind in ("track", "album") else name


def _name(added: Sequence[str], subtracted: Sequence[str]) -> str:
    without = f", without {' and '.join(subtracted)}" if subtracted else ""
    return f"Like {' and '.join(added)}{without}"


def _short(n: int) -> str:
    return (
        f"Only {n} of the library are left"
        if n
        else "Nothing of the library is left; take something away from what goes"
    )
