"""Radio of anything: slates that keep to it, made by the engine of picks."""

from typing import Annotated

from flask import request
from msgspec import Meta, Struct

from recommender.playlists.generated.anchors import parse_anchors
from recommender.playlists.generated.radio import MAX_SEEDS, radio_wish
from recommender.records import Slate
from webapp.api.endpoint import Endpoint
from webapp.generated.asking import MAX_ANCHOR_LENGTH, Askers, anchors_schema
from webapp.services import Services

_MAX_LIKE_LENGTH = MAX_ANCHOR_LENGTH + MAX_SEEDS * 80
_SCHEMA = {"anyOf": [anchors_schema(1, 1), {"pattern": f"^track:[^,]+(?:,track:[^,]+){{1,{MAX_SEEDS - 1}}}$"}]}


class RadioQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of what: one of the things that a path may have as a station, or several tracks together."""

    like: Annotated[str, Meta(max_length=_MAX_LIKE_LENGTH, extra_json_schema=_SCHEMA)]


class Radios:
    """The endpoint of radios."""

    def __init__(self, askers: Askers) -> None:
        self._askers = askers

    def get_radio(self, services: Services, query: RadioQuery) -> Slate:
        """Return what the radio plays next for this listener; ask again after each track, and it never ends."""
        asker = self._askers.find(services, request)
        wish = radio_wish(asker.library, parse_anchors(query.like))
        return services.radio_slate(asker.taste.listener_id, wish)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lists/radio", access="play",
                summary="What a radio of something, or of several tracks, plays next",
                handle=self.get_radio, query=RadioQuery, answer=Slate, problems=(401, 404, 422, 503),
            ),
        )  # fmt: skip
