"""Where the asking listener's taste stands in the room, and what they have turned away."""

from collections.abc import Container, Iterator

from flask import request

from recommender.listening.centres import taste_centres
from recommender.listening.history.evening import evening_of
from recommender.listening.taste import Taste
from recommender.records import TrackId
from recommender.room.binary import point
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.listener import Listeners
from webapp.room.answers import RoomTaste, RoomTasteCentre, TasteSpan
from webapp.room.asking import Look, Rooms
from webapp.room.own_listening import find_refused
from webapp.services import Services

MAX_EVENING = 200
"""Plays that are looked through for the last long pause."""


class Tastes:
    """The endpoint of the asking listener's taste."""

    def __init__(self, rooms: Rooms, listeners: Listeners) -> None:
        self._rooms = rooms
        self._listeners = listeners

    def get_map_taste(self, services: Services, _: NoQuery) -> RoomTaste:
        """Return the tracks that stand for the listener's taste, always and this evening, and what was turned away."""
        listener = self._listeners.require(request)
        look = self._rooms.find(services)
        taste = services.taste(listener)
        heard = services.plays.recent(listener, n=MAX_EVENING)
        seen = look.shelf.catalogue.positions
        evening = frozenset(play.track_id for play in evening_of(heard, services.clock()) if play.track_id in seen)

        def answer() -> RoomTaste:
            return RoomTaste(
                version=look.room.seen.version,
                centres=(*_centres(look, taste, "always", seen), *_centres(look, taste, "evening", evening)),
                refused=tuple(sorted(_rows(look, find_refused(taste, look.shelf.catalogue)))),
            )

        made: RoomTaste = services.compute(answer)
        return made

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/map/taste", access="play", handle=self.get_map_taste, answer=RoomTaste, problems=(401, 503),
                summary="Where the asking listener's taste stands in the room, and what was turned away",
            ),
        )  # fmt: skip


def _rows(look: Look, track_ids: frozenset[str]) -> Iterator[int]:
    for track_id in track_ids:
        if (row := look.room.seen.row(track_id)) is not None:
            yield row


def _centres(look: Look, taste: Taste, span: TasteSpan, among: Container[TrackId]) -> Iterator[RoomTasteCentre]:
    """Yield the centres of a span that have a place; `among` are tracks that the listener sees."""
    index = look.room.index
    if index is None:
        return
    half_life_days = taste.steering.half_life_days or look.services.config.half_life_days
    for centre in taste_centres(taste, index, half_life_days=half_life_days, among=among):
        track_id = TrackId(index.table.track_ids[centre.row])
        if (place := look.room.place(centre.row)) is not None:
            yield RoomTasteCentre(
                span=span,
                row=look.room.seen.row(track_id),
                track=look.shelf.track_answer(look.shelf.catalogue.positions[track_id]),
                position=point(place),
                weight=centre.weight,
                why=centre.why,
            )
