"""What rolls out beside a track: how much it has of what, what truly sounds like it, and who made it."""

from collections.abc import Iterator

from flask import request

from recommender.room.binary import point
from recommender.room.quantities.quantity import Quantity, read_column
from recommender.room.quantities.sources import RoomLibrary, Sources
from recommender.room.quantities.table import QUANTITIES
from recommender.room.quantities.values import Numbers
from recommender.room.regions.naming import region_of
from recommender.similarity.closeness import closeness
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.room.answers import NodeAnswer, NodeConnection, NodeNeighbour, NodeQuantity
from webapp.room.asking import Look, Rooms, catalogue_row, first_rows
from webapp.services import Services

MAX_CONNECTED = 200


class Nodes:
    """The endpoint of one track."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def get_map_node(self, services: Services, _: NoQuery, track_id: str) -> NodeAnswer:
        """Return what rolls out beside a track; 404 for one that came after the map was made."""
        look = self._rooms.find(services, track_id=track_id)
        room = look.room
        shown = [quantity for quantity in _quick(room.library) if not self._rooms.missing(look, request, quantity)]
        sources = self._rooms.sources(look, request, shown)
        row = room.seen.require_row(track_id)
        self._rooms.make_columns(look, shown, sources)

        def answer() -> NodeAnswer:
            room.prepare_ghosts(row)
            return NodeAnswer(
                version=room.seen.version,
                row=row,
                track=look.shelf.track_answer(catalogue_row(look, row)),
                position=point(room.seen.positions[row]),
                region=region_of(room.regions, row),
                quantities=tuple(_quantity(quantity, sources, row) for quantity in shown),
                neighbours=tuple(_neighbours(look, row)),
                connections=tuple(
                    NodeConnection(
                        kind=each.kind,
                        name=each.name,
                        n_tracks=len(each.catalogue_rows),
                        rows=first_rows(look, each.catalogue_rows, MAX_CONNECTED),
                    )
                    for each in room.connections(row)
                ),
            )

        made: NodeAnswer = services.compute(answer)
        return made

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/map/nodes/<track_id>", access="play", handle=self.get_map_node, answer=NodeAnswer,
                problems=(401, 404, 503),
                summary="What stands beside a track in the room: levels, true neighbours, and who made it",
            ),
        )  # fmt: skip


def _quick(library: RoomLibrary) -> tuple[Quantity, ...]:
    """Return all quantities but those that take seconds to make, unless somebody has asked for them already."""
    return tuple(
        quantity for quantity in QUANTITIES.values() if not quantity.is_slow or quantity.name in library.columns
    )


def _quantity(quantity: Quantity, sources: Sources, row: int) -> NodeQuantity:
    column = read_column(quantity, sources)
    is_number = isinstance(column, Numbers) and bool(column.is_known[row])
    value = float(column.values[row]) if isinstance(column, Numbers) and is_number else None
    return NodeQuantity(
        name=quantity.name,
        value=value,
        text="" if isinstance(column, Numbers) else column.text(row),
        unit=quantity.unit,
        level=column.level(value) if isinstance(column, Numbers) and value is not None else None,
        origin=quantity.origin,
    )


def _neighbours(look: Look, row: int) -> Iterator[NodeNeighbour]:
    """Yield the true neighbours: as many, and by the same cosine, as the map's published quality looks at.

    Of these the closest comes first, by the closeness that is told everywhere: it knows which tracks are near to all.
    """
    room, seen, n = look.room, look.room.seen, look.room.seen.track_map.method.n_neighbours
    true = room.true_neighbours(row, n)
    if room.index is None or not len(true):
        return
    near = room.index.compare(int(room.index_rows[row]), room.index_rows[true])
    in_map = set(seen.nearest_rows(row, n).tolist())
    shares = zip(true.tolist(), closeness(room.index, near).tolist(), strict=True)
    for neighbour, share in sorted(shares, key=lambda told: told[1], reverse=True):
        yield NodeNeighbour(
            row=neighbour,
            track=look.shelf.track_answer(catalogue_row(look, neighbour)),
            closeness=round(share, 4),
            is_kept=neighbour in in_map,
        )
