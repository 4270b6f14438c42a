"""What the words of a title and of an album say: kinds of version, seasons, scripts; never who or what it is."""

import re

import numpy as np

from recommender.catalogue.names import folded
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.releases import bare_title

_TITLE_WORDS = {
    "title_guest": r"\b(?:feat|ft|featuring|with)\b",
    "title_remix": r"mix\b",
    "title_live": r"\blive\b|en vivo|ao vivo|en directo",
    "title_remaster": r"remaster",
    "title_version": r"\b(?:version|edit|acoustic|instrumental|radio)\b",
    "title_christmas": r"christmas|xmas|santa|noel|navidad|snow|weihnacht",
    "title_bracket": r"[(\[]",
    "title_dash": r" - ",
    "title_work": r"\b(?:op|no|k|bwv|act|suite|sonata|concerto)\b",
    "title_colon": r":",
    "title_comma": r",",
}
_ALBUM_WORDS = {
    "album_year": r"\b20[12]\d\b",
    "album_hits": r"hit|best|top|party|mix|playlist|collection|greatest|essential|summer|feel|vibes",
    "album_christmas": r"christmas|xmas|navidad|noel|weihnacht|holiday",
    "album_reissue": r"deluxe|edition|remaster|anniversary|expanded",
    "album_halloween": r"halloween|spooky",
    "album_live": r"\blive\b",
    "album_soundtrack": r"soundtrack|score|original",
    "album_volume": r"\bvol",
}
_TITLE_SHAPES = (
    "title_length", "title_words", "title_foreign_script", "title_accents", "title_digits", "title_upper",
    "title_lower",
)  # fmt: skip
_ALBUM_SHAPES = (
    "album_length",
    "album_words",
    "album_is_title",
    "album_is_song",
    "album_foreign_script",
    "album_digits",
)
TITLE_FACTS = ("explicit", "n_artists", *_TITLE_SHAPES, *_TITLE_WORDS)
ALBUM_FACTS = (*_ALBUM_SHAPES, *_ALBUM_WORDS)
_LAST_LATIN = "\u024f"
_LAST_ASCII = "\x7f"


def title_facts(tracks: LabelledTracks) -> np.ndarray:
    """Return what title and credit say, float64 [n, len(TITLE_FACTS)]; NaN where a title is not known."""
    rows = [title_row(title) for title in tracks.titles]
    n_artists = [float(len(names)) or np.nan for names in tracks.artists]
    return np.column_stack([tracks.explicit, n_artists, np.array(rows).reshape(len(rows), -1)])


def title_row(title: str) -> list[float]:
    """Return the facts of one title, without `explicit` and `n_artists`; all NaN for no title."""
    if not title.strip():
        return [np.nan] * (len(TITLE_FACTS) - 2)
    plain = folded(title)
    shapes = [
        np.log(len(title)),
        np.log(len(title.split())),
        _foreign_share(title),
        float(sum(_LAST_ASCII < char <= _LAST_LATIN for char in title)),
        float(sum(char.isdigit() for char in title)),
        float(title.isupper()),
        float(title.islower()),
    ]
    return shapes + [float(bool(re.search(pattern, plain))) for pattern in _TITLE_WORDS.values()]


def album_facts(tracks: LabelledTracks) -> np.ndarray:
    """Return what the album's name says, float64 [n, len(ALBUM_FACTS)]; NaN where it is not known."""
    rows = [_album_row(album, title) for album, title in zip(tracks.albums, tracks.titles, strict=True)]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(ALBUM_FACTS))


def _album_row(album: str, title: str) -> list[float]:
    if not album.strip():
        return [np.nan] * len(ALBUM_FACTS)
    plain = folded(album)
    shapes = [
        np.log(len(album)),
        np.log(len(album.split())),
        float(plain == folded(title)),
        float(bare_title(album) == bare_title(title)),
        _foreign_share(album),
        float(sum(char.isdigit() for char in album)),
    ]
    return shapes + [float(bool(re.search(pattern, plain))) for pattern in _ALBUM_WORDS.values()]


def _foreign_share(text: str) -> float:
    return sum(char > _LAST_LATIN for char in text) / len(text)
