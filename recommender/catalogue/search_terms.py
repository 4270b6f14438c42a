"""Under which words a name is found besides its own: what people type who leave out its signs or spaces.

The home of anyascii.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from anyascii import anyascii

from recommender.catalogue.names import fold, words

MAX_JOINED_LETTERS = 24
MAX_SHORT_NAME_LETTERS = 12
MAX_SHORT_WORD_LETTERS = 3
"""Whole names are joined only where one word is so short: everything joined would double the dictionary."""
_SINGLE_LETTERS = re.compile(r"\b\w(?: \w)+\b")


def join_terms(parts: Sequence[str]) -> str:
    """Return several words as one, or nothing where nobody would type them so."""
    whole = "".join(parts)
    return whole if len(parts) > 1 and len(whole) <= MAX_JOINED_LETTERS else ""


def joined_name(parts: Sequence[str]) -> str:
    """Return a whole name as one word, or nothing where it is not one of the short ones."""
    n_letters = sum(map(len, parts))
    if n_letters > MAX_SHORT_NAME_LETTERS or min(map(len, parts), default=0) > MAX_SHORT_WORD_LETTERS:
        return ""
    return join_terms(parts)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, in parts that stand together or alone."""

    chunks: tuple[tuple[str, ...], ...]
    """The words between two spaces: three of `r.e.m.`, one of `rem`."""
    signs: tuple[str, ...]
    """Signs that stand alone beside words; they need not match."""

    @property
    def words(self) -> list[str]:
        """All words in order."""
        return [word for chunk in self.chunks for word in chunk]


def asked(query: str, most: int) -> Asked:
    """Return what a query asks for, not more than `most` words of it."""
    parts = fold(query).split()
    spelt = [part for part in parts if not _is_sign(part)]
    chunks: list[tuple[str, ...]] = []
    for part in spelt or parts:
        own = words(part)[:most]
        most -= len(own)
        # Characters of scripts without spaces are words of their own, and no parts of one.
        chunks += [(word,) for word in own] if part.isalnum() else [tuple(own)]
    return Asked(tuple(filter(None, chunks)), tuple(part for part in parts if spelt and _is_sign(part)))


def other_terms(text: str, own: Sequence[str]) -> list[str]:
    """Return the terms of a name whose words are `own`, but these.

    They are the joined forms (`rem` of `R.E.M.`, `rundmc` and `dmc` of `Run-D.M.C.`, `blink182` of `Blink 182`),
    signs that stand alone, and what a Latin keyboard writes for other scripts (`kino` of `Кино`).
    """
    return [term for term in dict.fromkeys(_other_terms(text, own)) if term and term not in own]


def _other_terms(text: str, own: Sequence[str]) -> Iterator[str]:
    if not text.replace(" ", "").isalnum():
        for part in fold(text).split():
            parts = words(part)
            if _is_sign(part):
                yield part
            elif len(parts) > 1 and not part.isalnum():
                yield join_terms(parts)
                yield from (run.replace(" ", "") for run in _SINGLE_LETTERS.findall(" ".join(parts)))
    yield joined_name(own)
    if not fold(text).isascii():
        yield from filter(str.isalnum, words(anyascii(text)))


def _is_sign(part: str) -> bool:
    return not any(map(str.isalnum, part))
