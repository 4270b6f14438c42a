"""The library: tracks, artists, albums, genres and search."""

from functools import partial
from time import perf_counter
from typing import Annotated, Literal, get_args

import numpy as np
from msgspec import Meta, Struct

from recommender.catalogue.facets import FacetKind
from recommender.catalogue.snapshot import Album, Artist, Catalogue
from recommender.errors import BadInput
from recommender.prediction.mood.records import parse_mood
from recommender.records import TrackId
from webapp.api.answers import (
    AlbumDetail,
    AlbumPage,
    ArtistDetail,
    ArtistPage,
    GenreList,
    SearchAnswer,
    TrackDetail,
    TrackPage,
)
from webapp.api.endpoint import Endpoint, NoQuery, shelf_of
from webapp.api.facets import parse_kind
from webapp.api.paging import Listing, PageQuery
from webapp.api.shelf import Shelf
from webapp.services import Services

MAX_IDS = 100
ShortId = Annotated[str, Meta(max_length=64)]


class TracksFilter(PageQuery, frozen=True, kw_only=True):
    """Which tracks."""

    genre: Annotated[str, Meta(max_length=200)] | None = None
    artist: ShortId | None = None
    """An artist_id."""
    album: ShortId | None = None
    """An album_id."""
    mood: Literal["happy", "sad", "energetic", "calm"] | None = None
    """Tracks whose likeliest mood it is."""
    part: Annotated[str, Meta(max_length=64, pattern=rf"^({'|'.join(get_args(FacetKind))}):[0-9a-z]+\Z")] | None = None
    """A kind of part and its key, as `/parts/{kind}` tells it."""


class TracksQuery(TracksFilter, frozen=True, kw_only=True):
    """Which tracks, in which order; or some by id."""

    sort: Literal["title", "artist", "album", "genre", "duration", "added"] = "title"
    order: Literal["asc", "desc"] = "asc"
    ids: Annotated[str, Meta(max_length=MAX_IDS * 65)] | None = None
    """At most 100 track ids with commas between; their order is kept, unknown ones are left out."""


class AlbumsQuery(PageQuery, frozen=True, kw_only=True):
    """Albums in which order."""

    sort: Literal["title", "added"] = "title"
    """`added`: those that came last are first."""


class SearchQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was typed so far."""

    q: Annotated[str, Meta(max_length=200)] = ""
    limit: Annotated[int, Meta(ge=1, le=100)] = 20


def list_tracks(services: Services, query: TracksQuery) -> TrackPage | Listing[int]:
    """List tracks by filter and order."""
    shelf = shelf_of(services)
    catalogue = shelf.catalogue
    if query.ids is not None:
        return _tracks_of_ids(shelf, query.ids)
    rows = catalogue.ordered(query.sort, descending=query.order == "desc", within=positions_of(shelf, query))
    return Listing(
        name=("tracks", query.sort, query.order, query.genre, query.artist, query.album, query.mood, query.part),
        rows=rows,
        revision=catalogue.revision,
        identify=lambda position: catalogue.tracks[position].track_id,
        show=lambda position: shelf.track_answer(int(position)),
        find=partial(find_row, catalogue, rows),
    )


def get_track(services: Services, _: NoQuery, track_id: str) -> TrackDetail:
    """Return one track with everything that is known about it."""
    shelf = shelf_of(services)
    return shelf.track_detail(shelf.position(track_id))


def list_artists(services: Services, _: PageQuery) -> Listing[Artist]:
    """List artists by name."""
    shelf = shelf_of(services)
    return Listing(
        name=("artists",),
        rows=shelf.catalogue.artists,
        revision=shelf.catalogue.revision,
        identify=lambda artist: artist.artist_id,
        show=shelf.artist_answer,
    )


def get_artist(services: Services, _: NoQuery, artist_id: str) -> ArtistDetail:
    """Return one artist with albums and tracks."""
    shelf = shelf_of(services)
    return shelf.artist_detail(shelf.artist(artist_id))


def list_albums(services: Services, query: AlbumsQuery) -> Listing[Album]:
    """List albums by title, or the newest first."""
    shelf = shelf_of(services)
    return Listing(
        name=("albums", query.sort),
        rows=shelf.catalogue.newest_albums if query.sort == "added" else shelf.catalogue.albums,
        revision=shelf.catalogue.revision,
        identify=lambda album: album.album_id,
        show=shelf.album_answer,
    )


def get_album(services: Services, _: NoQuery, album_id: str) -> AlbumDetail:
    """Return one album with its tracks."""
    shelf = shelf_of(services)
    return shelf.album_detail(shelf.album(album_id))


def list_genres(services: Services, _: NoQuery) -> GenreList:
    """List genres by name."""
    shelf = shelf_of(services)
    return GenreList(items=tuple(map(shelf.genre_answer, shelf.catalogue.genres)))


def search(services: Services, query: SearchQuery) -> SearchAnswer:
    """Find tracks, artists and albums by what was typed so far."""
    began = perf_counter()
    shelf = shelf_of(services)
    catalogue = shelf.catalogue
    indexes = (catalogue.track_search, catalogue.artist_search, catalogue.album_search)
    tracks, artists, albums = services.compute(lambda: [index.find(query.q, query.limit) for index in indexes])
    return SearchAnswer(
        tracks=shelf.track_answers(tracks),
        artists=tuple(shelf.artist_answer(catalogue.artists[position]) for position in artists),
        albums=tuple(shelf.album_answer(catalogue.albums[position]) for position in albums),
        took_ms=round((perf_counter() - began) * 1000, 2),
    )


def _tracks_of_ids(shelf: Shelf, ids: str) -> TrackPage:
    track_ids = [TrackId(track_id) for track_id in ids.split(",")]
    if len(track_ids) > MAX_IDS:
        raise BadInput(f"query: at most {MAX_IDS} ids")
    known = shelf.catalogue.positions
    items = shelf.track_answers(known[track_id] for track_id in track_ids if track_id in known)
    return TrackPage(items=items, next_cursor=None, total=len(items))


def positions_of(shelf: Shelf, query: TracksFilter) -> list[np.ndarray]:
    """Return the positions that each of the filters leaves, int32 [n] each."""
    catalogue = shelf.catalogue
    nothing = np.empty(0, dtype=np.int32)
    filters = []
    if query.genre is not None:
        filters.append(genre.positions if (genre := catalogue.genre(query.genre)) else nothing)
    if query.artist is not None:
        filters.append(artist.positions if (artist := catalogue.artists_by_id.get(query.artist)) else nothing)
    if query.album is not None:
        filters.append(album.positions if (album := catalogue.albums_by_id.get(query.album)) else nothing)
    if query.mood is not None:
        filters.append(shelf.of_mood(parse_mood(query.mood)))
    if query.part is not None:
        kind, _, key = query.part.partition(":")
        filters.append(facet.positions if (facet := catalogue.facet(parse_kind(kind), key)) else nothing)
    return filters


def find_row(catalogue: Catalogue, rows: np.ndarray, track_id: str) -> int | None:
    """Return where a track stands in these positions; None for one that does not."""
    position = catalogue.positions.get(TrackId(track_id))
    return None if position is None else next(iter(np.flatnonzero(rows == position).tolist()), None)


ENDPOINTS = (
    Endpoint(
        path="/tracks", access="play", summary="Tracks by filter and order, or by id", handle=list_tracks,
        query=TracksQuery, answer=TrackPage, problems=(503,), from_catalogue=True,
    ),
    Endpoint(
        path="/tracks/<track_id>", access="play", summary="One track with everything known about it", handle=get_track,
        answer=TrackDetail, problems=(404,), from_catalogue=True,
    ),
    Endpoint(
        path="/artists", access="play", summary="Artists by name", handle=list_artists,
        query=PageQuery, answer=ArtistPage, from_catalogue=True,
    ),
    Endpoint(
        path="/artists/<artist_id>", access="play", summary="One artist with albums and tracks", handle=get_artist,
        answer=ArtistDetail, problems=(404,), from_catalogue=True,
    ),
    Endpoint(
        path="/albums", access="play", summary="Albums by title or newest first", handle=list_albums,
        query=AlbumsQuery, answer=AlbumPage, from_catalogue=True,
    ),
    Endpoint(
        path="/albums/<album_id>", access="play", summary="One album with its tracks", handle=get_album,
        answer=AlbumDetail, problems=(404,), from_catalogue=True,
    ),
    Endpoint(
        path="/genres", access="play",
        summary="Genres by name", handle=list_genres, answer=GenreList, from_catalogue=True,
    ),
    Endpoint(
        path="/search", access="play",
        summary="Tracks, artists and albums by what was typed; typos are forgiven", handle=search,
        query=SearchQuery, answer=SearchAnswer,
    ),
)  # fmt: skip
