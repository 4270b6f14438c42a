"""Names of accounts: shown as typed, compared without case."""

import unicodedata

from recommender.errors import BadInput

MAX_NAME = 64
_FORBIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Characters that are not seen, or have no meaning of their own (Unicode's general categories)."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs, by their category, that are not seen either."""


def normalise(text: str) -> str:
    """Return the text in one spelling: what looks the same is the same (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def check_name(name: str) -> str:
    """Return the name as it is kept, or raise `BadInput` with what is wrong with it."""
    name = " ".join(normalise(name).split(" ")).strip()
    if not name or len(name) > MAX_NAME:
        raise BadInput(f"name: 1 to {MAX_NAME} characters")
    if any(character in _BLANK or unicodedata.category(character) in _FORBIDDEN for character in name) or ":" in name:
        raise BadInput("name: letters, digits, spaces and signs that can be seen; no colon")
    return name


def fold_name(name: str) -> str:
    """Return by what names are compared: `Zoë` and `ZOË` are one."""
    return normalise(normalise(name).casefold())
