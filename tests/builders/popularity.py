"""Made-up tracks whose popularity hangs on genre, artist and sound, and a version that is served without training."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from recommender.artifacts.store import ArtifactStore
from recommender.prediction.evaluation.calibration import Bin
from recommender.prediction.evaluation.report import Evaluation, Report
from recommender.prediction.popularity.baselines import GenreBaseline
from recommender.prediction.popularity.cells import N_CELLS, band_of
from recommender.prediction.popularity.extrapolation import KnownSounds
from recommender.prediction.popularity.features.matrix import Encoder
from recommender.prediction.popularity.models.blend import Blend, Scale
from recommender.prediction.popularity.models.boosting import fit_bands
from recommender.prediction.popularity.models.fitted import Pair
from recommender.prediction.popularity.models.network import InputScale, Network
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.releases import release_of
from recommender.prediction.popularity.saved_model import KNOWN, UNKNOWN, ModelMetadata, SavedModel, Trust
from recommender.prediction.popularity.served import ServedPopularity, load
from recommender.prediction.sound.audio_features import FINGERPRINT, NAMES
from recommender.prediction.training import Headline, Trained

GENRES = ("ambient", "pop", "rock", "samba")
N_ARTISTS = 40


def made_tracks(n: int = 400, *, seed: int = 0) -> LabelledTracks:
    """Return tracks: four genres, forty artists, two songs an album."""
    rng = np.random.default_rng(seed)
    artist = rng.integers(0, N_ARTISTS, n)
    genre = artist % len(GENRES)
    audio = rng.random((n, len(NAMES)))
    audio[:, NAMES.index("loudness")] = -20 * rng.random(n)
    audio[:, NAMES.index("tempo")] = 80 + 80 * rng.random(n)
    audio[:, NAMES.index("time_signature")] = 4
    audio[:, NAMES.index("duration_ms")] = 120_000 + 200_000 * rng.random(n)
    audio[:, NAMES.index("key")] = rng.integers(0, 12, n)
    audio[:, NAMES.index("mode")] = rng.integers(0, 2, n)
    liked = 20 * genre + artist / 2 + 10 * audio[:, NAMES.index("energy")] + rng.normal(0, 5, n)
    return LabelledTracks(
        track_ids=tuple(f"t{row}" for row in range(n)),
        titles=tuple(f"Song {row}" for row in range(n)),
        albums=tuple(f"Album {row // 2}" for row in range(n)),
        artists=tuple((f"Artist {each}",) for each in artist.tolist()),
        genres=tuple((GENRES[each],) for each in genre.tolist()),
        audio=audio,
        explicit=np.where(rng.random(n) < 0.2, 1.0, 0.0),
        popularity=np.clip(np.round(liked), 0, 100),
    )


def with_popularity(tracks: LabelledTracks, popularity: np.ndarray) -> LabelledTracks:
    """Return the tracks with other answers."""
    return replace(tracks, popularity=popularity)


def made_network(matrix: np.ndarray, rng: np.random.Generator) -> Network:
    """Return a network with weights by chance."""
    scale = InputScale.of(matrix)
    width = scale.transform(matrix).shape[1]
    sizes = [(width, 8), (8, 8), (8, N_CELLS)]
    weights = [part for size in sizes for part in (rng.normal(0, 0.3, size), rng.normal(0, 0.3, size[1]))]
    return Network(scale, tuple(weight.astype(np.float32) for weight in weights))


@cache
def made_kept(*, is_genre_told: bool = False) -> SavedModel:
    """Return models for both cases: boosting fitted to `made_tracks`, the network by chance."""
    tracks = made_tracks()
    releases, rng = release_of(tracks), np.random.default_rng(0)
    pairs = {}
    for case in (UNKNOWN, KNOWN):
        encoder = Encoder.of(tracks, with_genre=is_genre_told, with_artist=case == KNOWN, with_album=False)
        matrix = encoder.of_training(tracks, releases, rng)
        pairs[case] = Pair(encoder, made_network(matrix, rng), fit_bands(matrix, band_of(tracks.popularity), seed=0))
    trust = Trust(ece=0.01, reliability=(Bin(0.5, 0.5, 10),), confusion=((1, 0, 0, 0),) * 4)
    metadata = ModelMetadata(
        genres=GENRES,
        is_genre_told=is_genre_told,
        levels_elsewhere={UNKNOWN: 0.9, KNOWN: 0.95},
        usual=tuple(np.median(tracks.audio, axis=0).tolist()),
        blends={case: Blend(network_share=0.5, scale=Scale()) for case in pairs},
        baseline=GenreBaseline.of(tracks),
        trust={case: trust for case in pairs},
        sound_r2=0.07,
        artists_mean=pairs[KNOWN].encoder.artists.mean,
    )
    return SavedModel(metadata, pairs, KnownSounds.of(tracks.audio, rng))


def made_trained(write: Callable[[Path], None]) -> Trained:
    """Return what training hands over."""
    return Trained(
        write=write,
        fingerprint=FINGERPRINT,
        n_inputs=13,
        n_rows=400,
        seed=0,
        config_digest="abcdef",
        evaluation=Evaluation(
            report=Report(task="popularity", protocol="made up", rows=()),
            scores={"R2, unknown artist": 0.4},
            baselines={"R2, unknown artist": 0.3},
        ),
        headline=Headline(metric="R2, unknown artist"),
        data_cutoff=datetime(2026, 1, 1, tzinfo=UTC),
    )


@cache
def made_served() -> ServedPopularity:
    """Return a published version, read back from its files."""
    store = ArtifactStore(mkdtemp(prefix="segue-made-popularity-"))
    version = store.publish("popularity", made_trained(made_kept().write).write_version)
    return load(store.local_path("popularity", version))
