from dataclasses import dataclass, field, replace
from threading import Event, Thread
from types import SimpleNamespace
from typing import cast
from weakref import ref

import pytest

from webapp.room.kept_rooms import KeptRooms, RoomParts

WAIT_S = 20.0


class Thing:
    """Stands for a room, a map, a catalogue: it is itself and nothing else."""


@dataclass
class Made(Thing):
    parts: RoomParts


def parts_of(*, hidden=frozenset(), libraries=(), **artifacts) -> RoomParts:
    shelf = SimpleNamespace(catalogue=SimpleNamespace(hidden=hidden), moods=None)
    given = {"track_map": Thing(), "index": None, "popularity": None} | artifacts
    return cast("RoomParts", RoomParts(shelf=shelf, libraries=libraries, **given))


@dataclass
class SlowMaking:
    """Makes rooms that are ready when they are told to be."""

    began: Event = field(default_factory=Event)
    may_end: Event = field(default_factory=Event)
    made: list[RoomParts] = field(default_factory=list)

    def __call__(self, parts: RoomParts) -> Made:
        self.began.set()
        assert self.may_end.wait(WAIT_S)
        self.made.append(parts)
        return Made(parts)


def begin(rooms: KeptRooms, look, make) -> tuple[Thread, list]:
    found: list = []
    thread = Thread(target=lambda: found.append(rooms.find(look, make)), daemon=True)
    thread.start()
    return thread, found


@pytest.fixture
def rooms() -> KeptRooms:
    return KeptRooms()


def test_a_room_is_made_once_of_the_same_parts(rooms):
    parts = parts_of()
    room = rooms.find(lambda: parts, Made)
    assert rooms.find(lambda: replace(parts), Made) is room
    assert rooms.find(lambda: replace(parts, track_map=Thing()), Made) is not room


def test_the_older_room_is_shown_while_a_newer_one_is_made(rooms):
    old, new, making = parts_of(), parts_of(), SlowMaking()
    older = rooms.find(lambda: old, Made)
    thread, found = begin(rooms, lambda: new, making)
    assert making.began.wait(WAIT_S)
    assert rooms.find(lambda: new, Made) is older
    making.may_end.set()
    thread.join(WAIT_S)
    assert found[0].parts is new
    assert rooms.find(lambda: new, Made) is found[0]


def test_another_view_does_not_wait(rooms):
    mine, theirs, making = parts_of(), parts_of(hidden=frozenset({"closed"})), SlowMaking()
    thread, found = begin(rooms, lambda: mine, making)
    assert making.began.wait(WAIT_S)
    assert rooms.find(lambda: theirs, Made).parts is theirs
    making.may_end.set()
    thread.join(WAIT_S)
    assert found[0].parts is mine


def test_who_waited_gets_what_is_newest_and_makes_nothing_older(rooms):
    seen, making = {"now": parts_of()}, SlowMaking()
    first, _ = begin(rooms, lambda: seen["now"], making)
    assert making.began.wait(WAIT_S)
    looked = Event()

    def look():
        looked.set()
        return seen["now"]

    second, found = begin(rooms, look, making)
    assert looked.wait(WAIT_S)
    seen["now"] = newer = parts_of()
    making.may_end.set()
    for thread in (first, second):
        thread.join(WAIT_S)
    assert found[0].parts is newer
    assert rooms.find(lambda: newer, making).parts is newer
    assert len(making.made) == 2


def test_an_older_room_is_not_shown_once_the_libraries_are_others(rooms):
    old, new, making = parts_of(), parts_of(libraries=("another",)), SlowMaking()
    rooms.find(lambda: old, Made)
    first, _ = begin(rooms, lambda: new, making)
    assert making.began.wait(WAIT_S)
    second, found = begin(rooms, lambda: new, making)
    making.may_end.set()
    for thread in (first, second):
        thread.join(WAIT_S)
    assert found[0].parts is new
    assert len(making.made) == 1


def test_what_fails_is_tried_again(rooms):
    def fail(_):
        raise OSError("the disk is gone")

    parts = parts_of()
    with pytest.raises(OSError, match="the disk is gone"):
        rooms.find(lambda: parts, fail)
    assert rooms.find(lambda: parts, Made).parts is parts


def test_rooms_that_nobody_asked_for_between_two_new_maps_let_go_of_the_old_map(rooms):
    hidden = frozenset({"closed"})
    maps = [Thing() for _ in range(3)]
    is_alive = [ref(each) for each in maps]
    rooms.find(lambda: parts_of(hidden=hidden, track_map=maps[0]), Made)
    rooms.find(lambda: parts_of(track_map=maps[0]), Made)
    maps[0] = None
    rooms.find(lambda: parts_of(track_map=maps[1]), Made)
    assert is_alive[0]() is not None  # to be shown while the newer one is made
    rooms.find(lambda: parts_of(track_map=maps[2]), Made)
    assert is_alive[0]() is None
