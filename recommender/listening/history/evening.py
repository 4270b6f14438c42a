"""The evening so far: what was heard since the last long pause."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from recommender.listening.history.plays import PlayedAt

MIN_PAUSE = timedelta(hours=4)
"""After so long without music another evening begins; `webapp/frontend/src/rules/playing/evening.ts` has the same."""


def evening_of(plays: Iterable[PlayedAt], now: datetime) -> tuple[PlayedAt, ...]:
    """Return those of the `plays`, newest first, between which and `now` there was no long pause; newest first."""
    return tuple(_since_pause(plays, now))


def _since_pause(plays: Iterable[PlayedAt], now: datetime) -> Iterator[PlayedAt]:
    after = now
    for play in plays:
        if after - play.at >= MIN_PAUSE:
            return
        yield play
        after = play.at
