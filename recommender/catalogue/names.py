"""Names made comparable: folded for sorting and search, hashed for ids that survive a rescan."""

import re
import unicodedata
from hashlib import blake2b

_ID_BYTES = 6
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_APOSTROPHES = re.compile(r"['\u2019`]")
_WORDS = re.compile(r"[^\W_]+")
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe"}
)


def folded(text: str) -> str:
    """Return `text` without case, accents and doubled spaces: `Sigur  Rós` becomes `sigur ros`."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.translate(_UNDECOMPOSED).split())


def words(text: str) -> list[str]:
    """Return the folded words of `text`; apostrophes join, and each CJK character is a word of its own."""
    bare = _APOSTROPHES.sub("", folded(text))
    return _WORDS.findall(bare if bare.isascii() else _CJK.sub(r" \g<0> ", bare))


def artist_id(name: str) -> str:
    """Return the id of an artist, 12 hex digits, the same for every spelling that folds alike; empty for no name."""
    return _short_id(folded(name)) if name.strip() else ""


def album_id(title: str, artist: str) -> str:
    """Return the id of an album by its title and (album) artist, 12 hex digits; empty for no title."""
    return _short_id(f"{folded(title)}\x00{folded(artist)}") if title.strip() else ""


def _short_id(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()
