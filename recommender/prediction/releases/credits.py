"""Who a credit belongs to: `Drake Featuring Rihanna` is Drake's, `Simon & Garfunkel` is nobody's but theirs."""

from collections.abc import Iterable

from recommender.catalogue.names import words
from recommender.prediction.song_names import GUESTS, JOINED

NOBODY = frozenset({"various artists", "various", "unknown artist", "unknown", "soundtrack"})
"""Credits that name no artist."""


def artist_key(name: str) -> str:
    """Return what all spellings of an artist's name share; empty when there is nothing to read."""
    return " ".join(words(name)) or name.strip().casefold()


def without_guests(credit: str) -> str:
    """Return a credit without the guests after `feat.` and the like."""
    return GUESTS.split(credit.strip(), maxsplit=1)[0].strip()


def leading_artists(credits_: Iterable[str]) -> dict[str, str]:
    """Return the name of the leading artist of each credit.

    Guests always go. Company after `&`, `and`, `x` or a comma goes only when what is before it also stands alone in
    some credit: bands are called so too. Credits that name nobody are left out.
    """
    lead = {credit: without_guests(credit) for credit in set(credits_)}
    alone = {artist_key(name) for name in lead.values()}
    leaders = {}
    for credit, name in lead.items():
        before = (name[: joint.start()] for joint in JOINED.finditer(name))
        name = next((shorter for shorter in before if artist_key(shorter) in alone), name)
        if artist_key(name) and artist_key(name) not in NOBODY:
            leaders[credit] = name
    return leaders
