"""A library of made-up kinds of sound for lists that segue makes."""

from pathlib import Path

from recommender.catalogue.building import build_catalogue
from recommender.playlists.generated.library import Library
from tests.builders.index import index_of, made_tracks, made_vectors
from tests.builders.moods import made_moods

KINDS, PER_KIND = 6, 20
MOODS_OF_KINDS = (
    (0.8, 0.1, 0.05, 0.05), (0.1, 0.7, 0.1, 0.1), (0.05, 0.05, 0.8, 0.1),
    (0.05, 0.15, 0.1, 0.7), (0.3, 0.2, 0.3, 0.2), (0.05, 0.05, 0.1, 0.8),
)  # fmt: skip
"""Kinds 0 happy, 1 sad, 2 energetic, 3 and 5 calm; 4 hardly anything."""


def made_library(folder: Path, *, with_moods: bool = True) -> Library:
    """Return 120 tracks `k03-t07` of six kinds by five artists each, in the empty `folder`."""
    tracks = made_tracks(KINDS, PER_KIND)
    moods = made_moods({t.track_id: MOODS_OF_KINDS[int(t.track_id[1:3])] for t in tracks}) if with_moods else None
    index = index_of(folder, tracks, made_vectors(KINDS, PER_KIND))
    return Library(index, build_catalogue(tracks, revision="1"), moods)
