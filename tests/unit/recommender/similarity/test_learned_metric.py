from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from recommender.similarity.features import N_COLUMNS
from recommender.similarity.learned.learning import (
    MAX_TRACKS_OF_ARTIST,
    MIN_ARTISTS,
    Learning,
    learn_space,
    training_rows,
)
from recommender.similarity.learned.metric import apply_metric, fit_metric
from recommender.similarity.learned.trial import artist_precision, try_metric
from recommender.similarity.space import LEVEL_COLUMNS, Space
from recommender.similarity.space_fit import fit_space

N_ARTISTS, PER_ARTIST = 70, 3


def artists_music(*, shared: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Raw vectors whose first `shared` columns tell the artist, while the tracks of each differ most in the others."""
    rng = np.random.default_rng(seed)
    artists = np.repeat(np.arange(N_ARTISTS), PER_ARTIST)
    raw = rng.standard_normal((len(artists), N_COLUMNS)) * 2.0
    raw[:, :shared] = rng.standard_normal((N_ARTISTS, shared))[artists] + 0.4 * rng.standard_normal(
        (len(artists), shared)
    )
    return raw.astype(np.float32), artists


def fitted(raw: np.ndarray) -> tuple[Space, np.ndarray]:
    space = fit_space(lambda: [raw])
    return space, space.transform(raw)


@dataclass(frozen=True, eq=False)
class Learned:
    """A catalogue that has something to learn, before and after."""

    raw: np.ndarray
    artists: np.ndarray
    space: Space
    plain: np.ndarray
    vectors: np.ndarray
    learning: Learning


@pytest.fixture(scope="module")
def learned() -> Learned:
    raw, artists = artists_music(shared=20)
    space, vectors = fitted(raw)
    plain = vectors.copy()
    return Learned(raw, artists, space, plain, vectors, learn_space(vectors, artists, space, seed=1))


def test_a_metric_is_used_where_it_finds_more_of_artists_it_was_not_learned_from(learned: Learned) -> None:
    learning, artists = learned.learning, learned.artists
    assert learning.trial is not None
    assert learning.trial.low > 0
    assert learning.scores["unseen_artist_p10"] > learning.baselines["unseen_artist_p10"]
    assert learning.space.metric is not None
    assert artist_precision(learned.vectors, artists).mean() > artist_precision(learned.plain, artists).mean()


def test_the_space_makes_of_raw_numbers_what_the_catalogue_was_moved_to(learned: Learned) -> None:
    space = learned.learning.space
    assert np.abs(space.transform(learned.raw) - learned.vectors).max() < 1e-5
    assert np.allclose(np.linalg.norm(learned.vectors, axis=1), 1, atol=1e-5)
    assert space.projection.shape == learned.space.projection.shape


def test_a_learned_space_is_the_same_after_loading(learned: Learned, tmp_path: Path) -> None:
    space = learned.learning.space
    space.save(tmp_path)
    assert np.array_equal(Space.load(tmp_path).transform(learned.raw), space.transform(learned.raw))


def test_the_learned_answer_is_blind_to_gain(learned: Learned) -> None:
    louder = learned.raw.copy()
    louder[:, list(LEVEL_COLUMNS)] += 60.0
    space = learned.learning.space
    assert np.allclose(space.transform(louder), space.transform(learned.raw), atol=1e-6)


def test_the_metric_is_symmetric_and_never_makes_a_vector_vanish(learned: Learned) -> None:
    metric = learned.learning.space.metric
    assert metric is not None
    assert np.allclose(metric, metric.T, atol=1e-6)
    assert np.isfinite(apply_metric(np.eye(N_COLUMNS, dtype=np.float32), metric)).all()


def test_artists_who_share_nothing_teach_nothing() -> None:
    raw, artists = artists_music(shared=0)
    space, vectors = fitted(raw)
    before = vectors.copy()
    learning = learn_space(vectors, artists, space, seed=1)
    assert learning.trial is not None
    assert not learning.trial.wins
    assert learning.space is space
    assert np.array_equal(vectors, before)
    assert learning.scores["uses_learned"] == 0


def test_a_catalogue_of_few_artists_is_left_as_it_is() -> None:
    raw, artists = artists_music(shared=20)
    few = artists < MIN_ARTISTS - 1
    space, vectors = fitted(raw[few])
    learning = learn_space(vectors, artists[few], space, seed=1)
    assert (learning.trial, learning.scores, learning.baselines) == (None, {}, {})


def test_the_trial_says_nothing_of_artists_that_it_learned_from() -> None:
    """With as many columns as tracks, a metric can tell all seen artists apart; of noise nothing holds for others."""
    raw, artists = artists_music(shared=0)
    _, vectors = fitted(raw)
    trial = try_metric(vectors, artists, rng=np.random.default_rng(2))
    seen = artist_precision(apply_metric(vectors, fit_metric(vectors, artists)), artists).mean()
    assert trial.low <= 0 <= trial.high
    assert seen > trial.learned + 0.02
    assert (trial.n_artists, trial.n_tracks) == (N_ARTISTS, len(artists))


def test_training_takes_whole_artists_with_company_and_of_each_a_few() -> None:
    artists = np.concatenate([np.full(50, 0), [1], [2, 2], np.full(30, -1)])
    rows = training_rows(artists, rng=np.random.default_rng(0))
    names, counts = np.unique(artists[rows], return_counts=True)
    assert dict(zip(names.tolist(), counts.tolist(), strict=True)) == {0: MAX_TRACKS_OF_ARTIST, 2: 2}
    assert (np.diff(rows) > 0).all()


def test_artists_of_one_track_are_refused() -> None:
    with pytest.raises(ValueError, match="no artist has two tracks"):
        fit_metric(np.eye(5, dtype=np.float32), np.arange(5))
