import numpy as np
import pytest

from recommender.similarity.duplicates.evaluation import Copies, count_hits, find_by_cosine, find_by_rule
from recommender.similarity.features import N_COLUMNS


@pytest.fixture
def made() -> Copies:
    """Forty tracks; of each two copies that differ little."""
    rng = np.random.default_rng(4)
    originals = rng.standard_normal((40, N_COLUMNS)).astype(np.float32)
    copy_of = np.repeat(np.arange(40), 2)
    copies = originals[copy_of] + 0.1 * rng.standard_normal((80, N_COLUMNS)).astype(np.float32)
    return Copies(originals, np.full(40, 200.0), copies, np.full(80, 190.0), copy_of)


def test_copies_of_made_up_music_are_all_told_and_nothing_else(made: Copies) -> None:
    assert np.array_equal(find_by_rule(made), made.is_own)
    assert np.array_equal(find_by_cosine(made, min_cosine=0.9), made.is_own)


def test_a_copy_cut_too_short_is_not_told(made: Copies) -> None:
    made.copy_durations_s[3] = 100.0
    told = find_by_rule(made)
    assert not told[3].any()
    assert told.sum() == 79


def test_wrong_pairs_lower_the_precision_and_missed_ones_the_recall(made: Copies) -> None:
    told = made.is_own.copy()
    told[:8] = False
    told[10, [30, 31]] = True
    hits = count_hits(told, made, rng=np.random.default_rng(0))
    assert hits.precision == pytest.approx(72 / 74)
    assert hits.recall == pytest.approx(72 / 80)
    assert (hits.n_told, hits.n_copies) == (74, 80)
    assert hits.precision_interval[0] < hits.precision < hits.precision_interval[1]
    assert hits.recall_interval[0] < hits.recall < hits.recall_interval[1]


def test_without_anything_told_there_is_no_precision(made: Copies) -> None:
    hits = count_hits(np.zeros_like(made.is_own), made, rng=np.random.default_rng(0))
    assert np.isnan(hits.precision)
    assert (hits.recall, hits.n_told) == (0.0, 0)
