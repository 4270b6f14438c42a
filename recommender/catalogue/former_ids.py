"""The ids that albums and artists had in links made before `names` told letters with marks apart."""

import unicodedata

from recommender.catalogue.names import short_id

_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe"}
)


def former_artist_id(name: str) -> str:
    """Return the id that the artist of this name had; it may stand for several artists of today."""
    return short_id(_fold(name))


def former_album_id(title: str, artist: str) -> str:
    """Return the id that the album had; it may stand for several albums of today."""
    return short_id(f"{_fold(title)}\x00{_fold(artist)}")


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.translate(_UNDECOMPOSED).split())
