"""Who made a track besides its artists, and which label brought it out: the names that one tag holds together."""

import re
from collections.abc import Iterable
from typing import Literal, get_args

from recommender.catalogue.clean_texts import MAX_NAMES, MAX_TEXT_LENGTH, clean_text
from recommender.catalogue.names import fold, short_id
from recommender.records import Track

ContributorKind = Literal["composer", "writer", "producer", "label"]
"""Also the name under which `Track.tags` keeps them. A writer wrote the words."""
CONTRIBUTOR_KINDS: tuple[ContributorKind, ...] = get_args(ContributorKind)
SEPARATOR = "; "
"""Between the names of one kind in `Track.tags`."""
_PARTED = re.compile(r"\s*[;\0]\s*|\s+/\s+")
_SIGNS = frozenset(";/\0")


def join_names(texts: Iterable[str]) -> str:
    """Return the names in `texts`, of which each may hold several, as one tag keeps them: each once, in order.

    At most `MAX_NAMES` names and `MAX_TEXT_LENGTH` characters; a name that would be cut off is left out.
    """
    joined = ""
    cleaned = (clean_text(name) for text in texts for name in split_names(text))
    for name in _distinct(cleaned)[:MAX_NAMES]:
        longer = joined + SEPARATOR + name if joined else name
        if len(longer) > MAX_TEXT_LENGTH:
            break
        joined = longer
    return joined


def split_names(text: str) -> tuple[str, ...]:
    """Return each of the names in one text, once.

    They are parted by `;` or NUL, by a slash with spaces around it, and by a bare slash (so ID3v2.3 joins values)
    where all parts are names of two words or more: `AC/DC` is one name.
    """
    if _SIGNS.isdisjoint(text):
        return (name,) if (name := text.strip()) else ()
    return _distinct(name for part in _PARTED.split(text) for name in _at_slashes(part.strip()))


def contributors(track: Track, kind: ContributorKind) -> tuple[str, ...]:
    """Return the names of one kind on a track; empty when its tags name none."""
    return split_names(track.tags.get(kind, ""))


def contributor_key(name: str) -> str:
    """Return what all spellings of a name share: the key of their part of the library."""
    return short_id(fold(name))


def _at_slashes(text: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in text.split("/"))
    return parts if all(" " in part for part in parts) else (text,)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    by_key: dict[str, str] = {}
    for name in filter(None, names):
        by_key.setdefault(fold(name), name)
    return tuple(by_key.values())
