"""One song under its many names: what makes two titles, or two credits, the same."""

import re

from recommender.catalogue.names import words

_REMARKS = (
    *("feat", "ft", "featuring", "with", "from", "prod", "remix", "remaster", "remastered", "version", "edit", "mix"),
    *("live", "acoustic", "explicit", "deluxe", "bonus"),
)
_VERSION = "|".join(_REMARKS)
_BRACKETED = re.compile(rf"\s*[(\[][^)\]]*\b({_VERSION})\b[^)\]]*[)\]]", re.IGNORECASE)
_DASHED = re.compile(rf"\s+[-\u2013]\s+[^-\u2013]*\b({_VERSION})\b.*$", re.IGNORECASE)
_GUESTS = r"feat\.?|ft\.?|featuring|with|(?:a\s+)?duet\s+with|vs\.?"
_COMPANY = r"&|\+|and"
# An X with another sign behind it is the end of a name: `Lil Nas X & Cardi B`, and `Lil Nas X x Doja Cat`.
_NO_SIGN = rf"\s+(?![(\[]|(?:{_GUESTS}|{_COMPANY})\s)"
_X = rf"(?:(?-i:[x\u00d7]){_NO_SIGN}|(?-i:X){_NO_SIGN}(?![x\u00d7]\s))"
GUESTS = re.compile(rf"\s+[(\[]?(?:{_GUESTS})\s+", re.IGNORECASE)
"""What stands between the names of a credit and those of its guests."""
JOINED = re.compile(rf"\s*[,;]\s*|\s+[(\[]?(?:(?:{_GUESTS}|{_COMPANY})\s+|{_X})", re.IGNORECASE)
"""What stands between any two names of a credit; bands are called so too."""
_GUESTS_BEHIND = re.compile(r"(?<=\S)\s+(?:feat\.?|ft\.|featuring)\s+\S.*$", re.IGNORECASE)


def song_title(title: str) -> str:
    """Return a title's words without guests and version remarks: `Stay (feat. X) - Remastered` becomes `stay`."""
    bare = _GUESTS_BEHIND.sub("", _DASHED.sub("", _BRACKETED.sub("", title)))
    return " ".join(words(bare)) or " ".join(words(title)) or title.strip().casefold()


def first_artist(credit: str) -> str:
    """Return the words of the first name in a credit: `Drake, Future` and `Drake feat. Future` become `drake`."""
    first = JOINED.split(credit.strip(), maxsplit=1)[0]
    return " ".join(words(first)) or " ".join(words(credit)) or credit.strip().casefold()


def song_key(title: str, artist: str) -> str:
    """Return what two entries of one song share, however it was written: title and first artist, normalised."""
    return f"{song_title(title)}\x00{first_artist(artist)}"
