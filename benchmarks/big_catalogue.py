"""A catalogue of FMA's size made from the real features of a few hundred sounds.

Each track is a mix of a real one and a near neighbour of it, plus noise along the data's own axes: uniform noise
would have no neighbours to find, and copies would be too easy.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.real_sounds import CACHE, find_sounds, real_vectors
from infra.settings import inherited_environment
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadInput
from recommender.similarity.features import N_COLUMNS, fingerprint
from recommender.similarity.index_build import IndexConfig, build_track_index, check_index
from recommender.similarity.space_fit import fit_space
from recommender.similarity.track_index import KIND, TrackIndex
from recommender.similarity.track_table import TrackTable

FMA_TRACKS = 106_574
FMA_ARTISTS = 16_341
NEAR = 10
"""A sound is mixed with one of this many nearest ones."""
NOISE = 0.35
"""Standard deviation of the noise, as a share of the data's own along each axis."""
_WORDS = (
    *("amber", "blue", "cold", "distant", "early", "fading", "golden", "hollow", "iron", "jade", "lunar", "marble"),
    *("north", "open", "paper", "quiet", "river", "silver", "tidal", "under", "velvet", "winter", "yellow", "zenith"),
)
_GENRES = ("Electronic", "Experimental", "Folk", "Hip-Hop", "Instrumental", "International", "Pop", "Rock")


@dataclass(frozen=True, eq=False)
class BigCatalogue:
    """Raw vectors, float32 [n_tracks, n_columns], and the table that goes with them."""

    vectors_raw: np.ndarray
    table: TrackTable


def big_catalogue(n_tracks: int = FMA_TRACKS, *, seed: int = 1, cache: Path = CACHE) -> BigCatalogue:
    """Make the catalogue; the same seed and sounds give the same one. Raises `BadInput` where there are too few."""
    rng = np.random.default_rng(seed)
    real = real_vectors(cache)
    return BigCatalogue(vectors_raw=mixed_vectors(real, n_tracks, rng), table=made_up_table(n_tracks, rng))


def big_index(n_tracks: int = FMA_TRACKS, *, seed: int = 1, cache: Path = CACHE) -> TrackIndex:
    """Return the published index of the big catalogue; built once per feature declaration, then taken from `cache`."""
    store = big_store(n_tracks, seed=seed, cache=cache)
    version = store.current(KIND)
    if version is None:
        raise BadInput(f"no index in {cache}")
    return TrackIndex.load(store.local_path(KIND, version), expected_fingerprint=fingerprint())


def big_store(n_tracks: int = FMA_TRACKS, *, seed: int = 1, cache: Path = CACHE) -> ArtifactStore:
    """Return an artifact store (a folder in `cache`) that holds the index of the big catalogue."""
    config = IndexConfig(fingerprint=fingerprint(), seed=seed)
    store = ArtifactStore(store_folder(n_tracks, seed=seed, cache=cache))
    if store.current(KIND) is None:
        made = big_catalogue(n_tracks, seed=seed, cache=cache)
        rng = np.random.default_rng(seed)
        store.publish(
            KIND, lambda path: build_track_index(path, made.vectors_raw, made.table, config, rng), check=check_index
        )
    return store


def store_folder(n_tracks: int = FMA_TRACKS, *, seed: int = 1, cache: Path = CACHE) -> Path:
    """Return where `big_store` keeps its artifacts: usable as `SEGUE_ARTIFACTS_URL`."""
    config = IndexConfig(fingerprint=fingerprint(), seed=seed)
    return cache.absolute() / f"index-{n_tracks}-{find_sounds(cache).digest}-{config.fingerprint}-{config.digest}"


def store_folder_of(checkout: Path, n_tracks: int = FMA_TRACKS) -> Path:
    """Return where another checkout keeps its own index of the big catalogue, which it makes if it has none."""
    program = f"from benchmarks.big_catalogue import *; big_store({n_tracks}); print(store_folder({n_tracks}))"
    environment = inherited_environment(also={"PYTHONPATH": str(checkout)})
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, cwd=checkout, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return Path(run.stdout.splitlines()[-1])


def mixed_vectors(real: np.ndarray, n_tracks: int, rng: np.random.Generator) -> np.ndarray:
    """Return float32 [n_tracks, n_columns]: mixes of near neighbours plus noise along the data's own axes."""
    unit = fit_space(lambda: [real]).transform(real)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    near = np.argsort(-cosine, axis=1)[:, :NEAR]
    mean, std = real.mean(axis=0), np.maximum(real.std(axis=0), 1e-9)
    standard = (real - mean) / std
    _, lengths, axes = np.linalg.svd(standard, full_matrices=False)
    along = (lengths / np.sqrt(len(real)))[:, None] * axes * NOISE
    made = np.empty((n_tracks, N_COLUMNS), dtype=np.float32)
    for at in range(0, n_tracks, 8192):
        m = min(8192, n_tracks - at)
        one = rng.integers(len(real), size=m)
        other = near[one, rng.integers(NEAR, size=m)]
        share = rng.uniform(0.5, 1.0, size=(m, 1))
        mixed = share * standard[one] + (1 - share) * standard[other]
        made[at : at + m] = (mixed + rng.standard_normal((m, len(lengths))) @ along) * std + mean
    return made


def made_up_table(n_tracks: int, rng: np.random.Generator) -> TrackTable:
    """Return a table of FMA's proportions: about 6.5 tracks per artist, albums of about ten."""
    n_artists = max(1, n_tracks * FMA_ARTISTS // FMA_TRACKS)
    artist = np.sort((n_artists * rng.power(1.5, size=n_tracks)).astype(int))
    titles = [
        " ".join(_WORDS[i] for i in word_indices)
        for word_indices in rng.integers(len(_WORDS), size=(n_tracks, 3)).tolist()
    ]
    names = [
        " ".join(_WORDS[i] for i in word_indices)
        for word_indices in rng.integers(len(_WORDS), size=(n_artists, 2)).tolist()
    ]
    return TrackTable.from_columns(
        track_ids=[f"{i:06d}" for i in range(n_tracks)],
        titles=[title.title() for title in titles],
        artists=[f"{names[i].title()} {i}" for i in artist.tolist()],
        albums=[f"{names[a].title()} {i // 10}" for i, a in enumerate(artist.tolist())],
        genres=[(_GENRES[i % len(_GENRES)],) for i in artist.tolist()],
        durations_s=rng.uniform(120, 400, size=n_tracks).tolist(),
    )
