"""Which artists sound like one of the catalogue."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import numpy as np
from msgspec import Meta, Struct

from recommender.catalogue.libraries.views import OfEachView
from recommender.catalogue.snapshot import Catalogue
from recommender.errors import NoIndex
from recommender.similarity.artists_alike import MeanSounds, mean_sounds
from recommender.similarity.track_index import TrackIndex
from webapp.api.answers import ArtistAnswer, Share
from webapp.api.endpoint import Endpoint, shelf_of
from webapp.services import Services


class AlikeArtistsQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many."""

    n: Annotated[int, Meta(ge=1, le=50)] = 12


class AlikeArtistAnswer(Struct, frozen=True, kw_only=True):
    """An artist who sounds like the one asked about."""

    artist: ArtistAnswer
    likeness: Share
    """Cosine of the mean sounds."""


class AlikeArtistList(Struct, frozen=True, kw_only=True):
    """Who sounds alike, nearest first."""

    items: tuple[AlikeArtistAnswer, ...]
    model_version: str


def get_similar_artists(services: Services, query: AlikeArtistsQuery, artist_id: str) -> AlikeArtistList:
    """Return who sounds like an artist; empty for one of whom the index knows no track yet."""
    shelf = shelf_of(services)
    artist = shelf.artist(artist_id)
    if (index := services.index()) is None:
        raise NoIndex
    artists = shelf.catalogue.artists
    own = next((number for number, each in enumerate(artists) if each.artist_id == artist.artist_id), None)
    near: Sequence[tuple[int, float]] = ()
    if own is not None:
        sounds = _sounds.of(shelf.catalogue, index, make=partial(_mean_sounds, shelf.catalogue, index))
        near = sounds.nearest(own, query.n)
    return AlikeArtistList(
        items=tuple(
            AlikeArtistAnswer(artist=shelf.artist_answer(artists[other]), likeness=round(min(1.0, cosine), 4))
            for other, cosine in near
        ),
        model_version=index.version,
    )


def _mean_sounds(catalogue: Catalogue, index: TrackIndex) -> MeanSounds:
    """Return the mean sounds of this catalogue's artists."""
    rows = np.array([-1 if (row := index.table.row(track.track_id)) is None else row for track in catalogue.tracks])
    known = [rows[artist.positions] for artist in catalogue.artists]
    return mean_sounds(index.vectors_of, [each[each >= 0] for each in known], dims=index.space.dims)


_sounds: OfEachView[MeanSounds] = OfEachView()

ENDPOINTS = (
    Endpoint(
        path="/artists/<artist_id>/similar", access="play", summary="Who sounds like an artist",
        handle=get_similar_artists, query=AlikeArtistsQuery, answer=AlikeArtistList, problems=(404, 503),
        from_catalogue=True,
    ),
)  # fmt: skip
