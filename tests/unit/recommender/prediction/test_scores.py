import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, log_loss, recall_score

from recommender.prediction.evaluation.calibration import calibration_error, reliability
from recommender.prediction.evaluation.classification import accuracy, confusion, log_losses, macro_f1, recall
from recommender.prediction.evaluation.regression import mean_absolute_error, r2, spearman


def test_scores_of_known_probabilities():
    sure = np.eye(4)[[0, 1, 2, 3]]
    assert (accuracy(sure, np.arange(4)), macro_f1(sure, np.arange(4))) == (1.0, 1.0)
    assert log_losses(sure, np.arange(4), min_probability=1e-6) == pytest.approx(np.zeros(4))
    half = np.tile([0.5, 0.5, 0.0, 0.0], (4, 1))
    assert accuracy(half, np.array([0, 0, 1, 1])) == 0.5
    assert log_losses(half, np.array([0, 0, 1, 1]), min_probability=1e-6) == pytest.approx(np.full(4, np.log(2)))
    assert calibration_error(reliability(half, np.array([0, 0, 1, 1]), n_bins=10)) == pytest.approx(0.0)
    assert calibration_error(reliability(half, np.array([1, 1, 1, 1]), n_bins=10)) == pytest.approx(0.5)


def test_classes_are_scored_as_by_scikit_learn():
    rng = np.random.default_rng(0)
    probabilities, truth = rng.dirichlet(np.ones(4), 300), rng.integers(4, size=300)
    guess = probabilities.argmax(axis=1)
    assert accuracy(probabilities, truth) == pytest.approx(accuracy_score(truth, guess))
    assert macro_f1(probabilities, truth) == pytest.approx(f1_score(truth, guess, average="macro"))
    assert (confusion(probabilities, truth) == confusion_matrix(truth, guess)).all()
    assert log_losses(probabilities, truth, min_probability=1e-15).mean() == pytest.approx(
        log_loss(truth, probabilities)
    )
    by_class = [recall(probabilities, truth, wanted) for wanted in range(4)]
    assert by_class == pytest.approx(recall_score(truth, guess, average=None))


def test_a_class_that_is_nowhere_counts_as_0_in_f1_and_has_no_recall():
    sure = np.eye(3)[[0, 1, 0, 1]]
    truth = np.array([0, 1, 0, 1])
    assert macro_f1(sure, truth) == pytest.approx(2 / 3)
    assert recall(sure, truth, 0) == 1.0
    assert np.isnan(recall(sure, truth, 2))


def test_an_impossible_class_costs_no_more_than_the_least_probability():
    assert log_losses(np.array([[1.0, 0.0]]), np.array([1]), min_probability=1e-6) == pytest.approx(6 * np.log(10))


def test_overconfidence_is_seen():
    truth = np.array([0, 1] * 50)
    sure = np.tile([0.9, 0.1, 0, 0], (100, 1))
    bins = reliability(sure, truth, n_bins=15)
    assert [(round(each.confidence, 3), each.accuracy, each.n) for each in bins] == [(0.9, 0.5, 100)]
    assert calibration_error(bins) == pytest.approx(0.4)
    assert confusion(sure, truth)[:2, 0].tolist() == [50, 50]


def test_what_is_not_defined_is_nan():
    constant, other = np.ones(5), np.arange(5.0)
    assert np.isnan([r2(constant, other), r2(constant, constant), spearman(constant, other)]).all()
    assert np.isnan(spearman(other, constant))


def test_scores_of_known_numbers():
    truth = np.array([1.0, 2.0, 3.0, 4.0])
    assert (r2(truth, truth), r2(truth, np.full(4, truth.mean()))) == (1.0, 0.0)
    assert r2(truth, truth[::-1]) == pytest.approx(-3.0)
    assert mean_absolute_error(truth, truth + 0.5) == pytest.approx(0.5)
    assert spearman(truth, truth**3) == pytest.approx(1.0)
