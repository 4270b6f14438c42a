import numpy as np
import pytest
from scipy.stats import skew

from recommender.errors import BadInput
from recommender.similarity.evaluation import (
    Judgement,
    chance,
    euclidean_ranking,
    hub_skewness,
    measure,
    measure_chance,
    precisions,
    require_judgeable,
)

LABELS = np.array([0, 0, 0, 1, 1, -1])
PERFECT = np.array(
    [[1, 2, 3, 4, 5], [0, 2, 3, 4, 5], [0, 1, 3, 4, 5], [4, 0, 1, 2, 5], [3, 0, 1, 2, 5], [0, 1, 2, 3, 4]]
)


def test_precision_is_the_share_of_ten_and_untagged_tracks_neither_ask_nor_answer() -> None:
    rows, shares = precisions(PERFECT, LABELS)
    assert rows.tolist() == [0, 1, 2, 3, 4]
    assert shares.tolist() == [0.2, 0.2, 0.2, 0.1, 0.1]
    untagged_first = np.array([[5, 1, 2, -1, -1]] * 6)
    assert precisions(untagged_first, LABELS)[1][0] == 0.2


def test_queries_without_company_can_be_left_out() -> None:
    labels = np.array([0, 0, 1, 2, 2, 2])
    rows, _ = precisions(PERFECT, labels, only_with_company=True)
    assert 2 not in rows


def test_chance_is_what_a_random_ranking_gets() -> None:
    rng = np.random.default_rng(1)
    labels = rng.integers(4, size=60)
    random = np.stack([rng.permutation(np.delete(np.arange(60), i)) for i in range(60)])
    mean = np.mean([precisions(rng.permuted(random, axis=1), labels)[1].mean() for _ in range(20)])
    assert chance(labels, np.arange(60)) == pytest.approx(mean, abs=0.02)


def test_skewness_agrees_with_scipy_and_is_zero_without_hubs() -> None:
    rng = np.random.default_rng(2)
    ranking = np.stack([rng.choice(50, 10, replace=False, p=np.arange(1, 51) / 1275) for _ in range(50)])
    assert hub_skewness(ranking) == pytest.approx(skew(np.bincount(ranking.ravel(), minlength=50)))
    assert hub_skewness(np.array([[1], [0]])) == 0


def test_euclidean_ranking_is_by_distance_without_self() -> None:
    assert euclidean_ranking(np.array([[0.0], [1.0], [10.0]])).tolist() == [[1, 2], [0, 2], [1, 0]]


def test_an_artist_tag_that_repeats_the_album_names_nobody() -> None:
    judgement = Judgement.from_tags(albums=["game", "game", ""], artists=["game", "Ann", "Ann"])
    assert judgement.artists.tolist() == [-1, 0, 0]
    assert judgement.albums.tolist() == [0, 0, -1]


@pytest.mark.parametrize("albums", [["one"] * 30, ["one"] * 10 + ["two"] * 9 + [""] * 30, [str(n) for n in range(30)]])
def test_what_cannot_be_judged_by_albums_is_refused(albums) -> None:
    with pytest.raises(BadInput, match="at least 20 in 2 are needed"):
        require_judgeable(Judgement.from_tags(albums=albums, artists=[""] * len(albums)))
    require_judgeable(Judgement.from_tags(albums=["one", "two"] * 10, artists=[""] * 20))


def test_figures_have_intervals_and_a_row_per_album() -> None:
    judgement = Judgement(albums=LABELS, artists=LABELS, album_names=("one", "two"))
    rows = {row.metric: row for row in measure("m", PERFECT, judgement, rng=np.random.default_rng(1))}
    micro = rows["album_p10"]
    assert micro.value == pytest.approx(0.16)
    assert micro.low is not None
    assert micro.high is not None
    assert micro.low <= micro.value <= micro.high
    assert rows["album_p10_macro"].value == pytest.approx(0.15)
    assert rows["album_p10 of two"].n == 2
    assert rows["album_p10 of two"].album == "two"
    assert {row.metric for row in measure_chance(judgement)} == {"album_p10", "artist_p10"}


def test_a_library_without_artists_is_measured_too() -> None:
    judgement = Judgement(albums=LABELS, artists=np.full(6, -1), album_names=("one", "two"))
    rows = {row.metric: row for row in measure("m", PERFECT, judgement, rng=np.random.default_rng(1))}
    assert rows["artist_p10"].n == 0
