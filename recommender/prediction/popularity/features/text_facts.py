"""What the words of a title and of an album say: kinds of version, seasons, scripts; never who or what it is."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from recommender.catalogue.names import fold
from recommender.prediction.named_columns import stack_columns
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
_LAST_LATIN = "\u024f"
_LAST_ASCII = "\x7f"


def _foreign_share(text: str) -> float:
    return sum(char > _LAST_LATIN for char in text) / len(text)


def _n_digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


_TITLE_SHAPES: Mapping[str, Callable[[str], float]] = {
    "title_length": lambda title: float(np.log(len(title))),
    "title_words": lambda title: float(np.log(len(title.split()))),
    "title_foreign_script": _foreign_share,
    "title_accents": lambda title: sum(_LAST_ASCII < char <= _LAST_LATIN for char in title),
    "title_digits": _n_digits,
    "title_upper": str.isupper,
    "title_lower": str.islower,
}
_ALBUM_SHAPES: Mapping[str, Callable[[str, str], float]] = {
    "album_length": lambda album, _: float(np.log(len(album))),
    "album_words": lambda album, _: float(np.log(len(album.split()))),
    "album_is_title": lambda album, title: fold(album) == fold(title),
    "album_is_song": lambda album, title: bare_title(album) == bare_title(title),
    "album_foreign_script": lambda album, _: _foreign_share(album),
    "album_digits": lambda album, _: _n_digits(album),
}
_OF_TITLE = (*_TITLE_SHAPES, *_TITLE_WORDS)
TITLE_FACTS = ("explicit", "n_artists", *_OF_TITLE)
ALBUM_FACTS = (*_ALBUM_SHAPES, *_ALBUM_WORDS)


def title_facts(tracks: LabelledTracks) -> np.ndarray:
    """Return what title and credit say, float64 [n, len(TITLE_FACTS)]; NaN where a title is not known."""
    columns = _columns([_title_row(title) for title in tracks.titles], _OF_TITLE)
    columns["explicit"] = tracks.explicit
    columns["n_artists"] = np.array([float(len(names)) or np.nan for names in tracks.artists])
    return stack_columns(columns, TITLE_FACTS, n=len(tracks))


def album_facts(tracks: LabelledTracks) -> np.ndarray:
    """Return what the album's name says, float64 [n, len(ALBUM_FACTS)]; NaN where it is not known."""
    rows = [_album_row(album, title) for album, title in zip(tracks.albums, tracks.titles, strict=True)]
    return stack_columns(_columns(rows, ALBUM_FACTS), ALBUM_FACTS, n=len(tracks))


@lru_cache(maxsize=20_000)
def _title_row(title: str) -> Mapping[str, float] | None:
    """Return the facts of one title by name; None for no title."""
    if not title.strip():
        return None
    return {name: shape(title) for name, shape in _TITLE_SHAPES.items()} | _words_in(title, _TITLE_WORDS)


@lru_cache(maxsize=20_000)
def _album_row(album: str, title: str) -> Mapping[str, float] | None:
    if not album.strip():
        return None
    return {name: shape(album, title) for name, shape in _ALBUM_SHAPES.items()} | _words_in(album, _ALBUM_WORDS)


def _words_in(text: str, words: Mapping[str, str]) -> dict[str, float]:
    plain = fold(text)
    return {name: bool(re.search(pattern, plain)) for name, pattern in words.items()}


def _columns(rows: Sequence[Mapping[str, float] | None], names: Sequence[str]) -> dict[str, np.ndarray]:
    """Return rows as columns [n]; NaN where a row is not known."""
    return {name: np.array([np.nan if row is None else row[name] for row in rows], dtype=float) for name in names}
