"""Lists of the listener's day and week: mixes, discovery, and what they played in this week of earlier years."""

from datetime import date
from hashlib import blake2b
from typing import Annotated

import msgspec
from flask import request
from msgspec import Meta, Struct

from recommender.playlists.generated.daily.chance import day_of, week_of
from recommender.playlists.generated.daily.discovery import make_discovery
from recommender.playlists.generated.daily.from_history import make_past_week, past_weeks
from recommender.playlists.generated.daily.mixes import MixRequest, make_mixes
from recommender.playlists.generated.records import DEFAULT_N, GeneratedList, GeneratedTrack
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.generated.answers import GeneratedListAnswer, GeneratedListsAnswer, list_answer
from webapp.generated.asking import Asker, Askers
from webapp.services import Services

NEW_STEP = 10


class MixesQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much of a mix is new."""

    new: Annotated[int, Meta(ge=0, le=100, multiple_of=NEW_STEP)] = 30
    """Percent of the tracks that were never heard."""


class Daily:
    """The endpoints of lists that stay for a day or a week."""

    def __init__(self, askers: Askers) -> None:
        self._askers = askers

    def get_mixes(self, services: Services, query: MixesQuery) -> GeneratedListsAnswer:
        """Return the mixes of the day; they stay until the day ends on the server's clock, whatever is played.

        Another half-life or artist cap of the listener makes them anew.
        """
        asker = self._askers.find(services, request)
        today, kind = _today(services), _kind(asker, f"mixes {query.new}")
        listener, period = asker.taste.listener_id, _period(day_of(today), asker)
        made = services.kept_lists.find(listener, kind, period)
        if made is None:
            asked = _request(services, asker, today, new_share=query.new / 100)
            made = services.compute(lambda: make_mixes(asker.library, asked))
            if asker.likes_something:  # a stranger's do not depend on anything that changes
                made = services.kept_lists.keep(listener, kind, period, made)
        return _lists(asker, made)

    def get_discovery(self, services: Services, _: NoQuery) -> GeneratedListAnswer:
        """Return the discovery of the week, of tracks that the listener had never heard when it was made."""
        asker = self._askers.find(services, request)
        today, listener, kind = _today(services), asker.taste.listener_id, _kind(asker, "discovery")
        period = _period(week_of(today), asker)
        kept = services.kept_lists.find(listener, kind, period)
        if kept is None:
            asked = _request(services, asker, today)
            kept = (services.compute(lambda: make_discovery(asker.library, asked)),)
            if asker.likes_something:
                kept = services.kept_lists.keep(listener, kind, period, kept)
        return list_answer(asker.shelf, _present(asker, kept[0]))

    def get_past_weeks(self, services: Services, _: NoQuery) -> GeneratedListsAnswer:
        """Return what the listener played in this week of earlier years, the newest first; only years with plays."""
        asker = self._askers.find(services, request)
        made = []
        for week in past_weeks(_today(services)):
            played = services.plays.plays_between(asker.taste.listener_id, week.since, week.until)
            counts = sorted(played.items(), key=lambda each: (-each[1], each[0]))
            past = make_past_week(
                asker.library, week, counts, n=DEFAULT_N, artist_cap=asker.artist_cap, refused=asker.refused
            )
            made += [past] if past.tracks else []
        return _lists(asker, made)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lists/mixes", access="play", summary="The listener's mixes of the day",
                handle=self.get_mixes, query=MixesQuery, answer=GeneratedListsAnswer, problems=(401, 503),
            ),
            Endpoint(
                path="/lists/discovery", access="play", summary="The listener's week of what they never heard",
                handle=self.get_discovery, answer=GeneratedListAnswer, problems=(401, 503),
            ),
            Endpoint(
                path="/lists/past-weeks", access="play", summary="This week of earlier years, as it was played",
                handle=self.get_past_weeks, answer=GeneratedListsAnswer, problems=(401, 503),
            ),
        )  # fmt: skip


def _today(services: Services) -> date:
    return services.clock().astimezone().date()


def _kind(asker: Asker, kind: str) -> str:
    """Return under which kind a list is kept: names and reasons of one made when more was seen would tell of it."""
    hidden = asker.library.catalogue.hidden
    return f"{kind} without {blake2b(repr(sorted(hidden)).encode(), digest_size=6).hexdigest()}" if hidden else kind


def _period(period: str, asker: Asker) -> str:
    """Return for when a list is kept: one that was made by another half-life or artist cap is not."""
    steering = asker.taste.steering
    own = [f"{name} {value:g}" for name in ("half_life_days", "artist_cap") if (value := getattr(steering, name))]
    return ", ".join([period, *own])


def _request(services: Services, asker: Asker, today: date, *, new_share: float = 0.0) -> MixRequest:
    return MixRequest(
        taste=asker.taste,
        refused=asker.refused,
        heard=frozenset(each.track_id for each in services.plays.counts_since(asker.taste.listener_id, 0)),
        now=services.clock(),
        day=today,
        half_life_days=asker.half_life_days,
        artist_cap=asker.artist_cap,
        new_share=new_share,
    )


def _lists(asker: Asker, made: list[GeneratedList] | tuple[GeneratedList, ...]) -> GeneratedListsAnswer:
    return GeneratedListsAnswer(lists=tuple(list_answer(asker.shelf, _present(asker, each)) for each in made))


def _present(asker: Asker, kept: GeneratedList) -> GeneratedList:
    """Return a kept list without what has left the library or was turned away since."""
    refused = asker.refused

    def is_here(track: GeneratedTrack) -> bool:
        rows = asker.library.rows([track.track_id])
        return bool(len(rows)) and not refused[rows[0]]

    return msgspec.structs.replace(kept, tracks=tuple(filter(is_here, kept.tracks)))
