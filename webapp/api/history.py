"""What the asking listener heard: plays with times, counts in lists, most played, rediscoveries."""

import base64
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Literal

import msgspec
import numpy as np
from flask import request
from msgspec import Meta, Struct

from recommender.errors import BadInput
from recommender.listening.folding import GOOD_RATING
from recommender.listening.history.live_plays import LivePlays
from recommender.listening.history.play_table import PlayTable
from recommender.listening.history.play_windows import PlayWindows
from recommender.listening.history.plays import PlayedAt
from recommender.records import TrackId
from webapp.api.endpoint import Endpoint, NoQuery, shelf_of
from webapp.api.heard_answers import (
    HeardTrack,
    HeardTrackList,
    HeardTrackPage,
    PlayAnswer,
    PlayPage,
    TrackPlaysAnswer,
)
from webapp.api.library import TracksFilter, find_row, positions_of
from webapp.api.paging import Listing
from webapp.api.shelf import Shelf
from webapp.listener import Listeners
from webapp.services import Services

WINDOW_DAYS = {"week": 7, "month": 30, "quarter": 90, "year": 365}
_MAX_PLACE = 60


class HeardTracksQuery(TracksFilter, frozen=True, kw_only=True):
    """Which tracks, in which order, also by the listener's plays."""

    sort: Literal["title", "artist", "album", "genre", "duration", "added", "plays", "last_played"] = "title"
    order: Literal["asc", "desc"] = "asc"
    only: Literal["never-played"] | None = None


class PlaysQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the list of plays."""

    limit: Annotated[int, Meta(ge=1, le=200)] = 100
    cursor: str | None = None


class MostPlayedQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which time, up to now."""

    window: Literal["week", "month", "quarter", "year", "all"] = "month"
    """7, 30, 90 or 365 days, or ever."""
    limit: Annotated[int, Meta(ge=1, le=200)] = 100


class RediscoverQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many."""

    limit: Annotated[int, Meta(ge=1, le=200)] = 100


class Place(Struct, frozen=True, array_like=True):
    """Behind which play the next page starts."""

    at_ms: int
    play_id: bytes


class History:
    """The endpoints that tell listeners what they heard; no parameter names anybody else."""

    def __init__(self, listeners: Listeners, plays: LivePlays, windows: PlayWindows) -> None:
        self._listeners = listeners
        self._plays = plays
        self._windows = windows

    def list_heard_tracks(self, services: Services, query: HeardTracksQuery) -> Listing[int]:
        """List tracks by filter and order, with the listener's plays."""
        listener = self._listeners.require(request)
        shelf = shelf_of(services)
        table = self._plays.table(listener, shelf.catalogue)
        rows = _ordered(shelf, table, query)
        return Listing(
            name=(
                "heard",
                query.sort,
                query.order,
                query.genre,
                query.artist,
                query.album,
                query.mood,
                query.part,
                query.only,
            ),
            rows=rows,
            revision=f"{shelf.catalogue.revision}/{table.revision}",
            identify=lambda position: shelf.catalogue.tracks[position].track_id,
            show=lambda position: heard_track(shelf, table, int(position)),
            find=partial(find_row, shelf.catalogue, rows),
            duration_s=float(shelf.catalogue.durations_s[rows].sum()),
        )

    def list_plays(self, services: Services, query: PlaysQuery) -> PlayPage:
        """List the listener's plays, newest first."""
        listener = self._listeners.require(request)
        before = None if query.cursor is None else _decode(query.cursor)
        plays = services.plays.recent(listener, n=query.limit + 1, before=before)
        shown = plays[: query.limit]
        shelf = shelf_of(services)
        at = shelf.catalogue.positions
        return PlayPage(
            items=tuple(
                PlayAnswer(
                    play_id=play.play_id.hex(), played_at=play.at, track=shelf.track_answer(int(at[play.track_id]))
                )
                for play in shown
                if play.track_id in at
            ),
            next_cursor=_encode(shown[-1]) if len(plays) > query.limit else None,
        )

    def list_most_played(self, services: Services, query: MostPlayedQuery) -> HeardTrackList:
        """List what the listener played most in the time up to now."""
        listener = self._listeners.require(request)
        shelf = shelf_of(services)
        table = self._plays.table(listener, shelf.catalogue)
        if query.window == "all":
            return HeardTrackList(items=_heard_tracks(shelf, table, table.most_played(query.limit)))
        days, now = WINDOW_DAYS[query.window], services.clock()
        plays = self._windows.plays(listener, shelf.catalogue, table, days=days, now=now)
        return HeardTrackList(
            items=tuple(
                heard_track(shelf, table, position, plays=int(plays[position]))
                for position in table.most_played(query.limit, plays=plays).tolist()
            )
        )

    def list_rediscoveries(self, services: Services, query: RediscoverQuery) -> HeardTrackList:
        """List what the listener loved and has not heard for months."""
        listener = self._listeners.require(request)
        shelf = shelf_of(services)
        table = self._plays.table(listener, shelf.catalogue)
        taste = services.taste(listener)
        good = (track_id for track_id, stars in taste.rated.items() if stars.rating >= GOOD_RATING)
        at = shelf.catalogue.positions
        away = {at[track_id] for track_id in taste.disliked if track_id in at}
        loved = {at[track_id] for track_id in (*taste.liked, *good) if track_id in at}
        found = table.rediscover(loved, now=services.clock(), n=query.limit + len(away))
        kept = [position for position in found.tolist() if position not in away]
        return HeardTrackList(items=_heard_tracks(shelf, table, kept[: query.limit]))

    def get_track_plays(self, services: Services, _: NoQuery, track_id: str) -> TrackPlaysAnswer:
        """Return what the listener heard of one track so far."""
        listener = self._listeners.require(request)
        shelf_of(services).position(track_id)
        counted = services.plays.of_track(listener, TrackId(track_id))
        return TrackPlaysAnswer(
            plays=counted.plays,
            skips=counted.skips,
            listened_s=round(counted.listened_s, 3),
            first_played_at=counted.first_played_at,
            last_played_at=counted.last_played_at,
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/history/tracks", access="play",
                summary="Tracks by filter and order, with the asking listener's plays",
                handle=self.list_heard_tracks, query=HeardTracksQuery, answer=HeardTrackPage, problems=(401, 503),
            ),
            Endpoint(
                path="/history/tracks/<track_id>", access="play",
                summary="What the asking listener heard of one track",
                handle=self.get_track_plays, answer=TrackPlaysAnswer, problems=(401, 404, 503),
            ),
            Endpoint(
                path="/history/plays", access="play", summary="The asking listener's plays, newest first",
                handle=self.list_plays, query=PlaysQuery, answer=PlayPage, problems=(401, 503),
            ),
            Endpoint(
                path="/history/most-played", access="play", summary="What the asking listener played most in a time",
                handle=self.list_most_played, query=MostPlayedQuery, answer=HeardTrackList, problems=(401, 503),
            ),
            Endpoint(
                path="/history/rediscover", access="play",
                summary="What the asking listener loved and has not heard for 90 days",
                handle=self.list_rediscoveries, query=RediscoverQuery, answer=HeardTrackList, problems=(401, 503),
            ),
        )  # fmt: skip


def heard_track(shelf: Shelf, table: PlayTable, position: int, *, plays: int | None = None) -> HeardTrack:
    """Return the track as lists show it, with how often and when it was played; `plays` of a part of the time."""
    short = shelf.track_answer(position)
    last_s = float(table.last_played_s[position])
    return HeardTrack(
        **{name: getattr(short, name) for name in short.__struct_fields__},
        plays=int(table.plays[position]) if plays is None else plays,
        last_played_at=datetime.fromtimestamp(last_s, UTC) if last_s else None,
    )


def _heard_tracks(shelf: Shelf, table: PlayTable, positions: np.ndarray | list[int]) -> tuple[HeardTrack, ...]:
    return tuple(heard_track(shelf, table, int(position)) for position in positions)


def _ordered(shelf: Shelf, table: PlayTable, query: HeardTracksQuery) -> np.ndarray:
    within = positions_of(shelf, query)
    if query.only == "never-played":
        within.append(table.never_played())
    descending = query.order == "desc"
    if query.sort == "plays" or query.sort == "last_played":
        return table.sort(shelf.catalogue.ordered("title", within=within), query.sort, descending=descending)
    return shelf.catalogue.ordered(query.sort, descending=descending, within=within)


def _encode(play: PlayedAt) -> str:
    place = Place(round(play.at.timestamp() * 1000), play.play_id)
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(place)).decode().rstrip("=")


def _decode(cursor: str) -> tuple[datetime, bytes]:
    try:
        if len(cursor) > _MAX_PLACE:
            raise ValueError("too long")
        place = msgspec.msgpack.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=Place)
        return datetime.fromtimestamp(place.at_ms / 1000, UTC), place.play_id
    except (ValueError, OverflowError, OSError) as error:
        raise BadInput("cursor: not one that this API gave; start without it") from error
