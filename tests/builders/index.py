"""A small index of made-up tracks: kinds of sound that differ, each played by a few artists."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from recommender.records import Track, TrackId
from recommender.similarity.features import N_COLUMNS
from recommender.similarity.index_build import IndexConfig, build_track_index
from recommender.similarity.search.settings import SearchSettings
from recommender.similarity.track_index import TrackIndex, open_files
from recommender.similarity.track_table import TrackTable

FINGERPRINT = "0" * 12


def made_tracks(n_kinds: int, per_kind: int, artists_per_kind: int = 5) -> list[Track]:
    """Tracks `k03-t07` of kind 3 by artist `artist 3.2`."""
    return [
        Track(
            track_id=TrackId(f"k{kind:02d}-t{number:02d}"),
            title=f"Title {kind}.{number}",
            artist=f"artist {kind}.{number % artists_per_kind}",
            album=f"album {kind}",
            genres=(f"genre {kind}",),
            duration_s=180.0,
        )
        for kind in range(n_kinds)
        for number in range(per_kind)
    ]


def made_vectors(n_kinds: int, per_kind: int, *, seed: int = 7) -> np.ndarray:
    """Raw vectors of those tracks, float32 [n, N_COLUMNS]: kinds lie apart, tracks of a kind around it."""
    rng = np.random.default_rng(seed)
    kinds = rng.normal(0, 1.5, (n_kinds, N_COLUMNS))
    noise = rng.normal(0, 1.0, (n_kinds, per_kind, N_COLUMNS))
    return (kinds[:, None, :] + noise).reshape(-1, N_COLUMNS).astype(np.float32)


def made_index(folder: Path, *, n_kinds: int = 12, per_kind: int = 25) -> TrackIndex:
    """Build and open an index of made-up tracks in the empty `folder`."""
    return index_of(folder, made_tracks(n_kinds, per_kind), made_vectors(n_kinds, per_kind))


def index_of(folder: Path, tracks: Sequence[Track], vectors: np.ndarray) -> TrackIndex:
    """Build and open an index of these tracks in the empty `folder`."""
    table = table_of(tracks)
    described = build_track_index(
        folder, vectors, table, IndexConfig(fingerprint=FINGERPRINT), np.random.default_rng(1)
    )
    search = SearchSettings(
        trees=described.counts["trees"],
        search_k=int(described.parameters["search_k"]),
        fetched=int(described.parameters["fetched"]),
    )
    return open_files(folder, version="made-1", n_tracks=len(tracks), search=search)


def all_vectors(index: TrackIndex) -> np.ndarray:
    """Return the unit vectors of an index, float32 [n_tracks, dims]."""
    return index.vectors_of(range(len(index)))


def table_of(tracks: Iterable[Track]) -> TrackTable:
    """Return the table of tracks, in their order."""
    rows = list(tracks)
    return TrackTable.from_columns(
        track_ids=[track.track_id for track in rows],
        titles=[track.title for track in rows],
        artists=[track.artist for track in rows],
        albums=[track.album for track in rows],
        genres=[track.genres for track in rows],
        durations_s=[track.duration_s for track in rows],
    )


def kind_of(track_id: str) -> str:
    """Return the kind in a made track's id."""
    return track_id.split("-")[0]
