"""A catalogue of FMA's size made from the real features of a few hundred clips.

Each track is a mix of a real one and a near neighbour of it, plus noise along the data's own axes: uniform noise
would have no neighbours to find, and copies would be too easy.
"""

import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from etl.analysis.analyse import analyse
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadInput
from recommender.similarity.features import N_COLUMNS, fingerprint
from recommender.similarity.index_build import IndexConfig, build_track_index, check_index
from recommender.similarity.space_fit import fit_space
from recommender.similarity.track_index import KIND, TrackIndex
from recommender.similarity.track_table import TrackTable

FMA_TRACKS = 106_574
FMA_ARTISTS = 16_341
CLIPS = Path(__file__).parents[1].parent / "shared" / "data" / "music" / "clips"
CACHE = Path(__file__).parents[1] / ".segue" / "benchmarks"
NEAR = 10
"""A clip is mixed with one of this many nearest clips."""
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


def big_catalogue(
    n_tracks: int = FMA_TRACKS, *, seed: int = 1, clips: Path = CLIPS, cache: Path = CACHE
) -> BigCatalogue:
    """Make the catalogue; the same seed and clips give the same one. Raises `BadInput` where there are no clips."""
    rng = np.random.default_rng(seed)
    return BigCatalogue(
        vectors_raw=mixed_vectors(clip_vectors(clips, cache=cache), n_tracks, rng), table=made_up_table(n_tracks, rng)
    )


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
    return cache.absolute() / f"index-{n_tracks}-{config.fingerprint}-{config.digest}"


def clip_vectors(clips: Path = CLIPS, *, cache: Path = CACHE) -> np.ndarray:
    """Return the raw vectors of the clips in order of name, float32 [n_clips, n_columns]; analysed once, then kept."""
    paths = sorted(clips.glob("*.mp3"))
    if len(paths) <= NEAR:
        raise BadInput(f"{clips} holds {len(paths)} MP3 files; this benchmark is made from real features")
    kept = cache / f"clips-{len(paths)}-{fingerprint()}.npy"
    if kept.exists():
        return np.load(kept)
    with ProcessPoolExecutor() as pool:
        vectors = np.stack(list(pool.map(_vector, paths, chunksize=8)))
    cache.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part.npy")
    np.save(part, vectors)
    shutil.move(part, kept)
    return vectors


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


def _vector(path: Path) -> np.ndarray:
    return analyse(path).vector
