"""Each model against the textbook's formula on dense matrices."""

import numpy as np
import pytest

from recommender.collaborative.models import als, ease, item_knn, listener_knn, popularity
from recommender.collaborative.models.blend import Blend, best_is_one
from recommender.collaborative.models.least_squares import Basis, solve_rows
from tests.builders.interactions import interactions_from, two_tastes

TRAIN = two_tastes()
NEW = two_tastes(6, seed=9, n_each=5)


def dense_of(interactions, values):
    matrix = np.zeros((interactions.n_listeners, interactions.n_items))
    matrix[interactions.listeners, interactions.items] = values
    return matrix


def textbook_rows(factors, rows, confidence, penalty):
    """Return the solution of each row by the equation of the paper, one after the other."""
    solved = []
    for row in range(rows.n_listeners):
        part = slice(rows.starts[row], rows.starts[row + 1])
        had, extra = factors[rows.items[part]], confidence[part]
        system = factors.T @ factors + penalty[row] * np.eye(factors.shape[1]) + had.T @ (extra[:, None] * had)
        solved.append(np.linalg.solve(system, had.T @ (1 + extra)))
    return np.array(solved)


@pytest.mark.parametrize("n_factors", [4, 30], ids=["rows longer than factors", "rows shorter than factors"])
def test_rows_solve_the_equation_of_the_paper(n_factors):
    rng = np.random.default_rng(0)
    factors = rng.normal(size=(TRAIN.n_items, n_factors)).astype(np.float32)
    penalty = rng.uniform(0.5, 3, TRAIN.n_listeners)
    confidence = np.log1p(TRAIN.plays)
    basis = Basis.of(factors)
    ours = solve_rows(basis, TRAIN, confidence, penalty) @ basis.rotated.T
    expected = textbook_rows(factors.astype(float), TRAIN, confidence, penalty) @ factors.T
    np.testing.assert_allclose(ours, expected, atol=2e-4)


def test_a_listener_without_items_has_no_factors():
    basis = Basis.of(np.eye(3, dtype=np.float32))
    rows = interactions_from([{0: 1, 2: 1}, {1: 1}], 3).keep(np.array([True, True, False]))
    solved = solve_rows(basis, rows, np.ones(2), np.ones(2))
    assert np.abs(solved[0]).max() > 0
    assert not solved[1].any()


@pytest.mark.parametrize(("exponent", "short_exponent"), [(0.0, 0.0), (0.5, 1.0)])
def test_folding_in_is_what_a_refit_of_that_row_gives(exponent, short_exponent):
    settings = als.AlsSettings(
        n_factors=6, regularisation=2.0, exponent=exponent, short_exponent=short_exponent, n_iterations=4
    )
    model = als.fit(TRAIN, settings, np.random.default_rng(0))
    penalty = 2.0 * ((1 + NEW.lengths) / (1 + TRAIN.lengths).mean()) ** exponent * (10 / NEW.lengths) ** short_exponent
    refit = textbook_rows(model.basis.rotated.astype(float), NEW, np.log1p(NEW.plays), penalty)
    np.testing.assert_allclose(model.factors(NEW), refit, atol=1e-4)


def test_more_iterations_lower_the_loss():
    def loss(n_iterations):
        settings = als.AlsSettings(n_factors=5, regularisation=3.0, n_iterations=n_iterations)
        model = als.fit(TRAIN, settings, np.random.default_rng(0))
        listeners, items = model.factors(TRAIN), model.basis.rotated
        wanted = dense_of(TRAIN, np.ones(len(TRAIN)))
        confidence = 1 + dense_of(TRAIN, np.log1p(TRAIN.plays))
        misses = (confidence * (wanted - listeners @ items.T) ** 2).sum()
        return misses + 3.0 * ((listeners**2).sum() + (items**2).sum())

    losses = [loss(n) for n in (1, 2, 4, 8)]
    assert losses == sorted(losses, reverse=True)


@pytest.mark.parametrize("exponent", [0.0, 0.5])
@pytest.mark.parametrize("weighting", ["binary", "log"])
def test_ease_over_listeners_is_the_textbooks_over_items(exponent, weighting):
    settings = ease.EaseSettings(regularisation=7.0, exponent=exponent, weighting=weighting)
    values = np.log1p(TRAIN.plays) if weighting == "log" else np.ones(len(TRAIN))
    matrix = dense_of(TRAIN, values)
    fame = 1.0 + TRAIN.n_listeners_of
    inverse = np.linalg.inv(matrix.T @ matrix + np.diag(7.0 * (fame / fame.mean()) ** exponent))
    weights = np.eye(TRAIN.n_items) - inverse / inverse.diagonal()
    new = dense_of(NEW, np.log1p(NEW.plays) if weighting == "log" else np.ones(len(NEW)))
    np.testing.assert_allclose(ease.fit(TRAIN, settings).scores(NEW), new @ weights, atol=5e-4)


def test_item_knn_sums_the_shrunk_cosines_of_the_nearest():
    settings = item_knn.ItemKnnSettings(n_neighbours=5, shrink=3.0, weighting="log")
    matrix = dense_of(TRAIN, np.log1p(TRAIN.plays))
    norms = np.linalg.norm(matrix, axis=0)
    cosines = matrix.T @ matrix / (np.outer(norms, norms) + 3.0)
    np.fill_diagonal(cosines, 0)
    cosines[cosines < np.sort(cosines, axis=1)[:, [-5]]] = 0
    expected = dense_of(NEW, np.log1p(NEW.plays)) @ cosines
    np.testing.assert_allclose(item_knn.fit_item_knn(TRAIN, settings).scores(NEW), expected, rtol=1e-4, atol=1e-5)


def test_the_walk_goes_from_item_to_listener_to_item():
    settings = item_knn.WalkSettings(n_neighbours=100, beta=0.5)
    matrix = dense_of(TRAIN, np.ones(len(TRAIN)))
    walks = (matrix / matrix.sum(axis=0)).T @ (matrix / matrix.sum(axis=1, keepdims=True))
    np.fill_diagonal(walks, 0)
    new = dense_of(NEW, np.ones(len(NEW)))
    expected = new / new.sum(axis=1, keepdims=True) @ (walks / np.sqrt(matrix.sum(axis=0)))
    np.testing.assert_allclose(item_knn.fit_walk(TRAIN, settings).scores(NEW), expected, rtol=1e-4, atol=1e-6)


def test_user_knn_sums_the_cosines_of_the_nearest_who_have_the_item():
    settings = listener_knn.ListenerKnnSettings(n_neighbours=7, weighting="binary")
    matrix, new = dense_of(TRAIN, np.ones(len(TRAIN))), dense_of(NEW, np.ones(len(NEW)))
    cosines = new @ matrix.T / np.outer(np.linalg.norm(new, axis=1), np.linalg.norm(matrix, axis=1))
    for row in cosines:
        row[np.argsort(-row, kind="stable")[7:]] = 0
    expected = cosines @ matrix
    np.testing.assert_allclose(listener_knn.fit(TRAIN, settings).scores(NEW), expected, rtol=1e-4, atol=1e-5)


def test_popularity_is_the_number_of_listeners():
    train = interactions_from([{0: 9}, {0: 1, 1: 1}], 3)
    assert popularity.fit(train).scores(train).tolist() == [[2, 1, 0], [2, 1, 0]]


def test_a_blend_weighs_each_model_by_its_best_new_item():
    class Fixed:
        def __init__(self, *row):
            self.row = row

        def scores(self, profiles):
            return np.tile(np.array(self.row, dtype=np.float32), (profiles.n_listeners, 1))

    profile = interactions_from([{0: 1}], 4)
    assert best_is_one(Fixed(9, 4, 2, -1).scores(profile), profile).tolist() == [[0, 1, 0.5, 0]]
    models = (Fixed(9, 4, 2, -1), Fixed(0, 1, 1, 10), Fixed(*[np.nan] * 4))
    blended = Blend.constant(models, (1.0, 2.0, 0.0)).scores(profile)
    np.testing.assert_allclose(blended, [[0, 1.2, 0.7, 2.0]], rtol=1e-6)
    two, none = interactions_from([{0: 1, 3: 1}, {0: 1}], 4), {2: (1.0, 0.0, 0.0), 1: (0.0, 1.0, 0.0)}
    np.testing.assert_allclose(Blend(models, none).scores(two), [[0, 1, 0.5, 0], [0, 0.1, 0.1, 1]], rtol=1e-6)
