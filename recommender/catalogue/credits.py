"""The artists of a credit such as `Ann feat. Bob` or `Ann; Bob`: each of them gets the track on their page."""

import re
from collections.abc import Iterable, Sequence

from recommender.catalogue.names import artist_key
from recommender.records import Track

Credits = tuple[str, ...]
"""The artists of one track, the main one first; empty when it is untagged."""
MIN_PART_LETTERS = 3
"""Shorter halves of a name with a slash are a name: AC/DC."""
_BRACKETED = re.compile(r"\s*[(\[](feat\.?|ft\.?|featuring)\s+([^)\]]*)[)\]]", re.IGNORECASE)
_PARTED = re.compile(r"\s*;\s*|\s+/\s+|\s*\0\s*|\s+(?:feat\.?|ft\.?|featuring)\s+", re.IGNORECASE)


def credits_of(tracks: Sequence[Track]) -> list[Credits]:
    """Return the artists of each track.

    ID3v2.3 joins artists by a bare slash, which is part of some names too: such a credit is parted only where one
    of its halves is an artist of other tracks, or each half is a name of two words.
    """
    split = {artist: _split(artist) for artist in {track.artist for track in tracks}}
    listed = [name for track in tracks for name in track.artists]
    known = {artist_key(name) for name in (*listed, *(name for names in split.values() for name in names))}
    for artist, names in split.items():
        if "/" in artist:
            split[artist] = _distinct(part for name in names for part in _at_slashes(name, known))
    return [track.artists or split[track.artist] for track in tracks]


def first_credit(credit: str) -> str:
    """Return the first artist of a credit."""
    return next(iter(_split(credit)), "")


def _split(credit: str) -> Credits:
    parts = _distinct(part.strip() for part in _PARTED.split(_BRACKETED.sub(r" \1 \2", credit)))
    return parts or ((credit,) if credit.strip() else ())


def _at_slashes(name: str, known: set[str]) -> Sequence[str]:
    parts = [part.strip() for part in name.split("/")]
    if min(map(len, parts)) < MIN_PART_LETTERS:
        return (name,)
    full_names = all(" " in part for part in parts)
    return parts if full_names or any(artist_key(part) in known for part in parts) else (name,)


def _distinct(names: Iterable[str]) -> Credits:
    names_by_key: dict[str, str] = {}
    for name in filter(None, names):
        names_by_key.setdefault(artist_key(name), name)
    return tuple(names_by_key.values())
