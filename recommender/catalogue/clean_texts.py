"""Texts about tracks, from files, tables or people, cleaned of what no store or page should see."""

import re
import unicodedata
from collections.abc import Iterable

MAX_TEXT_LENGTH = 500
"""Characters."""
MAX_GENRES = 20
MAX_NAMES = 50


def clean_text(text: str) -> str:
    """Return text without control characters, NULs and halves of characters, at most `MAX_TEXT_LENGTH` long."""
    whole = text[: 4 * MAX_TEXT_LENGTH].encode("utf-8", "replace").decode("utf-8", "replace")
    spaced = "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character for character in whole
    )
    return unicodedata.normalize("NFC", " ".join(spaced.split()))[:MAX_TEXT_LENGTH].strip()


def clean_names(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names in order, each once; one text may hold several, parted by NUL."""
    names = (clean_text(name) for text in texts for name in text.split("\0"))
    return tuple(dict.fromkeys(name for name in names if name))[:MAX_NAMES]


def clean_genres(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the genre names in order, each once; one text may hold several, parted by `;` or NUL."""
    names = (clean_text(name) for text in texts for name in re.split(r"[;\0]", text))
    return tuple(dict.fromkeys(name for name in names if name))[:MAX_GENRES]
