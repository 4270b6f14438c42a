"""A path from one thing to another."""

from typing import Annotated

from flask import request
from msgspec import Meta, Struct

from recommender.playlists.generated.anchors import parse_anchors
from recommender.playlists.generated.journeys import make_journey
from recommender.playlists.generated.path import MAX_STATIONS, MAX_TRACKS, MIN_TRACKS
from recommender.playlists.generated.records import DEFAULT_N
from webapp.api.endpoint import Endpoint
from webapp.generated.answers import GeneratedListAnswer, list_answer
from webapp.generated.asking import MAX_ANCHOR_LENGTH, Askers, anchors_schema
from webapp.services import Services

Stations = Annotated[
    str,
    Meta(max_length=MAX_STATIONS * MAX_ANCHOR_LENGTH, extra_json_schema=anchors_schema(MIN_TRACKS, MAX_STATIONS)),
]


class PathQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Through what, and how many tracks."""

    stations: Stations
    """Two to eight of `track:ID`, `artist:ID`, `album:ID`, `genre:NAME`, `mood:NAME` with commas between; ids and names
    percent-encoded."""
    n: Annotated[int, Meta(ge=MIN_TRACKS, le=MAX_TRACKS)] = DEFAULT_N


class Journeys:
    """The endpoint of paths."""

    def __init__(self, askers: Askers) -> None:
        self._askers = askers

    def get_path(self, services: Services, query: PathQuery) -> GeneratedListAnswer:
        """Return a path of exactly `n` tracks; 422 says why there is none."""
        asker = self._askers.find(services, request)
        anchors = parse_anchors(query.stations)
        made = services.compute(
            lambda: make_journey(asker.library, anchors, n=query.n, artist_cap=asker.artist_cap, refused=asker.refused)
        )
        return list_answer(asker.shelf, made)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lists/path", access="play",
                summary="Exactly n tracks from one to another, each sounding like the one before",
                handle=self.get_path, query=PathQuery, answer=GeneratedListAnswer, problems=(401, 404, 422, 503),
            ),
        )  # fmt: skip
