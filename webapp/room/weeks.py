"""The weeks of the listener who asks: how often they played each track of the map in which of them."""

from flask import Response, request

from recommender.room.weeks.binary import MEDIA_TYPE, WeeksHeader, write_weeks
from recommender.room.weeks.counting import MAX_WEEKS, count_weeks, first_monday
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.listener import Listeners
from webapp.room.asking import Rooms
from webapp.room.map_bodies import MapBody, answer_with
from webapp.services import Services


class Weeks:
    """The endpoint of one's own weeks: what somebody played is told to nobody else."""

    def __init__(self, rooms: Rooms, listeners: Listeners) -> None:
        self._rooms = rooms
        self._listeners = listeners

    def get_map_weeks(self, services: Services, _: NoQuery) -> Response:
        """Return the plays of each of the last 104 weeks by row."""
        look, listener = self._rooms.find(services), self._listeners.require(request)
        monday = first_monday(services.clock())
        known = look.shelf.catalogue.positions
        # What is hidden from who asks does not exist for them, not even as a number.
        counted = [each for each in services.plays.weekly_plays(listener, monday, MAX_WEEKS) if each.track_id in known]

        def make() -> MapBody:
            seen = look.room.seen
            return MapBody.of(write_weeks(seen.version, count_weeks(counted, seen.row, monday)))

        body: MapBody = services.compute(make)
        return answer_with(body, request, services, media_type=MEDIA_TYPE)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/map/weeks", access="play", handle=self.get_map_weeks, answer=WeeksHeader,
                media_types=(MEDIA_TYPE,), problems=(401, 503),
                summary="One's own plays of each track of the room by week, in a binary form",
            ),
        )  # fmt: skip
