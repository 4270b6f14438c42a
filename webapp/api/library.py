"""The library: tracks, artists, albums, genres and search."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Annotated, Any, Literal, TypeVar

import numpy as np
from msgspec import Meta, Struct

from recommender.catalogue.snapshot import Catalogue
from recommender.errors import BadInput
from recommender.prediction.mood.records import mood_named
from webapp.answers import (
    AlbumDetail,
    AlbumPage,
    ArtistDetail,
    ArtistPage,
    GenreAnswer,
    GenreList,
    SearchAnswer,
    TrackDetail,
    TrackPage,
)
from webapp.api.endpoint import Endpoint, NoQuery, shelf_of
from webapp.paging import MAX_LIMIT, Cursor, encoded, first_row, list_digest
from webapp.services import Services
from webapp.shelf import Shelf

MAX_IDS = 100
Limit = Annotated[int, Meta(ge=1, le=MAX_LIMIT)]
Start = Annotated[int, Meta(ge=0, le=2**31)]
ShortId = Annotated[str, Meta(max_length=64)]
Row = TypeVar("Row")


class PageQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a list: the page after a cursor, or from a row."""

    limit: Limit = 100
    cursor: str | None = None
    start: Start | None = None


class TracksQuery(PageQuery, frozen=True, kw_only=True):
    """Which tracks, in which order; or some by id."""

    sort: Literal["title", "artist", "album", "genre", "duration", "added"] = "title"
    order: Literal["asc", "desc"] = "asc"
    genre: Annotated[str, Meta(max_length=200)] | None = None
    artist: ShortId | None = None
    """An artist_id."""
    album: ShortId | None = None
    """An album_id."""
    mood: Literal["happy", "sad", "energetic", "calm"] | None = None
    """Tracks whose likeliest mood it is."""
    ids: Annotated[str, Meta(max_length=MAX_IDS * 65)] | None = None
    """At most 100 track ids with commas between; their order is kept, unknown ones are left out."""


class SearchQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was typed so far."""

    q: Annotated[str, Meta(max_length=200)] = ""
    limit: Annotated[int, Meta(ge=1, le=100)] = 20


def list_tracks(services: Services, query: TracksQuery) -> TrackPage:
    """List tracks by filter and order."""
    shelf = shelf_of(services)
    catalogue = shelf.catalogue
    if query.ids is not None:
        asked = query.ids.split(",")
        if len(asked) > MAX_IDS:
            raise BadInput(f"query: at most {MAX_IDS} ids")
        found = [catalogue.positions[each] for each in asked if each in catalogue.positions]  # type: ignore[index]
        return TrackPage(items=shelf.track_answers(found), next_cursor=None, total=len(found))
    rows = catalogue.ordered(query.sort, descending=query.order == "desc", within=_filters(shelf, query))
    digest = list_digest("tracks", query.sort, query.order, query.genre, query.artist, query.album, query.mood)

    def row_of(track_id: str) -> int | None:
        position = catalogue.positions.get(track_id)  # type: ignore[call-overload]
        return None if position is None else next(iter(np.flatnonzero(rows == position).tolist()), None)

    first, after = _part(query, digest, catalogue.revision, len(rows), row_of)
    cursor = _next(first, after, len(rows), catalogue, digest, lambda row: catalogue.tracks[int(rows[row])].track_id)
    return TrackPage(items=shelf.track_answers(rows[first:after]), next_cursor=cursor, total=len(rows))


def get_track(services: Services, _: NoQuery, track_id: str) -> TrackDetail:
    """Return one track with everything that is known about it."""
    shelf = shelf_of(services)
    return shelf.track_detail(shelf.position(track_id))


def list_artists(services: Services, query: PageQuery) -> ArtistPage:
    """List artists by name."""
    shelf = shelf_of(services)
    rows, cursor = _page("artists", shelf.catalogue.artists, lambda a: a.artist_id, query, shelf.catalogue)
    items = tuple(shelf.artist_answer(each) for each in rows)
    return ArtistPage(items=items, next_cursor=cursor, total=len(shelf.catalogue.artists))


def get_artist(services: Services, _: NoQuery, artist_id: str) -> ArtistDetail:
    """Return one artist with albums and tracks."""
    shelf = shelf_of(services)
    return shelf.artist_detail(shelf.artist(artist_id))


def list_albums(services: Services, query: PageQuery) -> AlbumPage:
    """List albums by title."""
    shelf = shelf_of(services)
    rows, cursor = _page("albums", shelf.catalogue.albums, lambda a: a.album_id, query, shelf.catalogue)
    items = tuple(shelf.album_answer(each) for each in rows)
    return AlbumPage(items=items, next_cursor=cursor, total=len(shelf.catalogue.albums))


def get_album(services: Services, _: NoQuery, album_id: str) -> AlbumDetail:
    """Return one album with its tracks."""
    shelf = shelf_of(services)
    return shelf.album_detail(shelf.album(album_id))


def list_genres(services: Services, _: NoQuery) -> GenreList:
    """List genres by name."""
    genres = services.catalogue().genres
    return GenreList(items=tuple(GenreAnswer(name=g.name, n_tracks=len(g.positions)) for g in genres))


def search(services: Services, query: SearchQuery) -> SearchAnswer:
    """Find tracks, artists and albums by what was typed so far."""
    began = perf_counter()
    shelf = shelf_of(services)
    catalogue = shelf.catalogue
    return SearchAnswer(
        tracks=shelf.track_answers(catalogue.track_search.find(query.q, query.limit)),
        artists=tuple(
            shelf.artist_answer(catalogue.artists[i]) for i in catalogue.artist_search.find(query.q, query.limit)
        ),
        albums=tuple(
            shelf.album_answer(catalogue.albums[i]) for i in catalogue.album_search.find(query.q, query.limit)
        ),
        took_ms=round((perf_counter() - began) * 1000, 2),
    )


def _filters(shelf: Shelf, query: TracksQuery) -> list[np.ndarray]:
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
        filters.append(shelf.of_mood(mood_named(query.mood)))
    return filters


def _page(
    kind: str, rows: Sequence[Row], identity: Callable[[Row], str], query: PageQuery, catalogue: Catalogue
) -> tuple[Sequence[Row], str | None]:
    digest = list_digest(kind)

    def row_of(wanted: str) -> int | None:
        return next((i for i, row in enumerate(rows) if identity(row) == wanted), None)

    first, after = _part(query, digest, catalogue.revision, len(rows), row_of)
    return rows[first:after], _next(first, after, len(rows), catalogue, digest, lambda row: identity(rows[row]))


def _part(
    query: PageQuery, digest: str, revision: str, total: int, row_of: Callable[[str], int | None]
) -> tuple[int, int]:
    first = first_row(cursor=query.cursor, start=query.start, digest=digest, revision=revision, row_of=row_of)
    return first, min(first + query.limit, total)


def _next(
    first: int, after: int, total: int, catalogue: Catalogue, digest: str, identity: Callable[[int], Any]
) -> str | None:
    if not first < after < total:
        return None
    return encoded(Cursor(after, catalogue.revision, identity(after - 1), digest))


ENDPOINTS = (
    Endpoint(
        path="/tracks", summary="Tracks by filter and order, or by id", handle=list_tracks,
        query=TracksQuery, answer=TrackPage, problems=(503,), from_catalogue=True,
    ),
    Endpoint(
        path="/tracks/<track_id>", summary="One track with everything known about it", handle=get_track,
        answer=TrackDetail, problems=(404,), from_catalogue=True,
    ),
    Endpoint(
        path="/artists", summary="Artists by name", handle=list_artists,
        query=PageQuery, answer=ArtistPage, from_catalogue=True,
    ),
    Endpoint(
        path="/artists/<artist_id>", summary="One artist with albums and tracks", handle=get_artist,
        answer=ArtistDetail, problems=(404,), from_catalogue=True,
    ),
    Endpoint(
        path="/albums", summary="Albums by title", handle=list_albums,
        query=PageQuery, answer=AlbumPage, from_catalogue=True,
    ),
    Endpoint(
        path="/albums/<album_id>", summary="One album with its tracks", handle=get_album,
        answer=AlbumDetail, problems=(404,), from_catalogue=True,
    ),
    Endpoint(path="/genres", summary="Genres by name", handle=list_genres, answer=GenreList, from_catalogue=True),
    Endpoint(
        path="/search", summary="Tracks, artists and albums by what was typed; typos are forgiven", handle=search,
        query=SearchQuery, answer=SearchAnswer,
    ),
)  # fmt: skip
