"""A list of a given length along a curve of energy and mood."""

import re
from typing import Annotated

from flask import request
from msgspec import Meta, Struct

from recommender.errors import BadInput
from recommender.playlists.generated.arc_list import MAX_POINTS, MAX_S, MIN_POINTS, MIN_S, make_arc
from webapp.api.endpoint import Endpoint
from webapp.generated.answers import GeneratedListAnswer, list_answer
from webapp.generated.asking import Askers
from webapp.services import Services

_PERCENT = "(?:100|[1-9]?[0-9])"
_CURVE = f"{_PERCENT}(?:,{_PERCENT}){{{MIN_POINTS - 1},{MAX_POINTS - 1}}}"
Curve = Annotated[str, Meta(max_length=4 * MAX_POINTS, extra_json_schema={"pattern": f"^{_CURVE}$"})]
CurveOrNone = Annotated[str, Meta(max_length=4 * MAX_POINTS, extra_json_schema={"pattern": f"^(?:{_CURVE})?$"})]


class ArcQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long, and along which curves: percents with commas between, evenly over the time."""

    minutes: Annotated[int, Meta(ge=int(MIN_S / 60), le=int(MAX_S / 60))]
    energy: Curve
    """100 is the liveliest that the library has."""
    mood: CurveOrNone = ""
    """0 sad, 100 happy; empty where it does not matter."""


class Arcs:
    """The endpoint of lists along a curve."""

    def __init__(self, askers: Askers) -> None:
        self._askers = askers

    def get_arc(self, services: Services, query: ArcQuery) -> GeneratedListAnswer:
        """Return a list whose length is met within 2 %; 422 when the library has none."""
        asker = self._askers.find(services, request)
        energy, mood = _curve("energy", query.energy), _curve("mood", query.mood)
        made = services.compute(
            lambda: make_arc(
                asker.library,
                energy,
                mood,
                total_s=60.0 * query.minutes,
                artist_cap=asker.artist_cap,
                refused=asker.refused,
            )
        )
        return list_answer(asker.shelf, made)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lists/arc", access="play", summary="A list of a given length along a curve of energy",
                handle=self.get_arc, query=ArcQuery, answer=GeneratedListAnswer, problems=(401, 422, 503),
            ),
        )  # fmt: skip


def _curve(name: str, text: str) -> tuple[float, ...]:
    points = text.split(",") if text else []
    if not all(re.fullmatch(_PERCENT, point) for point in points):
        raise BadInput(f"{name}: whole percents from 0 to 100 with commas between, such as 30,60,40")
    return tuple(int(point) / 100 for point in points)
