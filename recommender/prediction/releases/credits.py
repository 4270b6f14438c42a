"""Who a credit belongs to: `Drake Featuring Rihanna` is Drake's, `Simon & Garfunkel` is nobody's but theirs."""

import re
from collections.abc import Iterable

from recommender.catalogue.names import words

_GUESTS = re.compile(r"\s+[(\[]?(?:feat\.?|ft\.?|featuring|with|vs\.?|duet with)\s+", re.IGNORECASE)
_COMPANY = re.compile(r"\s*[,;]\s*|\s+(?:&|x|\+|and)\s+", re.IGNORECASE)
NOBODY = frozenset({"various artists", "various", "unknown artist", "unknown", "soundtrack"})
"""Credits that name no artist."""


def artist_key(name: str) -> str:
    """Return what all spellings of an artist's name share; empty when there is nothing to read."""
    return " ".join(words(name)) or name.strip().casefold()


def without_guests(credit: str) -> str:
    """Return a credit without the guests after `feat.` and the like."""
    return _GUESTS.split(credit.strip(), maxsplit=1)[0].strip()


def leading_artists(credits_: Iterable[str]) -> dict[str, str]:
    """Return the name of the leading artist of each credit.

    Guests always go. Company after `&`, `and`, `x` or a comma goes only when the first name also stands alone in some
    credit: bands are called so too. Credits that name nobody are left out.
    """
    lead = {each: without_guests(each) for each in set(credits_)}
    alone = {artist_key(name) for name in lead.values()}
    found = {}
    for credit, name in lead.items():
        first = _COMPANY.split(name, maxsplit=1)[0]
        name = first if artist_key(first) in alone else name
        if artist_key(name) and artist_key(name) not in NOBODY:
            found[credit] = name
    return found
