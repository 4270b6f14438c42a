"""What some tracks have in common, as the rules of a list that could be made; nothing is kept."""

from typing import Annotated

from flask import request
from msgspec import Meta, Struct

from recommender.playlists.smart.records import Definition
from recommender.playlists.smart.shared_traits import MIN_TRACKS
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.api.library import ShortId
from webapp.listener import Listeners
from webapp.playlists.smart.lists import SmartLists
from webapp.services import Services

MAX_GIVEN = 500
"""As many as a queue or a selection holds."""
NOTHING = "These tracks share nothing that would not fit most of the library as well."


class InCommonQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tracks, and where the days of the list would begin."""

    track_ids: Annotated[tuple[ShortId, ...], Meta(min_length=MIN_TRACKS, max_length=MAX_GIVEN)]
    time_zone: Annotated[str, Meta(max_length=64)] = "UTC"


class InCommonAnswer(Struct, frozen=True, kw_only=True):
    """Rules that most of the tracks fit, the rarest trait first."""

    definition: Definition
    """Without rules where the tracks share nothing."""
    lifts: tuple[float, ...]
    """Of each rule: its share of the given tracks by its share of the library."""
    n_given: int
    """How many of the tracks the library has, each counted once."""
    n_given_matching: int
    n_library_matching: int
    message: str
    """Why there are no rules; empty where there are."""


class SmartInCommon:
    """The endpoint that finds what tracks share."""

    def __init__(self, listeners: Listeners, lists: SmartLists) -> None:
        self._listeners = listeners
        self._lists = lists

    def post_in_common(self, services: Services, _: NoQuery, body: InCommonQuestion) -> InCommonAnswer:
        """Return the rules of what the tracks share."""
        listener = self._listeners.require(request)
        n_given, found = self._lists.in_common(services, body.track_ids, listener, time_zone=body.time_zone)
        return InCommonAnswer(
            definition=Definition(rules=found.rules, time_zone=body.time_zone),
            lifts=tuple(trait.lift for trait in found.traits),
            n_given=n_given,
            n_given_matching=found.n_given_matching,
            n_library_matching=found.n_library_matching,
            message="" if found.traits else NOTHING,
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/smart-in-common", access="play", method="POST", handle=self.post_in_common,
                body=JsonBody(InCommonQuestion), answer=InCommonAnswer, problems=(401, 413, 422, 503),
                summary="What some tracks have in common, as the rules of a list; nothing is kept",
            ),
        )  # fmt: skip
