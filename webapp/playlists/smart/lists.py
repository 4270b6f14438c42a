"""Works out the tracks of smart playlists: reads what the rules ask about, then computes where it holds up nobody."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zlib import crc32

import numpy as np

from recommender.catalogue.libraries.views import OfEachView
from recommender.catalogue.snapshot import Catalogue
from recommender.errors import SegueError
from recommender.listening.history.live_plays import LivePlays
from recommender.listening.history.play_windows import PlayWindows
from recommender.playlists.records import NoPlaylist, PlaylistId
from recommender.playlists.smart.checking import rules_of, zone_of
from recommender.playlists.smart.fields.listening import WINDOWS_DAYS
from recommender.playlists.smart.keeping import playlists_in
from recommender.playlists.smart.live_heard import LiveHeard
from recommender.playlists.smart.making import MadeList, make_list
from recommender.playlists.smart.matching import Circular, Matcher
from recommender.playlists.smart.periods import is_stale
from recommender.playlists.smart.records import RANDOM, Definition, KeptTracks, Rule, SmartPlaylist
from recommender.playlists.smart.shared_traits import InCommon, in_common
from recommender.playlists.smart.sources import Listening, SmartLibrary, Sources
from recommender.prediction.charts.records import OWN
from recommender.records import ListenerId, TrackId
from webapp.services import Services


@dataclass(eq=False)
class _Look:
    """One question: the library of its moment, and the playlists in playlists that were looked into already."""

    services: Services
    library: SmartLibrary
    now: datetime
    chain: tuple[PlaylistId, ...] = ()
    known: dict[PlaylistId, tuple[TrackId, ...]] = field(default_factory=dict)


class SmartLists:
    """Makes lists; what follows from the library alone is worked out once for all."""

    def __init__(self, plays: LivePlays, windows: PlayWindows, heard: LiveHeard) -> None:
        self._plays = plays
        self._windows = windows
        self._heard = heard
        self._libraries: OfEachView[SmartLibrary] = OfEachView()

    def made(self, services: Services, playlist: SmartPlaylist, *, again: bool = False) -> MadeList:
        """Return the tracks: as they are kept, or worked out and kept when they are stale or asked for `again`."""
        return self._made(self._look(services), playlist, again=again)

    def preview(self, services: Services, definition: Definition, owner: ListenerId) -> MadeList:
        """Return what a checked definition would have in it for its owner; chance stays the same while it changes."""
        return self._worked_out(self._look(services), definition, owner, seed=0)

    def in_common(
        self, services: Services, track_ids: Sequence[str], owner: ListenerId, *, time_zone: str
    ) -> tuple[int, InCommon]:
        """Return how many of the tracks are here, and the rules of what they share."""
        look, zone = self._look(services), zone_of(time_zone)
        sources = Sources(look.library, self._listening(look, owner, set()))
        positions = sources.positions(dict.fromkeys(track_ids)).tolist()
        matcher = Matcher(sources, lambda _playlist_id: (), zone)
        found: InCommon = services.compute(lambda: in_common(matcher, positions))
        return len(positions), found

    def _look(self, services: Services) -> _Look:
        return _Look(services, self._current(services), services.clock())

    def _current(self, services: Services) -> SmartLibrary:
        catalogue, index, moods = services.catalogue(), services.index(), services.lab.library_moods()
        charts = services.lab.charts()
        chart = None if charts is None else charts.charts.get(OWN) or next(iter(charts.charts.values()), None)
        return self._libraries.of(
            catalogue, moods, index, chart, make=lambda: SmartLibrary(catalogue, moods, index, chart)
        )

    def _made(self, look: _Look, playlist: SmartPlaylist, *, again: bool = False) -> MadeList:
        definition, kept = playlist.definition, playlist.kept
        zone = zone_of(definition.time_zone)
        if kept and not again and not is_stale(kept.at, now=look.now, refresh=definition.refresh, zone=zone):
            return _of_kept(kept, look.library.catalogue)
        moment = look.now.astimezone(zone).toordinal() if definition.refresh == "always" else int(look.now.timestamp())
        seed = crc32(f"{playlist.playlist_id}/{playlist.revision}/{moment}".encode())
        inner = _Look(look.services, look.library, look.now, (*look.chain, playlist.playlist_id), look.known)
        made = self._worked_out(inner, definition, playlist.owner, seed=seed)
        if definition.refresh != "always" and self._sees_what_the_owner_sees(look, playlist):
            tracks = look.library.catalogue.tracks
            new = KeptTracks(track_ids=tuple(tracks[at].track_id for at in made.positions.tolist()), at=look.now)
            look.services.playlists.smart.keep(
                playlist.playlist_id, new, owner=playlist.owner, revision=playlist.revision
            )
        return made

    @staticmethod
    def _sees_what_the_owner_sees(look: _Look, playlist: SmartPlaylist) -> bool:
        """Return whether whoever asks may have the tracks kept: others would find theirs missing, or too many."""
        return look.library.catalogue.hidden == look.services.libraries.visibility().hidden_from(playlist.owner)

    def _worked_out(self, look: _Look, definition: Definition, owner: ListenerId, *, seed: int) -> MadeList:
        asked = {each.field for each in rules_of(definition.rules) if isinstance(each, Rule)}
        asked |= {key.field for key in definition.sort if key.field != RANDOM}
        listening = self._listening(look, owner, asked)
        inside = {each: self._tracks_in(look, each, owner) for each in playlists_in(definition)}

        def tracks_in(playlist_id: PlaylistId) -> Sequence[TrackId]:
            found = inside[playlist_id]
            if isinstance(found, SegueError):
                raise found
            return found

        matcher = Matcher(Sources(look.library, listening), tracks_in, zone_of(definition.time_zone))
        made: MadeList = look.services.compute(lambda: make_list(definition, matcher, rng=np.random.default_rng(seed)))
        return made

    def _listening(self, look: _Look, owner: ListenerId, asked: set[str]) -> Listening:
        """Read what the fields ask about, nothing else."""
        services, catalogue = look.services, look.library.catalogue
        windows = {
            days: self._windows.plays(owner, catalogue, self._plays.table(owner, catalogue), days=days, now=look.now)
            for days in WINDOWS_DAYS
            if f"plays_{days}_days" in asked
        }
        albums, artists = frozenset[str](), frozenset[str]()
        if "is_album_liked" in asked:
            liked = (catalogue.albums_by_id.get(f.target_id) for f in services.favourites.of_listener(owner, "album"))
            albums = frozenset(album.album_id for album in liked if album)
        if "is_artist_liked" in asked:
            known = (catalogue.artists_by_id.get(f.target_id) for f in services.favourites.of_listener(owner, "artist"))
            artists = frozenset(artist.artist_id for artist in known if artist)
        taste = services.taste(owner)
        return Listening(
            heard=self._heard.of(owner, catalogue),
            taste=taste,
            now=look.now,
            plays_in=windows.__getitem__,
            liked_albums=lambda: albums,
            liked_artists=lambda: artists,
            half_life_days=taste.steering.half_life_days or services.config.half_life_days,
        )

    def _tracks_in(
        self, look: _Look, playlist_id: PlaylistId, reader: ListenerId
    ) -> tuple[TrackId, ...] | NoPlaylist | Circular:
        """Return what is in a playlist of either kind, or why that cannot be known to the reader."""
        ports = look.services.playlists
        if (by_hand := ports.store.get(playlist_id, reader=reader)) is not None:
            return tuple(entry.track_id for entry in by_hand.shown if entry.track_id is not None)
        if (smart := ports.smart.get(playlist_id, reader=reader)) is None:
            return NoPlaylist(playlist_id)
        if playlist_id in look.chain:
            return Circular(smart.name)
        if playlist_id not in look.known:
            tracks = look.library.catalogue.tracks
            positions = self._made(look, smart).positions.tolist()
            look.known[playlist_id] = tuple(tracks[at].track_id for at in positions)
        return look.known[playlist_id]


def _of_kept(kept: KeptTracks, catalogue: Catalogue) -> MadeList:
    """Return the kept tracks that the library still has."""
    positions = [catalogue.positions[each] for each in kept.track_ids if each in catalogue.positions]
    duration_s = sum(catalogue.tracks[at].duration_s or 0.0 for at in positions)
    return MadeList(np.array(positions, dtype=np.int32), len(positions), round(duration_s, 3), ())
