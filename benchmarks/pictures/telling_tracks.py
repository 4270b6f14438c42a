"""Which tracks the pictures stand at: chosen by what the API says of them, so that any library has its own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

MAX_ROWS = 200
"""So many rows the API is asked for at once; of a larger library the first ones are looked at."""


@dataclass(frozen=True)
class SeenTrack:
    """What of a track's place in the room makes it worth a picture."""

    track_id: str
    title: str
    neighbours_kept: int
    """How many of its true nearest also stand near in the map."""
    n_connected: int
    """How many other tracks the tags connect it with."""

    @classmethod
    def from_json(cls, node: dict[str, Any]) -> "SeenTrack":
        """Read the answer of `/api/v1/map/nodes/{track_id}`."""
        return cls(
            track_id=node["track"]["track_id"],
            title=node["track"]["title"],
            neighbours_kept=sum(neighbour["is_kept"] for neighbour in node["neighbours"]),
            n_connected=sum(connection["n_tracks"] for connection in node["connections"]),
        )


@dataclass(frozen=True)
class TellingTracks:
    """The tracks that the pictures show."""

    kept: SeenTrack
    """Most of its nearest stand around it; of those, the one with most connections."""
    torn: SeenTrack
    """The map has put most of its nearest elsewhere."""


def telling_tracks(tracks: Sequence[SeenTrack]) -> TellingTracks:
    """Choose among the tracks; of equal ones the first."""
    return TellingTracks(
        kept=max(tracks, key=lambda track: (track.neighbours_kept, track.n_connected)),
        torn=min(tracks, key=lambda track: track.neighbours_kept),
    )


def seen_tracks(address: str) -> list[SeenTrack]:
    """Ask a player, as a listener of its own, for the tracks of its map in the order of their rows."""
    session = build_opener(HTTPCookieProcessor())
    _asked(session, f"{address}/api/v1/listener")
    n_tracks = min(MAX_ROWS, _n_tracks(session, address))
    rows = ",".join(map(str, range(n_tracks)))
    ids = [item["track"]["track_id"] for item in _asked(session, f"{address}/api/v1/map/tracks?rows={rows}")["items"]]
    nodes = (_asked(session, f"{address}/api/v1/map/nodes/{quote(track_id, safe='')}") for track_id in ids)
    return [SeenTrack.from_json(node) for node in nodes]


def _n_tracks(session: OpenerDirector, address: str) -> int:
    with session.open(f"{address}/api/v1/map") as answer:
        return int.from_bytes(answer.read(12)[8:12], "little")


def _asked(session: OpenerDirector, url: str) -> dict[str, Any]:
    with session.open(url) as answer:
        told: dict[str, Any] = json.load(answer)
    return told
