"""The map's bytes as they are sent, packed once for all who ask for the same; their tags are kept for longer."""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from weakref import WeakKeyDictionary

from flask import Request, Response

from recommender.room.room import Room
from webapp.services import Services
from webapp.serving.compression import encoding_for

MAX_BODIES = 4
"""Of each room, packed: 1 MB each at 100,000 tracks."""
MAX_TAGS = 500
_LEVEL = 1
"""Higher levels take several times as long for a tenth less."""
Key = tuple[object, ...]


@dataclass(frozen=True, eq=False)
class MapBody:
    """One answer."""

    etag: str
    """The same for the same bytes, whichever process made them."""
    packed: bytes
    """By gzip."""

    @classmethod
    def of(cls, data: bytes) -> "MapBody":
        """Pack the bytes of a map; tens of milliseconds at 100,000 tracks."""
        return cls(blake2b(data, digest_size=9).hexdigest(), gzip.compress(data, _LEVEL, mtime=0))

    def unpack(self) -> bytes:
        """Return the bytes of the map, for those who do not take gzip."""
        return gzip.decompress(self.packed)


class RoomBodies:
    """What has been made of one room."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[Key, MapBody] = OrderedDict()
        self._tags: OrderedDict[Key, str] = OrderedDict()
        self._one_at_a_time = Lock()

    def etag(self, key: Key) -> str | None:
        """Return the tag of what was made before, so that who has it need not wait; None of what was not."""
        return self._tags.get(key)

    def find(self, key: Key, make: Callable[[], MapBody]) -> MapBody:
        """Return what is asked for; who asks for it while it is made waits for that."""
        known = self._bodies.get(key)
        if known is None:
            with self._one_at_a_time:
                known = self._bodies.get(key) or make()
                self._keep(key, known)
        return known

    def _keep(self, key: Key, body: MapBody) -> None:
        self._bodies[key], self._tags[key] = body, body.etag
        for kept, most in ((self._bodies, MAX_BODIES), (self._tags, MAX_TAGS)):
            kept.move_to_end(key)
            while len(kept) > most:
                kept.popitem(last=False)


class KeptBodies:
    """Keeps them as long as the room."""

    def __init__(self) -> None:
        self._of_rooms: WeakKeyDictionary[Room, RoomBodies] = WeakKeyDictionary()

    def of(self, room: Room) -> RoomBodies:
        """Return those of a room."""
        return self._of_rooms.setdefault(room, RoomBodies())


def answer_with(body: MapBody, request: Request, services: Services, *, media_type: str) -> Response:
    """Return the answer to a request: its bytes, packed for those who take that, or that whoever asks has them."""
    if request.if_none_match.contains_weak(body.etag):
        return unchanged(body.etag)
    if not encoding_for(request, ("gzip",)):
        return _named(Response(services.compute(body.unpack), content_type=media_type), body.etag)
    answer = Response(body.packed, content_type=media_type)
    answer.headers["Content-Encoding"] = "gzip"
    return _named(answer, body.etag)


def unchanged(etag: str) -> Response:
    """Return that what has this tag is still so."""
    return _named(Response(status=304), etag)


def _named(answer: Response, etag: str) -> Response:
    answer.vary.add("Accept-Encoding")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(etag, weak=True)
    return answer
