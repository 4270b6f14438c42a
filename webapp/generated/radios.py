"""Radio of anything: slates that keep to it, made by the engine of picks."""

from typing import Annotated

from flask import request
from msgspec import Meta, Struct

from recommender.errors import BadInput
from recommender.playlists.generated.anchors import parse_anchors
from recommender.playlists.generated.radio import radio_wish
from recommender.records import Slate
from webapp.api.endpoint import Endpoint
from webapp.generated.asking import MAX_ANCHOR_LENGTH, Askers, anchors_schema
from webapp.services import Services


class RadioQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of what: one of the things that a path may have as a station."""

    like: Annotated[str, Meta(max_length=MAX_ANCHOR_LENGTH, extra_json_schema=anchors_schema(1, 1))]


class Radios:
    """The endpoint of radios."""

    def __init__(self, askers: Askers) -> None:
        self._askers = askers

    def get_radio(self, services: Services, query: RadioQuery) -> Slate:
        """Return what the radio plays next for this listener; ask again after each track, and it never ends."""
        asker = self._askers.find(services, request)
        anchors = parse_anchors(query.like)
        if len(anchors) != 1:
            raise BadInput(f"a radio is of one thing, not {len(anchors)}")
        return services.radio_slate(asker.taste.listener_id, radio_wish(asker.library, anchors[0]))

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lists/radio", access="play", summary="What a radio of something plays next",
                handle=self.get_radio, query=RadioQuery, answer=Slate, problems=(401, 404, 422, 503),
            ),
        )  # fmt: skip
