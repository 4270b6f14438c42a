"""Names made comparable: folded for sorting and search, hashed for ids that survive a rescan."""

import unicodedata
from hashlib import blake2b

_ID_BYTES = 6
_CJK = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF))
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
    letters = []
    for c in folded(text):
        if c.isalnum():
            letters.append(f" {c} " if _is_cjk(c) else c)
        elif c not in "'\u2019`":
            letters.append(" ")
    return "".join(letters).split()


def artist_id(name: str) -> str:
    """Return the id of an artist, 12 hex digits, the same for every spelling that folds alike; empty for no name."""
    return _short_id(folded(name)) if name.strip() else ""


def album_id(title: str, artist: str) -> str:
    """Return the id of an album by its title and (album) artist, 12 hex digits; empty for no title."""
    return _short_id(f"{folded(title)}\x00{folded(artist)}") if title.strip() else ""


def _short_id(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()


def _is_cjk(character: str) -> bool:
    return any(low <= ord(character) <= high for low, high in _CJK)
