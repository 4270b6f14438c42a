"""What the asking listener likes: tracks of the taste, and albums and artists that are kept by themselves."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from flask import request

from recommender.catalogue.snapshot import Album, Artist
from recommender.listening.favourites import Favourite, FavouriteKind
from recommender.listening.history.live_plays import LivePlays
from recommender.records import ListenerId
from webapp.api.answers import AlbumPage, ArtistPage
from webapp.api.endpoint import Endpoint, NoQuery, shelf_of
from webapp.api.heard_answers import FavouriteAnswer, HeardTrackPage
from webapp.api.history import heard_track
from webapp.api.library import find_row
from webapp.api.paging import Listing, PageQuery
from webapp.api.shelf import Shelf
from webapp.listener import Listeners
from webapp.services import Services


class Favourites:
    """The endpoints of what a listener likes; no parameter names anybody else."""

    def __init__(self, listeners: Listeners, plays: LivePlays) -> None:
        self._listeners = listeners
        self._plays = plays

    def list_favourite_tracks(self, services: Services, _: PageQuery) -> Listing[int]:
        """List liked tracks, newest first."""
        listener = self._listeners.require(request)
        shelf = shelf_of(services)
        table = self._plays.table(listener, shelf.catalogue)
        at = shelf.catalogue.positions
        liked = services.taste(listener).liked
        rows = np.array([at[track_id] for track_id in reversed(liked) if track_id in at], dtype=np.int32)
        return Listing(
            name=("favourite tracks",),
            rows=rows,
            revision=f"{shelf.catalogue.revision}/{len(liked)}",
            identify=lambda position: shelf.catalogue.tracks[position].track_id,
            show=lambda position: heard_track(shelf, table, int(position)),
            find=partial(find_row, shelf.catalogue, rows),
            duration_s=float(shelf.catalogue.durations_s[rows].sum()),
        )

    def list_favourite_albums(self, services: Services, _: PageQuery) -> Listing[Album]:
        """List liked albums, newest first."""
        shelf = shelf_of(services)
        albums = liked_albums(services, shelf, self._listeners.require(request))
        return Listing(
            name=("favourite albums",),
            rows=albums,
            revision=f"{shelf.catalogue.revision}/{len(albums)}",
            identify=lambda album: album.album_id,
            show=shelf.album_answer,
        )

    def list_favourite_artists(self, services: Services, _: PageQuery) -> Listing[Artist]:
        """List liked artists, newest first."""
        shelf = shelf_of(services)
        artists = liked_artists(services, shelf, self._listeners.require(request))
        return Listing(
            name=("favourite artists",),
            rows=artists,
            revision=f"{shelf.catalogue.revision}/{len(artists)}",
            identify=lambda artist: artist.artist_id,
            show=shelf.artist_answer,
        )

    def put_favourite_album(self, services: Services, _: NoQuery, album_id: str) -> FavouriteAnswer:
        """Like an album."""
        return self._like(services, "album", shelf_of(services).album(album_id).album_id)

    def put_favourite_artist(self, services: Services, _: NoQuery, artist_id: str) -> FavouriteAnswer:
        """Like an artist."""
        return self._like(services, "artist", shelf_of(services).artist(artist_id).artist_id)

    def delete_favourite_album(self, services: Services, _: NoQuery, album_id: str) -> FavouriteAnswer:
        """Take the like of an album back."""
        return self._unlike(services, "album", album_id)

    def delete_favourite_artist(self, services: Services, _: NoQuery, artist_id: str) -> FavouriteAnswer:
        """Take the like of an artist back."""
        return self._unlike(services, "artist", artist_id)

    def _like(self, services: Services, kind: FavouriteKind, target_id: str) -> FavouriteAnswer:
        listener = self._listeners.require(request)
        known = _kept_ids(services, shelf_of(services), listener, kind, target_id)
        if not known:
            services.favourites.put(listener, Favourite(kind, target_id, services.clock()))
        return FavouriteAnswer(target_id=target_id, liked=True)

    def _unlike(self, services: Services, kind: FavouriteKind, asked_id: str) -> FavouriteAnswer:
        """Forget it under every id that means the same today; one that left the catalogue can be forgotten, too."""
        listener = self._listeners.require(request)
        shelf = shelf_of(services)
        today = _today(shelf, kind, asked_id) or asked_id
        services.favourites.delete(listener, kind, {asked_id, *_kept_ids(services, shelf, listener, kind, today)})
        return FavouriteAnswer(target_id=today, liked=False)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/favourites/tracks", access="play", summary="Tracks that the asking listener likes, newest first",
                handle=self.list_favourite_tracks, query=PageQuery, answer=HeardTrackPage, problems=(401, 503),
            ),
            Endpoint(
                path="/favourites/albums", access="play", summary="Albums that the asking listener likes, newest first",
                handle=self.list_favourite_albums, query=PageQuery, answer=AlbumPage, problems=(401, 503),
            ),
            Endpoint(
                path="/favourites/artists", access="play",
                summary="Artists that the asking listener likes, newest first",
                handle=self.list_favourite_artists, query=PageQuery, answer=ArtistPage, problems=(401, 503),
            ),
            Endpoint(
                path="/favourites/albums/<album_id>", access="write", method="PUT", summary="Like an album",
                handle=self.put_favourite_album, answer=FavouriteAnswer, problems=(401, 404, 503),
            ),
            Endpoint(
                path="/favourites/albums/<album_id>", access="write", method="DELETE",
                summary="Take the like of an album back",
                handle=self.delete_favourite_album, answer=FavouriteAnswer, problems=(401, 503),
            ),
            Endpoint(
                path="/favourites/artists/<artist_id>", access="write", method="PUT", summary="Like an artist",
                handle=self.put_favourite_artist, answer=FavouriteAnswer, problems=(401, 404, 503),
            ),
            Endpoint(
                path="/favourites/artists/<artist_id>", access="write", method="DELETE",
                summary="Take the like of an artist back",
                handle=self.delete_favourite_artist, answer=FavouriteAnswer, problems=(401, 503),
            ),
        )  # fmt: skip


def liked_albums(services: Services, shelf: Shelf, listener: ListenerId) -> Sequence[Album]:
    """Return the liked albums that the catalogue has, each once, newest first."""
    kept = services.favourites.of_listener(listener, "album")
    by_id = shelf.catalogue.albums_by_id
    found = [by_id[each.target_id] for each in kept if each.target_id in by_id]
    return list({album.album_id: album for album in found}.values())


def liked_artists(services: Services, shelf: Shelf, listener: ListenerId) -> Sequence[Artist]:
    """Return the liked artists that the catalogue has, each once, newest first."""
    kept = services.favourites.of_listener(listener, "artist")
    by_id = shelf.catalogue.artists_by_id
    found = [by_id[each.target_id] for each in kept if each.target_id in by_id]
    return list({artist.artist_id: artist for artist in found}.values())


def _today(shelf: Shelf, kind: FavouriteKind, target_id: str) -> str | None:
    """Return the id that the catalogue has for it today; None for what left it."""
    if kind == "album":
        album = shelf.catalogue.albums_by_id.get(target_id)
        return album.album_id if album else None
    artist = shelf.catalogue.artists_by_id.get(target_id)
    return artist.artist_id if artist else None


def _kept_ids(services: Services, shelf: Shelf, listener: ListenerId, kind: FavouriteKind, today: str) -> Sequence[str]:
    """Return the ids under which it is liked: an album that got another id since is known by its former one."""
    kept = services.favourites.of_listener(listener, kind)
    return [each.target_id for each in kept if _today(shelf, kind, each.target_id) == today]
