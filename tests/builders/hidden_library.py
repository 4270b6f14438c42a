"""A player with a library that only some may see, and everything that could tell of it filled with it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from recommender.accounts.roles import Role
from recommender.catalogue.building import build_catalogue
from recommender.catalogue.contributors import CONTRIBUTOR_KINDS
from recommender.catalogue.snapshot import Catalogue
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.favourites import Favourite
from recommender.listening.hidden_rows import HiddenRows
from recommender.listening.history.plays import Hearing
from recommender.listening.play_queue import PlayQueue, QueuedTrack
from recommender.listening.taste import Affinity, Cause, Rated, Skip, Taste
from recommender.playlists.records import Named, PlaylistId
from recommender.playlists.smart.records import Definition, KeptTracks
from recommender.playlists.transfer import named_of
from recommender.prediction.charts.records import OWN
from recommender.records import ListenerId, Track, TrackId
from recommender.room.arrangements import Arrangement, OwnPlace
from tests.builders.accounts import MadeAccounts
from tests.builders.index import index_of, made_tracks, made_vectors
from tests.builders.libraries import library, made_libraries
from tests.builders.moods import made_moods
from tests.builders.playlists import entry, playlist
from tests.builders.seen_maps import made_map
from tests.builders.served_charts import chart, forecast, served_charts
from tests.builders.smart import smart
from tests.builders.web import AUDIO, KINDS, NOW, PER_KIND, SOUND, BufferedClient, MadeWeb
from webapp.app import create_app

SECRET = "zephyrine"
"""Is in every name of the hidden library, and nowhere else."""
HIDDEN_KINDS = ("k02", "k03")
ANNA, BERT = ListenerId("id-anna"), ListenerId("id-bert")
ROLES: dict[str, Role] = {
    "boss": "admin", "anna": "listener", "bert": "listener", "carl": "listener", "gus": "guest",
}  # fmt: skip
LIKED = (TrackId("k02-t01"), TrackId("k00-t01"), TrackId("k03-t02"))
_MOODS = ((0.1, 0.05, 0.03, 0.82), (0.7, 0.1, 0.15, 0.05))


@dataclass
class HiddenLibrary:
    """Anna and Carl are listeners, Gus a guest, Boss an admin; the library `closed` is shown to Carl."""

    accounts: MadeAccounts
    whole: Catalogue
    hidden: tuple[Track, ...]

    @property
    def web(self) -> MadeWeb:
        """The services."""
        return self.accounts.web

    @cached_property
    def words(self) -> frozenset[str]:
        """What nothing may say to those who do not see it: ids of tracks, and of albums and artists of nothing else."""
        seen = build_catalogue([t for t in self.whole.tracks if t not in self.hidden])
        groups = {*self.whole.albums_by_id, *self.whole.artists_by_id} - {*seen.albums_by_id, *seen.artists_by_id}
        return frozenset({track.track_id for track in self.hidden} | groups | {SECRET})

    def show_to(self, *accounts: str) -> None:
        """Let other accounts see it."""
        self.web.libraries.show_to("closed", tuple(map(ListenerId, accounts)))


def hidden_library(web: MadeWeb, **lab: Any) -> HiddenLibrary:
    """Return the player; `lab` are its models."""
    tracks = [_track(web.folder, track, number) for number, track in enumerate(made_tracks(KINDS, PER_KIND))]
    hidden = tuple(track for track in tracks if track.track_id[:3] in HIDDEN_KINDS)
    web.catalogue = build_catalogue(tracks, revision="1")
    web.vectors = {t.track_id: v for t, v in zip(tracks, made_vectors(KINDS, PER_KIND), strict=True)}
    folder = web.folder / "index-of-hidden"
    folder.mkdir(exist_ok=True)
    web.index = index_of(folder, tracks, made_vectors(KINDS, PER_KIND))
    web.track_map = made_map(tracks)
    web.libraries.put(library("open", is_everybodys=True, folder=_folder(web.folder, "music")))
    web.libraries.put(library("closed", "id-carl", folder=_folder(web.folder, "closed")))
    web.taste = _taste()
    _fill(web, tracks)
    accounts = MadeAccounts(web)
    for name, role in ROLES.items():
        accounts.add(name, role)
        web.roles[ListenerId(f"id-{name}")] = role
    accounts._app = _app(accounts, tracks, lab)
    return HiddenLibrary(accounts, web.catalogue, hidden)


def _folder(folder: Path, name: str) -> str:
    return f"{(folder / name).as_uri()}/"


def _track(folder: Path, track: Track, number: int) -> Track:
    is_hidden = track.track_id[:3] in HIDDEN_KINDS
    path = folder / ("closed" if is_hidden else "music") / f"{track.track_id}.mp3"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(AUDIO)
    prefix = SECRET.title() if is_hidden else ""
    return msgspec.structs.replace(
        track,
        title=f"{prefix}{track.title}",
        artist=f"{prefix}{track.artist}",
        album=f"{prefix}{track.album}",
        genres=tuple(f"{prefix}{genre}" for genre in track.genres),
        url=path.as_uri(),
        cover="embedded" if is_hidden else "",
        sound=SOUND,
        added_at=NOW - timedelta(days=number),
        tags={kind: f"{prefix}{kind.title()}" for kind in CONTRIBUTOR_KINDS},
    )


def _taste() -> Taste:
    at = NOW - timedelta(hours=1)
    last = Cause(event_id=UUID(int=7), kind="liked", track_id=LIKED[0], at=at)
    return Taste(
        listener_id=ListenerId("nobody"),
        affinities={track_id: Affinity(weight=2.0, at=at, why="liked") for track_id in LIKED},
        heard=(TrackId("k02-t03"), TrackId("k00-t03")),
        skips=(Skip(track_id=TrackId("k03-t05"), at=at),),
        skip_run=1,
        liked=LIKED,
        rated={track_id: Rated(rating=5, at=at) for track_id in LIKED},
        disliked={TrackId("k02-t06"): "track", TrackId("k00-t06"): "track"},
        playing=TrackId("k02-t07"),
        last=last,
    )


def _fill(web: MadeWeb, tracks: list[Track]) -> None:
    """Have Anna liked and lined up everything and heard most of it, and two playlists of each kind hold it all.

    Of three tracks one was never heard, one long ago only, and one also yesterday.
    """
    heard = [(track, days) for at, track in enumerate(tracks) for days in ((), (200, 366), (1, 366))[at % 3]]
    for number, (track, days) in enumerate(heard):
        hearing_id, at = UUID(int=number + 1).bytes, NOW - timedelta(days=days)
        web.plays.hear([Hearing(hearing_id, ANNA, track.track_id, at, 180.0, is_play=True, is_skip=False)])
    for album in web.catalogue.albums:
        web.favourites.put(ANNA, Favourite("album", album.album_id, NOW))
    for artist in web.catalogue.artists:
        web.favourites.put(ANNA, Favourite("artist", artist.artist_id, NOW))
    queued = tuple(QueuedTrack(track_id=track.track_id) for track in tracks)
    web.play_queues.put(ANNA, PlayQueue(entries=queued, index=30, position_s=5.0))
    places = tuple(OwnPlace(track_id=track.track_id, x=0.1, y=0.2, z=0.3) for track in tracks)
    web.arrangements.put(
        ANNA, Arrangement(arrangement_id="mine", name="Mine", revision=1, changed_at=NOW, places=places)
    )
    entries = tuple(
        msgspec.structs.replace(
            entry("a"), entry_id=f"entry-{track.track_id[1:]}", track_id=track.track_id, named=_named(track)
        )
        for track in tracks[::-1]
    )
    for name, owner in (("own", ANNA), ("public", BERT)):
        web.playlists.add(
            playlist(playlist_id=PlaylistId(name), owner=owner, visibility="public", entries=entries, name=name)
        )
        kept = KeptTracks(track_ids=tuple(track.track_id for track in tracks), at=NOW)
        definition = Definition(refresh="daily")
        made = smart(f"smart-{name}", owner=owner, visibility="public", name=name, definition=definition)
        web.smart_playlists.add(msgspec.structs.replace(made, kept=kept))


def _named(track: Track) -> Named:
    return msgspec.structs.replace(named_of(track), location=f"/closed/{track.title}.mp3")


def _app(accounts: MadeAccounts, tracks: list[Track], models: dict[str, Any]) -> Any:
    web = accounts.web
    moods = made_moods({track.track_id: _MOODS[number % 2] for number, track in enumerate(tracks)})
    libraries = made_libraries(lambda: web.catalogue, web.libraries, lambda: web.roles)
    rows = HiddenRows(
        lambda listener: libraries.visibility().hidden_from(listener), lambda hidden: libraries.views(hidden).positions
    )
    plays = {track.track_id: 50.0 - number for number, track in enumerate(tracks[::-1])}
    engine = Engine(lambda: web.index, lambda: plays, EngineConfig(), lambda: moods, rows.of)

    def slate(listener: ListenerId, **wished: Any) -> Any:
        taste = msgspec.structs.replace(web.taste, listener_id=listener)
        return engine.slate(taste, made_at=NOW, **wished)

    app = create_app(
        replace(
            web.services(),
            libraries=libraries,
            accounts=accounts.services(),
            lab=web.lab(library_moods=lambda: moods, charts=lambda: _charts(tracks), **models),
            current_slate=slate,
            mood_slate=lambda listener, mood: slate(listener, mood=mood),
            radio_slate=lambda listener, wish: slate(listener, wish=wish),
        )
    )
    app.test_client_class = BufferedClient
    return app


def _charts(tracks: list[Track]) -> Any:
    """Return the chart of the plays here, half of it of the hidden library."""
    shown = [tracks[0], tracks[-1], tracks[1], tracks[-2]]
    made = forecast("boosting", n=len(shown))
    items = tuple(
        msgspec.structs.replace(item, title=track.title, artist=track.artist, track_id=track.track_id)
        for item, track in zip(made.items, shown, strict=True)
    )
    return served_charts(chart(OWN, msgspec.structs.replace(made, items=items)))
