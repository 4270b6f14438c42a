"""What sounds like these things, without what sounds rather like those."""

from typing import Annotated

from flask import request
from msgspec import Meta, Struct

from recommender.playlists.generated.anchors import parse_anchors
from recommender.playlists.generated.blend import MAX_ANCHORS, make_blend
from recommender.playlists.generated.records import DEFAULT_N, MAX_N
from webapp.api.endpoint import Endpoint
from webapp.generated.answers import GeneratedListAnswer, list_answer
from webapp.generated.asking import MAX_ANCHOR_LENGTH, Askers, anchors_schema
from webapp.services import Services

_LENGTH = MAX_ANCHORS * MAX_ANCHOR_LENGTH
Added = Annotated[str, Meta(max_length=_LENGTH, extra_json_schema=anchors_schema(1, MAX_ANCHORS))]
Subtracted = Annotated[str, Meta(max_length=_LENGTH, extra_json_schema=anchors_schema(0, MAX_ANCHORS))]


class BlendQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Like what, without what, and how many tracks; things as in `stations` of a path."""

    like: Added
    unlike: Subtracted = ""
    n: Annotated[int, Meta(ge=1, le=MAX_N)] = DEFAULT_N


class Blends:
    """The endpoint of blends."""

    def __init__(self, askers: Askers) -> None:
        self._askers = askers

    def get_blend(self, services: Services, query: BlendQuery) -> GeneratedListAnswer:
        """Return up to `n` tracks, best first, and what the subtraction took out."""
        asker = self._askers.find(services, request)
        added, subtracted = parse_anchors(query.like), parse_anchors(query.unlike)
        made = services.compute(
            lambda: make_blend(
                asker.library, added, subtracted, n=query.n, artist_cap=asker.artist_cap, refused=asker.refused
            )
        )
        return list_answer(asker.shelf, made)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lists/blend", access="play", summary="What sounds like these, without that",
                handle=self.get_blend, query=BlendQuery, answer=GeneratedListAnswer, problems=(401, 404, 422, 503),
            ),
        )  # fmt: skip
