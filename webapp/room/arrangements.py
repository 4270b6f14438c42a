"""A listener's own arrangements of the room: listed, read, kept and deleted."""

from datetime import datetime
from typing import Annotated

from flask import request
from msgspec import Meta, Struct
from msgspec.structs import replace

from recommender.errors import OutOfRange
from recommender.room.arrangements import (
    MAX_NAME_LENGTH,
    Arrangement,
    ArrangementId,
    NoArrangement,
    OwnPlace,
    Places,
    only_seen,
    place_again,
)
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.listener import Listeners
from webapp.problems import OtherVersion
from webapp.services import Services

_LIMIT_BYTES = 262_144
"""A thousand places with ids of 64 characters fit."""
_ID_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


class ArrangementSummary(Struct, frozen=True, kw_only=True):
    """One arrangement without its places."""

    arrangement_id: ArrangementId
    name: str
    revision: Annotated[int, Meta(ge=1)]
    changed_at: datetime
    n_places: Annotated[int, Meta(ge=0)]


class ArrangementsAnswer(Struct, frozen=True, kw_only=True):
    """All of the asking listener's, the last changed first."""

    items: tuple[ArrangementSummary, ...]


class ArrangementAnswer(Struct, frozen=True, kw_only=True):
    """One arrangement."""

    arrangement_id: ArrangementId
    name: str
    revision: Annotated[int, Meta(ge=1)]
    changed_at: datetime
    places: tuple[OwnPlace, ...]
    """Of the tracks that the listener sees; others stay where they were put."""


class ArrangementChange(Struct, frozen=True, kw_only=True):
    """What an arrangement is to be from now on."""

    name: Annotated[str, Meta(min_length=1, max_length=MAX_NAME_LENGTH)]
    places: Places
    revision: Annotated[int, Meta(ge=0, le=1_000_000_000)]
    """That of the arrangement that was changed; 0 makes a new one."""


class DeletedArrangement(Struct, frozen=True, kw_only=True):
    """One that is gone."""

    arrangement_id: str


class Arrangements:
    """The endpoints of arrangements; no parameter names anybody else."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners

    def get_arrangements(self, services: Services, _: NoQuery) -> ArrangementsAnswer:
        """List the asking listener's."""
        seen = services.catalogue().positions
        found = services.arrangements.all(self._listeners.require(request))
        return ArrangementsAnswer(items=tuple(_summary(only_seen(one, seen)) for one in found))

    def get_arrangement(self, services: Services, _: NoQuery, arrangement_id: str) -> ArrangementAnswer:
        """Return one of the asking listener's."""
        listener = self._listeners.require(request)
        stored = services.arrangements.get(listener, arrangement_id)
        if stored is None:
            raise NoArrangement(arrangement_id)
        return _answer(services, stored)

    def put_arrangement(
        self, services: Services, _: NoQuery, body: ArrangementChange, arrangement_id: str
    ) -> ArrangementAnswer:
        """Keep an arrangement; 409 where it was changed elsewhere meanwhile."""
        listener = self._listeners.require(request)
        _require_id(arrangement_id)
        name = " ".join(body.name.split())
        if not name:
            raise OutOfRange("name: an arrangement needs a name")
        stored = services.arrangements.get(listener, arrangement_id)
        changed = Arrangement(
            arrangement_id=arrangement_id,
            name=name,
            revision=body.revision + 1,
            changed_at=services.clock(),
            places=place_again(stored.places if stored else (), body.places, services.catalogue().positions),
        )
        if stored is not None and replace(changed, changed_at=stored.changed_at) == stored:
            return _answer(services, stored)  # it is stored already, and only the answer was lost
        _require_revision(stored, arrangement_id, body.revision)
        if not services.arrangements.put(listener, changed):
            raise _changed_elsewhere(name)
        return _answer(services, changed)

    def delete_arrangement(self, services: Services, _: NoQuery, arrangement_id: str) -> DeletedArrangement:
        """Delete one of the asking listener's."""
        if not services.arrangements.delete(self._listeners.require(request), arrangement_id):
            raise NoArrangement(arrangement_id)
        return DeletedArrangement(arrangement_id=arrangement_id)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/room/arrangements", access="play", handle=self.get_arrangements, answer=ArrangementsAnswer,
                problems=(401, 503), summary="The asking listener's own arrangements of the room",
            ),
            Endpoint(
                path="/room/arrangements/<arrangement_id>", access="play", handle=self.get_arrangement,
                answer=ArrangementAnswer, problems=(401, 404, 503), summary="One own arrangement, with its places",
            ),
            Endpoint(
                path="/room/arrangements/<arrangement_id>", access="write", method="PUT",
                handle=self.put_arrangement, answer=ArrangementAnswer,
                body=JsonBody(ArrangementChange, limit_bytes=_LIMIT_BYTES),
                problems=(400, 401, 404, 409, 413, 422, 503),
                summary="Keep an own arrangement; 409 where it was changed elsewhere meanwhile",
            ),
            Endpoint(
                path="/room/arrangements/<arrangement_id>", access="write", method="DELETE",
                handle=self.delete_arrangement, answer=DeletedArrangement, problems=(401, 404, 503),
                summary="Delete an own arrangement",
            ),
        )  # fmt: skip


def _require_revision(stored: Arrangement | None, arrangement_id: str, revision: int) -> None:
    """Raise `NoArrangement` where there is none of that revision, and `OtherVersion` where there is another."""
    if stored is None and revision > 0:
        raise NoArrangement(arrangement_id)
    if stored is not None and stored.revision != revision:
        raise _changed_elsewhere(stored.name)


def _require_id(arrangement_id: str) -> None:
    if not 1 <= len(arrangement_id) <= 64 or not _ID_CHARACTERS.issuperset(arrangement_id):
        raise OutOfRange("arrangement_id: use 1 to 64 letters, digits, _ and -")


def _changed_elsewhere(name: str) -> OtherVersion:
    return OtherVersion(f"{name!r} was changed elsewhere meanwhile; load it again, then make your change")


def _answer(services: Services, stored: Arrangement) -> ArrangementAnswer:
    seen = only_seen(stored, services.catalogue().positions)
    return ArrangementAnswer(
        arrangement_id=seen.arrangement_id,
        name=seen.name,
        revision=seen.revision,
        changed_at=seen.changed_at,
        places=seen.places,
    )


def _summary(stored: Arrangement) -> ArrangementSummary:
    return ArrangementSummary(
        arrangement_id=stored.arrangement_id,
        name=stored.name,
        revision=stored.revision,
        changed_at=stored.changed_at,
        n_places=len(stored.places),
    )
