"""Smart playlists for tests: a few tracks, what somebody heard of them, and rules in one line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from recommender.catalogue.building import build_catalogue
from recommender.listening.history.plays import TrackPlays
from recommender.listening.taste import Taste
from recommender.playlists.records import NoPlaylist, PlaylistId
from recommender.playlists.smart.making import MadeList, make_list
from recommender.playlists.smart.matching import Matcher
from recommender.playlists.smart.records import Definition, Group, Rule, SmartPlaylist
from recommender.playlists.smart.sources import Heard, Listening, SmartLibrary, Sources
from recommender.records import ListenerId, Track, TrackId
from tests.builders.playlists import ANNA

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def track(track_id: str, **fields: Any) -> Track:
    """Return a track; its title is its id."""
    return Track(**{"track_id": TrackId(track_id), "title": track_id, "duration_s": 60.0, **fields})


def rule(field: str, operator: str, value: object = None) -> Rule:
    """Return a rule."""
    return Rule(field=field, operator=operator, value=value)  # type: ignore[arg-type]


def every(*rules: Rule | Group) -> Group:
    """Return a group of which all must hold."""
    return Group(match="all", rules=rules)


def either(*rules: Rule | Group) -> Group:
    """Return a group of which any must hold."""
    return Group(match="any", rules=rules)


def days_ago(days: float) -> datetime:
    """Return a moment before now."""
    return NOW - timedelta(days=days)


def sources(
    tracks: Sequence[Track],
    *,
    counts: Iterable[TrackPlays] = (),
    taste: Taste | None = None,
    now: datetime = NOW,
    **library: Any,
) -> Sources:
    """Return what fields read of these tracks and counts."""
    catalogue = build_catalogue(tracks, revision="1")
    heard = Heard.nothing(len(tracks))
    for counted in counts:
        heard.put(catalogue.positions[counted.track_id], counted)
    listening = Listening(
        heard=heard,
        taste=taste or Taste(listener_id=ANNA),
        now=now,
        plays_in=lambda _days: np.zeros(len(tracks), dtype=np.int32),
        liked_albums=frozenset,
        liked_artists=frozenset,
    )
    return Sources(SmartLibrary(catalogue, **library), listening)


def matcher(of: Sources, *, zone: str = "UTC", playlists: Mapping[str, Sequence[str]] | None = None) -> Matcher:
    """Return the matcher of a listener who may see these playlists."""

    def tracks_in(playlist_id: PlaylistId) -> list[TrackId]:
        if playlist_id not in (playlists or {}):
            raise NoPlaylist(playlist_id)
        return [TrackId(one) for one in (playlists or {})[playlist_id]]

    return Matcher(of, tracks_in, ZoneInfo(zone))


def made(definition: Definition, by: Matcher, *, seed: int = 1) -> MadeList:
    """Return the list."""
    return make_list(definition, by, rng=np.random.default_rng(seed))


def matching(rules: Group, of: Sources, **how: Any) -> list[str]:
    """Return the ids of the tracks that the rules let in."""
    by = matcher(of, **how)
    found = by.match(rules)
    return [one.track_id for one, is_in in zip(of.library.catalogue.tracks, found, strict=True) if is_in]


def smart(playlist_id: str = "s1", *rules: Rule | Group, owner: ListenerId = ANNA, **fields: Any) -> SmartPlaylist:
    """Return Anna's smart playlist of these rules."""
    return SmartPlaylist(
        **{
            "playlist_id": PlaylistId(playlist_id),
            "owner": owner,
            "name": "Smart",
            "definition": Definition(rules=every(*rules)),
            "made_at": NOW,
            "changed_at": NOW,
            **fields,
        }
    )
