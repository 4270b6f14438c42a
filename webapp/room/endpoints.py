"""Every endpoint of the room."""

from recommender.playlists.smart.live_heard import LiveHeard
from webapp.api.endpoint import Endpoint
from webapp.listener import Listeners
from webapp.room.arrangements import Arrangements
from webapp.room.asking import Rooms
from webapp.room.ghosts import Ghosts
from webapp.room.maps import Maps
from webapp.room.nodes import Nodes
from webapp.room.tables import Tables
from webapp.room.tastes import Tastes
from webapp.room.weeks import Weeks


def room_endpoints(listeners: Listeners, heard: LiveHeard) -> tuple[Endpoint, ...]:
    """Return what to register."""
    rooms = Rooms(listeners, heard)
    kinds = (
        *(Maps(rooms), Nodes(rooms), Ghosts(rooms), Tastes(rooms, listeners), Arrangements(listeners)),
        *(Weeks(rooms, listeners), Tables(rooms, listeners)),
    )
    return tuple(endpoint for kind in kinds for endpoint in kind.endpoints())
