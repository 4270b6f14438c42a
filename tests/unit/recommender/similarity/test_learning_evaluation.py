import numpy as np
import pytest

from recommender.similarity.learned.evaluation import LearningEvaluation, evaluate_learning

DIMS, N_ARTISTS, PER_ARTIST = 30, 40, 4
ARTISTS = np.repeat(np.arange(N_ARTISTS), PER_ARTIST)
GENRES = ARTISTS % 2


def evaluated(*, shared: int) -> LearningEvaluation:
    """Of vectors whose first `shared` numbers tell the artist, the first of all the genre."""
    rng = np.random.default_rng(6)
    vectors = rng.standard_normal((len(ARTISTS), DIMS)) * 2.0
    of_artists = rng.standard_normal((N_ARTISTS, shared))
    of_artists[:, :1] += np.where(np.arange(N_ARTISTS) % 2, 2.0, -2.0)[:, None]
    vectors[:, :shared] = of_artists[ARTISTS] + 0.3 * rng.standard_normal((len(ARTISTS), shared))
    unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return evaluate_learning(unit, ARTISTS, GENRES, n_seeds=1)


def test_what_artists_share_is_found_for_artists_not_learned_from() -> None:
    found = evaluated(shared=5)
    assert found.artist.gain.interval[0] > 0
    assert found.genre.learned.value > found.genre.plain.value
    assert found.genre_by_cosine.learned.value > found.genre_by_cosine.plain.value
    assert found.artist.gain.value == pytest.approx(found.artist.learned.value - found.artist.plain.value)
    assert (found.artist.plain.n, found.genre.plain.n) == (len(ARTISTS), len(ARTISTS))


def test_where_artists_share_nothing_there_is_no_gain() -> None:
    found = evaluated(shared=0)
    low, high = found.artist.gain.interval
    assert low <= 0 <= high
