"""What rolls out beside a track: how much it has of what, what truly sounds like it, and who made it."""

from collections.abc import Iterator
from functools import partial

from flask import request

from recommender.room.binary import point
from recommender.room.quantities.quantity import Quantity, read_column
from recommender.room.quantities.sources import Sources
from recommender.room.quantities.table import QUANTITIES
from recommender.room.quantities.values import Numbers
from recommender.room.regions.naming import region_of
from recommender.similarity.closeness import closeness
from webapp.api.alike import nearest_seen
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
        sources = self._rooms.sources(look, request)
        room = look.room
        row = room.seen.require_row(track_id)

        def answer() -> NodeAnswer:
            room.prepare_ghosts(row)
            return NodeAnswer(
                version=room.seen.version,
                row=row,
                track=look.shelf.track_answer(catalogue_row(look, row)),
                position=point(room.seen.positions[row]),
                region=region_of(room.regions, row),
                quantities=tuple(_quantities(sources, row)),
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


def _quantities(sources: Sources, row: int) -> Iterator[NodeQuantity]:
    """Yield what is known of a row; what takes seconds to make only where somebody has asked for it already."""
    library = sources.library
    for quantity in QUANTITIES.values():
        if not quantity.missing(library) and (not quantity.is_slow or quantity.name in library.columns):
            yield _quantity(quantity, sources, row)


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
    """Yield the true neighbours that are in the map: of as many as its published quality looks at."""
    index, seen, n = look.room.index, look.room.seen, look.room.seen.track_map.method.n_neighbours
    of_index = index.table.row(seen.tracks[row].track_id) if index else None
    if index is None or of_index is None:
        return
    near = nearest_seen(look.shelf, index, n, nearest=partial(index.neighbours, of_index))
    in_map = set(seen.nearest_rows(row, n).tolist())
    for place, share in zip(near.rows.tolist(), closeness(index, near).tolist(), strict=True):
        row_of_neighbour = seen.row(index.table.track_ids[place])
        if row_of_neighbour is not None:
            yield NodeNeighbour(
                row=row_of_neighbour,
                track=look.shelf.track_answer(catalogue_row(look, row_of_neighbour)),
                closeness=round(share, 4),
                is_kept=row_of_neighbour in in_map,
            )
