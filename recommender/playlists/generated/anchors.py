"""What a listener names to make a list of: a track, an artist, an album, a genre or a mood."""

from typing import Literal, Never, get_args
from urllib.parse import quote, unquote

import numpy as np
from msgspec import Struct

from recommender.errors import BadInput, NotFound, OutOfRange, UnknownTrack
from recommender.listening.wishes.mood_wish import MoodWish
from recommender.playlists.generated.library import Library
from recommender.prediction.mood.records import MOODS, MoodName, parse_mood

AnchorKind = Literal["track", "artist", "album", "genre", "mood"]
KINDS: tuple[AnchorKind, ...] = get_args(AnchorKind)
PATTERN = "(?:(?:track|artist|album|genre):[^,]+|mood:(?:" + "|".join(mood.lower() for mood in MOODS) + "))"
"""How one is written, as a regular expression of JSON Schema."""
MOST_TYPICAL = 50
"""Tracks of a mood, the most probable first, among which the typical one is looked for."""


class Anchor(Struct, frozen=True):
    """One of them, by the id or the name under which the library knows it."""

    kind: AnchorKind
    id: str

    def __str__(self) -> str:
        """Return what `parse_anchors` reads."""
        return f"{self.kind}:{quote(self.id, safe='')}"


def parse_anchors(text: str) -> tuple[Anchor, ...]:
    """Return the anchors in `track:ID,artist:ID,album:ID,genre:NAME,mood:NAME`, ids and names percent-encoded."""
    return tuple(_parse(part) for part in text.split(",")) if text else ()


def _parse(text: str) -> Anchor:
    kind, colon, name = text.partition(":")
    if not colon or kind not in KINDS or not name:
        raise BadInput(f"{text[:100]!r} names nothing; write one of {', '.join(f'{kind}:...' for kind in KINDS)}")
    if kind == "mood" and name not in {mood.lower() for mood in MOODS}:
        moods = ", ".join(mood.lower() for mood in MOODS)
        raise BadInput(f"there is no mood {unquote(name)[:100]!r}; the moods are {moods}")
    return Anchor(kind, unquote(name))


def rows_of(library: Library, anchor: Anchor) -> np.ndarray:
    """Return the rows that an anchor stands for, int32 [at least 1].

    Raises `NotFound` for what the library does not have, `NoMoods` for a mood before there are any, `OutOfRange` for
    what no index knows yet.
    """
    if anchor.kind == "mood":
        rows = _rows_of_mood(library, parse_mood(anchor.id))
    else:
        rows = library.rows(library.catalogue.tracks[position].track_id for position in _positions(library, anchor))
    if not len(rows):
        what = "no track has this mood" if anchor.kind == "mood" else "the similarity index does not know it yet"
        command = "segue build moods" if anchor.kind == "mood" else "segue build index"
        raise OutOfRange(f"{name_of(library, anchor)}: {what}; run `{command}`")
    return rows


def name_of(library: Library, anchor: Anchor) -> str:
    """Return what a listener calls it; raises `NotFound`."""
    if anchor.kind == "mood":
        return parse_mood(anchor.id).lower()
    if anchor.kind == "genre":
        return anchor.id
    catalogue = library.catalogue
    if anchor.kind == "track":
        return catalogue.tracks[int(_positions(library, anchor)[0])].title
    if anchor.kind == "artist":
        artist = catalogue.artists_by_id.get(anchor.id)
        return artist.name if artist else _missing(anchor)
    album = catalogue.albums_by_id.get(anchor.id)
    return album.title if album else _missing(anchor)


def typical_row(library: Library, rows: np.ndarray) -> int:
    """Return the row of those that sounds most like all of them together."""
    vectors = library.index.vectors_of(rows)
    return int(rows[int((vectors @ vectors.mean(axis=0)).argmax())])


def _positions(library: Library, anchor: Anchor) -> np.ndarray:
    catalogue = library.catalogue
    if anchor.kind == "track":
        if (track := catalogue.track(anchor.id)) is None:
            raise UnknownTrack(anchor.id[:64])
        return np.array([catalogue.positions[track.track_id]])
    found = {
        "artist": catalogue.artists_by_id.get(anchor.id),
        "album": catalogue.albums_by_id.get(anchor.id),
        "genre": catalogue.genre(anchor.id),
    }[anchor.kind]
    return found.positions if found is not None else _missing(anchor)


def _rows_of_mood(library: Library, mood: MoodName) -> np.ndarray:
    wish = MoodWish.of(mood, library.mood_probabilities)
    rows = np.flatnonzero(wish.fits & library.present)
    order = np.argsort(-wish.probability[rows], kind="stable")
    by_probability: np.ndarray = rows[order].astype(np.int32)
    return by_probability


def _missing(anchor: Anchor) -> Never:
    raise NotFound(f"no {anchor.kind} {anchor.id[:64]} in the catalogue")
